"""The accessible companion: the plain tables as a workbook for screen readers, one tagged table on each sheet.

Cover, contents, what the terms mean, the tables, the notes. Source: "Releasing statistics in spreadsheets" and
"Making spreadsheets accessible: checklist of the basics", Government Analysis Function; ACCESSIBILITY.md goes
through the checklist item by item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cpp_scorecard.core.plain_table import PlainCell, PlainColumn, PlainTable
from cpp_scorecard.core.series import quoted_sheet
from cpp_scorecard.reports.numbers import number_format
from cpp_scorecard.reports.plain_cells import columns, plain_terms, words
from cpp_scorecard.reports.plain_dataset import dataset_table, strips_table
from cpp_scorecard.reports.plain_exceptions import exceptions_table
from cpp_scorecard.reports.plain_glance import glance_tables
from cpp_scorecard.reports.plain_headers import apart
from cpp_scorecard.reports.plain_highlights import highlights_table
from cpp_scorecard.reports.plain_notes import NoteList
from cpp_scorecard.reports.plain_panels import highlight_lines, spotlight_tables
from cpp_scorecard.reports.plain_scorecard import scorecard_table
from cpp_scorecard.reports.wording import counted
from cpp_scorecard.sheets.fit import Block, row_height
from cpp_scorecard.sheets.model import (
    MAX_SHEET_NAME,
    Area,
    Cell,
    ColumnSpec,
    Link,
    NativeTable,
    PrintSetup,
    Role,
    SheetModel,
)

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.sheets.theme import Theme

_A4 = 9
_TEXT_WIDTH = 90.0


def plain_tables(card: Card, notes: NoteList) -> tuple[PlainTable, ...]:
    """Every plain table that `card` has data for, in the order of the pack; remarks on rows go to `notes`."""
    return (
        *((scorecard_table(card, notes),) if card.assessments else ()),
        *glance_tables(card),
        *(placed.table for placed in spotlight_tables(card)),
        *highlights_table(card),
        *highlight_lines(card),
        *exceptions_table(card),
        *dataset_table(card),
        *strips_table(card),
    )


def companion_sheets(card: Card, theme: Theme) -> tuple[SheetModel, ...]:
    """The sheets of the companion; `theme` is a plain one (`sheets.plain_look`)."""
    said, notes = words()["companion"], NoteList()
    tables = [_explained(card), *plain_tables(card, notes)]
    if notes.texts:
        tables.append(_notes(notes))
    tabs = _tabs([said["cover"], said["contents"], *(table.name for table in tables)])
    contents = _contents(tables, tabs[2:])
    links = {at + 1: _link_to(tab) for at, tab in enumerate(tabs[2:])}
    return (
        _cover(card, tabs, theme),
        _table_sheet(contents, tabs[1], theme, links=links),
        *(
            _table_sheet(table, tab, theme, back=tabs[1], has_notes=bool(notes.texts))
            for table, tab in zip(tables, tabs[2:], strict=True)
        ),
    )


def _tabs(names: Iterable[str]) -> list[str]:
    """Names that Excel takes for tabs, each short enough and apart from the others."""
    plain = (re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ") for name in names)
    return apart(_short(name, MAX_SHEET_NAME - len(" (99)")) or "-" for name in plain)


def _short(name: str, most: int) -> str:
    """The words of a name that fit; of one long word its beginning."""
    if len(name) <= most:
        return name
    whole = name[: most + 1].rpartition(" ")[0]
    return (whole or name[:most]).strip("' ,(")


def _link_to(tab: str) -> Link:
    return Link(f"internal:{quoted_sheet(tab)}!A1", words()["companion"]["to_sheet"].format(sheet=tab))


# --- the sheets around the tables ------------------------------------------------------------------


def _cover(card: Card, tabs: list[str], theme: Theme) -> SheetModel:
    said = words()["companion"]
    lines = [
        (said["title"].format(title=words()["title"]), Role.TITLE, None),
        (card.subtitle, Role.BODY, None),
        (said["introduction"], Role.BODY, None),
        (said["data"], Role.BODY, None),
        (said["to_contents"], Role.LINK, _link_to(tabs[1])),
    ]
    cells = tuple(Cell(row, 0, text, role, link=link) for row, (text, role, link) in enumerate(lines) if text)
    return SheetModel(
        key="cover",
        name=tabs[0],
        cells=cells,
        print_setup=PrintSetup(area=Area(0, 0, len(lines) - 1, 0), landscape=False, paper=_A4, centred=False),
        columns=(ColumnSpec(0, _TEXT_WIDTH),),
        row_heights=tuple(
            (row, row_height([Block.of(text, _TEXT_WIDTH, theme.looks[role])], minimum=18))
            for row, (text, role, _) in enumerate(lines)
        ),
        show_gridlines=True,
    )


def _contents(tables: list[PlainTable], tabs: list[str]) -> PlainTable:
    said = words()["companion"]
    return PlainTable(
        key="contents",
        name=said["contents"],
        title=said["contents_title"],
        columns=columns(("sheet", 40.0), ("contents", 90.0), ("rows", 10.0), row_headers=("sheet",)),
        rows=tuple(
            (PlainCell(tab), PlainCell(table.title), PlainCell(f"{len(table.rows):,}", float(len(table.rows))))
            for tab, table in zip(tabs, tables, strict=True)
        ),
    )


def _explained(card: Card) -> PlainTable:
    said = words()
    return PlainTable(
        key="explained",
        name=said["companion"]["explained"],
        title=said["companion"]["explained_title"],
        columns=columns(("term", 36.0), ("topic", 30.0), ("meaning", 100.0), row_headers=("term",)),
        rows=tuple(
            (PlainCell(term), PlainCell(section), PlainCell(meaning))
            for section, terms in plain_terms(card)
            for term, meaning in terms
        ),
    )


def _notes(notes: NoteList) -> PlainTable:
    said = words()
    return PlainTable(
        key="notes",
        name=said["companion"]["notes"],
        title=said["companion"]["notes_title"],
        columns=columns(("number", 16.0), ("text", 110.0), row_headers=("number",)),
        rows=tuple(
            (PlainCell(said["note"].format(number=number)), PlainCell(text))
            for number, text in enumerate(notes.texts, 1)
        ),
    )


# --- a table on its sheet --------------------------------------------------------------------------


def _table_sheet(
    table: PlainTable,
    tab: str,
    theme: Theme,
    *,
    back: str = "",
    has_notes: bool = False,
    links: dict[int, Link] | None = None,
) -> SheetModel:
    """A sheet with its title in A1, what is said of the table under it, and the table, which ends the sheet.

    `links` are of the first column, by row of the table from 1.
    """
    looks = theme.looks
    cells = [Cell(0, 0, table.title, Role.TITLE)]
    heights = {0: row_height([Block.of(table.title, _TEXT_WIDTH * 3, looks[Role.TITLE])], minimum=24)}
    lines: list[tuple[str, Role, Link | None]] = [(text, Role.BODY, None) for text in _lines(table, has_notes)]
    if back:
        lines.append((words()["companion"]["to_contents"], Role.LINK, _link_to(back)))
    first_width = table.columns[0].width
    for row, (text, role, link) in enumerate(lines, 1):
        cells.append(Cell(row, 0, text, role, link=link))
        heights[row] = row_height([Block.of(text, first_width, looks[role])], minimum=18)
    header = len(lines) + 1
    for at, column in enumerate(table.columns):
        cells.append(Cell(header, at, column.header, Role.HEADER))
    heights[header] = row_height((Block.of(c.header, c.width, looks[Role.HEADER]) for c in table.columns), minimum=18)
    for row, entry in enumerate(table.rows, header + 1):
        cells += [
            _placed(row, at, cell, column, (links or {}).get(row - header) if not at else None)
            for at, (cell, column) in enumerate(zip(entry, table.columns, strict=True))
        ]
        blocks = (Block.of(c.text, k.width, looks[Role.TEXT]) for c, k in zip(entry, table.columns, strict=True))
        heights[row] = row_height(blocks, minimum=18)
    last = header + len(table.rows), len(table.columns) - 1
    return SheetModel(
        key=table.key,
        name=tab,
        cells=tuple(cells),
        print_setup=PrintSetup(area=Area(0, 0, *last), paper=_A4, repeat_rows=(header, header), centred=False),
        columns=tuple(ColumnSpec(at, column.width) for at, column in enumerate(table.columns)),
        row_heights=tuple(sorted(heights.items())),
        tables=(NativeTable(_table_name(tab), Area(header, 0, *last), table.title),),
        show_gridlines=True,
    )


def _lines(table: PlainTable, has_notes: bool) -> Iterator[str]:
    """What stands between the title and the table: how large it is, its shorthand, its notes."""
    said = words()["companion"]
    yield said["one_table"].format(rows=counted(len(table.rows), said["count"]))
    if table.shorthands:
        meanings = words()["shorthand"]
        yield said["shorthand"].format(list="; ".join(meanings[one.value] for one in table.shorthands))
    if has_notes and any(column.header == words()["headers"]["notes"] for column in table.columns):
        yield said["note_sheet"].format(example=words()["note"].format(number=1))
    yield from table.notes


def _placed(row: int, at: int, cell: PlainCell, column: PlainColumn, link: Link | None) -> Cell:
    if link is not None:
        return Cell(row, at, cell.text, Role.LINK, link=link)
    if cell.number is not None:
        return Cell(row, at, cell.number, Role.FIGURE, number_format=number_format(cell.unit, cell.decimals))
    if cell.shorthand is not None:
        return Cell(row, at, cell.text, Role.MISSING)
    return Cell(row, at, cell.text, Role.INDICATOR if column.is_row_header else Role.TEXT)


def _table_name(tab: str) -> str:
    """A name that formulas and readers can call the table by: letters, digits and underscores."""
    return "Table_" + re.sub(r"\W+", "_", tab, flags=re.ASCII).strip("_")
