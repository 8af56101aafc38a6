"""The indicators of the card under disclosure control: their figures as cells of a system, by indicator and window.

An indicator has one unknown count for each window that the card shows something of: the actual and the rest of the
possible, or the count itself. The same window is the same unknown wherever it is shown, in the month-ago column of one
edition and as the latest figure of the edition before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cpp_scorecard.core.disclosure import Cell, Constraint, Form, Why
from cpp_scorecard.core.folding import folded
from cpp_scorecard.core.indicator import FigureKind, Unit, Window
from cpp_scorecard.core.period import FINANCIAL_YEAR_START, Month, ReportingPeriod
from cpp_scorecard.core.series import SUPPRESSED_SMALL, Missing
from cpp_scorecard.core.windows import PER_POPULATION, Measurement, month_before

if TYPE_CHECKING:
    from cpp_scorecard.app.disclose_edition import Edition
    from cpp_scorecard.core.assessment import Assessment

REPORT = "scorecard"
_WEIGHTS = {"latest": 6.0, "year_ago": 3.0, "month_ago": 2.5, "trend": 0.4}
"""What readers lose with a figure; the counts behind a percentage are 1."""
_ACTUAL, _POSSIBLE = 1.0, 1.1
_EARLIER = 0.5
"""What of it readers lose with the counts behind an earlier figure, which only the highlights show."""
_BEHIND = {"actual": "actual", "possible": "possible", "rest": "possible less actual"}
SCALES = {Unit.PERCENTAGE: 100, Unit.RATE: PER_POPULATION}


@dataclass(slots=True)
class Shown:
    """A window of an indicator that the card shows: where, and its figure."""

    key: str
    period: ReportingPeriod
    measured: Measurement
    places: list[str] = field(default_factory=list)

    @property
    def weight(self) -> float:
        """What readers lose with it, wherever it stands."""
        return max(_WEIGHTS[place] for place in self.places)


@dataclass(slots=True)
class CardCells:
    """The windows of every indicator, with the keys of their cells."""

    edition: Edition
    names: list[str] = field(default_factory=list)
    """The beginning of the keys of each indicator."""
    shown: dict[int, list[Shown]] = field(default_factory=dict)
    """By the place of the indicator on the card."""
    latest: dict[tuple[int, int], tuple[Form, Form]] = field(default_factory=dict)
    """The latest actual and possible of percentages, by what they are."""
    keys: frozenset[str] = frozenset()
    """The key figures of the highlights, which print the counts behind earlier figures, too."""
    _possible: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, assessments: Sequence[Assessment], edition: Edition, key_figures: Iterable[Assessment] = ()
    ) -> CardCells:
        """Put the figures of the card into the edition's system."""
        cells = cls(edition, keys=frozenset(map(name_of, key_figures)))
        cells.names = names = _names(assessments)
        for place, a in enumerate(assessments):
            if edition.rules.is_about_people(a.indicator.name, a.indicator.reference):
                cells.shown[place] = list(_windows(a, names[place]))
        for place, shown in cells.shown.items():
            for one in shown:
                counts = _counts(one.measured)
                if counts is not None and cells._has_counts(assessments[place], one):
                    same = (str(one.period), counts[1])
                    cells._possible[same] = cells._possible.get(same, 0) + 1
        for place, shown in cells.shown.items():
            for one in shown:
                cells._add(assessments[place], one)
            cells._differences(assessments[place], shown)
        return cells

    def _has_counts(self, a: Assessment, one: Shown) -> bool:
        """Whether the edition shows the counts behind a figure."""
        return "latest" in one.places or name_of(a) in self.keys

    def _add(self, a: Assessment, one: Shown) -> None:
        unit, counts = a.indicator.unit, _counts(one.measured)
        number = _whole(one.measured.value)
        if unit is Unit.NUMBER and number is not None:
            self._count(a, one, f"{one.key}|value", number)
        if counts is not None:
            self._ratio(a, one, *counts)

    def _count(self, a: Assessment, one: Shown, key: str, number: int) -> None:
        form = self.edition.system.unknown(key, number)
        self.edition.system.cell(Cell(key, form, weight=one.weight))
        self.edition.protect(key, form, marked=True)
        self.edition.name(key, REPORT, a.indicator.name, f"{_PLACES[one.places[0]]}, {one.period}")

    def _ratio(self, a: Assessment, one: Shown, actual: int, possible: int) -> None:
        edition, system, key = self.edition, self.edition.system, one.key
        is_shared = self._possible.get((str(one.period), possible), 0) > 1
        number = system.unknown(f"{key}|actual", actual)
        if is_shared:
            whole = system.unknown(f"everybody|{one.period}|{possible}", possible)
            rest = whole.plus(number, -1)
            system.rule(Constraint(rest, at_least=True))
        else:
            rest = system.unknown(f"{key}|rest", possible - actual)
            whole = number.plus(rest)
        is_latest = "latest" in one.places
        if is_latest:
            self.latest[actual, possible] = (number, whole)
        edition.protect(f"{key}|actual", number, marked=is_latest)
        if a.indicator.unit is Unit.PERCENTAGE:
            edition.protect(f"{key}|rest", rest, Why.COMPLEMENT, marked=is_latest)
        edition.protect(f"{key}|possible", whole, marked=is_latest)
        for what, said in _BEHIND.items():
            edition.name(f"{key}|{what}", REPORT, a.indicator.name, f"behind the figure: {said}, {one.period}")
        is_small = any(system.is_small(form) for form in (number, rest, whole))
        decimals = a.indicator.decimals if is_latest else one.measured.shown_decimals(a.indicator.decimals)
        scale = SCALES.get(a.indicator.unit, 1)
        found: list[tuple[str, Cell, str]] = []
        if isinstance(one.measured.value, float):
            value = Cell(f"{key}|value", number, whole, scale, decimals, is_latest and not is_small, one.weight)
            found.append(("value", value, _PLACES[one.places[0]]))
        for name, form, weight in (("actual", number, _ACTUAL), ("possible", whole, _POSSIBLE)):
            cell = Cell(f"{key}|{name}", form, weight=weight if is_latest else weight * _EARLIER)
            found.append((name, cell, _BEHIND[name]))
        for name, cell, said in found:
            if name == "value" or self._has_counts(a, one):
                system.cell(cell)
                edition.name(cell.key, REPORT, a.indicator.name, f"{said}, {one.period}")
            else:
                edition.known_before(cell)

    def _differences(self, a: Assessment, shown: list[Shown]) -> None:
        """Windows that begin on the same day: each less another is a count of the months between."""
        how = a.indicator.how_reported
        if how.window is not Window.YEAR_TO_DATE or a.indicator.figures is not FigureKind.EVENTS:
            return
        by_year: dict[int, list[Shown]] = {}
        for one in shown:
            by_year.setdefault(one.period.first_month.financial_year, []).append(one)
        for year, windows in by_year.items():
            windows.sort(key=lambda one: -one.weight)
            stem = windows[0].key.rpartition(" ")[0]
            months = [f"{stem} {Month.of(year, FINANCIAL_YEAR_START) + offset}" for offset in range(12)]
            counts = ("actual", "possible")
            stems = [one.key for one in windows]
            for name in ("value", *counts):
                self.edition.chain(stems, months, name, together=counts if name in counts else ())
            self.edition.chain_of_rest(stems, months)


_PLACES = {"latest": "latest", "month_ago": "one month ago", "year_ago": "one year ago", "trend": "trend"}


def name_of(a: Assessment) -> str:
    """What the keys of an indicator begin with."""
    return f"card|{folded(a.indicator.domain)}|{folded(a.indicator.name)}"


def _names(assessments: Sequence[Assessment]) -> list[str]:
    """A name for each indicator that stays the same from edition to edition; namesakes are numbered."""
    seen: dict[str, int] = {}
    names = []
    for a in assessments:
        name = name_of(a)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}|{seen[name]}")
    return names


def _windows(a: Assessment, name: str) -> Iterator[Shown]:
    """The windows that the card shows of an indicator, each once."""
    if a.anchor is None:
        return
    found: dict[ReportingPeriod, Shown] = {}

    def add(place: str, period: ReportingPeriod | None, measured: Measurement) -> None:
        if period is None or isinstance(measured.value, Missing):
            return
        known = found.get(period)
        if known is None:
            window = a.indicator.how_reported.window
            found[period] = Shown(f"{name}|{window} {period}", period, measured, [place])
        else:
            known.places.append(place)

    add("latest", a.anchor, a.latest)
    add("month_ago", month_before(a.indicator.how_reported, a.anchor), a.month_ago.measurement)
    add("year_ago", a.anchor.years_back(1), a.year_ago.measurement)
    for month, value in trend_months(a):
        if value is not None:
            add("trend", ReportingPeriod.of_month(month), replace(a.latest, value=value, actual=_NO, possible=_NO))
    yield from found.values()


_NO = Missing(SUPPRESSED_SMALL.reason)


def trend_months(a: Assessment) -> list[tuple[Month, float | None]]:
    """The months of a trend with their figures, oldest first."""
    if a.anchor is None or not a.trend:
        return []
    last = a.anchor.first_month
    return [(last - back, value) for back, value in zip(range(len(a.trend) - 1, -1, -1), a.trend, strict=True)]


def _whole(value: float | Missing) -> int | None:
    if isinstance(value, Missing) or value < 0 or value % 1:
        return None
    return int(value)


def _counts(measured: Measurement) -> tuple[int, int] | None:
    """Actual and possible where they are counts of a part and its whole."""
    actual, possible = _whole(measured.actual), _whole(measured.possible)
    return None if actual is None or possible is None or not 0 <= actual <= possible else (actual, possible)
