"""Which child-level list a set of headers makes: told by the headers that no other list of children has together."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import Enum, auto

LIST_ANCHOR = "child"
"""The header that a child-level list is known by, where it stands among others of such a list."""
_FEWEST_HEADERS = 3
_OF_LEAVERS = frozenset({"eligibility", "in_touch", "accommodation", "suitability", "activity"})


class ListKind(Enum):
    """The lists that are read. Any other list of children is passed over."""

    CHILDREN = auto()
    EPISODES = auto()
    CARE_LEAVERS = auto()


def kind_of(roles: AbstractSet[str]) -> ListKind | None:
    """The list with these headers (keys of `[list_roles]`); None for what is none of the three."""
    if LIST_ANCHOR not in roles or len(roles) < _FEWEST_HEADERS:
        return None
    if "episode_start" in roles:
        return ListKind.EPISODES
    if "eligibility" in roles or len(roles & _OF_LEAVERS) > 1:
        return ListKind.CARE_LEAVERS
    return ListKind.CHILDREN if {"born", "gender"} <= roles else None
