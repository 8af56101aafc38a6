"""The sheets that the rest of the pack is made from: code groups, At a Glance, and the highlights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from build_artefacts.data_tables import FigureCell
from build_artefacts.figure_cells import number_format
from build_artefacts.plain_sheets import PlainSheet, PlainTable
from build_artefacts.published_figures import Printed, PublishedIndicator, read_table

CODE_GROUPS = Path(__file__).resolve().parents[1] / "cpp_scorecard/intake/layouts/code_groups.csv"
"""The groups that ship with the tool: the sample's sheet shows the same rows."""
CODE_GROUP_COLUMNS = (
    ("Code set field", 16.0),
    ("Group", 50.0),
    ("Codes", 60.0),
    ("From year", 11.0),
    ("To year", 11.0),
    ("Longer than (months)", 12.0),
)
THEME_COLUMNS = (("Highlight theme", 30.0), ("Ref", 12.0), ("Indicator", 70.0), ("Key figure", 70.0))
TEXT_COLUMNS = (
    ("Highlight theme", 30.0),
    ("Period", 12.0),
    ("What does the performance tell us this month?", 70.0),
    ("How does it compare to last month?", 70.0),
    ("Officer", 20.0),
    ("Date", 13.0),
)


def glance_columns(latest: str, year: str, year_before: str) -> tuple[tuple[str, float], ...]:
    """The header of each At a Glance table."""
    return (
        ("Category", 16.0),
        ("Measure", 52.0),
        ("What does good look like?", 14.0),
        (latest, 12.0),
        (year, 12.0),
        (year_before, 12.0),
        (f"Similar councils ({year})", 18.0),
        ("Decimals", 10.0),
    )


def code_groups() -> PlainSheet:
    """The groups of codes that ship, to be seen and changed."""
    rows = [[FigureCell(text, "@") for text in row.values()] for row in read_table(CODE_GROUPS)]
    return PlainSheet(
        "Code groups",
        "Code groups",
        ("Which codes of the lists are counted together, under the names that At a Glance and the spotlights use.",),
        (PlainTable(CODE_GROUP_COLUMNS, rows),),
    )


def at_a_glance(data: Path) -> PlainSheet:
    """The three tables as published, but for the latest column: that is counted from the lists."""
    columns = glance_columns("End Nov 21", "2020-21", "2019-20")
    tables = [
        PlainTable(columns, [_measure(row) for row in rows], title=title)
        for title, rows in groupby(read_table(data / "at_a_glance.csv"), key=lambda row: row["table"])
    ]
    return PlainSheet(
        "At a Glance figures",
        "At a Glance figures",
        (
            "Earlier years and similar councils are as published in January 2022. The column End Nov 21 is left blank: "
            "it is counted from the made-up lists.",
        ),
        tuple(tables),
    )


def _measure(row: Mapping[str, str]) -> Sequence[FigureCell]:
    return (
        FigureCell(row["category"]),
        FigureCell(row["measure"]),
        FigureCell(row["polarity"]),
        FigureCell(""),
        _typed(row["last_year"]),
        _typed(row["year_before"]),
        _typed(row["similar"]),
        FigureCell(int(row["decimals"]), "0"),
    )


def _typed(text: str) -> FigureCell:
    """A published figure as an officer types it: a number with its format, or the word that stands for none."""
    token = Printed(text)
    if not token.is_number:
        return FigureCell(text)
    return FigureCell(token.value, number_format(token.decimals, token.is_percentage))


def highlights(data: Path, indicators: Sequence[PublishedIndicator]) -> PlainSheet:
    """Themes of the card's indicators, and what an officer wrote about one of them."""
    names = {indicator.ref: indicator.name for indicator in indicators}
    themes = [
        [FigureCell(row["theme"]), FigureCell(row["ref"]), FigureCell(names[row["ref"]]), FigureCell(row["key_figure"])]
        for row in read_table(data / "highlights.csv")
    ]
    texts = [
        [
            FigureCell(row["theme"]),
            FigureCell(row["period"], "@"),
            FigureCell(row["tells"]),
            FigureCell(row["compares"]),
            FigureCell(row["officer"]),
            FigureCell(dt.date.fromisoformat(row["date"]), "dd/mm/yyyy"),
        ]
        for row in read_table(data / "highlight_texts.csv")
    ]
    return PlainSheet(
        "Highlights",
        "Highlights",
        (
            "Which indicators make a theme, and what an officer wrote about it. A theme without a text of the month "
            "gets a draft. The texts are ours and not the council's.",
        ),
        (
            PlainTable(THEME_COLUMNS, themes, title="Themes"),
            PlainTable(TEXT_COLUMNS, texts, title="Texts"),
        ),
    )
