"""The sheets of child-level lists: children and episodes as in the SSDA903 return, care leavers as in List 9."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from build_artefacts.data_tables import FigureCell
from build_artefacts.made_up.care_leavers import YoungPerson, made_up_care_leavers
from build_artefacts.made_up.looked_after import made_up_children
from build_artefacts.made_up.quotas import Targets
from build_artefacts.plain_sheets import PlainSheet, PlainTable

if TYPE_CHECKING:
    from build_artefacts.made_up.care import Episode
    from build_artefacts.made_up.child import Child

DAY = "dd/mm/yyyy"
CHILD_COLUMNS = (("CHILD", 18.0), ("SEX", 7.0), ("DOB", 13.0), ("ETHNIC", 10.0), ("UASC", 8.0))
EPISODE_COLUMNS = (
    ("CHILD", 18.0),
    ("DECOM", 13.0),
    ("RNE", 7.0),
    ("LS", 7.0),
    ("CIN", 7.0),
    ("PLACE", 9.0),
    ("DEC", 13.0),
    ("REC", 7.0),
)
LEAVER_COLUMNS = (
    ("Child Unique ID", 18.0),
    ("Gender", 10.0),
    ("Ethnicity", 10.0),
    ("Date of Birth", 13.0),
    ("Age of Child (Years)", 9.0),
    ("Unaccompanied Asylum Seeking Child (UASC)", 17.0),
    ("Does the Child have a Disability", 12.0),
    ("Allocated Team", 12.0),
    ("Allocated Worker", 12.0),
    ("Allocated Personal Adviser", 12.0),
    ("Eligibility Category", 18.0),
    ("Latest Pathway Plan Review Date", 15.0),
    ("LA In Touch", 9.0),
    ("Latest Date of Contact", 13.0),
    ("Type of Accommodation", 44.0),
    ("Suitability of Accommodation", 17.0),
    ("Activity Status", 58.0),
)
_FIRST_LEAVER = 2001
"""Where the numbers of the care leavers begin, so that no number stands in both lists."""
_NOBODY = (
    "Nobody in this list is real. Every child, date and code was made up by a program, so that counting them gives "
    "published totals. Good for nothing else."
)
_BLANK = FigureCell("")


def made_up_lists(data: Path) -> list[PlainSheet]:
    """The three sheets of the sample."""
    targets = Targets.load(data)
    children = [(_number(place), child) for place, child in enumerate(made_up_children(targets), start=1)]
    leavers = made_up_care_leavers(data, targets)
    return [
        PlainSheet(
            "Children (made up)",
            "MADE UP: children looked after. Nobody in this list is real.",
            (_NOBODY, "The columns of the SSDA903 header file. As if drawn on 15 December 2021."),
            (PlainTable(CHILD_COLUMNS, [_child(identifier, child) for identifier, child in children]),),
        ),
        PlainSheet(
            "Episodes (made up)",
            "MADE UP: episodes of being looked after. Nobody in this list is real.",
            (_NOBODY, "The columns of the SSDA903 episodes file, with the earlier episodes of each period of care."),
            (PlainTable(EPISODE_COLUMNS, [_episode(i, one) for i, child in children for one in child.episodes]),),
        ),
        PlainSheet(
            "Care leavers (made up)",
            "MADE UP: care leavers. Nobody in this list is real.",
            (_NOBODY, "The columns of Annex A List 9. As if drawn on 15 December 2021."),
            (
                PlainTable(
                    LEAVER_COLUMNS,
                    [_leaver(_number(place), one) for place, one in enumerate(leavers, start=_FIRST_LEAVER)],
                ),
            ),
        ),
    ]


def _number(place: int) -> str:
    return f"MADE-UP-{place:04d}"


def _child(identifier: str, child: Child) -> Sequence[FigureCell]:
    return (
        FigureCell(identifier),
        FigureCell(int(child.sex)),
        FigureCell(child.born, DAY),
        FigureCell(child.ethnicity),
        FigureCell(int(child.uasc)),
    )


def _episode(identifier: str, episode: Episode) -> Sequence[FigureCell]:
    return (
        FigureCell(identifier),
        FigureCell(episode.began, DAY),
        FigureCell(episode.reason_new),
        FigureCell(episode.legal),
        FigureCell(episode.need),
        FigureCell(episode.placement),
        FigureCell(episode.ended, DAY) if episode.ended else _BLANK,
        FigureCell(episode.reason_ended),
    )


def _leaver(identifier: str, person: YoungPerson) -> Sequence[FigureCell]:
    return (
        FigureCell(identifier),
        FigureCell(person.gender),
        FigureCell(person.ethnicity),
        FigureCell(person.born, DAY),
        FigureCell(person.age),
        FigureCell("Y" if person.uasc else "N"),
        FigureCell(person.disability),
        FigureCell(person.team),
        _BLANK,
        _BLANK,
        FigureCell(person.eligibility),
        FigureCell(person.plan, DAY) if person.plan else _BLANK,
        FigureCell(person.in_touch),
        FigureCell(person.contact, DAY) if person.contact else _BLANK,
        FigureCell(person.accommodation),
        FigureCell(person.suitability),
        FigureCell(person.activity),
    )
