"""The council's indicator workbook: its layout, written once for the sample and for the blank template.

Sheets: Read me, Settings, Definitions, the data sheets, Comparators, Overrides, Published letters, then the plain ones:
child-level lists, code groups, At a Glance, Highlights.
Rows and columns count from 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from build_artefacts.data_tables import DataSheet, FigureCell, write_data_sheet
from build_artefacts.looks import Looks, add_sheet, lines_needed, new_workbook, write_block
from build_artefacts.plain_sheets import PlainSheet, write_plain_sheet
from cpp_scorecard.core.indicator import FigureKind, Polarity, Unit

DEFINITION_COLUMNS = (
    ("Ref", 7),
    ("Domain", 17),
    ("Indicator", 54),
    ("How reported?", 11),
    ("What does good look like?", 12),
    ("Expected Range/Low", 9),
    ("Expected Range/High", 9),
    ("Unit", 14),
    ("Decimals", 9),
    ("Figures are", 25),
    ("RAG rule/Tolerance", 10),
    ("RAG rule/Mode", 10),
    ("Notes", 60),
)
COMPARATOR_COLUMNS = (
    ("Indicator", 60),
    ("Similar Councils/Value", 10),
    ("Similar Councils/Period", 26),
    ("Similar Councils/Source", 42),
    ("Department measure", 50),
)
OVERRIDE_COLUMNS = (
    ("Indicator", 56),
    ("What", 14),
    ("Applies to", 12),
    ("Value", 14),
    ("Officer", 20),
    ("Date", 12),
    ("Reason", 64),
)
LETTER_COLUMNS = (
    ("Indicator", 60),
    ("Report month", 14),
    ("One Month Ago/Latest is better, worse or same", 18),
    ("One Year Ago/Latest is better, worse or same", 18),
    ("Similar Councils/Latest is better, worse or same", 18),
)
_CENTRED = {"How reported?", "What does good look like?", "Decimals", "RAG rule/Tolerance", "RAG rule/Mode"} | {
    name for name, _ in LETTER_COLUMNS[1:]
}
_RIGHT = {"Expected Range/Low", "Expected Range/High", "Similar Councils/Value"}
OVERRIDES = ("Period label", "Rating")
HOW_REPORTED = ("SS", "R12M", "YTD", "Q", "FY", "AY")
MODES = ("relative", "points")


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the Settings sheet. `value` is None where the cell is left blank."""

    name: str
    value: str | float | dt.date | None
    number_format: str
    what_it_does: str


Row = Mapping[str, FigureCell]
"""A row of a list sheet: the cell under each column; a column that is absent is blank."""


@dataclass(frozen=True, slots=True)
class IndicatorWorkbook:
    """Everything that stands in an indicator workbook.

    `notes` are shown on the column headers of the named sheet; `spare_rows` are formatted and empty.
    """

    title: str
    subject: str
    read_me: Sequence[str]
    settings: Sequence[Setting]
    definitions: Sequence[Row]
    data_sheets: Sequence[DataSheet]
    comparators: Sequence[Row]
    overrides: Sequence[Row]
    letters: Sequence[Row]
    """The letters of the last card as it was printed, kept to compare with."""
    term_code: str
    plain_sheets: Sequence[PlainSheet] = ()
    notes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spare_rows: int = 0


def write(content: IndicatorWorkbook, path: Path) -> None:
    """Write the workbook to `path`; the same content always gives the same bytes."""
    workbook = new_workbook(path, content.title, content.subject)
    looks = Looks(workbook)
    _read_me(workbook, looks, content)
    _settings(workbook, looks, content)
    _definitions(workbook, looks, content)
    for data_sheet in content.data_sheets:
        write_data_sheet(workbook, looks, data_sheet)
    _comparators(workbook, looks, content)
    _overrides(workbook, looks, content)
    _letters(workbook, looks, content)
    for plain_sheet in content.plain_sheets:
        write_plain_sheet(workbook, looks, plain_sheet)
    workbook.close()


def _read_me(workbook: Workbook, looks: Looks, content: IndicatorWorkbook) -> None:
    """Paragraphs down one column; a line that starts with # is a heading."""
    sheet = add_sheet(workbook, "Read me", landscape=False)
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, content.title, looks.get("title"))
    for row, line in enumerate(content.read_me, start=2):
        heading = line.startswith("# ")
        sheet.write_string(row, 0, line.removeprefix("# "), looks.get("heading" if heading else "line"))
        sheet.set_row(row, 20 if heading else 13.5 * lines_needed(line, 104) + 4)


def _settings(workbook: Workbook, looks: Looks, content: IndicatorWorkbook) -> None:
    sheet = add_sheet(workbook, "Settings", landscape=False)
    notes = content.notes.get("Settings", {})
    for column, (name, width) in enumerate((("Setting", 40), ("Value", 40), ("What it does", 68))):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, name, looks.get("header left"))
        _note(sheet, 2, column, notes.get(name))
    sheet.write_string(0, 0, "Settings", looks.get("title"))
    for row, setting in enumerate(content.settings, start=3):
        sheet.write_string(row, 0, setting.name, looks.get("text"))
        look = looks.get("text", setting.number_format, align="left")
        write_block(sheet, (row, 1), (row, 1), setting.value, look)
        sheet.write_string(row, 2, setting.what_it_does, looks.get("text"))
        sheet.set_row(row, 13.5 * max(1, lines_needed(str(setting.value or ""), 40)) + 4)
        if setting.name == "RAG tolerance mode":
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(MODES)})
    sheet.freeze_panes(3, 0)


def _definitions(workbook: Workbook, looks: Looks, content: IndicatorWorkbook) -> None:
    sheet = add_sheet(workbook, "Definitions")
    subtitle = "One row for each indicator, in the order of the scorecard."
    top = _list_header(sheet, looks, content, "Definitions", subtitle, DEFINITION_COLUMNS)
    names = [name for name, _ in DEFINITION_COLUMNS]
    row, domain_column = top, names.index("Domain")
    for domain, members in groupby(content.definitions, key=lambda cells: str(cells["Domain"].value)):
        first = row
        for cells in members:
            _list_row(sheet, looks, row, names, cells, skip="Domain")
            sheet.set_row(row, 13.5 * _lines(cells, {"Indicator": 54, "Notes": 62}) + 3)
            row += 1
        write_block(sheet, (first, domain_column), (row - 1, domain_column), domain, looks.get("domain"))
    row = _spare(sheet, looks, row, len(names), content.spare_rows)
    choices: dict[str, tuple[str, ...]] = {
        "How reported?": (*HOW_REPORTED, content.term_code),
        "What does good look like?": tuple(Polarity),
        "Unit": tuple(unit.replace(",", "") for unit in Unit),  # a comma would end the item in Excel's list
        "Figures are": tuple(kind for kind in FigureKind if kind),
        "RAG rule/Mode": MODES,
    }
    for name, values in choices.items():
        column = names.index(name)
        rule = {
            "validate": "list",
            "source": [str(value) for value in values],
            "error_title": name.replace("/", ": "),
            "error_message": "Please choose from the list, or leave the cell blank.",
        }
        if name == "How reported?":
            rule["error_type"] = "warning"
            rule["error_message"] = (
                f"Not a code of the list. A term is written as its academic year, such as {content.term_code}."
            )
        sheet.data_validation(top, column, row - 1, column, rule)
    sheet.freeze_panes(top, 3)
    sheet.repeat_rows(top - 2, top - 1)


def _comparators(workbook: Workbook, looks: Looks, content: IndicatorWorkbook) -> None:
    sheet = add_sheet(workbook, "Comparators")
    subtitle = "The similar councils' figure for each indicator, with the period it stands for."
    top = _list_header(sheet, looks, content, "Comparators", subtitle, COMPARATOR_COLUMNS)
    names = [name for name, _ in COMPARATOR_COLUMNS]
    for row, cells in enumerate(content.comparators, start=top):
        _list_row(sheet, looks, row, names, cells)
        sheet.set_row(row, 13.5 * _lines(cells, {"Indicator": 60}) + 3)
    _spare(sheet, looks, top + len(content.comparators), len(names), content.spare_rows)
    sheet.freeze_panes(top, 1)


def _overrides(workbook: Workbook, looks: Looks, content: IndicatorWorkbook) -> None:
    sheet = add_sheet(workbook, "Overrides")
    subtitle = "What an officer decided against the rules. One row a decision; rows are added, never changed."
    names = [name for name, _ in OVERRIDE_COLUMNS]
    top = _list_header(sheet, looks, content, "Overrides", subtitle, OVERRIDE_COLUMNS)
    for row, cells in enumerate(content.overrides, start=top):
        _list_row(sheet, looks, row, names, cells)
        sheet.set_row(row, 13.5 * _lines(cells, {"Indicator": 56, "Reason": 64}) + 3)
    last = _spare(sheet, looks, top + len(content.overrides), len(names), content.spare_rows) - 1
    sheet.data_validation(top, 1, max(last, top), 1, {"validate": "list", "source": list(OVERRIDES)})
    sheet.freeze_panes(top, 1)


def _letters(workbook: Workbook, looks: Looks, content: IndicatorWorkbook) -> None:
    sheet = add_sheet(workbook, "Published letters")
    subtitle = "Better, worse or same as the card was printed. The checks compare them with what the rules give."
    names = [name for name, _ in LETTER_COLUMNS]
    top = _list_header(sheet, looks, content, "Published letters", subtitle, LETTER_COLUMNS)
    sheet.set_row(top - 1, 30)
    for row, cells in enumerate(content.letters, start=top):
        _list_row(sheet, looks, row, names, cells)
        sheet.set_row(row, 13.5 * _lines(cells, {"Indicator": 60}) + 3)
    _spare(sheet, looks, top + len(content.letters), len(names), content.spare_rows)
    sheet.freeze_panes(top, 1)


def _list_header(
    sheet: Worksheet,
    looks: Looks,
    content: IndicatorWorkbook,
    title: str,
    subtitle: str,
    columns: Sequence[tuple[str, int]],
) -> int:
    """Title, and one header row, or two where a column is `group/name`. Returns the first data row."""
    sheet.write_string(0, 0, title, looks.get("title"))
    sheet.write_string(1, 0, subtitle, looks.get("subtitle"))
    notes = content.notes.get(title, {})
    depth = 1 if any("/" in name for name, _ in columns) else 0
    at = 0
    for group, members in groupby(columns, key=lambda column: column[0].partition("/")[0]):
        names = list(members)
        if "/" in names[0][0]:
            write_block(sheet, (3, at), (3, at + len(names) - 1), group, looks.get("header"))
            for offset, (name, _) in enumerate(names):
                sheet.write_string(4, at + offset, name.partition("/")[2], looks.get("header"))
        else:
            write_block(sheet, (3, at), (3 + depth, at), group, looks.get("header"))
        for offset, (name, width) in enumerate(names):
            sheet.set_column(at + offset, at + offset, width)
            _note(sheet, 3 + depth if "/" in name else 3, at + offset, notes.get(name))
        at += len(names)
    sheet.set_row(3, 28)
    return 4 + depth


def _list_row(sheet: Worksheet, looks: Looks, row: int, names: Sequence[str], cells: Row, skip: str = "") -> None:
    for column, name in enumerate(names):
        if name == skip:
            continue
        cell = cells.get(name, FigureCell(""))
        role = "example" if cell.illustrative else "text"
        align = {"align": "center"} if name in _CENTRED else {"align": "right"} if name in _RIGHT else {}
        value: object = cell.value
        if cell.number_format == "dd/mm/yyyy":
            value = dt.date.fromisoformat(str(cell.value))
        write_block(sheet, (row, column), (row, column), value, looks.get(role, cell.number_format, **align))


def _spare(sheet: Worksheet, looks: Looks, row: int, width: int, count: int) -> int:
    for spare in range(row, row + count):
        for column in range(width):
            sheet.write_blank(spare, column, None, looks.get("text"))
    return row + count


def _lines(cells: Row, widths: Mapping[str, int]) -> int:
    texts = ((str(cells[name].value), width) for name, width in widths.items() if name in cells)
    return max(lines_needed(text, width) for text, width in texts)


def _note(sheet: Worksheet, row: int, column: int, text: str | None) -> None:
    if text:
        sheet.write_comment(row, column, text, {"x_scale": 2, "author": "How to fill this in"})
