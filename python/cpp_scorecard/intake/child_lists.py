"""From tables to child-level lists: children and episodes as SSDA903 has them, care leavers as Annex A List 9 does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cpp_scorecard.core.child_lists import ChildLists
from cpp_scorecard.core.code_groups import CodeGroups
from cpp_scorecard.core.episodes import Episode
from cpp_scorecard.core.findings import Finding
from cpp_scorecard.core.people import Cohort, Field, Person
from cpp_scorecard.core.series import CellRef, Missing
from cpp_scorecard.intake.episode_list import read_episodes
from cpp_scorecard.intake.list_cells import ListColumns, Problems
from cpp_scorecard.intake.list_kinds import ListKind, kind_of
from cpp_scorecard.intake.settings import Settings
from cpp_scorecard.intake.table import Table
from cpp_scorecard.intake.tokens import parse_figure
from cpp_scorecard.intake.vocabulary import plain, vocabulary

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


def is_child_list(table: Table) -> bool:
    """Whether the table is a list of children, episodes or care leavers."""
    return table.has("child")


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
    days = [day for of_child in episodes.values() for e in of_child for day in (e.start, e.end) if day]
    if settings.report_month:
        days.append(settings.report_month.last_day)
    return max(days, default=None)


def _read_children(reading: _Reading, table: Table, horizon: dt.date | None) -> dict[str, Person]:
    columns = reading.columns(table)
    found: dict[str, Person] = {}
    for row, identifier in columns.children():
        if identifier in found:
            _twice(columns, row)
            continue
        born = _born(columns, row, horizon)
        codes = _codes(columns, row, _CODES_OF_CHILD, horizon or _EARLIEST)
        blank = columns.blank(row, {**_CODES_OF_CHILD, Field.AGE: "born"})
        found[identifier] = Person(identifier, born, codes, where=columns.where(row), blank=blank)
    return found


def _read_leavers(reading: _Reading, table: Table, on: dt.date | None) -> Iterator[Person]:
    columns = reading.columns(table)
    seen: set[str] = set()
    for row, identifier in columns.children():
        if identifier in seen:
            _twice(columns, row)
            continue
        seen.add(identifier)
        days = {
            name: columns.day(row, role, "they were left out")[0]
            for name, role in _DATES_OF_LEAVER.items()
            if table.has(role)
        }
        age = _given_age(columns, row)
        of_age = {Field.AGE: "born" if table.has("born") else "given_age"} if age is None else {}
        yield Person(
            identifier,
            _born(columns, row, on),
            _codes(columns, row, _CODES_OF_LEAVER, on or _latest(days) or _EARLIEST),
            dates={name: day for name, day in days.items() if day is not None},
            where=columns.where(row),
            given_age=age,
            blank=columns.blank(row, {**_CODES_OF_LEAVER, **of_age}),
        )


def _latest(days: dict[str, dt.date | None]) -> dt.date | None:
    return max((day for day in days.values() if day is not None), default=None)


def _codes(columns: ListColumns, row: int, roles: dict[Field, str], on: dt.date) -> dict[Field, str]:
    codes = {of: columns.code(row, of, role, on) for of, role in roles.items()}
    return {of: code for of, code in codes.items() if code}


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
