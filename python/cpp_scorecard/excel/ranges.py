"""Ranges in and out: cells side by side, single cells stretched along them, one result for each.

A range arrives as a list of rows. Ranges go together when each has the same number of rows, or one, and the same
number of columns, or one; that one row, column or cell then counts for all. Anything else is a wrong shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeAlias

from cpp_scorecard.excel.failures import ExcelError, FailedCell, Failure
from cpp_scorecard.intake.tokens import LARGEST_FIGURE, SMALLEST_FIGURE

Cells: TypeAlias = Any
"""What xlwings hands over for an argument: rows of cells, or None where it was left out; and what it is handed back."""
Grid: TypeAlias = list[list[Any]]
Shape: TypeAlias = tuple[int, int]
Reader: TypeAlias = Callable[[object, str], Any]

BLANK = ""
"""What a cell shows where there is nothing to say and nothing wrong."""


def grid_of(given: Cells) -> Grid:
    """The rows of an argument; a single blank cell where it was left out."""
    return given if isinstance(given, list) else [[given]]


def shape_of(grid: Grid) -> Shape:
    """Rows and columns."""
    return len(grid), len(grid[0])


def size_in_words(shape: Shape) -> str:
    """`12 rows x 1 column`."""
    rows, columns = shape
    return f"{rows} row{'s'[: rows != 1]} x {columns} column{'s'[: columns != 1]}"


def common_shape(shapes: Mapping[str, Shape]) -> Shape:
    """The shape that ranges of these shapes make together; the first two that do not go together are named."""
    tallest = max(shapes, key=lambda name: shapes[name][0])
    widest = max(shapes, key=lambda name: shapes[name][1])
    whole = shapes[tallest][0], shapes[widest][1]
    for name, shape in shapes.items():
        for size, most, other in zip(shape, whole, (tallest, widest), strict=True):
            if size not in (1, most):
                raise FailedCell(
                    ExcelError.VALUE,
                    f"{name} has {size_in_words(shape)} and {other} has {size_in_words(shapes[other])}. Give ranges "
                    "of one shape, or a single row, column or cell for all.",
                )
    return whole


@dataclass(slots=True)
class Column:
    """An argument read cell by cell, row after row; a cell that could not be read is None and has its failure."""

    values: list[Any]
    failures: dict[int, Failure] = field(default_factory=dict)


def read_each(cells: Iterable[object], read: Reader, name: str) -> Column:
    """Every cell by the reader `read`."""
    column = Column([])
    for place, cell in enumerate(cells):
        try:
            column.values.append(read(cell, name))
        except FailedCell as failed:
            column.values.append(None)
            column.failures[place] = failed.failure
    return column


def plain_numbers(read: Reader, most: float = LARGEST_FIGURE) -> Callable[[Grid, str], Column]:
    """Reads columns of numbers: blanks and floats up to `most` at once, only anything else by the reader `read`.

    A thousand cells are mostly such floats, and calling a reader for each takes longer than rating them.
    """

    def column(grid: Grid, name: str) -> Column:
        blank = read(None, name)
        try:
            return Column(
                [
                    cell
                    if cell.__class__ is float and (SMALLEST_FIGURE <= cell <= most or cell == 0)
                    else blank
                    if cell is None
                    else read(cell, name)
                    for row in grid
                    for cell in row
                ]
            )
        except FailedCell:
            return read_each(chain.from_iterable(grid), read, name)

    return column


def few_words(read: Reader) -> Callable[[Grid, str], Column]:
    """Reads columns in which few different texts stand (High, Low): each text once."""

    def column(grid: Grid, name: str) -> Column:
        cells = list(chain.from_iterable(grid))
        try:
            words = {cell: read(cell, name) for cell in set(cells)}
        except FailedCell:
            return read_each(cells, read, name)
        return Column([words[cell] for cell in cells])

    return column


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument as it was given, with its name and what reads it."""

    name: str
    given: Cells
    read: Callable[[Grid, str], Column]


def one_by_one(read: Reader) -> Callable[[Grid, str], Column]:
    """Reads any column."""
    return lambda grid, name: read_each(chain.from_iterable(grid), read, name)


def spread(rule: Callable[..., object], *arguments: Argument) -> Grid:
    """`rule` for each place of the arguments' common shape.

    It is called with one read value of each argument. A place of which a cell could not be read, or for which it
    raises FailedCell, holds that failure; the others hold their own results.
    """
    grids = [grid_of(argument.given) for argument in arguments]
    shapes = {argument.name: shape_of(grid) for argument, grid in zip(arguments, grids, strict=True)}
    whole = common_shape(shapes)
    failures: dict[int, Failure] = {}
    values: list[Sequence[Any]] = []
    for argument, grid in zip(arguments, grids, strict=True):
        column = argument.read(grid, argument.name)
        values.append(_stretched(column.values, shape_of(grid), whole))
        if column.failures:
            places = _stretched(range(len(column.values)), shape_of(grid), whole)
            failures = {p: column.failures[own] for p, own in enumerate(places) if own in column.failures} | failures
    return reshaped(_results(rule, values, failures), whole[1])


def _stretched(values: Sequence[Any], shape: Shape, whole: Shape) -> Sequence[Any]:
    """The values of a range of `shape`, row after row, as they stand for each place of `whole`."""
    if shape == whole:
        return values
    if shape == (1, 1):
        return [values[0]] * (whole[0] * whole[1])
    (height, width), (rows, columns) = shape, whole
    return [
        values[(r if height > 1 else 0) * width + (c if width > 1 else 0)] for r in range(rows) for c in range(columns)
    ]


def _results(
    rule: Callable[..., object], values: Sequence[Sequence[Any]], failures: Mapping[int, Failure]
) -> list[object]:
    if not failures:
        try:
            return list(map(rule, *values))
        except FailedCell:
            pass  # each place by itself, to know which
    results: list[object] = []
    for place, row in enumerate(zip(*values, strict=True)):
        try:
            results.append(failures[place].marked if place in failures else rule(*row))
        except FailedCell as failed:
            results.append(failed.failure.marked)
    return results


def reshaped(values: list[object], columns: int) -> Grid:
    """Rows of `columns` values each."""
    if columns == 1:
        return [[value] for value in values]
    return [values[start : start + columns] for start in range(0, len(values), columns)]
