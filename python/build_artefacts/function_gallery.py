"""The gallery of worksheet functions: each on figures that Wiltshire published, with the published value beside it.

The formulas' values are worked out here by the rules in `core`, so that the workbook is right before it is ever
calculated; tests call the functions themselves on the same cells.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from build_artefacts import gallery_card, gallery_figures, gallery_months
from build_artefacts.gallery_page import data_rows, sheet_of
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.sheets.model import BookModel, BookProperties
from cpp_scorecard.sheets.render import render
from cpp_scorecard.sheets.theme import load_theme


def build(samples: Path, path: Path) -> None:
    """Write the gallery from the sample workbooks and the published figures in the folder `samples`."""
    card, dataset = samples / "wiltshire-2022-01", samples / "wiltshire-2021-22-q2" / "data"
    scorecard = make_scorecard(card / "indicators.xlsx")
    published = data_rows(card / "data" / "published.csv")
    grid, columns = data_rows(dataset / "grid.csv"), data_rows(dataset / "columns.csv")
    theme = load_theme()
    months = gallery_months.MonthLines.of(scorecard.workbook, scorecard.assessments, published)
    pages = [
        gallery_card.ratings(scorecard.assessments, published),
        gallery_card.directions(scorecard.assessments, published),
        gallery_months.windows(months),
        gallery_figures.scorecard_row(months, published),
        gallery_months.quarters(grid),
        gallery_figures.rates(grid, columns),
        gallery_figures.councils(data_rows(samples / "worksheet-functions" / "data" / "councils.csv"), published),
        gallery_figures.singles(months),
    ]
    book = BookModel(
        tuple(sheet_of(page, theme) for page in pages),
        BookProperties("Worksheet functions", "Each function on published figures", "", dt.datetime(2022, 1, 11)),
    )
    path.write_bytes(render(book, theme))
