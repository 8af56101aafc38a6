"""What the ribbon says to officers, loaded from `wording.toml` once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def wording() -> dict[str, Any]:
    """Every text of the ribbon by action and name."""
    return tomllib.loads(files("cpp_scorecard.excel").joinpath("wording.toml").read_text("utf-8"))


def say(place: str, /, **found: object) -> str:
    """The text at `place` (such as ``build.done``), filled in.

    >>> say("conditions.final", book="a.xlsx").startswith("a.xlsx is marked")
    True
    """
    part: Any = wording()
    for name in place.split("."):
        part = part[name]
    return str(part).format(**found)


def counted(place: str, count: int, /, **found: object) -> str:
    """The text at `place` for `count` things: the form before the bar for exactly one."""
    one, _, many = say(place, count=f"{count:,}", **found).partition("|")
    return one if count == 1 else many
