"""The published card as data: its tokens, and what the project adds to each indicator."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from cpp_scorecard.core.period import MONTH_NAMES, Month
from cpp_scorecard.core.rounding import round_half_away

PERCENTAGE = "Percentage"
EVENTS = "Events"


@dataclass(frozen=True, slots=True)
class Printed:
    """One cell of the published card, exactly as printed. A percentage has its value as a fraction."""

    text: str

    @property
    def is_number(self) -> bool:
        """Whether the token is a figure and not a dash, a blank or a word."""
        return re.fullmatch(r"-?[\d,]+(\.\d+)?%?", self.text) is not None

    @property
    def is_percentage(self) -> bool:
        """Whether a percent sign is printed."""
        return self.text.endswith("%")

    @property
    def decimals(self) -> int:
        """Digits after the point as printed, the percent sign left out."""
        return len(self.text.rstrip("%").partition(".")[2])

    @property
    def places(self) -> int:
        """Decimal places of the value, which for a percentage is a fraction."""
        return self.decimals + 2 * self.is_percentage

    @property
    def exact(self) -> Fraction:
        """The value without binary error; ValueError where nothing numeric is printed."""
        if not self.is_number:
            raise ValueError(f"{self.text!r} is not a figure")
        return Fraction(self.text.rstrip("%").replace(",", "")) / (100 if self.is_percentage else 1)

    @property
    def value(self) -> float:
        """The value, 0.94 for `94%`."""
        return float(self.exact)

    @property
    def whole(self) -> int:
        """The value of a count; ValueError where it has decimals."""
        if self.exact.denominator != 1:
            raise ValueError(f"{self.text!r} is not a whole number")
        return self.exact.numerator

    def prints(self, figure: Fraction) -> bool:
        """Whether `figure` would be printed as this token, rounding half away from zero."""
        return round_half_away(float(figure), self.places) == self.value


@dataclass(frozen=True, slots=True)
class PublishedIndicator:
    """One row of the card, with the attributes of `definitions.csv` beside what was printed."""

    printed: Mapping[str, str]
    defined: Mapping[str, str]

    @property
    def name(self) -> str:
        """The indicator as printed."""
        return self.printed["indicator"]

    @property
    def domain(self) -> str:
        """Its domain as printed."""
        return self.printed["domain"]

    @property
    def ref(self) -> str:
        """Our short reference, such as HW01."""
        return self.defined["ref"]

    @property
    def sheet(self) -> str:
        """The data sheet that holds its figures."""
        return self.defined["sheet"]

    @property
    def decimals(self) -> int:
        """Decimals of the latest figure."""
        return int(self.defined["decimals"])

    @property
    def is_events(self) -> bool:
        """Whether the tool has to add up its months."""
        return self.defined["figures"] == EVENTS

    @property
    def is_percentage(self) -> bool:
        """Whether its unit is a percentage."""
        return self.defined["unit"] == PERCENTAGE

    @property
    def has_counts(self) -> bool:
        """Whether the counts behind the latest percentage were published."""
        return self.token("possible").is_number

    @property
    def sign(self) -> int:
        """+1 where high is good, -1 where low is, 0 where neither was said."""
        return {"High": 1, "Low": -1}.get(self.printed["polarity"], 0)

    @property
    def latest_month(self) -> Month:
        """The month at which a monthly figure stands."""
        return month_of(self.defined["latest_month"])

    def token(self, column: str) -> Printed:
        """What the card prints in `column`."""
        return Printed(self.printed[column])


def month_of(text: str) -> Month:
    """The month that `Nov-21` names."""
    name, _, year = text.partition("-")
    return Month.of(2000 + int(year), MONTH_NAMES.index(name) + 1)


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a data file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(folder: Path) -> list[PublishedIndicator]:
    """All indicators in the order of the card; ValueError where the two data files disagree."""
    printed = read_table(folder / "published.csv")
    defined = read_table(folder / "definitions.csv")
    if [row["indicator"] for row in printed] != [row["indicator"] for row in defined]:
        raise ValueError("published.csv and definitions.csv do not list the same indicators in the same order")
    return [PublishedIndicator(*pair) for pair in zip(printed, defined, strict=True)]
