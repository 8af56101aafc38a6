"""What keeps a rated figure live: its colour and letter follow the formula beside the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cpp_scorecard.core.rag import Rag
from cpp_scorecard.reports.numbers import with_letter
from cpp_scorecard.sheets.model import Area, ConditionalRule, Role, a1

RATINGS = ((Rag.RED, Role.RED), (Rag.AMBER, Role.AMBER), (Rag.GREEN, Role.GREEN))


def rating_rules(rows_by_format: Mapping[str, list[int]], column: int, rating_column: int) -> Iterator[ConditionalRule]:
    """The colours of the figures in `column`, by the letters that stand in `rating_column` of the same row.

    `rows_by_format` has the rows of each number format: the letter is part of the format that the rule shows.
    """
    for base, rows in rows_by_format.items():
        areas = tuple(runs(rows, column))
        for rag, role in RATINGS:
            formula = f'={a1(areas[0].first_row, rating_column, fixed_column=True)}="{rag.value}"'
            yield ConditionalRule(areas, formula, role, with_letter(base, rag.value))


def runs(rows: list[int], column: int) -> Iterator[Area]:
    """Neighbouring rows (given in order) as areas of one column."""
    start = previous = rows[0]
    for row in [*rows[1:], -1]:
        if row != previous + 1:
            yield Area(start, column, previous, column)
            start = row
        previous = row
