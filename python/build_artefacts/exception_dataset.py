"""The sample workbook of the exception dataset: the published grid, and the lists that say how to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlsxwriter.workbook import Workbook

from build_artefacts.data_tables import FigureCell
from build_artefacts.exception_figures import Dataset, load
from build_artefacts.exception_grid import HEADINGS, write_grid
from build_artefacts.exception_notes import READ_ME
from build_artefacts.figure_cells import number_format
from build_artefacts.indicator_workbook import (
    OVERRIDES,
    IndicatorWorkbook,
    Row,
    _lines,
    _list_header,
    _list_row,
    _read_me,
    _settings,
)
from build_artefacts.looks import Looks, add_sheet, new_workbook
from build_artefacts.published_figures import Printed, read_table
from build_artefacts.wiltshire_sample import settings

MEASURE_TYPES = (
    "Number",
    "Distinct children",
    "Snapshot",
    "Rate of a flow",
    "Rate of a stock",
    "Percentage",
    "Percentage snapshot",
    "Mean",
    "Weighted mean",
    "As given",
)
RANGE_BASES = ("quarterly", "annual", "per annum")
DIFFERENCE_KINDS = (
    "year-end outturn",
    "stale copy",
    "another population",
    "another denominator",
    "sign",
    "rounding",
    "revised later",
    "slip",
)
STATUSES = ("of concern", "watching brief")


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet with one header row. A column without a value in the data is filled in from the grid by Ref."""

    name: str
    data: str
    """The data file; empty where the rows are taken from the grid."""
    subtitle: str
    columns: tuple[tuple[str, int], ...]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


_AREA, _INDICATOR, _REF = ("Area", 26), ("Indicator", 56), ("Ref", 7)
LISTS = (
    ListSheet(
        "Measures",
        "measures.csv",
        "How each figure is worked out. A row of the grid that is not listed here follows its printed type.",
        (
            _REF,
            _AREA,
            _INDICATOR,
            ("Measure type", 20),
            ("Numerator", 19),
            ("Denominator", 14),
            ("Expected range is", 12),
            ("Why", 76),
        ),
        {"Measure type": MEASURE_TYPES, "Expected range is": RANGE_BASES},
    ),
    ListSheet(
        "Differences",
        "differences.csv",
        "Printed figures that do not follow from the others, with the likely reason.",
        (_REF, ("Period", 12), ("Kind of difference", 22), ("Reason", 100)),
        {"Kind of difference": DIFFERENCE_KINDS},
    ),
    ListSheet(
        "Narrative",
        "narrative.csv",
        "What heads of service say about the quarter. One row for each item; rows are added, never changed.",
        (
            ("Section", 30),
            ("Heading", 24),
            ("Indicator no.", 12),
            ("Period", 10),
            ("Status", 15),
            ("Text", 90),
            ("Author", 34),
            ("Date", 12),
        ),
        {"Heading": HEADINGS, "Status": STATUSES},
    ),
    ListSheet(
        "Sections",
        "",
        "The section of the report that each area belongs to, and who answers for it.",
        (("Area", 36), ("Section", 46), ("Head of service", 50)),
    ),
    ListSheet(
        "Overrides",
        "overrides.csv",
        "What an officer decided against the rules. One row a decision; rows are added, never changed.",
        (
            _INDICATOR,
            _REF,
            ("What", 14),
            ("Applies to", 12),
            ("Value", 10),
            ("Officer", 20),
            ("Date", 12),
            ("Reason", 76),
        ),
        {"What": OVERRIDES},
    ),
    ListSheet(
        "Annual strips",
        "annual_strips.csv",
        "Indicators shown as strips in the annual report: the report before, and the quarters since.",
        (
            _REF,
            ("Previous report from", 14),
            ("Previous report to", 14),
            ("Previous low", 11),
            ("Previous high", 11),
            ("Current from", 12),
            ("Current to", 12),
            ("Current low", 11),
            ("Current high", 11),
            ("Basis", 56),
        ),
    ),
)


def build(data: Path, path: Path) -> None:
    """Write the workbook from the data files in the folder `data`."""
    grid = load(data)
    content = IndicatorWorkbook(
        title="Safeguarding exception dataset: Wiltshire, Quarter 2, 2021-22",
        subject="The published figures, with the rules that give them",
        read_me=READ_ME,
        settings=settings(data / "settings.csv", "value"),
        definitions=(),
        data_sheets=(),
        comparators=(),
        overrides=(),
        letters=(),
        term_code="",
    )
    workbook = new_workbook(path, content.title, content.subject)
    looks = Looks(workbook)
    _read_me(workbook, looks, content)
    _settings(workbook, looks, content)
    write_grid(workbook, looks, grid)
    for sheet in LISTS:
        rows = list(_typed(sheet, read_table(data / sheet.data), grid)) if sheet.data else list(_sections(grid))
        _write_list(workbook, looks, content, sheet, rows)
    workbook.close()


def _write_list(
    workbook: Workbook, looks: Looks, content: IndicatorWorkbook, layout: ListSheet, rows: Sequence[Row]
) -> None:
    sheet = add_sheet(workbook, layout.name)
    names = [name for name, _ in layout.columns]
    top = _list_header(sheet, looks, content, layout.name, layout.subtitle, layout.columns)
    for row, cells in enumerate(rows, start=top):
        _list_row(sheet, looks, row, names, cells)
        sheet.set_row(row, 13.5 * _lines(cells, dict(layout.columns)) + 3)
    for name, values in layout.choices.items():
        column = names.index(name)
        rule = {
            "validate": "list",
            "source": list(values),
            "error_title": name,
            "error_message": "Please choose from the list, or leave the cell blank.",
        }
        sheet.data_validation(top, column, top + len(rows) - 1, column, rule)
    sheet.freeze_panes(top, 1)
    sheet.repeat_rows(top - 1)
    everywhere = f"A1:Z{top + len(rows)}"
    sheet.ignore_errors({"number_stored_as_text": everywhere, "two_digit_text_year": everywhere})


def _typed(layout: ListSheet, rows: Sequence[Mapping[str, str]], grid: Dataset) -> Iterator[Row]:
    """The rows of a data file as cells, with the area and the name of the indicator that each refers to."""
    known = grid.by_ref
    for row in rows:
        indicator = known[row["Ref"]] if "Ref" in row else None
        named = {"Area": indicator.area, "Indicator": indicator.indicator} if indicator else {}
        yield {name: _cell(name, row.get(name) or named.get(name, "")) for name, _ in layout.columns}


def _cell(name: str, text: str) -> FigureCell:
    if name == "Date":
        return FigureCell(text, "dd/mm/yyyy")
    token = Printed(text)
    if name.endswith((" low", " high")) and token.is_number:
        return FigureCell(token.value, number_format(token.decimals, token.is_percentage))
    return FigureCell(text, "@")


def _sections(grid: Dataset) -> Iterator[Row]:
    """Each area under the section where it first stands."""
    seen: set[str] = set()
    for block in grid.blocks:
        for area in block.areas:
            if area not in seen:
                seen.add(area)
                yield {
                    "Area": FigureCell(area),
                    "Section": FigureCell(block.section),
                    "Head of service": FigureCell(block.head_of_service),
                }
