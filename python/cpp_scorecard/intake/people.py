"""What a workbook says about people: child-level lists, groups of codes, and the summary tables of At a Glance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpp_scorecard.core.child_lists import ChildLists
from cpp_scorecard.core.code_groups import CodeGroups
from cpp_scorecard.intake.at_a_glance import read_summaries
from cpp_scorecard.intake.child_lists import read_child_lists
from cpp_scorecard.intake.code_groups import read_code_groups

if TYPE_CHECKING:
    from cpp_scorecard.core.at_a_glance import SummaryTable
    from cpp_scorecard.core.findings import Finding
    from cpp_scorecard.intake.settings import Settings
    from cpp_scorecard.intake.table import Table


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """The three kinds of tables, read. Without any of them everything is empty."""

    lists: ChildLists = field(default_factory=ChildLists)
    groups: CodeGroups = field(default_factory=CodeGroups)
    summaries: tuple[SummaryTable, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_people(tables: list[Table], settings: Settings) -> PeopleRead:
    """Read the tables about people among `tables`; where there is none, nothing is looked up."""
    if not tables:
        return PeopleRead()
    groups, of_groups = read_code_groups(tables)
    lists, of_lists = read_child_lists(tables, groups, settings)
    summaries, of_summaries = read_summaries(tables)
    return PeopleRead(lists, groups, summaries, (*of_groups, *of_lists, *of_summaries))
