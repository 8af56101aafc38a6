"""The Highlights sheet: which indicators make a theme, and what officers wrote about it for a month.

Two tables, found by their header `Highlight theme`: one names the indicators of each theme, the other holds the
texts. A council without the sheet has no highlights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cpp_scorecard.core.findings import Severity
from cpp_scorecard.core.highlights import HighlightText, HighlightTheme, Question, text_of
from cpp_scorecard.intake.dataset_words import LONGEST_IN_A_CELL
from cpp_scorecard.intake.grid import CellKind
from cpp_scorecard.intake.ledgers import day_of, month_of, plain_date, rows_of
from cpp_scorecard.intake.name_index import name_key
from cpp_scorecard.intake.vocabulary import plain

if TYPE_CHECKING:
    from cpp_scorecard.core.period import Month
    from cpp_scorecard.core.series import CellRef
    from cpp_scorecard.intake.definitions import Register
    from cpp_scorecard.intake.table import Table

_NOT_MARKED = ("", "no", "n", "0", "false")


def read_highlights(
    tables: Iterable[Table], register: Register
) -> tuple[tuple[HighlightTheme, ...], tuple[HighlightText, ...]]:
    """The themes in their order and the texts in theirs; what is to be asked about goes to `register`."""
    found = [table for table in tables if table.has("highlight_theme")]
    themes = _themes([table for table in found if table.has("indicator") or table.has("reference")], register)
    texts = [
        text
        for table in found
        if any(table.has(question.value) for question in Question)
        for text in _texts(table, register, themes)
    ]
    _ask_about_two(texts, register)
    return themes, tuple(texts)


def _themes(tables: Iterable[Table], register: Register) -> tuple[HighlightTheme, ...]:
    names: dict[str, tuple[str, CellRef | None]] = {}
    places: dict[str, dict[int, bool]] = {}
    for table in tables:
        theme_of = dict(_carried(table))
        for row, place in rows_of(register, table):
            theme = theme_of.get(row, "")
            if not theme:
                continue
            key = name_key(theme)
            names.setdefault(key, (theme, table.ref(row, "highlight_theme")))
            marked = plain(table.text(row, "key_figure")) not in _NOT_MARKED
            of_theme = places.setdefault(key, {})
            if marked and any(of_theme.values()) and place not in of_theme:
                _two_keys(register, table, row, theme, marked=next(p for p, is_key in of_theme.items() if is_key))
                marked = False
            of_theme.setdefault(place, marked)
    return tuple(
        HighlightTheme(name, tuple(sorted(places[key], key=lambda place: not places[key][place])), where)
        for key, (name, where) in names.items()
    )


def _carried(table: Table) -> Iterator[tuple[int, str]]:
    """Each row with its theme: its own, or the last one above it."""
    theme = ""
    for row in table.body():
        theme = " ".join(table.text(row, "highlight_theme").split()) or theme
        yield row, theme


def _two_keys(register: Register, table: Table, row: int, theme: str, marked: int) -> None:
    register.ask(
        "key-figure-twice",
        Severity.WARNING,
        f'the theme "{theme}" has two key figures; {register.indicators[marked].name} was used.',
        "Mark one of them.",
        table.ref(row, "key_figure"),
    )


def _texts(table: Table, register: Register, themes: Sequence[HighlightTheme]) -> Iterator[HighlightText]:
    known = {name_key(theme.name): theme.name for theme in themes}
    for row in table.body():
        answers, cells = _answers(table, row, register)
        if not answers:
            continue
        named, where = " ".join(table.text(row, "highlight_theme").split()), table.ref(row, "highlight_theme")
        theme = known.get(name_key(named))
        if theme is None:
            register.ask(
                "highlight-theme-unknown",
                Severity.WARNING,
                f'a text is about "{named}", which has no indicator among the highlight themes; it is not shown.'
                if named
                else "a text names no highlight theme; it is not shown.",
                f"Name one of {', '.join(known.values())}." if known else "List the indicators of the theme first.",
                where,
            )
            continue
        month = _month(table, row, register, theme)
        if month is not None:
            yield HighlightText(
                theme,
                month,
                answers,
                cells,
                table.text(row, "officer"),
                plain_date(table.cell(row, "date")),
                where,
                day_of(table.cell(row, "period_label")),
            )


def _answers(table: Table, row: int, register: Register) -> tuple[dict[Question, str], dict[Question, CellRef]]:
    """The officer's words, letter for letter, and where they stand."""
    answers: dict[Question, str] = {}
    cells: dict[Question, CellRef] = {}
    for question in Question:
        cell, where = table.cell(row, question.value), table.ref(row, question.value)
        if cell is None or where is None or cell.is_empty:
            continue
        if cell.kind in (CellKind.ERROR, CellKind.UNCALCULATED):
            register.ask(
                "cell-unusable",
                Severity.WARNING,
                f"{cell.text} stands where an officer's words were expected; the figures' draft is shown.",
                "Type the words, or open the workbook in Excel and save it.",
                where,
            )
            continue
        text = str(cell.value) if cell.kind is CellKind.TEXT else cell.text
        if len(text) > LONGEST_IN_A_CELL:
            register.ask(
                "text-too-long",
                Severity.ERROR,
                f"the text has {len(text):,} characters; the report has its first {LONGEST_IN_A_CELL:,}.",
                "Shorten it.",
                where,
            )
        answers[question], cells[question] = text[:LONGEST_IN_A_CELL], where
    return answers, cells


def _month(table: Table, row: int, register: Register, theme: str) -> Month | None:
    """The month that a text is for: the last of a quarter; nothing where that is not said."""
    month, is_month = month_of(table.cell(row, "period_label"))
    if month is not None:
        return month
    said = f'names "{table.text(row, "period_label")}", which is no month' if not is_month else "names no period"
    register.ask(
        "highlight-period",
        Severity.WARNING,
        f'a text about "{theme}" {said}; it is not shown.',
        "Enter the report month that it was written for, such as Dec-21.",
        table.ref(row, "period_label") or table.ref(row, "highlight_theme"),
    )
    return None


def _ask_about_two(texts: Sequence[HighlightText], register: Register) -> None:
    for place, text in enumerate(texts):
        used = text_of(texts[place + 1 :], text.theme, text.month)
        if used is not None:
            register.ask(
                "highlight-twice",
                Severity.WARNING,
                f'the theme "{text.theme}" has two texts for {text.month}; the later one ({used.where}) is shown.',
                "Delete the one that no longer holds.",
                text.where,
            )
