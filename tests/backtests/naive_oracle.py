"""What a scorecard says, worked out the slow and simple way from the cells of a workbook.

Written from the description of the published report alone, to be compared with the product, of which nothing is
imported here. It reads the sample's own headers and no others, takes every figure as it stands and uses the
plainest arithmetic there is. A month is counted from year 0, a quarter, year or term is a tuple.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
TERM_BEGINS = {1: 9, 2: 11, 3: 1, 4: 2, 5: 4, 6: 6}

Period = tuple[Any, ...]  # ("month", n), ("quarter", year, n), ("year", year) or ("term", year, n)
Figures = dict[tuple[str, Period], object]  # ("Actual" | "Possible" | "Data", period) to a number or a token
Record = dict[Any, Any]


def filled(sheet: Worksheet) -> dict[tuple[int, int], Any]:
    """Every cell of the sheet; a merged area answers everywhere with the value of its corner."""
    cells = {(c.row, c.column): c for row in sheet.iter_rows() for c in row if c.value is not None}
    for area in sheet.merged_cells.ranges:
        corner = cells.get((area.min_row, area.min_col))
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                if corner is not None:
                    cells[row, column] = corner
    return cells


def records(sheet: Worksheet) -> list[Record]:
    """Each row under a header as a dictionary from header to cell; a header of two rows is joined by a slash."""
    cells = filled(sheet)
    found: list[Record] = []
    headers: dict[int, object] = {}
    first_row = 0
    for row in range(1, sheet.max_row + 1):
        texts = {c: cells[row, c].value for c in range(1, sheet.max_column + 1) if (row, c) in cells}
        if "Indicator" in texts.values() and row >= first_row:
            column = next(c for c, text in texts.items() if text == "Indicator")
            below = cells.get((row + 1, column))
            two_rows = below is None or below.value == "Indicator"
            headers = {}
            for c in range(1, sheet.max_column + 1):
                above, leaf = cells.get((row, c)), cells.get((row + 1, c)) if two_rows else None
                words = [word.value for word in (above, leaf) if word is not None]
                if words:
                    headers[c] = words[0] if len(set(words)) == 1 else (words[0], words[-1])
            first_row = row + 2 if two_rows else row + 1
        elif headers and row >= first_row:
            found.append({header: cells.get((row, c)) for c, header in headers.items()})
    return found


def text(record: Record, header: object) -> str:
    cell = record.get(header)
    return "" if cell is None else str(cell.value)


def period(header: object) -> Period | None:
    """What a header says about time: a date, `Apr-21`, `Q1 2020-21`, `Jul 21 - Sep 21`, `2020/21`, `Term 2`."""
    band, leaf = header if isinstance(header, tuple) else ("", header)
    if isinstance(leaf, dt.datetime):
        return ("month", leaf.year * 12 + leaf.month - 1)
    words = str(leaf)
    if found := re.fullmatch(r"([A-Z][a-z]+)[- ](?:20)?(\d\d)", words):
        return ("month", (2000 + int(found[2])) * 12 + NAMES.index(found[1][:3].lower()))
    if found := re.fullmatch(r"Q(\d) (\d{4})-\d\d", words):
        return ("quarter", int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(\d{4})-\d\d Q(\d)", words):
        return ("quarter", int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(Jan|Apr|Jul|Oct) (\d\d) - (?:Mar|Jun|Sep|Dec) \2", words):
        number = {"Apr": 1, "Jul": 2, "Oct": 3, "Jan": 4}[found[1]]
        return ("quarter", 2000 + int(found[2]) - (number == 4), number)
    if found := re.fullmatch(r"(\d{4})[/-]\d\d", words):
        return ("year", int(found[1]))
    if found := re.fullmatch(r"Term (\d)", words):
        return ("term", int(str(band)[:4]), int(found[1]))
    return None


def number(cell: Any, *, percentage: bool) -> float | str | None:
    """A figure as a number (a percentage as a fraction), a word that stands for one, or None for an empty cell."""
    if cell is None:
        return None
    value = cell.value
    if isinstance(value, str):
        plain = value.replace(",", "")
        if re.fullmatch(r"-?[\d.]+%", plain):
            return float(plain[:-1]) / 100
        return float(plain) if re.fullmatch(r"-?\d[\d.]*", plain) else value
    return value / 100 if percentage and "%" not in cell.number_format and abs(value) > 1 else float(value)


def figures_of(name: str, sheets: list[list[Record]], *, percentage: bool) -> Figures:
    """Every figure of one indicator, from whatever sheet has a row for it."""
    found: Figures = {}
    for record in (record for sheet in sheets for record in sheet if text(record, "Indicator") == name):
        part = text(record, "Figure")
        for header, cell in record.items():
            when = period(header)
            if when and part:
                found[part, when] = number(cell, percentage=percentage and part == "Data")
    return found


def back(when: Period, *, by_a_year: bool) -> Period | None:
    """The period one year before, or the one just before; a year has none just before."""
    kind, rest = when[0], when[1:]
    if kind == "month":
        return ("month", rest[0] - (12 if by_a_year else 1))
    if by_a_year:
        return (kind, rest[0] - 1, *rest[1:])
    if kind == "year":
        return None
    last = 4 if kind == "quarter" else 6
    return (kind, rest[0], rest[1] - 1) if rest[1] > 1 else (kind, rest[0] - 1, last)


def months_summed(how: str, when: Period) -> list[Period]:
    """The months of a window that events accumulate over."""
    last = when[1]
    count = 12 if how == "R12M" else (last - 3) % 12 + 1
    return [("month", month) for month in range(last - count + 1, last + 1)]


def measure(figures: Figures, definition: Record, when: Period) -> tuple[float | None, float | None, float | None]:
    """The figure of the window that ends with `when`, with what is behind it: value, actual, possible."""
    how, kind = text(definition, "How reported?"), text(definition, "Figures are")
    months = months_summed(how, when) if kind == "Events" and how in ("YTD", "R12M") else [when]
    sums = {part: [figures.get((part, month)) for month in months] for part in ("Actual", "Possible", "Data")}
    whole = {part: sum(found) for part, found in sums.items() if all(isinstance(f, float) for f in found)}  # type: ignore[arg-type]
    if "Actual" in whole and "Possible" in whole:
        return whole["Actual"] / whole["Possible"], whole["Actual"], whole["Possible"]
    return whole.get("Data"), None, None


def known_from(how: str, when: Period) -> int:
    """The month from which a period can be reported: when it is over, or begun for academic years and terms."""
    kind, year = when[0], when[1]
    if kind == "month":
        return int(year)
    if kind == "quarter":
        return int(year * 12 + 3 + 3 * when[2] - 1)
    if kind == "term":
        month = TERM_BEGINS[when[2]]
        return int((year + (month < 9)) * 12 + month - 1)
    return int(year * 12 + 8) if how == "AY" else int((year + 1) * 12 + 2)


def label(how: str, kind: str, when: Period) -> str:
    """The period as the card prints it."""

    def spaced(month: int, mark: str = " ") -> str:
        return f"{NAMES[month % 12].capitalize()}{mark}{month // 12 % 100:02d}"

    if when[0] == "year":
        return f"{when[1]}{'/' if how == 'FY' else '-'}{(when[1] + 1) % 100:02d}"
    if when[0] == "term":
        return f"Term {when[2]}"
    if when[0] == "quarter":
        first = when[1] * 12 + 3 + 3 * (when[2] - 1)
        return f"{spaced(first)} - {spaced(first + 2)}"
    if kind == "3-year average":
        started = (when[1] - 3) // 12
        return f"{started - 2}-{(started + 1) % 100:02d}"
    if how == "SS":
        return spaced(when[1], "-")
    months = months_summed(how, when)
    return f"{spaced(months[0][1])} - {spaced(months[-1][1])}"


def rate(
    value: float | None, definition: Record, low: object, high: object, tolerance: float, zero: float
) -> str | None:
    """R, A or G by the report's words: Red from 10 % below the low threshold on, mirrored where low is good."""
    good = text(definition, "What does good look like?")
    outside = []
    if value is not None and good in ("High", "Range") and isinstance(low, float):
        outside.append((low - value, low))
    if value is not None and good in ("Low", "Range") and isinstance(high, float):
        outside.append((value - high, high))
    if not outside:
        return None
    distance, bound = max(outside)
    if text(definition, ("RAG rule", "Mode")) == "points":
        limit = tolerance
    elif bound == 0:
        limit = zero
    else:
        distance, limit = distance / abs(bound), tolerance
    distance = round(distance, 12)
    return "G" if distance <= 0 else "A" if distance < limit else "R"


def direction(latest: float | None, other: object, good: str) -> str:
    """B, W, S or -: the sign of the difference times what good looks like."""
    if latest is None or not isinstance(other, float) or good not in ("High", "Low"):
        return "-"
    sign = round(latest - other, 12) * (1 if good == "High" else -1)
    return "S" if sign == 0 else "B" if sign > 0 else "W"


def children(actual: float | None, possible: float | None, is_green: Any) -> int | None:
    """How many more or fewer of those counted would make it Green: the nearest count that is, by trying them all."""
    if actual is None or possible is None or is_green(actual / possible):
        return None
    greens = [n for n in range(int(possible) + 1) if is_green(n / possible)]
    nearest = min(greens, key=lambda n: abs(n - actual), default=None)
    return None if nearest is None else int(nearest - actual)


def settings_of(sheet: Worksheet) -> dict[str, Any]:
    return {str(row[0].value): row[1].value for row in sheet.iter_rows(min_row=4)}


def card(path: Path, as_of: int | None = None) -> tuple[str, list[Record]]:
    """The council's name, and for each indicator in the order of the card what the scorecard says of it."""
    book = load_workbook(path, data_only=True)
    settings = settings_of(book["Settings"])
    definitions = [record for record in records(book["Definitions"]) if text(record, "Indicator")]
    data = [
        records(sheet) for sheet in book if sheet.title not in ("Settings", "Definitions", "Comparators", "Overrides")
    ]
    comparators = {text(r, "Indicator"): r.get(("Similar Councils", "Value")) for r in records(book["Comparators"])}
    figures = {
        text(d, "Indicator"): figures_of(text(d, "Indicator"), data, percentage=text(d, "Unit") == "Percentage")
        for d in definitions
    }
    if as_of is None:
        dated = [key[1] for found in figures.values() for key, value in found.items() if isinstance(value, float)]
        as_of = max(known_from("", when) for when in dated if when[0] in ("month", "quarter"))
    overrides = {
        text(r, "Indicator"): text(r, "Value").replace("(blank)", "")
        for r in records(book["Overrides"])
        if text(r, "Applies to") == f"{NAMES[as_of % 12].capitalize()}-{as_of // 12 % 100:02d}"
    }
    domains = list(dict.fromkeys(text(d, "Domain") for d in definitions))
    definitions.sort(key=lambda d: domains.index(text(d, "Domain")))
    rows = [
        one(d, figures[text(d, "Indicator")], comparators.get(text(d, "Indicator")), settings, overrides, as_of)
        for d in definitions
    ]
    return str(settings["Council"]), rows


def one(
    definition: Record, figures: Figures, comparator: Any, settings: Record, overrides: dict[str, str], as_of: int
) -> Record:
    """One indicator."""
    name, how, kind = text(definition, "Indicator"), text(definition, "How reported?"), text(definition, "Figures are")
    good, percentage = text(definition, "What does good look like?"), text(definition, "Unit") == "Percentage"
    wanted = {"FY": "year", "AY": "year", "Q": "quarter"}.get(how, "term" if how.startswith("AY") else "month")
    known = [
        when
        for (_, when), value in figures.items()
        if isinstance(value, float) and when[0] == wanted and known_from(how, when) <= as_of
        if wanted != "term" or str(when[1])[2:] == how[2:4]
    ]
    latest_period = max(known, default=None)
    value = actual = possible = month_ago = year_ago = None
    if latest_period:
        value, actual, possible = measure(figures, definition, latest_period)
        before = back(latest_period, by_a_year=False)
        month_ago = measure(figures, definition, before)[0] if before else None
        year_ago = measure(figures, definition, back(latest_period, by_a_year=True) or ())[0]
    low = number(definition.get(("Expected Range", "Low")), percentage=percentage)
    high = number(definition.get(("Expected Range", "High")), percentage=percentage)
    similar = number(comparator, percentage=percentage)
    own = definition.get(("RAG rule", "Tolerance"))
    tolerance = settings["RAG tolerance"] if own is None else own.value
    zero = settings[f"Zero-bound tolerance ({'percentages' if percentage else 'counts and rates'})"]

    def rated(figure: float | None) -> str | None:
        return rate(figure, definition, low, high, tolerance, zero)

    letter = rated(value)
    return {
        "domain": text(definition, "Domain"),
        "indicator": name,
        "how_reported": how,
        "polarity": good,
        "low": low if isinstance(low, float) else None,
        "high": high if isinstance(high, float) else None,
        "period_label": overrides.get(name, label(how, kind, latest_period)) if latest_period else None,
        "latest": value,
        "actual": actual,
        "possible": possible,
        "rag": letter,
        "distance_children": children(actual, possible, lambda v: rated(v) == "G") if letter in ("R", "A") else None,
        "month_ago": month_ago,
        "month_ago_direction": direction(value, month_ago, good),
        "year_ago": year_ago,
        "year_ago_direction": direction(value, year_ago, good),
        "similar": similar if isinstance(similar, float) else None,
        "similar_direction": direction(value, similar, good),
    }
