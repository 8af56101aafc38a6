"""What the sample workbook of the exception dataset says about itself, on its first sheet."""

from __future__ import annotations

READ_ME = (
    "# What this is",
    "The Safeguarding Exception Dataset of Quarter 2, 2021-22, published by Wiltshire Council in October 2021, laid "
    "out again as a workbook: 227 indicators by month, quarter and year, with expected ranges and comparators. The "
    "figures are public. Wiltshire Council had no part in making this workbook.",
    "Every figure on the sheet Exception dataset stands as printed, the odd ones left odd: 6829 (6m), 1547 (prov), "
    "a bracket that never closes, a plus sign, tbc, not avail, a dash, a blank. Some months are dates and some are "
    "text, and some figures are typed as text, as they are in a workbook that several people keep.",
    "# The narrative",
    "The narrative is PARAPHRASED: shortened, in our own words. Its facts and numbers are those of the report, and "
    "where the report misquotes a figure the paraphrase misquotes it too. Statuses (of concern, watching brief) follow "
    "the published headings. Authors are roles. The report bears no date but October 2021; 29 October stands for it, "
    "and 5 November for the items that quote a check made in November.",
    "# The sheets",
    "Settings: how the report is made. Exception dataset: the grid. Measures: how a figure is worked out, where the "
    "printed type does not say it or says it wrongly. Differences: printed figures that do not follow from the others, "
    "with the likely reason. Narrative and Sections: who says what about which part. Overrides: ratings decided by "
    "people. Annual strips: what the annual report shows. Names repeat in the grid, so rows go by their Ref.",
    "# How figures are worked out",
    "Number: a quarter is the sum of its months, a year the sum of its quarters. A dash or a blank adds nothing. "
    "Snapshot, Percentage snapshot: the last month of a quarter, the last quarter of a year. Distinct children: months "
    "are not added, as a child may be in several; the printed years of these rows are the sums of their quarters.",
    "Rate of a flow: the numerator on an annual basis (a month 12 times, a quarter 4 times) for every 10,000 of the "
    "column's own population. Rate of a stock: the numerator for every 10,000. Percentage: numerator over denominator, "
    "both from the same column as printed. Refs joined by + are added together.",
    "Mean: the plain mean of the months, or of the quarters. Weighted mean: weighted by the row named as Denominator; "
    "where only a Numerator is named, its sum is divided by the sum of each numerator over its percentage. Both are "
    "approximate. As given: cannot be worked out from the grid. Halves round away from zero.",
    "# Expected ranges",
    "quarterly: the range is for a quarter's count. per annum: for a year's count. annual: for a rate on an annual "
    "basis, so it fits every column. Blank: the range fits the column as it stands. A figure outside either end is an "
    "exception.",
    "# The labels of the narrative",
    "The narrative calls 26 numbered indicators Red or Amber: 1 to 28 without 7 and 13. Each number counts once, "
    "though some stand for several rows of the grid. With the tolerances in Settings (5 points for percentages, 28% "
    "for counts and rates) 23 follow: every row of the number comes out in the published colour. The other three, 1, "
    "20 and 25, are Red in print and Amber by the rule; they are on the sheet Overrides, row by row, with our guess "
    "at the reason. Indicator 26 is printed with the number 25.",
    "# Illustrative figures",
    "The previous ranges on the sheet Annual strips are ILLUSTRATIVE: the earlier report is not among the sources. "
    "Which row is the numerator or the denominator of another, the heads of service of the sections, and the reasons "
    "for differences and overrides are our reading of the figures and not the council's word.",
)
