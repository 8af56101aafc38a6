"""The worksheet functions. Each reads its ranges, calls the rule in `core` and hands back what it says.

docs/functions.md tells analysts what each takes and gives. CPP_REASON, which says why a cell shows an error, is part of
the add-in itself: it needs no Python. Descriptions are at most 255 characters: Excel shows no more.
"""

# ruff: noqa: N802, PLR0917  # names as Excel writes functions; a formula gives its arguments by position

from __future__ import annotations

from cpp_scorecard import __version__
from cpp_scorecard.core.indicator import Unit, Window
from cpp_scorecard.core.series import Part
from cpp_scorecard.excel import cells, judging, scorecard_row, single_figures
from cpp_scorecard.excel.declare import worksheet_function
from cpp_scorecard.excel.ranges import Cells, Grid, grid_of
from cpp_scorecard.excel.windowing import window_figures

_VALUE = "The figure, or a range of figures. A percentage as Excel holds it: 94% is 0.94. A blank is not rated."
_LOW = "The low threshold of the expected range; blank where there is none."
_HIGH = "The high threshold of the expected range; blank where there is none."
_POLARITY = "What good looks like: High, Low, Range (both ends are judged), or - where neither is good."
_TOLERANCE = "Optional: how far outside Amber ends and Red begins. 10% where it is left out."
_MODE = "Optional: relative (to the threshold; where it is left out) or points (for percentages only)."
_ZERO = (
    "Optional: the tolerance at a threshold of zero, in the figure's own unit. 0.01 where it is left out: one point."
)
_MONTHS = "A row or a column of months, as dates or as text such as Nov-21."
_FIGURES = "The figures, a cell for each month: one row or several under a row of months, columns beside a column."
_NUMERATORS = (
    "How many did it, a cell for each month: one row or several under a row of months, columns beside a column."
)
_DENOMINATORS = "Out of how many, a cell for each month: as many rows (or columns) as numerators has, or one for all."
_AS_OF = "Optional: the month up to which to report. The latest month with a figure where it is left out."
_RATIO_UNIT = "Optional: Percentage (a fraction; where it is left out), Rate (per 10,000) or Average."


@worksheet_function(
    value=_VALUE, low=_LOW, high=_HIGH, polarity=_POLARITY, tolerance=_TOLERANCE, mode=_MODE, zero_tolerance=_ZERO
)
def CPP_RAG(
    value: Cells,
    low: Cells,
    high: Cells,
    polarity: Cells,
    tolerance: Cells = None,
    mode: Cells = None,
    zero_tolerance: Cells = None,
) -> Grid:
    """R, A or G against the expected range, by the rule of the scorecard. Blank where there is nothing to rate."""
    return judging.ratings(value, low, high, polarity, tolerance, mode, zero_tolerance)


@worksheet_function(
    value=_VALUE,
    low=_LOW,
    high=_HIGH,
    polarity=_POLARITY,
    tolerance=_TOLERANCE,
    mode=_MODE,
    zero_tolerance=_ZERO,
    unit="Optional: Percentage, Number, Rate, Days, Average or Score, for how figures are written in the sentence.",
)
def CPP_RAG_WHY(
    value: Cells,
    low: Cells,
    high: Cells,
    polarity: Cells,
    tolerance: Cells = None,
    mode: Cells = None,
    zero_tolerance: Cells = None,
    unit: Cells = None,
) -> Grid:
    """The sentence behind a rating: which threshold, how far from it, and where Red begins. Or why it is not rated."""
    return judging.explanations(value, low, high, polarity, tolerance, mode, zero_tolerance, unit)


@worksheet_function(
    latest="The latest figure, or a range of figures.",
    earlier="What it is compared with: a month ago, a year ago, or similar councils.",
    polarity="What good looks like: High or Low. With Range, - or a blank there is no better or worse.",
)
def CPP_DIRECTION(latest: Cells, earlier: Cells, polarity: Cells) -> Grid:
    """B where the latest figure is better than the other, W worse, S the same, - where they cannot be compared."""
    return judging.directions(latest, earlier, polarity)


@worksheet_function(
    value=_VALUE,
    low=_LOW,
    high=_HIGH,
    polarity=_POLARITY,
    measured_in="Optional: relative (to the threshold; where it is left out), points (the figure's unit) or children.",
    actual="For children: how many did it. The figure is then actual / possible, and value is not looked at.",
    possible="For children: out of how many.",
)
def CPP_DISTANCE(
    value: Cells,
    low: Cells,
    high: Cells,
    polarity: Cells,
    measured_in: Cells = None,
    actual: Cells = None,
    possible: Cells = None,
) -> Grid:
    """How far outside its expected range a figure is, at most 0 inside. In children: how many more make it Green."""
    return judging.distances(value, low, high, polarity, measured_in, actual, possible)


def _window(window: Window, months: Cells, figures: Cells, as_of: Cells) -> Grid:
    return window_figures(window, months, as_of, Unit.NUMBER, {Part.VALUE: ("figures", figures)})


def _ratio(window: Window, months: Cells, over: Cells, under: Cells, as_of: Cells, unit: Cells) -> Grid:
    chosen = cells.ratio_unit(cells.single(grid_of(unit), "unit"), "unit")
    parts = {Part.ACTUAL: ("numerators", over), Part.POSSIBLE: ("denominators", under)}
    return window_figures(window, months, as_of, chosen, parts)


@worksheet_function(months=_MONTHS, figures=_FIGURES, as_of=_AS_OF)
def CPP_R12M(months: Cells, figures: Cells, as_of: Cells = None) -> Grid:
    """The 12 months up to a month, added up. An error where one of the months has no figure."""
    return _window(Window.ROLLING_12_MONTHS, months, figures, as_of)


@worksheet_function(months=_MONTHS, figures=_FIGURES, as_of=_AS_OF)
def CPP_YTD(months: Cells, figures: Cells, as_of: Cells = None) -> Grid:
    """From April to a month, added up. An error where one of the months has no figure."""
    return _window(Window.YEAR_TO_DATE, months, figures, as_of)


@worksheet_function(months=_MONTHS, figures=_FIGURES, as_of=_AS_OF)
def CPP_SNAPSHOT(months: Cells, figures: Cells, as_of: Cells = None) -> Grid:
    """The figure of one month: of the latest that has one, or of the month that is asked for."""
    return _window(Window.SNAPSHOT, months, figures, as_of)


@worksheet_function(
    months=_MONTHS,
    figures=_FIGURES,
    as_of="Optional: a quarter such as Q2 2021-22, or a month: then the last quarter completed by it.",
)
def CPP_QUARTER(months: Cells, figures: Cells, as_of: Cells = None) -> Grid:
    """The last completed quarter of the financial year, added up from its three months."""
    return _window(Window.QUARTER, months, figures, as_of)


@worksheet_function(
    months=_MONTHS,
    figures=_FIGURES,
    as_of="Optional: a year such as 2020/21, or a month: then the last financial year completed by it.",
)
def CPP_FINANCIAL_YEAR(months: Cells, figures: Cells, as_of: Cells = None) -> Grid:
    """The last completed financial year, April to March, added up from its twelve months."""
    return _window(Window.FINANCIAL_YEAR, months, figures, as_of)


@worksheet_function(months=_MONTHS, numerators=_NUMERATORS, denominators=_DENOMINATORS, as_of=_AS_OF, unit=_RATIO_UNIT)
def CPP_R12M_RATIO(
    months: Cells, numerators: Cells, denominators: Cells, as_of: Cells = None, unit: Cells = None
) -> Grid:
    """The numerators of 12 months over their denominators: a ratio of sums, never a mean of percentages."""
    return _ratio(Window.ROLLING_12_MONTHS, months, numerators, denominators, as_of, unit)


@worksheet_function(months=_MONTHS, numerators=_NUMERATORS, denominators=_DENOMINATORS, as_of=_AS_OF, unit=_RATIO_UNIT)
def CPP_YTD_RATIO(
    months: Cells, numerators: Cells, denominators: Cells, as_of: Cells = None, unit: Cells = None
) -> Grid:
    """The numerators since April over their denominators: a ratio of sums, never a mean of percentages."""
    return _ratio(Window.YEAR_TO_DATE, months, numerators, denominators, as_of, unit)


@worksheet_function(months=_MONTHS, numerators=_NUMERATORS, denominators=_DENOMINATORS, as_of=_AS_OF, unit=_RATIO_UNIT)
def CPP_SNAPSHOT_RATIO(
    months: Cells, numerators: Cells, denominators: Cells, as_of: Cells = None, unit: Cells = None
) -> Grid:
    """The numerator of one month over its denominator."""
    return _ratio(Window.SNAPSHOT, months, numerators, denominators, as_of, unit)


@worksheet_function(
    months=_MONTHS,
    numerators=_NUMERATORS,
    denominators=_DENOMINATORS,
    as_of="Optional: a quarter such as Q2 2021-22, or a month: then the last quarter completed by it.",
    unit=_RATIO_UNIT,
)
def CPP_QUARTER_RATIO(
    months: Cells, numerators: Cells, denominators: Cells, as_of: Cells = None, unit: Cells = None
) -> Grid:
    """The numerators of the last completed quarter over their denominators: a ratio of sums."""
    return _ratio(Window.QUARTER, months, numerators, denominators, as_of, unit)


@worksheet_function(
    months=_MONTHS,
    numerators=_NUMERATORS,
    denominators=_DENOMINATORS,
    as_of="Optional: a year such as 2020/21, or a month: then the last financial year completed by it.",
    unit=_RATIO_UNIT,
)
def CPP_FINANCIAL_YEAR_RATIO(
    months: Cells, numerators: Cells, denominators: Cells, as_of: Cells = None, unit: Cells = None
) -> Grid:
    """The numerators of the last completed financial year over their denominators: a ratio of sums."""
    return _ratio(Window.FINANCIAL_YEAR, months, numerators, denominators, as_of, unit)


@worksheet_function(
    count="How many, or a range of counts.",
    population="The children in the population: the column's own, not another year's.",
    months_covered="Optional: how many months the count is of (1, 3, 12), for a year's rate. Left out for a stock.",
)
def CPP_RATE(count: Cells, population: Cells, months_covered: Cells = None) -> Grid:
    """A count per 10,000 children; with the months that it covers, as a rate of a year."""
    return single_figures.rates(count, population, months_covered)


@worksheet_function(
    how_reported="The reporting code: SS, R12M, YTD, Q, FY, AY or a term code such as AY21-22.",
    as_of="The month up to which is reported, or the quarter, year or term itself.",
    figures_are="Optional: 3-year average, for figures that the case system measured over three years.",
)
def CPP_PERIOD_LABEL(how_reported: Cells, as_of: Cells, figures_are: Cells = None) -> Grid:
    """The period as the scorecard prints it under Latest Data, such as Nov-21, Apr 21 - Nov 21 or 2020/21."""
    return single_figures.period_labels(how_reported, as_of, figures_are)


@worksheet_function(
    figures="The councils' figures: a row for each indicator, or one column. For pooled, how many did it.",
    method="Optional: mean (unweighted, as published; where it is left out), median or pooled.",
    out_of="For pooled: out of how many, in the same shape.",
    needed="Optional: how many of the councils must have a figure. Half of them where it is left out.",
    unit="Optional, for pooled: Rate gives a figure per 10,000.",
)
def CPP_SIMILAR(
    figures: Cells, method: Cells = None, out_of: Cells = None, needed: Cells = None, unit: Cells = None
) -> Grid:
    """What similar councils have: the mean, the median or the pooled figure of those that have one."""
    return single_figures.similar_councils(figures, method, out_of, needed, unit)


@worksheet_function(
    value="The figure, or a range of figures.",
    decimals="Optional: to how many decimals, or -1, -2 for tens and hundreds. 0 where it is left out.",
)
def CPP_ROUND(value: Cells, decimals: Cells = None) -> Grid:
    """A figure rounded half away from zero, as councils print: 2.5 is 3, -2.5 is -3, 2.675 to two decimals is 2.68."""
    return single_figures.rounded(value, decimals)


@worksheet_function(
    how_reported="The reporting code: SS, R12M, YTD, Q, FY or AY.",
    polarity=_POLARITY,
    low=_LOW,
    high=_HIGH,
    months=_MONTHS,
    figures="The figures, a cell for each month; the numerators where possible is given.",
    possible="Optional: the denominators, a cell for each month.",
    similar="Optional: the figure of similar councils.",
    as_of=_AS_OF,
    unit="Optional: Percentage, Number, Rate, Days, Average or Score. Percentage with possible, else Number.",
    figures_are="Optional: Events (left out: months are added up), Measured over the window, or 3-year average.",
    tolerance=_TOLERANCE,
    headings="Optional: TRUE for a row of headings above.",
)
def CPP_SCORECARD_ROW(
    how_reported: Cells,
    polarity: Cells,
    low: Cells,
    high: Cells,
    months: Cells,
    figures: Cells,
    possible: Cells = None,
    similar: Cells = None,
    as_of: Cells = None,
    unit: Cells = None,
    figures_are: Cells = None,
    tolerance: Cells = None,
    headings: Cells = None,
) -> Grid:
    """A row of the scorecard: period, figure, rating, counts; a month ago, a year ago, similar councils, compared."""
    return scorecard_row.scorecard_row(
        scorecard_row.RowCells(
            how_reported=how_reported,
            polarity=polarity,
            low=low,
            high=high,
            months=months,
            figures=figures,
            possible=possible,
            similar=similar,
            as_of=as_of,
            unit=unit,
            figures_are=figures_are,
            tolerance=tolerance,
            headings=headings,
        )
    )


@worksheet_function()
def CPP_VERSION() -> str:
    """The version of the scorecard's rules that this workbook is being calculated with."""
    return __version__
