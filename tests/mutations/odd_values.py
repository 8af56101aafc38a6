# ruff: noqa: E501, PLE2502, RUF001 - odd characters are what this is about, and one line holds one kind of oddity
"""Cells as nobody would wish for and somebody has typed: texts, numbers, dates and errors to put anywhere."""

from __future__ import annotations

import datetime as dt

from cpp_scorecard.intake.grid import CellKind, GridCell

TEXTS = (
    # the tokens of published cards
    "-", "–", "—", "", " ", "NYA", "nya ", "NA", "n/a", "N/A", "tbc", "not avail", "(prov)", "1547 (prov)", "6829 (6m)",
    "12 (6m/prov)", "20 (pa)", "+2", "-2", "−2", "29.50%", "94%", "94 %", "1,438", "1,43", "1 438", "£1,438", "<5", "[c]", "*",
    # numbers that are none, or not quite
    "0x1F", "1e5", "1E+308", "1e999", "NaN", "nan", "inf", "-inf", "Infinity", "1.2.3", "1..2", "--1", "+-1", "1,2,3", "%", "%%",
    "5%%", "1/0", "½", "²", "٣", "１２", "৪", "Ⅷ", "0" * 400, "9" * 400, "0." + "3" * 400, "1" + ",000" * 50, "(5)", "((", "()", "5 (",
    "5 (provisional) (6m)", "TRUE", "FALSE", "NULL", "None",
    # text that other programs act on
    "=1+1", "=HYPERLINK(\"http://example.org\")", "+1+1", "@SUM(A1)", "-1+1", "'", "\"", "<b>&amp;</b>", "]]>", "{0}", "{}", "%s", "%(x)d",
    "\\", "\\d+", "[", "(", "*", "?", "a" * 5000, "x" * 32767, "y" * 40000, "#N/A", "#DIV/0!", "#REF!", "_x0000_", "_x001B_x",
    # characters
    "👶🏽", "🟥🟧🟩", "é", "e\u0301", "ŵ ŷ", "‮abc", "\u200b", "\ufeff94%", "\u00a094%", "94\u00a0%", "\u2028", "a\nb", "a\r\nb", "\t", "\x00",
    "\x01\x02", "\x1b[31m", "\x7f", "\ud7ff", "\ufffe", "\U0010ffff", "ﷺ", "ﬃ", "İ", "ß", "Ǆ", "ΣΣς",
    # what headers say
    "Indicator", "indicators", "Domain", "How reported?", "Low", "High", "Unit", "Value", "Setting", "Data", "Actual", "Possible",
    "Ref", "Similar Councils", "Latest", "Expected Range", "What", "Reason", "Valid from", "Apr-21", "Apr", "Q1", "Term 2", "2021/22",
    "2020-21", "Q2 2021-22", "Jul 21 - Sep 21", "Apr 21 - Mar 22", "Dec-21 (prov)", "2021-04", "2010-11", "31/12/2021", "13/13/2021",
    "00/00/0000", "30/02/2021", "2021-02-30", "Apr-99", "Apr-1899", "2098/99", "1999/00", "Q9 2021-22", "Term 9", "Month 3", "Q1 (Apr-Jun)",
    # what definitions say
    "SS", "R12M", "YTD", "Q", "FY", "AY", "AC", "AY21-22", "AY99-00", "AY21-25", "term", "ZZ", "Range", "Events",
    "Measured over the window", "3-year average", "Percentage", "Number", "Rate per 10,000", "Days", "Score", "relative", "points",
    "Illustrative", "Illustrative, except Dec-20, Nov-21", "Provisional, except", "Period label", "Rating", "(blank)",
    # pins and settings
    "Layout: Definitions: ignore", "Layout: Monthly data: header rows", "Layout: Monthly data: column XFD", "Layout: : column A",
    "Report month", "Publication date", "RAG tolerance", "Style template", "First month of each term",
)  # fmt: skip

NUMBERS = (
    0.0, -0.0, 1.0, -1.0, 0.5, 0.94, 94.0, 100.0, 101.0, 5e-324, 1e-300, 1e-17, 1e-9, 1e9, 1e12, 1.1e12, 1e15, 1e16, 1e100, 1e300,
    1.7976931348623157e308, -1e300, float("nan"), float("inf"), float("-inf"), 0.1 + 0.2, 1 / 3, 2**53 + 1.0, 44287.0, 2021.0, 20212.0,
    -0.94, 1.0000000000000002, 0.30000000000000004, 999999.5, 2.5, 0.125,
)  # fmt: skip

DATES = (
    dt.datetime(1, 1, 1), dt.datetime(1899, 12, 31), dt.datetime(1900, 1, 1), dt.datetime(1904, 1, 1), dt.datetime(1989, 12, 31),
    dt.datetime(1990, 1, 1), dt.datetime(2021, 4, 1), dt.datetime(2021, 11, 30, 23, 59, 59), dt.datetime(2021, 12, 1), dt.datetime(2024, 2, 29),
    dt.datetime(2100, 12, 31), dt.datetime(2101, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59),
)  # fmt: skip

FORMATS = (
    "", "General", "0", "0%", "0.0%", "0.00%", "0.0000000000000%", "#,##0", "#,##0.00", "yyyy", "mmm-yy", "dd/mm/yyyy", "@", "[Red]0%;[Blue]-0%",
    '0" %"', '"%"0', "\\%0", "0.0E+00", ";;;", "[h]:mm", "?/?", "0_%", "*%0", "\"", "[", "%" * 200, "0." + "0" * 200,
)  # fmt: skip

ERRORS = ("#N/A", "#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "#NULL!", "#NUM!", "#SPILL!", "#GETTING_DATA", "Err:502", "")

CELLS: tuple[GridCell, ...] = (
    *(GridCell(CellKind.TEXT, text) for text in TEXTS),
    *(GridCell(CellKind.NUMBER, number) for number in NUMBERS),
    *(GridCell(CellKind.DATE, date) for date in DATES),
    *(GridCell(CellKind.ERROR, error) for error in ERRORS),
    GridCell(CellKind.BOOLEAN, True),
    GridCell(CellKind.BOOLEAN, False),
    GridCell(CellKind.UNCALCULATED),
    GridCell(CellKind.EMPTY),
)
