"""Panels of every kind of chart, with gaps, context and a point, on the pages that the reports use."""

from __future__ import annotations

from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.panel import ChartKind, Panel, PanelChart, PanelRow, SeriesIn
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.rag import Tolerance
from cpp_scorecard.core.series import Missing, MissingReason, Number
from cpp_scorecard.reports.card import Card
from cpp_scorecard.reports.panel_pages import PanelPage, panels_sheet
from cpp_scorecard.sheets.model import BookModel, BookProperties, Link, SheetModel
from cpp_scorecard.sheets.theme import Theme, load_theme

NYA = Missing(MissingReason.NOT_YET_AVAILABLE, "NYA")
MONTHS = tuple("Nov-20 Dec-20 Jan-21 Feb-21 Mar-21 Apr-21 May-21 Jun-21 Jul-21 Aug-21 Sep-21 Oct-21 Nov-21".split())
THEME = load_theme()
CARD = Card(
    council="A council",
    title="Corporate Parenting Panel",
    publication_date=None,
    as_of=Month.of(2021, 11),
    similar_set="",
    tolerance=Tolerance(),
    zero_tolerance_percentages=0.01,
    zero_tolerance_others=1,
    workbook_name="indicators.xlsx",
    assessments=(),
    findings=(),
    link_to=lambda cell: Link(f"external:indicators.xlsx#{cell}"),
)


def row(label: str, *values: Number, unit: Unit = Unit.PERCENTAGE, decimals: int = 0) -> PanelRow:
    return PanelRow(label, values, unit, decimals)


BARS = Panel(
    "Activity",
    ("Share",),
    (row("In education or work", 0.63), row("Not in education or work", 0.285), row("No information", 0.085)),
    PanelChart(ChartKind.BAR, SeriesIn.COLUMNS, (0,), focus=0),
    unit_label="% of 200 young people",
    alternative="63% are in education or work, 29% are not, for 9% there is no information.",
    note="Counted from the list.",
)
TWO_YEARS = Panel(
    "Suitable accommodation",
    ("Now", "A year ago", "Number"),
    (row("Suitable", 0.9, 0.88, 58), row("Unsuitable", 0.06, NYA, 4), row("Not known", 0.04, 0.03, 2)),
    PanelChart(ChartKind.BAR, SeriesIn.COLUMNS, (0, 1), context=(1,)),
    alternative="90% live in suitable accommodation, 88% a year ago.",
    column_units=(None, None, Unit.NUMBER),
)
COLUMNS = Panel(
    "Ages",
    ("0 years", "1-4 years", "5-9 years", "10-15 years", "16-17 years"),
    (row("Children", 12, 44, 61, 1178, 140, unit=Unit.NUMBER),),
    PanelChart(ChartKind.COLUMN, SeriesIn.ROWS, (0,), focus=3),
    alternative="Most are 10 to 15 years old: 1,178.",
)
QUARTERS = Panel(
    "Starts by quarter",
    ("Quarter 1", "Quarter 2", "Quarter 3", "Quarter 4"),
    (row("2021-22", 31, 44, NYA, NYA, unit=Unit.NUMBER), row("2020-21", 28, 40, 36, 51, unit=Unit.NUMBER)),
    PanelChart(ChartKind.COLUMN, SeriesIn.ROWS, (0, 1), context=(1,)),
    alternative="75 so far, 68 in the same quarters of the year before.",
)
PARTS = Panel(
    "Employment by age",
    ("Working", "Not working"),
    (row("Aged 17-18", 0.71, 0.29), row("Aged 19-21", 0.52, 0.48)),
    PanelChart(ChartKind.STACKED, SeriesIn.COLUMNS, (0, 1)),
    alternative="71% of those aged 17-18 work, 52% of those aged 19-21.",
)
MANY_PARTS = Panel(
    "Accommodation by age",
    ("Semi-independent", "Staying put", "With parents", "Own tenancy", "Custody", "Other", "Gone abroad"),
    (
        row("Aged 17 to 18", 0.31, 0.25, 0.20, 0.10, 0.07, 0.05, 0.02),
        row("Aged 19 to 21", 0.12, 0.20, 0.25, 0.33, 0.06, 0.03, 0.01),
    ),
    PanelChart(ChartKind.STACKED, SeriesIn.COLUMNS, tuple(range(7))),
    alternative="31% of those aged 17 to 18 live semi-independently; 33% of those aged 19 to 21 rent their own.",
)
LINE = Panel(
    "Reviews in time",
    MONTHS,
    (
        row(
            "In time", 0.94, 0.95, 0.92, 0.93, 0.96, NYA, 0.94, 0.91, 0.90, 0.93, 0.95, 0.94, 0.9415, decimals=1,
        ),
    ),
    PanelChart(ChartKind.LINE, SeriesIn.ROWS, (0,)),
    alternative="94.2% in November 2021; no figure for April 2021.",
)  # fmt: skip
RANGE = Panel(
    "Children missing from care",
    MONTHS,
    (
        row("This year", 20, 24, 23, 28, 31, 30, 27, 26, 22, 25, 29, 33, 32, unit=Unit.NUMBER),
        row("Last year", 22, 23, 25, 26, 25, 28, 30, 29, 30, 31, 30, 31, 31, unit=Unit.NUMBER),
        row("Expected, low", *[15.0] * 13, unit=Unit.NUMBER),
        row("Expected, high", *[30.0] * 13, unit=Unit.NUMBER),
    ),
    PanelChart(ChartKind.LINE, SeriesIn.ROWS, (0, 1, 2, 3), context=(2, 3)),
    alternative="32 in November 2021, above the expected range of 15 to 30.",
)
NOTHING = Panel(
    "Nothing known yet",
    ("Share",),
    (row("Nobody counted", NYA),),
    PanelChart(ChartKind.BAR, SeriesIn.COLUMNS, (0,)),
    alternative="There is no figure yet.",
)
EVERY_KIND = (BARS, TWO_YEARS, COLUMNS, QUARTERS, PARTS, MANY_PARTS, LINE, RANGE)
THEMES = (
    PanelPage("Bars and columns", (BARS, TWO_YEARS, COLUMNS, QUARTERS, NOTHING), "The first theme."),
    PanelPage("Parts of a whole", (PARTS, MANY_PARTS)),
    PanelPage("Months", (LINE, RANGE)),
)


def sheet(*panels: Panel, theme: Theme = THEME) -> SheetModel:
    """One theme with `panels`."""
    return panels_sheet("panels", "Panels", CARD, theme, (PanelPage("A theme", panels),), title="Panels")


def every_kind(theme: Theme = THEME) -> BookModel:
    """A workbook of one sheet that has every kind of chart."""
    pages = panels_sheet("panels", "Panels", CARD, theme, THEMES, title="Panels", caution="Figures of nobody.")
    return BookModel((pages,), BookProperties("Panels"))
