"""The empty sheets of the blank workbook that the rest of the pack is made from, with notes on every heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from build_artefacts.list_sheets import CHILD_COLUMNS, DAY, EPISODE_COLUMNS, LEAVER_COLUMNS
from build_artefacts.pack_sheets import CODE_GROUP_COLUMNS, TEXT_COLUMNS, THEME_COLUMNS, glance_columns
from build_artefacts.plain_sheets import PlainSheet, PlainTable
from build_artefacts.template_notes import (
    CODE_GROUP_NOTES,
    GLANCE_NOTES,
    LEAVER_NOTES,
    LIST_NOTES,
    TEXT_NOTES,
    THEME_NOTES,
)

_LATEST, _YEAR, _YEAR_BEFORE = "End Mar 26", "2024-25", "2023-24"
_SPARE = 24
_DATES = dict.fromkeys(
    ("DOB", "DECOM", "DEC", "Date", "Date of Birth", "Latest Pathway Plan Review Date", "Latest Date of Contact"), DAY
)
_TEXTS = dict.fromkeys(("CHILD", "Child Unique ID", "Codes", "From year", "To year", "Period"), "@")
_STAYS_HERE = "Records of real children stay with the council: empty this sheet before you pass the workbook on."


def blank_pack_sheets() -> list[PlainSheet]:
    """All of them, in the order of the sample's."""
    glance = glance_columns(_LATEST, _YEAR, _YEAR_BEFORE)
    periods = {
        _LATEST: "The month's end. Left blank below: counted from the lists. A typed figure stands.",
        _YEAR: "The last financial year, typed in.",
        _YEAR_BEFORE: "The year before, typed in.",
        f"Similar councils ({_YEAR})": "Typed in. A dash or n/a where there is none.",
    }
    return [
        _sheet("Children", ("One row for each child.", _STAYS_HERE), _table(CHILD_COLUMNS, LIST_NOTES)),
        _sheet("Episodes", ("One row for each episode.", _STAYS_HERE), _table(EPISODE_COLUMNS, LIST_NOTES)),
        _sheet("Care leavers", ("One row for each young person.", _STAYS_HERE), _table(LEAVER_COLUMNS, LEAVER_NOTES)),
        _sheet(
            "Code groups",
            ("Left empty, the groups that come with the tool hold. The sample workbook shows them.",),
            _table(CODE_GROUP_COLUMNS, CODE_GROUP_NOTES),
        ),
        _sheet(
            "At a Glance figures",
            ("The measures are yours to choose; the sample workbook has those of a published report.",),
            *(
                _table(glance, GLANCE_NOTES | periods, title)
                for title in ("CLA Caseload Breakdown", "CLA Starts Breakdown", "Care Leavers Caseload Breakdown")
            ),
        ),
        _sheet(
            "Highlights",
            ("Which indicators make a theme, and what an officer writes about it each month.",),
            _table(THEME_COLUMNS, THEME_NOTES, "Themes"),
            _table(TEXT_COLUMNS, TEXT_NOTES, "Texts"),
        ),
    ]


def _sheet(name: str, subtitle: tuple[str, ...], *tables: PlainTable) -> PlainSheet:
    return PlainSheet(name, name, subtitle, tables)


def _table(columns: Sequence[tuple[str, float]], notes: Mapping[str, str], title: str = "") -> PlainTable:
    return PlainTable(tuple(columns), (), title, notes, _SPARE, _DATES | _TEXTS)
