"""Made-up files in the shape of the Department's published ones: a test shows the councils' figures it is about."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

NEIGHBOURS = (916, 893, 878, 873, 938, 800, 885, 850, 802, 838)
"""Wiltshire's in the set of April 2021, nearest first."""
WILTSHIRE = 865

_PLACE = ("time_identifier", "geographic_level", "country_name", "old_la_code", "la_name", "new_la_code")
NAMES_2025 = ("care_leaver_age", "breakdown", "care_leaver_count", "care_leaver_percent")
NAMES_BEFORE = ("age", "activity", "number", "percentage")

Cell = tuple[str, str, str]
"""What one council has: printed percentage, count, and what it is out of."""


def shares(texts: str) -> dict[int, Cell]:
    """One printed percentage for each of Wiltshire's neighbours, in order; the counts are the same, out of 100."""
    return {council: (text, text, "100") for council, text in zip(NEIGHBOURS, texts.split(), strict=True)}


def activity(
    path: Path,
    years: Mapping[str, Mapping[int, Cell]],
    *,
    names: Sequence[str] = NAMES_2025,
    age: str = "17 to 18 years",
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
    more: Sequence[Sequence[str]] = (),
) -> Path:
    """A file of what care leavers do: for each year and council the row of those in work or learning, and the whole.

    The nation's row stands first. `more` are rows added as they are, without the time and place of the others.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        out = csv.writer(file, delimiter=delimiter)
        out.writerow(["time_period", *_PLACE, *names])
        for year, councils in years.items():
            out.writerow([year, "Reporting year", "National", "England", "", "", "", age, "Total", "1,438", "100"])
            for council, (share, count, out_of) in councils.items():
                place = ["Reporting year", "Local authority", "England", str(council), f"Council {council}", "E0"]
                out.writerow([year, *place, age, "Total in education, employment or training", count, share])
                out.writerow([year, *place, age, "Total", out_of, "100"])
        out.writerows(more)
    return path


EET = "Care leavers 17-18 in education, employment or training"
