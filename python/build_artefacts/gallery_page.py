"""One page of the gallery: a title, what it shows, and a table whose columns may hold one spilled formula each."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.core.series import Missing
from cpp_scorecard.sheets.fit import Block, row_height
from cpp_scorecard.sheets.model import (
    Area,
    Cell,
    CellValue,
    ColumnSpec,
    ConditionalRule,
    Formula,
    PrintSetup,
    Role,
    SheetModel,
    a1,
    now,
)

if TYPE_CHECKING:
    from cpp_scorecard.sheets.theme import Theme

HEADER_ROW = 3
FIRST = HEADER_ROW + 1
"""The first row of the table's body, counted from zero."""
SAME, DIFFERS = "same", "differs"
_RATINGS = {"R": Role.RED, "A": Role.AMBER, "G": Role.GREEN}


@dataclass(frozen=True, slots=True)
class Shown:
    """A value with the number format that its row needs."""

    value: CellValue
    number_format: str


class Below:
    """Stands for a cell that a formula further up fills."""


BELOW = Below()
Content = CellValue | Shown | Below


@dataclass(frozen=True, slots=True)
class GalleryColumn:
    """A column of the table. `ratings` colours the letters R, A and G."""

    heading: str
    width: float
    role: Role = Role.CENTRED
    number_format: str | None = None
    ratings: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of the gallery."""

    key: str
    name: str
    title: str
    about: str
    columns: Sequence[GalleryColumn]
    rows: Sequence[Sequence[Content]]
    notes: Sequence[str] = ()


def data_rows(path: Path) -> list[dict[str, str]]:
    """A table of published figures."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number_format(printed: str) -> str:
    """The format in which a figure was printed."""
    decimals = len(printed.rstrip("%").partition(".")[2])
    return "#,##0" + ("." + "0" * decimals if decimals else "") + ("%" if printed.endswith("%") else "")


def figure(value: float | Missing | None, printed: str) -> Content:
    """A figure as the workbook knows it, shown as it was printed; the card's own word where there is none."""
    if value is None or isinstance(value, Missing):
        return printed or None
    return Shown(value, number_format(printed))


def printed_figure(printed: str) -> float:
    """The number that was printed: 94 % is 0.94."""
    plain = printed.replace(",", "")
    return float(plain.removesuffix("%")) / 100 if plain.endswith("%") else float(plain)


def printed_decimals(printed: str) -> int:
    """The decimals at which a printed figure can be compared."""
    decimals = len(printed.rstrip("%").partition(".")[2])
    return decimals + 2 if printed.endswith("%") else decimals


def cells_of(column: int, rows: int) -> str:
    """The cells of a column of the table."""
    return f"{a1(FIRST, column)}:{a1(FIRST + rows - 1, column)}"


def spilled(text: str, values: Sequence[float | str]) -> Formula:
    """A formula that fills a column downwards."""
    return Formula(text, values[0], tuple((value,) for value in values))


def below(formula: Formula) -> list[Content]:
    """The contents of the column that the formula fills: itself, and what it spills into."""
    return [formula, *[BELOW] * (len(formula.spilled) - 1)]


def match(ours: str, theirs: str, same: bool, decimals: int | None = None) -> Formula:
    """Whether two cells agree; figures do at as many `decimals` as are printed."""
    test = f"{ours}={theirs}" if decimals is None else f"ROUND({ours},{decimals})=ROUND({theirs},{decimals})"
    return Formula(f'=IF({test},"{SAME}","{DIFFERS}")', SAME if same else DIFFERS)


def sheet_of(page: Page, theme: Theme) -> SheetModel:
    """The page laid out: A4 or wider, header repeated, nothing clipped."""
    last = len(page.columns) - 1
    widths = [column.width for column in page.columns]
    cells = [Cell(0, 0, page.title, Role.TITLE), Cell(1, 0, page.about, Role.SUMMARY)]
    merges = [Area(0, 0, 0, last), Area(1, 0, 1, last)]
    heights = {0: 24.0, 1: _height({0: (page.about, sum(widths))}, Role.SUMMARY, theme)}
    for at, column in enumerate(page.columns):
        cells.append(Cell(HEADER_ROW, at, column.heading, Role.HEADER))
    heights[HEADER_ROW] = _height({at: (c.heading, c.width) for at, c in enumerate(page.columns)}, Role.HEADER, theme)
    spills: dict[tuple[int, int], float | str] = {}
    for row, contents in enumerate(page.rows, start=FIRST):
        texts: dict[int, tuple[str, float]] = {}
        for at, (column, content) in enumerate(zip(page.columns, contents, strict=True)):
            filled = spills.get((row, at), "")
            text = filled if isinstance(filled, str) else ""
            if not isinstance(content, Below):
                value, code = (
                    (content.value, content.number_format)
                    if isinstance(content, Shown)
                    else (content, column.number_format)
                )
                cells.append(Cell(row, at, value, column.role, code))
                text = str(now(value) or "") if isinstance(now(value), str) else ""
                if isinstance(value, Formula):
                    for down, line in enumerate(value.spilled):
                        spills.update({(row + down, at + across): found for across, found in enumerate(line)})
            texts[at] = (text, column.width)
        heights[row] = _height(texts, Role.TEXT, theme)
    end = FIRST + len(page.rows)
    for place, note in enumerate(page.notes, start=end + 1):
        cells.append(Cell(place, 0, note, Role.FOOTNOTE))
        merges.append(Area(place, 0, place, last))
        heights[place] = _height({0: (note, sum(widths))}, Role.FOOTNOTE, theme)
    return SheetModel(
        key=page.key,
        name=page.name,
        cells=tuple(cells),
        print_setup=PrintSetup(
            area=Area(0, 0, end + len(page.notes), last),
            repeat_rows=(HEADER_ROW, HEADER_ROW),
            footer="&C&8Page &P of &N",
        ),
        merges=tuple(merges),
        columns=tuple(ColumnSpec(at, width) for at, width in enumerate(widths)),
        row_heights=tuple(sorted(heights.items())),
        rules=tuple(_rules(page)),
        freeze=(FIRST, 1),
    )


def _height(texts: Mapping[int, tuple[str, float]], role: Role, theme: Theme) -> float:
    blocks = [Block.of(text, width, theme.looks[role]) for text, width in texts.values()]
    return row_height(blocks, minimum=17)


def _rules(page: Page) -> list[ConditionalRule]:
    rules = []
    for at, column in enumerate(page.columns):
        if column.ratings:
            area = Area(FIRST, at, FIRST + len(page.rows) - 1, at)
            rules += [
                ConditionalRule((area,), f'={a1(FIRST, at)}="{letter}"', role) for letter, role in _RATINGS.items()
            ]
    return rules
