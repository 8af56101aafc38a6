"""The names that `--report` takes, in the order of the sheets: all that the command line has to import for its help."""

from __future__ import annotations

REPORT_NAMES = (
    "contents",
    "explained",
    "scorecard",
    "at-a-glance",
    "spotlight",
    "dataset",
    "exceptions",
    "differences",
    "strips",
    "annual",
    "highlights",
    "since",
    "checks",
)
