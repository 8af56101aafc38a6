"""A worksheet function's failure for one cell: which Excel error it is, and why, in a sentence.

xlwings can hand Excel texts and numbers and no error values, so a failure travels as marked text,

    <31>cpp-failure<31>#VALUE!<31>"Hihg" does not say what good looks like. Give High, Low, Range or -.

where <31> is the character with that number, which nobody can type into a cell. The add-in's wrapper takes such a
text apart, puts the error value into the cell and keeps the sentence, which CPP_REASON and the ribbon then show.
A marked text never stands in a cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SEPARATOR = "\x1f"
MARKER = f"{SEPARATOR}cpp-failure{SEPARATOR}"
"""What the text of a failure begins with."""


class ExcelError(StrEnum):
    """The error values of Excel that a function can give; the value is how the cell shows it."""

    VALUE = "#VALUE!"
    """An argument is not what it should be, or has the wrong shape."""
    NOT_AVAILABLE = "#N/A"
    """The arguments are sound, and there is no such figure."""
    NUMBER = "#NUM!"
    """A number that the rule cannot work with."""
    DIVISION = "#DIV/0!"
    """Nobody was counted: the denominator is zero."""
    NAME = "#NAME?"
    NULL = "#NULL!"
    REFERENCE = "#REF!"


NUMBERS = {
    ExcelError.NULL: 2000,
    ExcelError.DIVISION: 2007,
    ExcelError.VALUE: 2015,
    ExcelError.REFERENCE: 2023,
    ExcelError.NAME: 2029,
    ExcelError.NUMBER: 2036,
    ExcelError.NOT_AVAILABLE: 2042,
}
"""What VBA's CVErr calls each error."""
COM_ERROR_BASE = -2146828288
"""COM hands over an error value as a whole number: this one plus what CVErr calls the error."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one cell has no value. `reason` is one sentence or two: what was found, and what to do."""

    error: ExcelError
    reason: str

    @property
    def marked(self) -> str:
        """The text that the add-in's wrapper recognises."""
        return f"{MARKER}{self.error}{SEPARATOR}{self.reason}"

    @classmethod
    def of_marked(cls, text: object) -> Failure | None:
        """The failure that a marked text carries; None for anything else."""
        if not isinstance(text, str) or not text.startswith(MARKER):
            return None
        error, _, reason = text.removeprefix(MARKER).partition(SEPARATOR)
        return cls(ExcelError(error), reason)


class FailedCell(Exception):
    """Raised while one cell's value is worked out; it becomes that cell's failure and no other's."""

    def __init__(self, error: ExcelError, reason: str) -> None:
        super().__init__(reason)
        self.failure = Failure(error, reason)
