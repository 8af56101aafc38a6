"""One question of an analyst: what do the similar councils of a council have, by the Department's files?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.app.similar_source import Asked, FromSource, from_source
from cpp_scorecard.core.comparator import Method
from cpp_scorecard.core.errors import Refused, UsageError
from cpp_scorecard.intake.department import department_files, read_measures
from cpp_scorecard.intake.department_measures import catalogue
from cpp_scorecard.intake.neighbours import neighbour_sets, set_named

if TYPE_CHECKING:
    from cpp_scorecard.core.findings import Finding


def ask_files(
    place: Path, measure: str, council: int, set_name: str, method: str, year: int | None
) -> tuple[FromSource, tuple[Finding, ...]]:
    """The similar councils' figure of `measure` from the file or folder at `place`, and what there is to say about it.

    Raises UsageError for a measure, set, council, method or year that does not exist, Refused where no file has it.
    """
    folder = place if place.is_dir() else None
    if not place.exists():
        raise UsageError(f"{place} does not exist.", "Name one of the Department's CSV files, or a folder of them.")
    known, sets = catalogue(folder), neighbour_sets(folder)
    wanted, chosen = known.find(measure), set_named(set_name, sets)
    if wanted is None:
        raise UsageError(f'"{measure}" is no measure that is known.', known.nearest(measure))
    if chosen is None:
        names = ", ".join(one.name for one in sets)
        raise UsageError(f'"{set_name}" is no set of statistical neighbours.', f"Choose from {names}.")
    if council not in chosen.neighbours:
        raise UsageError(
            f"The {chosen.name} set has no council {council}.", "Give the Department's three-digit number."
        )
    if method not in list(Method):
        raise UsageError(f'"{method}" is no method.', f"Choose from {', '.join(Method)}.")
    asked = Asked(council, chosen, Method(method))
    found, findings = read_measures(
        department_files(place), [wanted], frozenset(asked.councils), known, any_name=folder is None
    )
    if wanted.name not in found:
        raise Refused(
            " ".join(str(finding) for finding in findings[:2]) or f"No file in {place.name} has {wanted.name}.",
            f"Its file is called {' or '.join(wanted.files)}.csv.",
        )
    years = found[wanted.name]
    if year is not None and year not in years:
        raise UsageError(
            f"There is no {wanted.name} for the reporting year that ends in {year}.",
            f"Choose from {', '.join(map(str, sorted(years)))}.",
        )
    return from_source(wanted, found, max(years) if year is None else year, asked), tuple(findings)
