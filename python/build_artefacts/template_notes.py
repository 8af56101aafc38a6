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
    "# The rest of the pack",
    "These sheets may stay empty. Children, Episodes, Care leavers: lists to count from, in the columns of the SSDA903 "
    "return and of Annex A List 9. Paste them below the headings. They are counted on this computer and go into no "
    "report; no names are needed. Leave them empty in a copy of the workbook that goes to anybody else.",
    "At a Glance figures: earlier years and similar councils typed in; leave the latest column blank where it is to be "
    "counted from the lists. Code groups: only where your codes or groups differ from those that come with the tool. "
    "Highlights: which indicators make a theme, and each month's texts.",
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
    "Department measure": "Only where the figure is to come from the Department for Education's files: the measure, "
    "such as 3 or more placements in the year. Settings then names the folder of the files and the council's number.",
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

LIST_NOTES = {
    "CHILD": "Any identifier of your own, the same on Children and Episodes. No names.",
    "SEX": "1 male, 2 female.",
    "DOB": "Date of birth. Ages are worked out on the day that is counted.",
    "ETHNIC": "The SSDA903 code, such as WBRI.",
    "UASC": "1 for an unaccompanied asylum-seeking child, 0 for others.",
    "DECOM": "The day the episode began.",
    "RNE": "Why it began: S for a child who starts to be looked after; L, P, T, B or U for a change.",
    "LS": "Legal status, such as C2 or V2. Short breaks (V3, V4) are never counted.",
    "CIN": "Need, N1 to N8.",
    "PLACE": "Placement, such as U6.",
    "DEC": "The day the episode ended. Blank while it lasts.",
    "REC": "Why it ended: X1 where another follows on the same day.",
}

LEAVER_NOTES = {
    "Child Unique ID": "Any identifier of your own. No names.",
    "Gender": "Male or Female, or 1 and 2.",
    "Ethnicity": "The SSDA903 code, such as WBRI.",
    "Date of Birth": "Ages are worked out from it. Where it is not given, the next column counts.",
    "Age of Child (Years)": "Read only where there is no date of birth.",
    "Unaccompanied Asylum Seeking Child (UASC)": "Y for one who came as an unaccompanied asylum-seeking child, else N.",
    "Does the Child have a Disability": "Y or N.",
    "Allocated Team": "May be left blank; never read.",
    "Allocated Worker": "May be left blank; never read.",
    "Allocated Personal Adviser": "May be left blank; never read.",
    "Eligibility Category": "Relevant, Former relevant, Qualifying or Eligible.",
    "Latest Pathway Plan Review Date": "A date, or blank.",
    "LA In Touch": "YES, NO, DIED, REFU, NREQ or RHOM.",
    "Latest Date of Contact": "A date, or blank.",
    "Type of Accommodation": "The letter of List 9, alone or with its words: U) independent living.",
    "Suitability of Accommodation": "1) Suitable, 2) Unsuitable, or blank where it is not recorded.",
    "Activity Status": "The code of List 9, alone or with its words: F2) full-time education. Blank: no information.",
}

CODE_GROUP_NOTES = {
    "Code set field": "Which column of the lists: gender, ethnicity, uasc, age, legal status, need, placement, "
    "eligibility, accommodation, suitability, activity, in touch. A field named here replaces all its groups.",
    "Group": "The name of the group, as the column Measure of At a Glance has it.",
    "Codes": "Codes with commas between them. L* is every code that begins with L; ages are ranges: 10-15, 16+.",
    "From year": "The first financial year of the code set, such as 2021-22. Blank: always.",
    "To year": "The last one. Blank: still in force.",
    "Longer than (months)": "Counts only those whose code has held for longer than this, such as 12.",
}

GLANCE_NOTES = {
    "Category": "Total, Rate, Gender, Age, Ethnicity, Legal Status, Placement, Need, Eligibility or UASC.",
    "Measure": "The name as it is printed. It counts the code group of the same name.",
    "What does good look like?": "Higher, Lower, or blank.",
    "Decimals": "How many decimals are printed. Blank: none.",
}

THEME_NOTES = {
    "Highlight theme": "The name of the theme, repeated in each of its rows.",
    "Ref": "The reference of the indicator in Definitions.",
    "Indicator": "The name as in Definitions. Not needed where there is a reference.",
    "Key figure": "yes for the indicator that the theme is about. None: the first one.",
}

TEXT_NOTES = {
    "Highlight theme": "As in the table above.",
    "Period": "The report month that the text is for, such as Dec-25. Texts of other months may stay, unseen.",
    "What does the performance tell us this month?": "Blank: a draft is made from the figures and marked as one.",
    "How does it compare to last month?": "Blank: a draft is made from the figures and marked as one.",
    "Officer": "Who wrote it.",
    "Date": "When it was written.",
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
