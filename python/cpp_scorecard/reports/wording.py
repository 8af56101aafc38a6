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
