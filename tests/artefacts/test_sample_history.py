"""The sample's made-up months lead to the published figures.

Read back from the built workbook and added up the long way, without the code that made them.
"""

import csv
import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from build_artefacts.history import check, event_counts
from build_artefacts.published_figures import load

SAMPLE = Path(__file__).resolve().parents[2] / "samples/wiltshire-2022-01"
MONTHLY = ("Health and safety", "Placements and fostering", "Care leavers and voice")
NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
LETTERS = {1: "B", -1: "W", 0: "S"}

Months = dict[int, object]


def month_number(text: str) -> int:
    """Months since year 0, from `Nov-21`, `Nov 21` or `November 2021`."""
    name, year = re.split(r"[- ]", text)
    return (2000 + int(year[-2:])) * 12 + NAMES.index(name[:3].lower())


def column_month(value: object) -> int | None:
    if isinstance(value, datetime):
        return value.year * 12 + value.month - 1
    found = re.fullmatch(r"[A-Z][a-z]+[- ]\d+", str(value))
    return month_number(str(value)) if found else None


def headings(sheet: Worksheet, row: int) -> dict[str, int]:
    return {str(cell.value): column for column, cell in enumerate(sheet[row], start=1) if cell.value}


def month_columns(sheet: Worksheet, row: int) -> dict[int, int]:
    found = {column: column_month(cell.value) for column, cell in enumerate(sheet[row], start=1)}
    return {column: month for column, month in found.items() if month is not None}


def rows_of(sheet: Worksheet) -> dict[tuple[str, str], tuple[Months, str]]:
    """Indicator and figure to the months' cells and the text of Basis."""
    top = next(row for row in range(1, 10) if sheet.cell(row, 1).value == "Domain")
    headers = headings(sheet, top)
    months = month_columns(sheet, top + 1)
    found_rows, name = {}, ""
    for row in range(top + 2, sheet.max_row + 1):
        name = str(sheet.cell(row, headers["Indicator"]).value or name)
        figure = str(sheet.cell(row, headers["Figure"]).value)
        cells: Months = {month: sheet.cell(row, column).value for column, month in months.items()}
        found_rows[name, figure] = cells, str(sheet.cell(row, headers["Basis"]).value)
    return found_rows


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str], tuple[Months, str]]:
    book = openpyxl.load_workbook(SAMPLE / "indicators.xlsx")
    return {key: row for name in MONTHLY for key, row in rows_of(book[name]).items()}


def published(kind: str) -> list[dict[str, str]]:
    with (SAMPLE / "data/published.csv").open(encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    with (SAMPLE / "data/definitions.csv").open(encoding="utf-8", newline="") as file:
        defined = list(csv.DictReader(file))
    joined = [one | two for one, two in zip(printed, defined, strict=True)]
    return [row for row in joined if row["figures"] == kind and row["latest"] != "NYA"]


def printed_as(value: Fraction, token: str) -> str:
    """`value` as the card would print it, with the decimals and the sign of `token`."""
    percent = token.endswith("%")
    decimals = len(token.rstrip("%").partition(".")[2])
    exact = Decimal(value.numerator) / Decimal(value.denominator) * (100 if percent else 1)
    return f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)}{'%' if percent else ''}"


@pytest.mark.parametrize("row", published("Events"), ids=lambda row: row["ref"])
def test_events_add_up_to_what_was_published(
    row: dict[str, str], rows: dict[tuple[str, str], tuple[Months, str]]
) -> None:
    latest = month_number(row["latest_month"])
    name = row["indicator"]

    def total(figure: str, last: int) -> int:
        april = last - (last % 12 - 3) % 12
        first = last - 11 if row["how_reported"] == "R12M" else april
        cells, basis = rows[name, figure]
        assert basis == "Illustrative"
        counts = [cells[month] for month in range(first, last + 1)]
        assert all(isinstance(count, int) and count >= 0 for count in counts)
        return sum(count for count in counts if isinstance(count, int))

    def figure_at(last: int) -> Fraction:
        if (name, "Actual") in rows:
            return Fraction(total("Actual", last), total("Possible", last))
        return Fraction(total("Data", last))

    if (name, "Actual") in rows:
        counts = str(total("Actual", latest)), str(total("Possible", latest))
        assert counts == (row["actual"], row["possible"])
    assert printed_as(figure_at(latest), row["latest"]) == row["latest"]
    sign = {"High": 1, "Low": -1}.get(row["polarity"], 0)
    for column, last in (("month_ago", latest - 1), ("year_ago", latest - 12)):
        earlier = figure_at(last)
        assert printed_as(earlier, row[column]) == row[column]
        change = (figure_at(latest) > earlier) - (figure_at(latest) < earlier)
        assert (LETTERS[change * sign] if sign else "-") == row[f"{column}_direction"]


@pytest.mark.parametrize("row", published("Events"), ids=lambda row: row["ref"])
def test_no_month_has_more_done_than_possible(
    row: dict[str, str], rows: dict[tuple[str, str], tuple[Months, str]]
) -> None:
    actual = rows.get((row["indicator"], "Actual"))
    if actual is None:
        return
    possible = rows[row["indicator"], "Possible"][0]
    for month, count in actual[0].items():
        if isinstance(count, int):
            at_risk = possible[month]
            assert isinstance(at_risk, int)
            assert 0 <= count <= at_risk
            assert at_risk > 0


def test_only_children_offered_an_interview_can_accept_one(
    rows: dict[tuple[str, str], tuple[Months, str]],
) -> None:
    offered = rows["% of CLA with missing episodes offered return interviews", "Actual"][0]
    accepting = rows["% of CLA offered return interviews accepting them", "Possible"][0]
    counted = [month for month, count in accepting.items() if isinstance(count, int)]
    assert len(counted) == 20
    assert [accepting[month] for month in counted] == [offered[month] for month in counted]


def test_basis_names_the_months_that_are_not_italic() -> None:
    """What the eye sees and what the tool reads must agree."""
    book = openpyxl.load_workbook(SAMPLE / "indicators.xlsx")
    for name in MONTHLY:
        sheet = book[name]
        top = next(row for row in range(1, 10) if sheet.cell(row, 1).value == "Domain")
        months = month_columns(sheet, top + 1)
        basis_column = headings(sheet, top)["Basis"]
        for row in range(top + 2, sheet.max_row + 1):
            basis = str(sheet.cell(row, basis_column).value)
            upright: set[int] = set()
            italic: set[int] = set()
            for column, month in months.items():
                cell = sheet.cell(row, column)
                if re.match(r"-?\d", str(cell.value)):
                    (italic if cell.font.i else upright).add(month)
            named = {month_number(text) for text in basis.partition("except ")[2].split(", ") if text}
            assert basis.startswith("Published") == (not italic), (name, row)
            assert basis == "Published" or upright == named, (name, row)


def test_a_history_that_misses_the_print_is_refused() -> None:
    """The builder checks its own work."""
    adopted = next(one for one in load(SAMPLE / "data") if one.ref == "SP09")
    history = event_counts(adopted)
    history[max(history)] = (1, 0)
    with pytest.raises(ValueError, match="SP09: latest"):
        check(adopted, history)
