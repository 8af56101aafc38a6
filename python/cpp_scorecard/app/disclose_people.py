"""The panels about people of a spotlight under disclosure control: groups of a cohort, counted, with their shares.

How many a panel is about stands in its words, so it counts as known. A group of the same size in the same cohort is
one unknown wherever it stands, in another panel or on the card: that readers may take two figures for one can only
help them, so it is held against the edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cpp_scorecard.core.disclosure import HIDDEN, Cell, Constraint, Form, Why, is_exactly
from cpp_scorecard.core.folding import folded
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.core.series import SUPPRESSED_SMALL, Missing, Number

if TYPE_CHECKING:
    from cpp_scorecard.app.disclose_edition import Edition
    from cpp_scorecard.core.panel import Panel, PanelRow
    from cpp_scorecard.core.spotlight import Spotlight

REPORT = "spotlight"
_COUNT, _SHARE, _TOTAL = 2.0, 2.5, 5.0
Place = tuple[int, int, int]
"""The spotlight, its page and the panel on it."""


def groups_of(panel: Panel) -> list[tuple[PanelRow, int]] | None:
    """The rows of a panel of groups that have a whole number of people; None for another kind of panel."""
    has_shares = panel.column_units == (None, Unit.PERCENTAGE)
    if not has_shares and not (len(panel.columns) == 1 and all(row.unit is Unit.NUMBER for row in panel.rows)):
        return None
    return [(row, number) for row in panel.rows if (number := _whole(row.values[0])) is not None]


def is_share_by(panel: Panel) -> bool:
    """Whether a panel has how many there are in each column, over the share of them that is in a group."""
    return [row.unit for row in panel.rows] == [Unit.NUMBER, Unit.PERCENTAGE] and len(panel.columns) > 1


@dataclass(slots=True)
class PeopleCells:
    """The panels about people, with the keys of their cells."""

    edition: Edition
    card: Mapping[tuple[int, int], tuple[Form, Form]]
    keys: dict[Place, str] = field(default_factory=dict)
    few: set[str] = field(default_factory=set)
    """Panels about so few that nothing of them is shown."""
    unsaid: dict[Place, set[str]] = field(default_factory=dict)
    """What the words of a panel must not say."""
    _columns: set[tuple[str, float]] = field(default_factory=set)
    """The columns of panels that say how many of each are in a group, with how many there are."""

    @classmethod
    def of(
        cls, spotlights: Sequence[Spotlight], edition: Edition, card: Mapping[tuple[int, int], tuple[Form, Form]]
    ) -> PeopleCells:
        """Put the figures of the panels into the edition's system. `card` has the counts behind its percentages."""
        cells = cls(edition, card)
        panels = [panel for one in spotlights for page in one.pages for panel in page.panels if is_share_by(panel)]
        for panel in panels:
            numbers = zip(panel.columns, panel.rows[0].values, strict=True)
            cells._columns |= {(folded(label), number) for label, number in numbers if not isinstance(number, Missing)}
        for at, spotlight in enumerate(spotlights):
            if spotlight.on is None:
                continue
            for on, page in enumerate(spotlight.pages):
                for place, panel in enumerate(page.panels):
                    key = f"spotlight|{spotlight.name}|{page.title}|{panel.title}|{spotlight.on.isoformat()}"
                    stem = f"people|{spotlight.on.isoformat()}"
                    if groups_of(panel) is not None:
                        cells.keys[at, on, place] = key
                        cells.unsaid[at, on, place] = cells._groups(key, stem, panel)
                    elif is_share_by(panel):
                        cells.keys[at, on, place] = key
                        cells._share_by(key, stem, panel)
        return cells

    def _groups(self, key: str, stem: str, panel: Panel) -> set[str]:
        """Rows that are groups of one whole; returns what the panel's words must not say."""
        edition, system = self.edition, self.edition.system
        found = groups_of(panel) or []
        shared = [at for at, (row, _) in enumerate(found) if len(row.values) > 1 and not _is_left_out(row.values[1])]
        possible = sum(found[at][1] for at in shared)
        everybody = sum(number for _, number in found)
        is_few = any(1 <= number <= edition.rules.small for number in (everybody, possible))
        if is_few:
            self.few.add(key)
            edition.suppressed(REPORT, panel.title, "the whole panel", Why.SMALL)
            return {str(everybody), str(possible)}
        forms: list[Form] = []
        met: dict[int, int] = {}
        for row, number in found:
            nth = met[number] = met.get(number, 0) + 1
            form = system.unknown(self._name(stem, everybody, row.label, number, nth), number)
            forms.append(form)
            cell = Cell(f"{key}|{row.label}|number", form, weight=_COUNT + number / (everybody + 1))
            system.cell(cell)
            edition.name(cell.key, REPORT, f"{panel.title}: {row.label}", "number")
            edition.protect(cell.key, form, marked=True)
        whole, together = Form(), Form()
        for at, form in enumerate(forms):
            together = together.plus(form)
            whole = whole.plus(form) if at in shared else whole
        system.rule(is_exactly(together, everybody))
        is_left_out_small = 1 <= everybody - possible <= edition.rules.small
        if shared and not is_left_out_small:
            system.rule(is_exactly(whole, possible))
        for at in shared:
            row, number = found[at]
            if (number, possible) in self.card:
                of_card, over = self.card[number, possible]
                system.rule(Constraint(forms[at].plus(of_card, -1)))
                system.rule(Constraint(whole.plus(over, -1)))
            if isinstance(row.values[1], Missing):
                continue
            weight = _SHARE + found[at][1] / (everybody + 1)
            share = Cell(f"{key}|{row.label}|share", forms[at], whole, 100, 0, weight=weight)
            system.cell(share)
            edition.name(share.key, REPORT, f"{panel.title}: {row.label}", "share")
            edition.name(f"{share.key}|rest", REPORT, f"{panel.title}: {row.label}", "all others")
            edition.protect(f"{share.key}|rest", whole.plus(forms[at], -1), Why.COMPLEMENT)
        return {str(possible)} if is_left_out_small else set()

    def _name(self, stem: str, everybody: int, label: str, number: int, nth: int) -> str:
        """The unknown of a group, which may stand in several panels.

        A column of one panel and a row of another are one where they are called alike and as large, whatever they
        are part of. In one cohort a group is known by its size; small groups by what they are called, too.
        """
        if (folded(label), number) in self._columns:
            return f"{stem}|{folded(label)}|{number}"
        if number <= self.edition.rules.small:
            return f"{stem}|{everybody}|{folded(label)}|{number}"
        return f"{stem}|{everybody}|{number}|{nth}"

    def _share_by(self, key: str, stem: str, panel: Panel) -> None:
        """How many in each column, and the share: the number that the share is of people is an unknown too."""
        edition, system = self.edition, self.edition.system
        over, shares = panel.rows
        numbers = [_whole(value) for value in over.values]
        total = numbers[-1]
        if total is None:
            return
        if 1 <= total <= edition.rules.small:
            self.few.add(key)
            edition.suppressed(REPORT, panel.title, "the whole panel", Why.SMALL)
            return
        met: dict[int, int] = {}
        wholes: list[Form] = []
        parts: list[Form | None] = []
        counted = [number or 0 for number in numbers]
        for at, (label, number, share) in enumerate(zip(panel.columns, counted, shares.values, strict=True)):
            nth = met[number] = met.get(number, 0) + 1
            is_total = at == len(panel.columns) - 1
            whole = Form((), total) if is_total else system.unknown(self._name(stem, total, label, number, nth), number)
            wholes.append(whole)
            cell = Cell(f"{key}|{label}|number", whole, weight=_TOTAL if is_total else _COUNT + number / (total + 1))
            edition.name(cell.key, REPORT, f"{panel.title}: {label}", over.label)
            if not is_total:
                system.cell(cell)
                edition.protect(cell.key, whole, marked=True)
            parts.append(None)
            if isinstance(share, Missing) or not number:
                continue
            count = round(share * number)
            name = self._name(stem, total, panel.title, count, 1) if is_total else f"{key}|{label}|part"
            part = parts[-1] = system.unknown(name, count)
            weight = _TOTAL if is_total else _SHARE + number / (total + 1)
            cell = Cell(f"{key}|{label}|share", part, whole, 100, 0, weight=weight)
            system.cell(cell)
            rest = whole.plus(part, -1)
            system.rule(Constraint(rest, at_least=True))
            edition.name(cell.key, REPORT, f"{panel.title}: {label}", shares.label)
            for protected, form, why in (
                (f"{cell.key}|part", part, Why.SMALL),
                (f"{cell.key}|rest", rest, Why.COMPLEMENT),
            ):
                edition.name(protected, REPORT, f"{panel.title}: {label}", "how many the share is")
                edition.protect(protected, form, why)
        _add_up(system.rule, wholes)
        if all(part is not None or not number for part, number in zip(parts, counted, strict=True)):
            _add_up(system.rule, [part or Form() for part in parts])


def _add_up(rule: object, forms: Sequence[Form]) -> None:
    """The last of the forms is the sum of the others."""
    assert callable(rule)
    off = forms[-1]
    for form in forms[:-1]:
        off = off.plus(form, -1)
    rule(Constraint(off))


def _is_left_out(value: Number) -> bool:
    return isinstance(value, Missing) and bool(value.detail)


def _whole(value: Number) -> int | None:
    return None if isinstance(value, Missing) or value < 0 or value % 1 else int(value)


def disclosed_people(panel: Panel, key: str, cells: PeopleCells) -> Panel:
    """The table of a panel about people as the edition shows it."""
    edition = cells.edition
    if key in cells.few:
        gone = (replace(row, values=tuple(SUPPRESSED_SMALL for _ in row.values)) for row in panel.rows)
        return replace(panel, rows=tuple(gone))
    if is_share_by(panel) and groups_of(panel) is None:
        rows = tuple(
            replace(
                row,
                values=tuple(
                    _shown(value, f"{key}|{label}|{name}", edition)
                    for label, value in zip(panel.columns, row.values, strict=True)
                ),
            )
            for row, name in zip(panel.rows, ("number", "share"), strict=True)
        )
        return replace(panel, rows=rows)
    return replace(panel, rows=tuple(replace(row, values=tuple(_group(row, key, edition))) for row in panel.rows))


def _group(row: PanelRow, key: str, edition: Edition) -> Iterator[Number]:
    for value, name in zip(row.values, ("number", "share"), strict=False):
        yield _shown(value, f"{key}|{row.label}|{name}", edition)


def _shown(value: Number, key: str, edition: Edition) -> Number:
    """A figure as the edition shows it: a share in whole per cent, as it is printed."""
    if isinstance(value, Missing):
        return value
    if edition.level(key) == HIDDEN:
        return SUPPRESSED_SMALL
    return comparable(round_half_away(comparable(value * 100), 0) / 100) if key.endswith("|share") else value
