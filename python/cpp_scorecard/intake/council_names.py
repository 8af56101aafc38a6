"""Which council a name means: `Wiltshire Council` is the Department's `Wiltshire`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cpp_scorecard.intake.vocabulary import plain

if TYPE_CHECKING:
    from cpp_scorecard.core.comparator import NeighbourSet

_KINDS = frozenset(
    "authority bc borough cc city corporation council county district mbc metropolitan of royal the unitary".split()
)
"""Words of a council's name that say what kind of council it is."""


@lru_cache(maxsize=1024)
def council_key(name: str) -> str:
    """A council's name without its kind, case and punctuation.

    >>> council_key("London Borough of Camden"), council_key("Bristol, City of")
    ('camden', 'bristol')
    """
    words = [word for word in plain(name).split() if word not in _KINDS]
    if words[:1] == ["london"] and len(words) > 1:
        words = words[1:]
    return " ".join(words)


def number_of(name: str, among: NeighbourSet) -> int | None:
    """The Department's number of the council with that name; None where no council has it, or more than one."""
    wanted = council_key(name)
    found = [number for number, known in among.names.items() if wanted and council_key(known) == wanted]
    return found[0] if len(found) == 1 else None
