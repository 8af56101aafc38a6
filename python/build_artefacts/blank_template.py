"""The blank indicator workbook that a council starts from: the sample's layout with one example row."""

from __future__ import annotations

from pathlib import Path

from build_artefacts.blank_pack_sheets import blank_pack_sheets
from build_artefacts.data_tables import (
    PERIODS,
    DataSheet,
    DataTable,
    Entry,
    FigureCell,
    FigureRow,
    PeriodColumn,
)
from build_artefacts.indicator_workbook import IndicatorWorkbook, Row, write
from build_artefacts.template_notes import (
    COMPARATOR_NOTES,
    DEFINITION_NOTES,
    OVERRIDE_NOTES,
    READ_ME,
    SETTINGS_NOTES,
    data_notes,
)
from build_artefacts.wiltshire_sample import settings
from cpp_scorecard.core.period import Month, year_span

FIRST_MONTH, LAST_MONTH = Month.of(2024, 4), Month.of(2026, 3)
TERM_CODE = "AY25-26"
EXAMPLE = "Example: % of reviews held in time (delete this row)"
_DOMAIN = "Example"
_COLUMNS = ("Domain", "Indicator", "Figure", "Basis", PERIODS)
_SPARE_ROWS = 24
_SPARE_MONTHS = 12
_LEGEND = ("One row for a figure on its own (Data), two for a percentage with its counts (Actual, Possible).",)


def build(data: Path, path: Path) -> None:
    """Write the template; the names and defaults of its settings are those of the sample's data folder."""
    sheets = data_sheets()
    content = IndicatorWorkbook(
        title="Indicator workbook",
        subject="Template for a Corporate Parenting Panel scorecard",
        read_me=READ_ME,
        settings=settings(data / "settings.csv", "template_value"),
        definitions=[_definition()],
        data_sheets=sheets,
        comparators=[{"Indicator": FigureCell(EXAMPLE, "", True), "Similar Councils/Value": FigureCell("-", "", True)}],
        overrides=[],
        letters=[],
        term_code=TERM_CODE,
        plain_sheets=blank_pack_sheets(),
        notes={
            "Settings": SETTINGS_NOTES,
            "Definitions": DEFINITION_NOTES,
            "Comparators": COMPARATOR_NOTES,
            "Overrides": OVERRIDE_NOTES,
        },
        spare_rows=80,
    )
    write(content, path)


def data_sheets() -> list[DataSheet]:
    """The data sheets: monthly with the example, the others with headings only."""
    months = [Month(index) for index in range(FIRST_MONTH.index, LAST_MONTH.index + 1)]
    monthly = tuple(PeriodColumn(str(month), year_span(month.financial_year, "/"), month.dashed) for month in months)
    years = range(FIRST_MONTH.financial_year, LAST_MONTH.financial_year + 1)
    quarters = tuple(
        PeriodColumn(f"{year} Q{number}", year_span(year, "/"), f"Q{number} {year_span(year, '-')}")
        for year in years
        for number in range(1, 5)
    )
    terms = tuple(
        PeriodColumn(f"{year} Term {number}", year_span(year, "-"), f"Term {number}")
        for year in years
        for number in range(1, 7)
    )
    financial = tuple(PeriodColumn(str(year), "Financial year", year_span(year, "/")) for year in years)
    academic = tuple(PeriodColumn(str(year), "Academic year", year_span(year, "-")) for year in years)
    by_term = "Figures by term go in the table below; its years are the academic years over the terms."
    return [
        _sheet("Monthly data", "month", "Apr-26", _table(monthly, (_example(),), spare_columns=_SPARE_MONTHS)),
        _sheet("Quarters", "quarter", "Q1 2026-27", _table(quarters, spare_columns=8), width=12),
        _sheet("Annual returns", "financial year", "2026/27", _table(financial, spare_columns=4), width=12),
        _sheet(
            "Education",
            "academic year (or term)",
            "2026-27",
            _table(academic, spare_columns=10),
            _table(terms, narrative=by_term),
            width=10,
        ),
    ]


def _sheet(name: str, period: str, heading: str, *tables: DataTable, width: float = 8.5) -> DataSheet:
    return DataSheet(name, name, _LEGEND, tables, data_notes(period, heading), width)


def _table(
    periods: tuple[PeriodColumn, ...],
    entries: tuple[Entry, ...] = (),
    spare_columns: int = 0,
    narrative: str = "",
) -> DataTable:
    return DataTable(_COLUMNS, periods, entries, narrative, spare_columns, _SPARE_ROWS)


def _example() -> Entry:
    """Three months of each year, so that the year to date has a month and a year to be compared with."""
    actual = {"Apr-24": 27, "May-24": 31, "Jun-24": 29, "Apr-25": 30, "May-25": 28, "Jun-25": 33}
    possible = {"Apr-24": 30, "May-24": 33, "Jun-24": 31, "Apr-25": 31, "May-25": 30, "Jun-25": 34}
    rows = tuple(
        FigureRow(figure, {month: FigureCell(count, "0", True) for month, count in counts.items()}, "Illustrative")
        for figure, counts in (("Actual", actual), ("Possible", possible))
    )
    return Entry(_DOMAIN, EXAMPLE, rows)


def _definition() -> Row:
    typed: dict[str, tuple[float | str, str]] = {
        "Ref": ("EX01", ""),
        "Domain": (_DOMAIN, ""),
        "Indicator": (EXAMPLE, ""),
        "How reported?": ("YTD", ""),
        "What does good look like?": ("High", ""),
        "Expected Range/Low": (0.93, "0%"),
        "Expected Range/High": (0.98, "0%"),
        "Unit": ("Percentage", ""),
        "Decimals": (1, "0"),
        "Figures are": ("Events", ""),
        "Notes": ("An example. Delete it here, in Monthly data and in Comparators.", ""),
    }
    return {name: FigureCell(value, shape, True) for name, (value, shape) in typed.items()}
