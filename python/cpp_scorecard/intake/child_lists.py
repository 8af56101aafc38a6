"""From tables to child-level lists: children and episodes as SSDA903 has them, care leavers as Annex A List 9 does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpp_scorecard.core.child_lists import ChildLists
from cpp_scorecard.core.people import Cohort, Field, Person
from cpp_scorecard.core.series import CellRef, Missing
from cpp_scorecard.intake.episode_list import read_episodes
from cpp_scorecard.intake.list_cells import ListColumns, Problems
from cpp_scorecard.intake.list_kinds import ListKind, kind_of
from cpp_scorecard.intake.table_kinds import is_child_list
from cpp_scorecard.intake.tokens import parse_figure
from cpp_scorecard.intake.vocabulary import plain, vocabulary

if TYPE_CHECKING:
    from cpp_scorecard.core.code_groups import CodeGroups
    from cpp_scorecard.core.episodes import Episode
    from cpp_scorecard.core.findings import Finding
    from cpp_scorecard.intake.settings import Settings
    from cpp_scorecard.intake.table import Table

_CODES_OF_CHILD = {
    Field.SEX: "gender",
    Field.ETHNICITY: "ethnicity",
    Field.UASC: "uasc",
    Field.DISABILITY: "disability",
}
_CODES_OF_LEAVER = {
    Field.SEX: "gender",
    Field.ETHNICITY: "ethnicity",
    Field.UASC: "uasc",
    Field.DISABILITY: "disability",
    Field.ELIGIBILITY: "eligibility",
    Field.IN_TOUCH: "in_touch",
    Field.ACCOMMODATION: "accommodation",
    Field.SUITABILITY: "suitability",
    Field.ACTIVITY: "activity",
}
_DATES_OF_LEAVER = {"latest contact": "latest_contact", "pathway plan": "pathway_plan"}
_EARLIEST = dt.date(1990, 4, 1)
_OLDEST = 120


@dataclass(slots=True)
class _Reading:
    groups: CodeGroups
    settings: Settings
    problems: Problems = field(default_factory=Problems)

    def columns(self, table: Table) -> ListColumns:
        return ListColumns(table, self.groups, self.problems)


def read_child_lists(
    tables: Iterable[Table], groups: CodeGroups, settings: Settings
) -> tuple[ChildLists, list[Finding]]:
    """The lists of a workbook with what has to be said about them, which names cells and never quotes one."""
    found = [table for table in tables if is_child_list(table)]
    if not found:
        return ChildLists(), []
    reading = _Reading(groups, settings)
    kinds = [(kind_of({column.role for column in table.columns if column.role}), table) for table in found]
    of_episodes, of_leavers, of_children = (
        _the_one(reading, (table for kind, table in kinds if kind is wanted), what)
        for wanted, what in (
            (ListKind.EPISODES, "episodes"),
            (ListKind.CARE_LEAVERS, "care leavers"),
            (ListKind.CHILDREN, "children"),
        )
    )
    episodes = read_episodes(reading.columns(of_episodes)) if of_episodes else {}
    horizon = _horizon(settings, episodes)
    children = _read_children(reading, of_children, horizon) if of_children and of_episodes else {}
    if of_episodes:
        _strangers(reading, of_episodes, of_children, episodes, children)
    elif of_children:
        reading.problems.ask(
            "list-missing",
            "this list of children has no list of episodes beside it, which says who is looked after; nothing is "
            "counted from the children alone.",
            "Add the list with the columns CHILD, DECOM, RNE, LS, CIN, PLACE, DEC, REC.",
            CellRef(of_children.grid.sheet, of_children.header_rows[0], 0),
        )
    sheets: dict[Cohort, tuple[str, ...]] = {}
    used = [table for table in (of_children, of_episodes) if table is not None]
    if of_episodes:
        sheets[Cohort.LOOKED_AFTER] = tuple(table.grid.sheet for table in used)
        if not episodes or any(episode.reason for of_child in episodes.values() for episode in of_child):
            sheets[Cohort.STARTING] = sheets[Cohort.LOOKED_AFTER]  # without any reason nobody's start can be told
    people: tuple[Person, ...] = ()
    if of_leavers:
        used.append(of_leavers)
        sheets[Cohort.CARE_LEAVERS] = (of_leavers.grid.sheet,)
        people = tuple(_read_leavers(reading, of_leavers, settings.care_leavers_on or horizon))
    lists = ChildLists(
        children=children,
        episodes=episodes,
        leavers=people,
        leavers_on=settings.care_leavers_on,
        sheets=sheets,
        is_made_up=settings.lists_are_made_up or any(_says_made_up(table) for table in used),
    )
    return lists, reading.problems.all()


def _says_made_up(table: Table) -> bool:
    """Whether the sheet's name, or a line above the list, says that nobody in it is real."""
    above = [
        table.grid.text(row, column)
        for row in range(max(0, table.header_rows[0] - 3), table.header_rows[0])
        for column in table.grid.rows.get(row, ())
    ]
    return any(
        f" {word} " in f" {plain(text)} " for text in (table.grid.sheet, *above) for word in vocabulary().made_up
    )


def _the_one(reading: _Reading, tables: Iterable[Table], what: str) -> Table | None:
    """The first of several lists of the same kind; the others are asked about."""
    found = list(tables)
    for other in found[1:]:
        reading.problems.ask(
            "list-twice",
            f"this is another list of {what}; the one on {found[0].grid.sheet!r} was used.",
            f"Keep one, or pin this sheet in Settings: Layout: {other.grid.sheet}: ignore = yes.",
            CellRef(other.grid.sheet, other.header_rows[0], 0),
        )
    return found[0] if found else None


def _horizon(settings: Settings, episodes: dict[str, tuple[Episode, ...]]) -> dt.date | None:
    """The last day that the lists can know of: the report's month, or the last thing that happened in them."""
    days = [episode.end or episode.start for of_child in episodes.values() for episode in of_child]
    if settings.report_month:
        days.append(settings.report_month.last_day)
    return max(days, default=None)


def _read_children(reading: _Reading, table: Table, horizon: dt.date | None) -> dict[str, Person]:
    columns = reading.columns(table)
    rows = _once_each(columns)
    on = dict.fromkeys(rows, horizon or _EARLIEST)
    codes = _codes(columns, _CODES_OF_CHILD, on)
    blanks = columns.blanks({**_CODES_OF_CHILD, Field.AGE: "born"})
    return {
        identifier: Person(
            identifier,
            _born(columns, row, horizon),
            codes[row],
            where=columns.where(row),
            blank=blanks.get(row, {}),
        )
        for row, identifier in rows.items()
    }


def _read_leavers(reading: _Reading, table: Table, on: dt.date | None) -> Iterator[Person]:
    columns = reading.columns(table)
    rows = _once_each(columns)
    days = {row: _days(columns, row) for row in rows}
    ages = {row: _given_age(columns, row) for row in rows}
    codes = _codes(columns, _CODES_OF_LEAVER, {row: on or max(days[row].values(), default=_EARLIEST) for row in rows})
    of_age = "born" if table.has("born") else "given_age"
    blanks = columns.blanks({**_CODES_OF_LEAVER, Field.AGE: of_age})
    for row, identifier in rows.items():
        blank = blanks.get(row, {})
        if ages[row] is not None:
            blank.pop(Field.AGE, None)
        yield Person(
            identifier,
            _born(columns, row, on),
            codes[row],
            dates=days[row],
            where=columns.where(row),
            given_age=ages[row],
            blank=blank,
        )


def _once_each(columns: ListColumns) -> dict[int, str]:
    """The rows that name a child with the identifier; of a child that is named again the first one."""
    found: dict[str, int] = {}
    for row, identifier in columns.children():
        if identifier in found:
            _twice(columns, row)
        else:
            found[identifier] = row
    return {row: identifier for identifier, row in found.items()}


def _days(columns: ListColumns, row: int) -> dict[str, dt.date]:
    """The dates of a care leaver that can be read, by what they are."""
    days = {
        name: columns.day(row, role, "they were left out")[0]
        for name, role in _DATES_OF_LEAVER.items()
        if columns.table.has(role)
    }
    return {name: day for name, day in days.items() if day is not None}


def _codes(columns: ListColumns, roles: dict[Field, str], on: dict[int, dt.date]) -> dict[int, dict[Field, str]]:
    """The codes of each row of `on`, as at its day; a field without one is left out."""
    found: dict[int, dict[Field, str]] = {row: {} for row in on}
    for of, role in roles.items():
        for row, code in zip(on, columns.codes(of, role, on, on.values()), strict=True):
            if code:
                found[row][of] = code
    return found


def _twice(columns: ListColumns, row: int) -> None:
    columns.ask(
        "list-child-twice",
        row,
        "child",
        (
            "rows that name a child whom the list has already: {count} ({cells}); the first row counts.",
            "Keep one of them.",
        ),
    )


def _born(columns: ListColumns, row: int, horizon: dt.date | None) -> dt.date | None:
    born, _ = columns.day(row, "born", "their ages are not known")
    if born is None or horizon is None or born <= horizon:
        return born
    columns.ask(
        "list-born-later",
        row,
        "born",
        (
            "dates of birth after the last day that the lists can know of: {count} ({cells}); these people count in "
            "the total and in no age group.",
            "Correct the date.",
        ),
    )
    return None


def _given_age(columns: ListColumns, row: int) -> int | None:
    cell = columns.cell(row, "given_age")
    if cell is None:
        return None
    raw = parse_figure(cell, columns.where(row, "given_age"))
    return None if isinstance(raw, Missing) or not 0 <= raw.number < _OLDEST else int(raw.number)


def _strangers(
    reading: _Reading,
    table: Table,
    header: Table | None,
    episodes: dict[str, tuple[Episode, ...]],
    children: dict[str, Person],
) -> None:
    """Episodes of children that the list of children does not have."""
    if header is None:
        reading.problems.ask(
            "list-missing",
            "these episodes have no list of children beside them; gender, age, ethnicity and UASC cannot be counted.",
            "Add the list with the columns CHILD, SEX, DOB, ETHNIC, UASC.",
            CellRef(table.grid.sheet, table.header_rows[0], 0),
        )
        return
    columns = reading.columns(table)
    for identifier, of_child in episodes.items():
        where = of_child[0].where
        if identifier not in children and where is not None:
            columns.ask(
                "list-child-unknown",
                where.row,
                "child",
                (
                    "children who have episodes and are not in the list of children: {count} ({cells}); they count in "
                    "the total, and in no group by gender, age or ethnicity.",
                    "Add them to the list, or correct the identifier.",
                ),
            )
