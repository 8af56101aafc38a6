"""Sheet models to the bytes of a workbook. The only module that writes sheets.

What a value may become is decided by its type, never by how its text looks: a string is text even
when it starts with ``=`` or ``http``. Equal models and themes give equal bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.image import Image
from xlsxwriter.worksheet import Worksheet

from cpp_scorecard.core.ownership import SHEET_MARK
from cpp_scorecard.sheets.document_language import with_language
from cpp_scorecard.sheets.fit import Block, block_height
from cpp_scorecard.sheets.formats import FormatBook
from cpp_scorecard.sheets.model import (
    MAX_TEXT,
    BookModel,
    BookProperties,
    Cell,
    Formula,
    LayoutError,
    Link,
    NativeTable,
    PrintSetup,
    Role,
    SheetModel,
    a1,
)
from cpp_scorecard.sheets.named_styles import add_named_styles, archive
from cpp_scorecard.sheets.paper import print_scale
from cpp_scorecard.sheets.workbook_writer import QuickWorksheet, WorkbookParts

if TYPE_CHECKING:
    from cpp_scorecard.sheets.theme import Theme

_NORMAL_FONT = {"font_name": "Arial", "font_size": 10, "font_scheme": "none"}
_ROW_PIXELS = 17  # the height of a row of Arial 10
_MAX_LINKS = 65_530
_MAX_URL = 2_079
_MAX_TIP = 255
_MAX_HEADER = 255
_NOTE_FONT_SIZE = 9
_NOTE_CHARACTERS = 44
_LOGO_PIXELS = 56
_QUOTED = re.compile(r'"[^"]*"')


def render(book: BookModel, theme: Theme, *, marked: bool = True) -> bytes:
    """The finished workbook: rendered, with its named cell styles.

    `marked` sheets carry the hidden name by which they are known again; a published file hides nothing.

    Raises:
        LayoutError: a value that Excel cannot hold, a formula that refers to another workbook, or a
            limit of Excel that a sheet would break (length of a link or note, number of links, paper).
    """
    workbook = WorkbookParts(
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": dict(_NORMAL_FONT),
            "default_row_height": _ROW_PIXELS,
        }
    )
    _set_properties(workbook, book.properties)
    formats = FormatBook(workbook, theme)
    for sheet in book.sheets:
        worksheet = workbook.add_quick_worksheet(sheet.name)
        _write_sheet(worksheet, sheet, formats, theme)
        if sheet.charts:
            from cpp_scorecard.sheets.charts import place_charts

            place_charts(workbook, worksheet, sheet, theme)
        if marked:
            _mark(workbook, worksheet, sheet.key)
    if book.sheets:
        workbook.worksheets()[0].activate()
    parts = add_named_styles(workbook.parts(), formats.places, theme.looks, theme.built_in)
    return archive(with_language(parts, book.properties.language) if book.properties.language else parts)


def _mark(workbook: Workbook, worksheet: Worksheet, key: str) -> None:
    """The hidden name by which the sheet is known again, see `core.ownership`.

    The library hides names of its own only, so the entry goes straight into its list.
    """
    workbook.defined_names.append([SHEET_MARK, worksheet.index, f'"{key}"', True])


def _set_properties(workbook: Workbook, properties: BookProperties) -> None:
    workbook.set_properties(
        {
            "title": properties.title,
            "subject": properties.subject,
            "author": properties.author,
            "created": properties.created,
        }
    )


def _write_sheet(worksheet: QuickWorksheet, sheet: SheetModel, formats: FormatBook, theme: Theme) -> None:
    widths = _set_columns(worksheet, sheet, theme)
    heights = dict(sheet.row_heights)
    for row, height in heights.items():
        worksheet.set_row(row, height)
    for table in sheet.tables:
        _mark_up(worksheet, sheet, table)
    _write_cells(worksheet, sheet, formats)
    for rule in sheet.rules:
        _refuse_other_workbooks(rule.formula, sheet.name)
        areas = rule.areas
        if not areas:
            raise LayoutError(f"{sheet.name}: the rule {rule.formula} has no cells")
        worksheet.conditional_format(
            areas[0].first_row,
            areas[0].first_column,
            areas[0].last_row,
            areas[0].last_column,
            {
                "type": "formula",
                "criteria": rule.formula,
                "format": formats.rule(rule.role, rule.number_format),
                **({"multi_range": " ".join(area.a1 for area in areas)} if len(areas) > 1 else {}),
            },
        )
    if sheet.sparklines:  # one group: they look alike, and one click in Excel restyles them all
        worksheet.add_sparkline(
            sheet.sparklines[0].row,
            sheet.sparklines[0].column,
            {
                "location": [a1(line.row, line.column) for line in sheet.sparklines],
                "range": [line.source.a1 for line in sheet.sparklines],
                "series_color": f"#{theme.looks[Role.WORKING].rgb}",
                "last_point": True,
                "last_color": f"#{theme.looks[Role.HEADER].rgb}",
                "weight": 1,
            },
        )
    if sheet.filtered is not None:
        area = sheet.filtered
        worksheet.autofilter(area.first_row, area.first_column, area.last_row, area.last_column)
    _set_view(worksheet, sheet)
    _set_print(worksheet, sheet.print_setup, widths, heights, sheet.name)
    if sheet.logo_at is not None and theme.logo is not None:
        _place_logo(worksheet, sheet.logo_at, theme.logo)


def _mark_up(worksheet: Worksheet, sheet: SheetModel, table: NativeTable) -> None:
    """Tell Excel that the cells are a table. The library writes the headers too; the sheet's own go over them."""
    area = table.area
    texts = {cell.column: str(cell.value) for cell in sheet.cells if cell.row == area.first_row}
    worksheet.add_table(
        area.first_row,
        area.first_column,
        area.last_row,
        area.last_column,
        {
            "name": table.name,
            "title": table.name,
            "description": table.alternative,
            "autofilter": False,
            "banded_rows": False,
            "first_column": True,
            "style": None,
            "columns": [{"header": texts[column]} for column in range(area.first_column, area.last_column + 1)],
        },
    )


def _set_columns(worksheet: Worksheet, sheet: SheetModel, theme: Theme) -> dict[int, float]:
    """Set the columns and return the width of each that shows, by column; 0 for a hidden one."""
    widths: dict[int, float] = {}
    for spec in sheet.columns:
        width = theme.width(sheet.key, spec.column, spec.width)
        worksheet.set_column(
            spec.column,
            spec.column,
            width,
            None,
            {"level": spec.outline_level, "collapsed": spec.collapsed, "hidden": spec.hidden},
        )
        widths[spec.column] = 0.0 if spec.hidden else width
    return widths


def _write_cells(worksheet: QuickWorksheet, sheet: SheetModel, formats: FormatBook) -> None:
    merges = {(merge.first_row, merge.first_column): merge for merge in sheet.merges}
    links = 0
    for cell in sheet.cells:
        literal = isinstance(cell.value, str) and _looks_live(cell.value)
        cell_format = formats.cell(cell.role, cell.number_format, literal=literal)
        merge = merges.get((cell.row, cell.column)) if merges else None
        if merge is not None and (merge.first_row, merge.first_column) != (merge.last_row, merge.last_column):
            worksheet.merge_range(
                merge.first_row, merge.first_column, merge.last_row, merge.last_column, None, cell_format
            )
        if cell.link is not None:
            links += 1
            if links > _MAX_LINKS:
                raise LayoutError(f"{sheet.name} has more links than the {_MAX_LINKS:,} that Excel can hold")
            _write_link(worksheet, cell, cell.link, cell_format, sheet.name)
        _write_value(worksheet, cell, cell_format, sheet.name)
        if cell.note:
            _write_note(worksheet, cell, cell.note, sheet.name)


def _looks_live(text: str) -> bool:
    """Whether Excel would take `text` for a formula once someone edits the cell and presses Enter."""
    return text[:1] in ("=", "+", "@") or (text[:1] == "-" and len(text) > 1)


def _write_value(worksheet: QuickWorksheet, cell: Cell, cell_format: Format, sheet_name: str) -> None:
    row, column, value = cell.row, cell.column, cell.value
    if type(value) is float:  # most cells are
        _finite(value, sheet_name, row, column)
        worksheet.put_number(row, column, value, cell_format)
    elif value is None or value == "":
        worksheet.put_blank(row, column, cell_format)
    elif isinstance(value, str):
        worksheet.write_string(row, column, value, cell_format)
    elif isinstance(value, bool):
        worksheet.write_boolean(row, column, value, cell_format)
    elif isinstance(value, Formula):
        _refuse_other_workbooks(value.text, f"{sheet_name}!{a1(row, column)}")
        _finite(value.cached, sheet_name, row, column)
        if value.spilled:
            _write_spill(worksheet, cell, value, cell_format, sheet_name)
        else:
            worksheet.write_formula(row, column, value.text, cell_format, value.cached)
    elif isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        worksheet.write_datetime(row, column, moment, cell_format)
    else:
        _finite(value, sheet_name, row, column)
        worksheet.put_number(row, column, value, cell_format)


def _write_spill(worksheet: QuickWorksheet, cell: Cell, formula: Formula, cell_format: Format, sheet_name: str) -> None:
    """A dynamic array: the formula in its corner, and in the cells around it the values that it gives."""
    rows, width = formula.spilled, len(formula.spilled[0])
    last = (cell.row + len(rows) - 1, cell.column + width - 1)
    worksheet.write_dynamic_array_formula(
        cell.row,
        cell.column,
        *last,
        formula.text,
        cell_format,
        formula.cached,
    )
    for down, values in enumerate(rows):
        for across, value in enumerate(values):
            if down or across:
                result = Cell(cell.row + down, cell.column + across, value, cell.role)
                _write_value(worksheet, result, cell_format, sheet_name)


def _finite(value: float | str, sheet_name: str, row: int, column: int) -> None:
    if not isinstance(value, str) and not math.isfinite(value):
        raise LayoutError(f"{sheet_name}!{a1(row, column)}: {value} is not a number that Excel can hold")


def _refuse_other_workbooks(formula: str, where: str) -> None:
    """A published card must never reach into another file, so a formula with a bracket is refused."""
    if "[" in formula and "[" in _QUOTED.sub("", formula):
        raise LayoutError(f"{where}: the formula {formula} refers to another workbook or to a table")


def _write_link(worksheet: Worksheet, cell: Cell, link: Link, cell_format: Format, sheet_name: str) -> None:
    """Attach the link alone; the cell's value and look are written over what the library puts there."""
    where = f"{sheet_name}!{a1(cell.row, cell.column)}"
    address, _, anchor = link.target.partition("#")
    if max(len(address), len(anchor)) > _MAX_URL:
        raise LayoutError(f"{where}: the link is longer than the {_MAX_URL:,} characters that Excel can hold")
    if len(link.tip) > _MAX_TIP:
        raise LayoutError(f"{where}: the tip of the link is longer than {_MAX_TIP} characters")
    worksheet.ignore_write_string = True
    try:
        worksheet.write_url(cell.row, cell.column, link.target, cell_format, tip=link.tip or None)
    finally:
        worksheet.ignore_write_string = False


def _write_note(worksheet: Worksheet, cell: Cell, note: str, sheet_name: str) -> None:
    if len(note) > MAX_TEXT:
        where = f"{sheet_name}!{a1(cell.row, cell.column)}"
        raise LayoutError(f"{where}: the note holds more text than Excel can hold")
    characters = _NOTE_CHARACTERS if len(note) < 500 else _NOTE_CHARACTERS * 1.5
    points = block_height(Block(note, characters, _NOTE_FONT_SIZE))
    worksheet.write_comment(
        cell.row,
        cell.column,
        note,
        {
            "author": "",
            "visible": False,
            "font_name": "Arial",
            "font_size": _NOTE_FONT_SIZE,
            "width": round(characters * 7 + 16),
            "height": min(round(points * 96 / 72 + 14), 700),
        },
    )


def _set_view(worksheet: Worksheet, sheet: SheetModel) -> None:
    worksheet.hide_gridlines(1 if sheet.show_gridlines else 2)
    worksheet.set_zoom(sheet.zoom)
    if sheet.freeze is not None:
        worksheet.freeze_panes(*sheet.freeze)


def _set_print(
    worksheet: Worksheet,
    setup: PrintSetup,
    widths: Mapping[int, float],
    heights: Mapping[int, float],
    sheet_name: str,
) -> None:
    if max(len(setup.header), len(setup.footer)) > _MAX_HEADER:
        raise LayoutError(f"{sheet_name}: a header or footer is longer than {_MAX_HEADER} characters")
    worksheet.set_paper(setup.paper)
    if setup.landscape:
        worksheet.set_landscape()
    left, right, top, bottom = setup.margins
    worksheet.set_margins(left, right, top, bottom)
    area = setup.area
    worksheet.print_area(area.first_row, area.first_column, area.last_row, area.last_column)
    if setup.repeat_rows is not None:
        worksheet.repeat_rows(*setup.repeat_rows)
    breaks = sorted(row for row in set(setup.breaks_before_rows) if row > 0)
    scale = print_scale(setup, widths, heights)
    if breaks:
        worksheet.set_print_scale(scale)
        worksheet.set_h_pagebreaks(breaks)
    else:
        worksheet.fit_to_pages(setup.pages_wide, 0)
    if setup.header:
        worksheet.set_header(setup.header, {"margin": min(0.3, top)})
    if setup.footer:
        worksheet.set_footer(setup.footer, {"margin": min(0.25, bottom)})
    if setup.centred:
        worksheet.center_horizontally()


def _place_logo(worksheet: Worksheet, where: tuple[int, int], logo: bytes) -> None:
    """The council's logo, never taller than the title block it stands in; it moves with its cell."""
    image = Image(io.BytesIO(logo))
    shown = image.height * 96 / (image.y_dpi or 96)
    scale = min(1.0, _LOGO_PIXELS / shown) if shown else 1.0
    worksheet.insert_image(
        *where,
        "logo",
        {
            "image_data": io.BytesIO(logo),
            "x_scale": scale,
            "y_scale": scale,
            "object_position": 2,
            "description": "Council logo",
        },
    )
