"""A row as printed against the same indicator as the rules have it: one finding for each cell that differs.

Figures are compared at the precision at which they are printed. Cells that show no figure (`-`, blank, a
token) agree when the rules have none either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cpp_scorecard.core.comparing import agrees
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed, printed_exactly
from cpp_scorecard.core.series import Missing, MissingReason
from cpp_scorecard.intake.name_index import name_key
from cpp_scorecard.intake.tokens import RawFigure, as_figure, parse_figure, parse_period
from cpp_scorecard.intake.vocabulary import token, vocabulary

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment, Comparison
    from cpp_scorecard.intake.published import PublishedCell, PublishedRow

_NAMES = {
    "how_reported": "How reported?", "period_label": "Latest Data", "polarity": "What does good look like?",
    "low": "Expected Range, Low", "high": "Expected Range, High", "latest": "Latest Data and RAG Rating",
    "actual": "Actual", "possible": "Possible", "month_ago": "One Month Ago", "year_ago": "One Year Ago",
    "similar": "Similar Councils",
}  # fmt: skip
_MOST_DECIMALS = 12


class ByName:
    """Assessed indicators, found by the name (and where needed the domain) that a card prints."""

    def __init__(self, assessments: Iterable[Assessment]) -> None:
        self._found: dict[str, list[Assessment]] = {}
        for assessment in assessments:
            self._found.setdefault(name_key(assessment.indicator.name), []).append(assessment)

    def match(self, row: PublishedRow) -> Assessment | None:
        """The indicator that `row` prints, if the workbook has it."""
        fits = self._found.get(name_key(row.name), [])
        if len(fits) > 1:
            fits = [a for a in fits if name_key(a.indicator.domain) == name_key(row.domain)] or fits
        return fits[0] if fits else None


def difference(code: str, message: str, indicator: str, row: PublishedRow | PublishedCell | None = None) -> Finding:
    """A difference between print and rules, at the cell that prints it."""
    return Finding(
        code=code,
        severity=Severity.WARNING,
        message=message,
        remedy="Correct the card, or the workbook if the card is right.",
        where=row.where if row else None,
        indicator=indicator,
    )


def compare(row: PublishedRow, a: Assessment) -> Iterator[Finding]:
    """Every printed cell of a row: code, label, polarity, figures and letters."""
    name = a.indicator.name
    texts = {"how_reported": a.indicator.how_reported.code, "period_label": a.period_label}
    for role, expected in texts.items():
        found = row.cells.get(role)
        if found and not _same_label(found, expected):
            yield difference(
                "label-differs",
                f'{name}, {_NAMES[role]}, is printed "{_shown(found)}"; the rules give "{expected}".',
                name,
                found,
            )
    polarity = row.cells.get("polarity")
    if polarity and vocabulary().polarities.get(token(polarity.cell.text)) != a.indicator.polarity:
        yield difference(
            "label-differs",
            f'{name}, {_NAMES["polarity"]}, is printed "{_shown(polarity)}"; the workbook says '
            f'"{a.indicator.polarity}".',
            name,
            polarity,
        )
    unit = a.indicator.unit
    none = Missing(MissingReason.NOT_APPLICABLE)
    figures: dict[str, tuple[float | Missing, Unit]] = {
        "low": (none if a.expected.low is None else a.expected.low, unit),
        "high": (none if a.expected.high is None else a.expected.high, unit),
        "latest": (a.latest.value, unit),
        "actual": (a.latest.actual, Unit.NUMBER),
        "possible": (a.latest.possible, Unit.NUMBER),
        "month_ago": (a.month_ago.measurement.value, unit),
        "year_ago": (a.year_ago.measurement.value, unit),
        "similar": (a.similar.measurement.value, unit),
    }
    for role, (computed, of_unit) in figures.items():
        found = row.cells.get(role)
        if found:
            yield from _compare_figure(found, computed, of_unit, role, name)
    yield from compare_letters(row, a)


def compare_letters(row: PublishedRow, a: Assessment) -> Iterator[Finding]:
    """The three letters better, worse or same, where the row prints them."""
    comparisons: dict[str, Comparison] = {
        "month_ago": a.month_ago,
        "year_ago": a.year_ago,
        "similar": a.similar,
    }
    name = a.indicator.name
    for role, comparison in comparisons.items():
        found = row.cells.get(f"{role}_direction")
        if found is None:
            continue
        judged = comparison.direction
        letter = found.cell.text.strip().upper() or "-"
        if letter[:1] != judged.value or (len(letter) > 1 and letter[1].isalnum()):
            yield difference(
                "letter-differs",
                f'{name}, {_NAMES[role]} (better, worse or same), is printed "{_shown(found)}"; the rules give '
                f'"{judged.value}" ({judged.word}){_because(a, comparison)}.',
                name,
                found,
            )


def _because(a: Assessment, comparison: Comparison) -> str:
    latest, comparator = a.latest.value, comparison.measurement.value
    if isinstance(latest, Missing):
        return f": the latest is missing ({latest.text})"
    if isinstance(comparator, Missing):
        return f": the comparator is missing ({comparator.text})"
    unit, decimals = a.indicator.unit, a.indicator.decimals + 1
    return f": {printed(latest, unit, decimals)} against {printed(comparator, unit, decimals)}"


def _shown(found: PublishedCell) -> str:
    return found.cell.text


def _same_label(found: PublishedCell, expected: str) -> bool:
    if " ".join(found.cell.text.split()).casefold() == " ".join(expected.split()).casefold():
        return True
    period = parse_period(found.cell)  # a label may have become a real date on its way into Excel
    return period is not None and found.cell.kind.name == "DATE" and str(period) == expected


def _compare_figure(
    found: PublishedCell, computed: float | Missing, unit: Unit, role: str, name: str
) -> Iterator[Finding]:
    raw = parse_figure(found.cell, found.where)
    where = f"{name}, {_NAMES[role]},"
    if isinstance(raw, Missing):
        if raw.reason is MissingReason.UNUSABLE:
            yield difference("figure-differs", f"{where} holds {raw.detail}, which is no figure.", name, found)
        elif not isinstance(computed, Missing):
            text = printed_exactly(computed, unit)
            yield difference("figure-differs", f'{where} is printed "{raw.token}"; the rules give {text}.', name, found)
        return
    if isinstance(computed, Missing):
        message = f"{where} is printed {raw.shown}; the rules give none: {computed.text}."
        yield difference("figure-differs", message, name, found)
        return
    percentage = unit.is_percentage
    in_points = percentage and not raw.is_percent and abs(raw.number) > 1
    figure = as_figure(raw, percentage=percentage, in_points=in_points)
    decimals = _MOST_DECIMALS if figure.decimals is None else figure.decimals
    if figure.decimals is None:
        decimals = _typed_decimals(raw, in_percent=percentage)
    if not agrees(figure.number, computed, unit, decimals):
        text = printed(computed, unit, min(decimals + 1, _MOST_DECIMALS))
        message = f"{where} is printed {_as_printed(raw, unit, decimals)}; the rules give {text}."
        yield difference("figure-differs", message, name, found)


def _typed_decimals(raw: RawFigure, *, in_percent: bool) -> int:
    """Decimals of a plain number, as many as it was given, up to four of the per cent."""
    text = f"{raw.number * 100 if in_percent and abs(raw.number) <= 1 else raw.number:.4f}".rstrip("0")
    return len(text.partition(".")[2])


def _as_printed(raw: RawFigure, unit: Unit, decimals: int) -> str:
    return printed(raw.number, unit, decimals) if raw.is_percent else raw.shown


def compare_colour(row: PublishedRow, a: Assessment) -> Iterator[Finding]:
    """The fill of the latest figure against the rating."""
    if row.colour == a.letter:
        return
    words = {"R": "red", "A": "amber", "G": "green", None: "no colour"}
    yield Finding(
        code="colour-differs",
        severity=Severity.WARNING,
        message=f"{a.indicator.name} is printed with {words[row.colour]}; the rules give {words[a.letter]}. "
        f"{a.explanation}",
        remedy="Correct the card, or the workbook if the card is right.",
        where=row.latest_at,
        indicator=a.indicator.name,
    )
