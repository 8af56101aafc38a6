"""A plain table: one header row, one thing a row, no empty cell, so that it can be read aloud from corner to corner.

Ratings and directions are words. A figure is held as it is printed: decimals that no reader sees could give away the
count behind it. Where there is no figure stands a shorthand, and the table says what each of its shorthands means.

Source of the shorthands: "Symbols in tables: definitions and help", Government Analysis Function. `NYA` is the
council's own and kept, because readers know it from the card.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed
from cpp_scorecard.core.rounding import comparable, round_half_away
from cpp_scorecard.core.series import Missing, MissingReason


class Shorthand(StrEnum):
    """What stands where there is no figure."""

    CONFIDENTIAL = "[c]"
    NOT_AVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"
    NOT_YET_AVAILABLE = "NYA"


_BY_REASON = {
    MissingReason.SUPPRESSED: Shorthand.CONFIDENTIAL,
    MissingReason.NOT_APPLICABLE: Shorthand.NOT_APPLICABLE,
    MissingReason.NO_COMPARISON: Shorthand.NOT_APPLICABLE,
    MissingReason.NOT_A_RATIO: Shorthand.NOT_APPLICABLE,
    MissingReason.NOT_YET_AVAILABLE: Shorthand.NOT_YET_AVAILABLE,
}


def shorthand_of(missing: Missing) -> Shorthand:
    """The shorthand for a figure that is not there; whatever has no shorthand of its own is not available."""
    if missing.token == Shorthand.CONFIDENTIAL:
        return Shorthand.CONFIDENTIAL
    return _BY_REASON.get(missing.reason, Shorthand.NOT_AVAILABLE)


class Tone(StrEnum):
    """What a word judges; an edition may show it by a colour too, never by the colour alone."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class PlainCell:
    """One cell: its text and, for a figure, the number that the text shows. A percentage is a fraction."""

    text: str
    number: float | None = None
    unit: Unit = Unit.NUMBER
    decimals: int = 0
    tone: Tone | None = None
    shorthand: Shorthand | None = None


def figure_cell(value: float | Missing, unit: Unit, decimals: int) -> PlainCell:
    """A figure as it is printed, or the shorthand for why there is none."""
    if isinstance(value, Missing):
        return shorthand_cell(shorthand_of(value))
    places = decimals + (2 if unit.is_percentage else 0)
    shown = round_half_away(comparable(value), places) or 0.0
    return PlainCell(printed(value, unit, decimals), shown, unit, decimals)


def shorthand_cell(shorthand: Shorthand) -> PlainCell:
    """A cell without a figure."""
    return PlainCell(shorthand.value, shorthand=shorthand)


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """One column. `width` is in characters; a row header names what its row is about."""

    header: str
    width: float = 14.0
    is_row_header: bool = False


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A titled table. `name` is short, for a tab or a link; `notes` are sentences about the whole of it."""

    key: str
    name: str
    title: str
    columns: tuple[PlainColumn, ...]
    rows: tuple[tuple[PlainCell, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what could not be read aloud: empty cells, uneven rows, headers that are not apart."""
        headers = [column.header.strip().casefold() for column in self.columns]
        if not all(headers) or len(set(headers)) != len(headers):
            raise ValueError(f"{self.title}: every column needs a header of its own")
        if not self.rows:
            raise ValueError(f"{self.title}: a table needs a row")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: a row has not one cell for each column")
            empty = next((at for at, cell in enumerate(row) if not cell.text.strip()), None)
            if empty is not None:
                raise ValueError(f'{self.title}: an empty cell under "{self.columns[empty].header}"')

    @property
    def shorthands(self) -> tuple[Shorthand, ...]:
        """The shorthands that the table uses, in their own order."""
        used = {cell.shorthand for row in self.rows for cell in row}
        return tuple(shorthand for shorthand in Shorthand if shorthand in used)
