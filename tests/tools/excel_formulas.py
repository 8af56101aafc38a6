"""Sheet names in formulas, as Excel leads them along: to copies, to new names, to #REF!.

Report sheets have the same formulas in every test: each text is taken apart once in a run.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pyopenvba._a1 import quote_sheet
from pyopenvba.apps.excel import _engine_book
from pyopenvba.formula import _prefixes, _structured
from pyopenvba.formula._parse import Token, split_sheet, tokenize

from tests.tools.excel_things import SheetExtras, extras

_REF = "#REF!"


@cache
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(tokenize(text))


@cache
def _read(formula: str, tables: tuple[str, ...]) -> Any:
    spelled = _structured.in_file(formula, list(tables), at_escaped=True)
    return _engine_book.parse(_prefixes.in_file(spelled))


def read_formulas_once() -> None:
    """Have the model keep the tree of a formula, which nothing changes, from one workbook to the next."""
    engine: Any = _engine_book.EngineBook
    engine.read = lambda self, formula: _read(formula, tuple(self.table_names()))


def copied_formula(text: str, source: Any, name: str, external: bool, group: set[str]) -> str:
    for token in reversed(_tokens(text)):
        sheet, body = split_sheet(token.text)
        if token.kind not in ("ref", "name") or not sheet:
            continue
        if sheet.casefold() == source.name.casefold():
            written = f"{quote_sheet(name)}!{body}"
        elif external and sheet.casefold() not in group:
            written = f"'[{source.book.name}]{sheet}'!{body}"
        else:
            continue
        text = text[: token.at] + written + text[token.at + len(token.text) :]
    return text


def _with_sheet(text: str, was: str, name: str | None) -> str:
    """A formula with every mention of a sheet under its new name, or as #REF! where it is gone."""
    if was.casefold() not in text.casefold():
        return text
    start = 1 if text.startswith("=") else 0
    body = text[start:]
    for token in reversed(_tokens(body)):
        sheet, rest = split_sheet(token.text)
        if sheet.casefold() == was.casefold():
            written = _REF if name is None else f"{quote_sheet(name)}!{rest}"
            body = body[: token.at] + written + body[token.at + len(token.text) :]
    return text[:start] + body


def replace_in(sheet: Any, was: str, name: str | None) -> None:
    changed = False
    for cell in sheet.cells_.values():
        if cell.formula:
            text = _with_sheet(cell.formula, was, name)
            if text != cell.formula:
                cell.formula, cell.stale, changed = text, True, True
    if changed:
        sheet.shape_changed()


def replace_sheet(book: Any, was: str, name: str | None) -> None:
    for sheet in book.sheets_:
        replace_in(sheet, was, name)
        move_references(extras(sheet), was, name)
    for entry in book.names_.entries:
        entry.refers_to = _with_sheet(entry.refers_to, was, name)
    book.calculator.rebuild()


def move_references(own: SheetExtras, was: str, name: str | None) -> None:
    for chart in own.charts:
        chart.series = [_with_sheet(formula, was, name) for formula in chart.series]
    own.sparklines[:] = [_with_sheet(data, was, name) for data in own.sparklines]
