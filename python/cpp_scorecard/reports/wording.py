"""The words of the reports, loaded from `wording.toml` once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def wording() -> dict[str, Any]:
    """Every text of the reports by report and name."""
    text = files("cpp_scorecard.reports").joinpath("wording.toml").read_text("utf-8")
    return tomllib.loads(text)


def counted(count: int, forms: str) -> str:
    """A count in words: `forms` has the one for exactly one before a bar and the one for any other behind it.

    >>> counted(3, "1 sheet|{count} sheets")
    '3 sheets'
    """
    one, _, many = forms.partition("|")
    return one if count == 1 else many.format(count=f"{count:,}")
