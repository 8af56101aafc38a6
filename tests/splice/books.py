"""Workbooks for the tests of the splice: rendered reports, and what a council might have."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from tests.tools.pictures import png

from cpp_scorecard.sheets.model import (
    Area,
    BookModel,
    BookProperties,
    Cell,
    ConditionalRule,
    Formula,
    Link,
    PrintSetup,
    Role,
    SheetModel,
    Sparkline,
)
from cpp_scorecard.sheets.render import render
from cpp_scorecard.sheets.theme import load_theme

THEME = load_theme()
SHEETS = {"card": "CPP Scorecard", "explained": "Explained"}
"""The keys and names of the sheets of `reports`."""


@cache
def reports(seen: float = 0.875) -> bytes:
    """Two sheets of the product's own renderer: texts, figures, a live rule, a trend, notes and links."""
    page = PrintSetup(area=Area(0, 0, 9, 5), repeat_rows=(0, 1))
    card = SheetModel(
        key="card",
        name=SHEETS["card"],
        cells=(
            Cell(0, 0, "Corporate Parenting Panel  ", Role.TITLE),
            Cell(2, 0, "Children seen", Role.INDICATOR, link=Link("internal:Explained!A1", "Explained")),
            Cell(2, 1, seen, Role.FIGURE, number_format="0.0%", note="from the 'Figures' sheet"),
            Cell(2, 2, Formula("=Explained!$B$1*B3", 2 * seen), Role.FIGURE, number_format="0.0%"),
            Cell(2, 3, "=not a formula", Role.TEXT),
            Cell(3, 1, dt.date(2022, 1, 31), Role.CENTRED, number_format="dd mmm yyyy"),
            Cell(3, 0, "the workbook", Role.LINK, link=Link("external:figures.xlsx#'CPP Scorecard'!A1")),
        ),
        print_setup=page,
        rules=(
            ConditionalRule((Area(2, 1, 2, 1),), "=$B$3<Explained!$B$1", Role.RED, '0.0%" R"'),
            ConditionalRule((Area(2, 1, 2, 1),), "=$B$3>=Explained!$B$1", Role.GREEN, '0.0%" G"'),
        ),
        sparklines=(Sparkline(2, 4, Area(2, 1, 2, 2)),),
        freeze=(2, 1),
    )
    explained = SheetModel(
        key="explained",
        name=SHEETS["explained"],
        cells=(
            Cell(0, 0, "What it means", Role.HEADING, note="a note"),
            Cell(0, 1, 2.0, Role.FIGURE),
            Cell(1, 0, "To the card", Role.LINK, link=Link("internal:'CPP Scorecard'!A1")),
        ),
        print_setup=page,
    )
    return render(BookModel((card, explained), BookProperties("Reports")), THEME)


@cache
def drawn_reports() -> bytes:
    """Two sheets with all that Excel can draw and our renderer could come to write."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2000, 1, 1)})
    panel, summary = book.add_worksheet("Panel One"), book.add_worksheet("Summary")
    share, plain = book.add_format({"num_format": "0.0%", "bold": True}), book.add_format({"italic": True})
    panel.write_datetime(0, 0, dt.datetime(2021, 12, 31), book.add_format({"num_format": "dd mmm yyyy"}))
    panel.write_rich_string(1, 0, "Plain ", share, "bold ", plain, " and blanks  ")
    for row in range(3, 9):
        panel.write_string(row, 0, f"Month {row}")
        panel.write_number(row, 1, row / 20, share)
        panel.write_formula(row, 2, f"=Summary!A1+B{row + 1}", share, row / 20 + 0.15)
    for kind in ("line", "column", "bar", "pie", "area", "scatter"):
        chart: Any = book.add_chart({"type": kind})
        chart.add_series(
            {
                "name": "='Panel One'!$A$4",
                "categories": "='Panel One'!$A$4:$A$9",
                "values": "='Panel One'!$B$4:$B$9",
                "data_labels": {"value": True},
            }
        )
        chart.set_title({"name": "Seen"})
        summary.insert_chart(4, 0, chart)
    summary.write_formula("A1", "='Panel One'!B4", None, 0.15)
    summary.write_url("A2", "internal:'Panel One'!A1", string="there")
    summary.write_url("A3", "external:other.xlsx#'Panel One'!A1", string="elsewhere")
    picture = {"image_data": io.BytesIO(png(8, 8))}
    summary.insert_image("H2", "logo.png", {**picture, "url": "internal:'Panel One'!A1"})
    panel.insert_image("H2", "logo.png", picture)
    panel.set_header("&L&G", {"image_left": "logo.png", "image_data_left": io.BytesIO(png(9, 9))})
    panel.write_comment("B4", "A note")
    rule = book.add_format({"bg_color": "#E2968B", "num_format": '0%"R"'})
    panel.conditional_format("B4:B9", {"type": "formula", "criteria": "=Summary!$A$1>0.4", "format": rule})
    panel.add_sparkline("D4", {"range": "'Panel One'!B4:B9"})
    panel.data_validation("F4", {"validate": "list", "source": "=Summary!$A$1:$A$3"})
    summary.insert_textbox("J5", "", {"textlink": "='Panel One'!$A$2"})
    panel.print_area("A1:H20")
    panel.repeat_rows(0, 2)
    panel.autofilter("A3:C9")
    panel.set_column(0, 0, 30)
    book.close()
    return stream.getvalue()


def council(edit: Callable[[Any], None] | None = None) -> bytes:
    """A council's workbook as openpyxl writes it: two sheets, formulas without results, and print titles."""
    book: Any = openpyxl.Workbook()
    book.active.title = "Figures"
    book.active["A1"], book.active["B1"] = "Children seen", "='CPP Scorecard'!B3"
    other = book.create_sheet("Notes")
    other.print_title_rows = "1:2"
    if edit:
        edit(book)
    return saved(book)


@cache
def full_council() -> bytes:
    """A council's workbook with charts, a table, rules, names, notes, a picture and cached results."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    figures = book.add_worksheet("Figures")
    bold = book.add_format({"bold": True, "num_format": "0.000"})
    for row in range(1, 11):
        figures.write_number(row, 0, row, bold)
        figures.write_formula(row, 1, f"=A{row + 1}*2", bold, row * 2)
    figures.add_table("D1:E4", {"data": [["a", 1], ["b", 2]], "columns": [{"header": "Place"}, {"header": "Number"}]})
    figures.conditional_format("A2:A11", {"type": "cell", "criteria": ">", "value": 5, "format": bold})
    figures.write_comment("A2", "a note of the council's")
    figures.insert_image("G2", "c.png", {"image_data": io.BytesIO(png(5, 5))})
    chart: Any = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Figures!$A$2:$A$11"})
    figures.insert_chart("G8", chart)
    book.define_name("Seen", "=Figures!$A$2:$A$11")
    book.define_name("Figures!Local", "=Figures!$B$2")
    book.close()
    return stream.getvalue()


def saved(book: Any) -> bytes:
    """A workbook as openpyxl saves it."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(content: bytes) -> Any:
    """A workbook as openpyxl reads it; it says what it leaves out, which is not what is looked at."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content))


def parts(content: bytes) -> dict[str, bytes]:
    """Every part of a workbook, by its name in the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def repacked(content: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The workbook with parts replaced, added, or (None) taken out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in {**parts(content), **changes}.items():
            if part is not None:
                package.writestr(name, part)
    return stream.getvalue()


def edited(content: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with `old` replaced in one of its parts, where it must be found."""
    text = parts(content)[part].decode()
    assert old in text
    return repacked(content, {part: text.replace(old, new, 1).encode()})


def corpus() -> list[Path]:
    """The workbooks that nobody here made, or none where they are not at hand."""
    from tests.tools import shared

    folder = shared.path("corpus")
    return sorted(folder.glob("*.xls*")) if folder else []
