"""One sheet filled with what another holds: cells, notes, rules, charts, lines in cells and page set-up.

For a report sheet into which something of the officer's points. Cells stay where they are, so formulas that
lead to them go on doing so.
"""

from __future__ import annotations

from typing import Any

from cpp_scorecard.sheets.splice.references import quoted

_PAGE = (
    "Orientation", "PaperSize", "Zoom", "FitToPagesWide", "FitToPagesTall", "PrintArea", "PrintTitleRows",
    "LeftMargin", "RightMargin", "TopMargin", "BottomMargin", "HeaderMargin", "FooterMargin", "CenterHorizontally",
    "LeftHeader", "CenterHeader", "RightHeader", "LeftFooter", "CenterFooter", "RightFooter",
)  # fmt: skip
"""Page set-up that the renderer decides; Zoom comes before the fit, which it switches off."""
_ROW_BREAK_MANUAL = -4135


def fill(sheet: Any, source: Any) -> None:
    """Empty `sheet` and fill it with everything that `source`, a sheet of the same workbook, shows.

    `source` stays as it is. Raises whatever Excel says when it cannot be done.
    """
    _empty(sheet)
    source.Cells.Copy(Destination=sheet.Range("A1"))
    sheet.Application.CutCopyMode = False
    _lead_home(sheet, str(source.Name), str(sheet.Name))
    _page(sheet, source)


def _empty(sheet: Any) -> None:
    cells = sheet.Cells
    cells.FormatConditions.Delete()
    cells.SparklineGroups.Clear()
    cells.Clear()
    shapes = sheet.Shapes
    for number in range(int(shapes.Count), 0, -1):
        shapes(number).Delete()


def _lead_home(sheet: Any, elsewhere: str, here: str) -> None:
    """Charts and lines in cells that came along still show the figures of the sheet they came from."""

    def home(text: str) -> str:
        for written in {quoted(elsewhere), "'" + elsewhere.replace("'", "''") + "'"}:
            text = text.replace(f"{written}!", f"{quoted(here)}!")
        return text

    charts = sheet.ChartObjects()
    for number in range(1, int(charts.Count) + 1):
        series = charts(number).Chart.SeriesCollection()
        for place in range(1, int(series.Count) + 1):
            one = series(place)
            formula = str(one.Formula)
            if home(formula) != formula:
                one.Formula = home(formula)
    groups = sheet.Cells.SparklineGroups
    for number in range(1, int(groups.Count) + 1):
        data = str(groups(number).SourceData)
        if home(data) != data:
            groups(number).ModifySourceData(home(data))


def _page(sheet: Any, source: Any) -> None:
    there, here = source.PageSetup, sheet.PageSetup
    for name in _PAGE:
        value = getattr(there, name)
        if getattr(here, name) != value:
            setattr(here, name, value)
    sheet.ResetAllPageBreaks()
    breaks = source.HPageBreaks
    for number in range(1, int(breaks.Count) + 1):
        row = breaks(number)
        if int(row.Type) == _ROW_BREAK_MANUAL:
            sheet.HPageBreaks.Add(Before=sheet.Range(str(row.Location.Address)))
