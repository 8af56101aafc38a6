"""Number formats of a spreadsheet: what they show of a number."""

from __future__ import annotations

import re
from functools import lru_cache

MOST_DECIMALS_SHOWN = 15
"""A spreadsheet holds fifteen digits of a number, whatever its number format asks for."""


@lru_cache(maxsize=1024)
def shown_as(number_format: str) -> tuple[bool, int | None]:
    """Whether a number format shows a percentage, and with how many decimals, where it says so."""
    section = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", number_format.split(";", maxsplit=1)[0])
    percent = "%" in section
    if not re.search(r"[0#]", section):
        return percent, None
    found = re.search(r"\.([0#?]+)", section)
    return percent, min(len(found[1]), MOST_DECIMALS_SHOWN) if found else 0
