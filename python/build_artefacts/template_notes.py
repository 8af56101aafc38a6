"""What the blank indicator workbook says about itself: its first sheet, and a note on every column header."""

from __future__ import annotations

from build_artefacts.data_tables import PERIODS

READ_ME = (
    "# What this is",
    "The workbook that the scorecard is made from. Fill in the sheets from left to right; rest the pointer "
    "on a column heading to see what to type. The row marked Example shows one indicator from end to end: "
    "delete it from Definitions, Monthly data and Comparators when you no longer need it.",
    "# To begin",
    "1. Settings: type the council's name and the title of the report in the column Value.",
    "2. Definitions: one row for each indicator, in the order in which the scorecard prints them.",
    "3. Monthly data, Quarters, Annual returns, Education: the figures. Spell each indicator as in "
    "Definitions. An indicator with counts has two rows, Actual and Possible; any other has one row, Data.",
    "4. Comparators: the similar councils' figures. 5. Overrides: only where an officer decides against the rules.",
    "# Adding the next month",
    "On the sheet Monthly data, type the new month in full (April 2026) in the first empty heading cell to the "
    "right of the last month. That is all: the report finds the column.",
    "# What the words mean",
    "NYA: not yet available. NA: not available. tbc: to be confirmed. A dash: not applicable. These may "
    "stand in place of any figure, and the report says why the figure is missing.",
    "Events: one month's count in each cell, which the report adds up. Measured over the window: the case "
    "system has already worked out the twelve months or the year to date, and the report takes the latest "
    "month's figure.",
    "Basis: Published, Illustrative, or Illustrative, except Nov-25, Dec-25. May be left blank.",
)

SETTINGS_NOTES = {"Value": "Type your own value in this column. A value left blank stands at its default."}

DEFINITION_NOTES = {
    "Ref": "A short reference of your own, such as HW01. Never printed; findings name it.",
    "Domain": "The part of the scorecard. Type it once and merge down, or repeat it in each row.",
    "Indicator": "The name as it is printed. The data sheets use the same words.",
    "How reported?": "SS snapshot, R12M twelve months, YTD year to date, Q last quarter, FY financial year, "
    "AY academic year, or the academic year itself (AY25-26) for figures by term.",
    "What does good look like?": "High, Low, Range (inside the expected range is good) or - for none.",
    "Expected Range/Low": "The low end, in the figure's own unit: 95% for a percentage. A dash where there is none.",
    "Expected Range/High": "The high end, in the figure's own unit: 100% for a percentage. A dash where there is none.",
    "Unit": "What the figure counts: Percentage, Number, Rate per 10000, Days, Average or Score.",
    "Decimals": "How many decimals are printed: 1 prints 94.1%.",
    "Figures are": "For R12M and YTD: Events (monthly counts, which the report adds up), Measured over the "
    "window, or 3-year average. Blank for everything else.",
    "RAG rule/Tolerance": "Only where it differs from the Settings sheet: how far outside is still Amber, such as 5%.",
    "RAG rule/Mode": "Only where it differs from the Settings sheet: relative, or points (percentages only).",
    "Notes": "Anything a colleague should know about the indicator.",
}

COMPARATOR_NOTES = {
    "Indicator": "The name as in Definitions.",
    "Similar Councils/Value": "The similar councils' figure, in the indicator's own unit. A dash where there is none.",
    "Similar Councils/Period": "The period the figure stands for, such as 2023/24.",
    "Similar Councils/Source": "Where it comes from, such as the name of a DfE release.",
}

OVERRIDE_NOTES = {
    "Indicator": "The name as in Definitions.",
    "What": "What is overridden: Period label, or Rating.",
    "Applies to": "The report month as text, such as Dec-25.",
    "Value": "What is printed instead: a label, (blank), or R, A or G.",
    "Officer": "Who decided.",
    "Date": "When it was decided.",
    "Reason": "Why, in a sentence. It stays visible.",
}


def data_notes(period: str, heading: str) -> dict[str, str]:
    """The notes of a data sheet whose columns are each a `period`, headed like `heading`."""
    return {
        "Domain": "As in Definitions. May be merged down.",
        "Indicator": "The name as in Definitions. Merged down over the indicator's rows, or repeated.",
        "Figure": "Actual (the number achieved), Possible (out of how many), or Data (any figure on its own).",
        "Basis": "Published, Illustrative, or Illustrative, except the months named. May be left blank.",
        PERIODS: f"Each column is one {period}. To add the next, type its heading ({heading}) in the first "
        f"empty heading cell to the right. The format is already there.",
    }
