"""Where the tables of a worksheet are: header bands found by their words, columns in any order.

A header band is the row that names the indicator (or the setting) with whatever recognised headers stand
beside it: one row, or two with groups above the leaves. What cannot be told is asked about (see `header_questions`);
what a council knows better is pinned in its Settings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from cpp_scorecard.intake.grid import CellKind, Grid, GridCell
from cpp_scorecard.intake.list_kinds import LIST_ANCHOR, kind_of
from cpp_scorecard.intake.table import NO_PINS, Column, SheetPins, Table
from cpp_scorecard.intake.tokens import header_status, names_time, parse_period, period_of_text
from cpp_scorecard.intake.vocabulary import plain, vocabulary

ANCHOR_ROLES = (
    "indicator",
    "setting",
    "head_of_service",
    "indicator_numbers",
    "difference_kind",
    "previous_from",
    "code_set_field",
    "highlight_theme",
)
"""A table is a row with one of these and at least one other known header or period."""
LONGEST_HEADER = 120
MOST_HEADER_ROWS = 6
_ROWS_TO_SEARCH_BELOW_A_PIN = 60
_DATED = re.compile(r"\s*([^()]+?)\s*\(([^()]+)\)\s*")
"""`Similar councils (2020-21)`: whose figures, and of when."""
_YEARS = re.compile(r"\d\d\s*[-/]\s*\d\d")


def tables_of(grid: Grid, pins: SheetPins = NO_PINS) -> list[Table]:
    """Every table of the sheet, top to bottom."""
    if pins.ignore or not grid.rows:
        return []
    bands = [pins.header_rows] if pins.header_rows else _bands(grid, pins)
    last_row = max(grid.rows)
    part = pins.part or _part_of_name(grid.sheet)
    tables: list[Table] = []
    for place, (first, last) in enumerate(bands):
        of_list = is_list_header(grid.own(last, c) for c in grid.rows.get(last, ()))
        columns = _list_columns(grid, last, pins) if of_list else _columns(grid, first, last, pins)
        end = bands[place + 1][0] - 1 if place + 1 < len(bands) else last_row
        tables.append(Table(grid, (first, last), end, columns, part))
    return tables


def is_anchor(cell: GridCell) -> bool:
    """Whether the cell holds a header that a table may begin with: it names the indicator, the setting or the child."""
    return cell.kind is CellKind.TEXT and bool(_anchors_among((str(cell.value),)))


def heads_table(cells: Sequence[GridCell]) -> bool:
    """Whether a row of cells may head a table; "Child" heads one only beside other headers of a list of children."""
    anchors = [cell for cell in cells if is_anchor(cell)]
    return bool(anchors) and (not all(_means_child(cell) for cell in anchors) or is_list_header(cells))


def is_list_header(cells: Iterable[GridCell]) -> bool:
    """Whether the cells of a row head one of the child-level lists."""
    roles = {vocabulary().list_roles.get(plain(c.text)) for c in cells if c.kind is CellKind.TEXT and _is_short(c)}
    return kind_of({role for role in roles if role}) is not None


def _means_child(cell: GridCell) -> bool:
    return vocabulary().list_roles.get(plain(cell.text)) == LIST_ANCHOR


def _is_short(cell: GridCell) -> bool:
    return len(str(cell.value)) <= LONGEST_HEADER


def _anchors_among(texts: Iterable[str]) -> set[str]:
    """The texts that a table may begin with.

    The cheap question first: a child-level list has a million texts, and hardly one begins with these words.
    """
    words, begins_like_one = _anchor_words()
    return {
        text
        for text in texts
        if len(text) <= LONGEST_HEADER and begins_like_one(text.casefold()) and plain(text) in words
    }


@cache
def _anchor_words() -> tuple[frozenset[str], Callable[[str], re.Match[str] | None]]:
    """Every text of an anchor, and what matches a text that begins with the first word of one."""
    of_tables = [words for words, role in vocabulary().roles.items() if role in ANCHOR_ROLES]
    of_lists = [words for words, role in vocabulary().list_roles.items() if role == LIST_ANCHOR]
    words = frozenset((*of_tables, *of_lists))
    first_words = "|".join(sorted({re.escape(text.split(" ")[0]) for text in words}))
    return words, re.compile(rf"[\W_]*(?:{first_words})(?![^\W_])").match


def _anchor_places(grid: Grid) -> list[tuple[int, int]]:
    """Where those texts stand, in reading order."""
    of_text = CellKind.TEXT
    texts = {place: str(cell.value) for place, cell in grid.cells.items() if cell.kind is of_text}
    anchors = _anchors_among(set(texts.values()))
    places = [place for place, text in texts.items() if text in anchors]
    if grid.long:
        first = grid.long.first
        places = [(row, column) for row, column in places if row < first]
        if below := _anchors_among(grid.long.texts()):
            cells = ((row, column) for row in grid.rows if row >= first for column in grid.rows[row])
            places += [place for place in cells if grid.own(*place).kind is of_text and grid.own(*place).value in below]
    return sorted(places)


def _part_of_name(sheet: str) -> str:
    """Actual or Possible, where that is the sheet's name (`Numerators`); any other name says nothing."""
    part = vocabulary().parts.get(plain(sheet), "")
    return part if part in ("actual", "possible") else ""


def _bands(grid: Grid, pins: SheetPins) -> list[tuple[int, int]]:
    """First and last row of every header band."""
    found: list[tuple[int, int]] = []
    company: dict[str, bool] = {}
    pinned = {column for column, role in pins.columns.items() if _role_named(role) in ANCHOR_ROLES}
    for row, column in _anchor_places(grid):
        if column in pinned or (found and row <= found[-1][1]):
            continue
        if _means_child(grid.own(row, column)):
            if is_list_header(grid.own(row, c) for c in grid.rows[row]):
                found.append((row, row))
        elif _has_company(grid, row, column, company) and (band := _band_around(grid, row, column)):
            found.append(band)
    if pinned and not found:
        return _band_under_pins(grid, pins, min(pinned))
    return found


def _has_company(grid: Grid, row: int, column: int, known: dict[str, bool]) -> bool:
    """Whether any header stands near the anchor: the cheap question, for columns that say "Measure" in every row."""
    anchor = grid.own(row, column).value
    for near in range(row - 1, row + 2):
        for other in grid.rows.get(near, ()):
            cell = grid.own(near, other)
            if cell.kind not in (CellKind.TEXT, CellKind.DATE) or cell.value == anchor:
                continue
            if cell.kind is CellKind.DATE:
                return True
            text = cell.text
            if text not in known:
                known[text] = plain(text) in _header_words() or names_time(cell)
            if known[text]:
                return True
    return False


@cache
def _header_words() -> frozenset[str]:
    """Every text of a header that is known, groups and leaves on their own."""
    return frozenset(half for words in vocabulary().roles for half in (words, *words.split(" / "))) - {""}


def _band_under_pins(grid: Grid, pins: SheetPins, anchor: int) -> list[tuple[int, int]]:
    """The band of a sheet whose anchor column is pinned: the row with the most headers that are known without pins."""
    best: tuple[int, int] | None = None
    most = 0
    for row in list(grid.rows)[:_ROWS_TO_SEARCH_BELOW_A_PIN]:
        if grid.own(row, anchor).kind is not CellKind.TEXT:
            continue
        for band in _candidates(grid, row, anchor):
            known = sum(
                1 for c in _columns(grid, *band, NO_PINS) if (c.role or c.period) and c.index not in pins.columns
            )
            if known > most:
                best, most = band, known
    return [best] if best else []


def _candidates(grid: Grid, row: int, column: int) -> list[tuple[int, int]]:
    """The bands that a header at (row, column) may belong to."""
    merge = grid.merge_at(row, column)
    bottom = merge.last_row if merge else row
    if bottom - row >= MOST_HEADER_ROWS:
        return []  # merged down a whole column
    if bottom > row:
        return [(row, bottom), (bottom - 1, bottom)] if bottom > row + 1 else [(row, bottom)]
    candidates = [(row, row)]
    if grid.own(row + 1, column).is_empty:
        candidates.append((row, row + 1))
    above = grid.merge_at(row - 1, column)
    if row > 0 and not (above and above.last_column > column):
        candidates.append((row - 1, row))
    return candidates


def _band_around(grid: Grid, row: int, column: int) -> tuple[int, int] | None:
    """The band that the anchor cell at (row, column) belongs to, if it heads a table at all.

    The band with the most known headers (a month without its year is half known: it is asked about); of two alike the
    one that takes in the row below, when all of that row is headers too (groups and leaves of a format that does not
    tell merges).
    """
    best: tuple[int, int] | None = None
    most = (0, 0)
    for first, last in _candidates(grid, row, column):
        columns = _columns(grid, first, last, NO_PINS)
        known = {c.index for c in columns if c.role or c.period}
        half_known = sum(c.index not in known and names_time(grid.at(last, c.index)) for c in columns)
        leaves_are_known = last > row and known.issuperset(grid.rows.get(last, []))
        score = (2 * len(known) + half_known, int(leaves_are_known and last in grid.rows))
        if len(known) + half_known > 1 and known and score > most:
            best, most = (first, last), score
    return best


def _columns(grid: Grid, first: int, last: int, pins: SheetPins) -> tuple[Column, ...]:
    used = {c for row in range(first, last + 1) for c in grid.rows.get(row, [])} | set(pins.columns)
    for row in range(max(0, first - MOST_HEADER_ROWS), first):  # headers that are merged down to this band
        used |= {c for c in grid.rows.get(row, []) if (m := grid.merge_at(row, c)) and m.last_row == last}
    spread = {c for row in range(first, last + 1) for c in _merged_columns(grid, row, used)}
    groups = _groups(grid, first, last)
    columns = []
    for index in sorted(used | spread):
        if index in pins.columns:
            leaf = grid.at(last, index)
            pinned = GridCell(CellKind.TEXT, pins.columns[index])
            columns.append(_column(index, leaf.text.strip(), pinned, ""))
            continue
        covering = grid.merge_at(last, index)
        if covering and covering.first_column < index:
            continue  # one header over several columns names the first of them
        leaf = grid.at(last, index)
        above = groups.get(index, "")
        if leaf.is_empty and above:
            leaf = GridCell(CellKind.TEXT, above)
        if plain(leaf.text) == plain(above):
            above = ""
        header = f"{above} / {leaf.text}" if above else leaf.text
        if not leaf.is_empty:
            columns.append(_column(index, header.strip(), leaf, above))
    return tuple(_parts_by_group(columns))


def _list_columns(grid: Grid, row: int, pins: SheetPins) -> tuple[Column, ...]:
    """The columns of a child-level list, whose headers have meanings of their own."""
    roles = vocabulary().list_roles
    columns = []
    for index in sorted({*grid.rows.get(row, ()), *pins.columns}):
        header = grid.own(row, index).text.strip()
        if not header and index not in pins.columns:
            continue
        meant = pins.columns.get(index, header)
        columns.append(
            Column(index, header, role=roles.get(plain(meant)) or (meant if meant in roles.values() else None))
        )
    return tuple(columns)


def _merged_columns(grid: Grid, row: int, used: set[int]) -> list[int]:
    merges = {m for c in used if (m := grid.merge_at(row, c))}
    widest = max(used, default=0)
    return [c for m in merges for c in range(m.first_column, min(m.last_column, widest) + 1)]


def _groups(grid: Grid, first: int, last: int) -> dict[int, str]:
    """The group above each leaf. Without a merge, a group's text holds until the next text to its right.

    Where some groups are merged, the others stand over their own column only, unless they are years: a year that is
    written once over its months is common, and means nothing over a header that is no month.
    """
    if first == last:
        return {}
    leaves = grid.rows.get(last, [])
    width = max([*leaves, *grid.rows.get(first, [])], default=-1)
    merges = {m for c in range(width + 1) if (m := grid.merge_at(first, c)) and m.last_column > m.first_column}
    groups: dict[int, str] = {}
    running = ""
    for index in range(width + 1):
        text = grid.text(first, index)
        if text:
            covered = grid.merge_at(first, index)
            running = "" if covered or grid.own(last, index).is_empty else text
            if merges and not _YEARS.search(running):
                running = ""
            groups[index] = text
        elif running and not grid.own(last, index).is_empty:
            groups[index] = running
        else:
            running = ""
    return groups


def _role_named(text: str) -> str | None:
    """The role that a header's text means, or that is named by its own key."""
    roles = vocabulary().roles
    return roles.get(plain(text)) or (text if text in roles.values() else None)


def _column(index: int, header: str, leaf: GridCell, above: str) -> Column:
    roles = vocabulary().roles
    text = leaf.text
    if above and (role := roles.get(f"{plain(above)} / {plain(text)}")):
        return Column(index, header, role=role)
    period = parse_period(leaf, above)
    if period is not None:
        is_foreign = plain(above) in vocabulary().foreign_groups
        return Column(index, header, period=period, status=header_status(leaf), is_foreign=is_foreign)
    if len(text) > LONGEST_HEADER:
        return Column(index, header)
    if found := _DATED.fullmatch(text):
        role = roles.get(plain(found[1]))
        if role == "similar" and period_of_text(found[2]):
            return Column(index, header, role=role)
    group = GridCell(CellKind.TEXT, above)
    part = vocabulary().parts.get(plain(text))
    if above and part and (period := parse_period(group)):
        return Column(index, header, period=period, part=part, status=header_status(group))
    role = _role_named(text)
    return Column(index, header, role=role or (roles.get(plain(f"{above} {text}")) if above else None))


def _parts_by_group(columns: list[Column]) -> Iterable[Column]:
    """Periods that stand under `Numerator` and again under `Denominator` hold those parts of the figures.

    Under one of the two words alone they hold the figure itself: `Actual` beside `Target` means what happened.
    """
    parts = vocabulary().parts
    groups = {
        c.index: parts.get(plain(c.header.split(" / ")[0]), "") for c in columns if c.period and " / " in c.header
    }
    if not {"actual", "possible"} <= set(groups.values()):
        return columns
    return [replace(c, part=groups[c.index]) if groups.get(c.index) and not c.part else c for c in columns]
