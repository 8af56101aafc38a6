"""The Department for Education's published CSV files (Explore Education Statistics), read a line at a time.

Only the rows of the councils and measures in question are kept, so a file may be as large as it likes. A cell of a
file is a `CellRef` too: its sheet is the file's name, its row the line, its column the field, so `'la_x.csv'!M770`
is the thirteenth field of line 770, as Excel shows it.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.core.comparator import CouncilFigure
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.series import CellRef, Missing, MissingReason
from cpp_scorecard.intake.department_cells import council_number, figure, reporting_year
from cpp_scorecard.intake.department_columns import Chosen, Columns, Unsuitable, columns_of
from cpp_scorecard.intake.department_file import open_csv
from cpp_scorecard.intake.vocabulary import plain

if TYPE_CHECKING:
    from cpp_scorecard.intake.department_measures import Catalogue, DepartmentMeasure

_RELEASES = "data"
"""The folder inside a release of the Department, as it is unpacked."""
_NAMED_ONE_BY_ONE = 5
"""Lines of a file that findings of one kind name; of a file that is broken throughout, the others are counted."""


@dataclass(frozen=True, slots=True)
class YearOfFigures:
    """What one file says of one measure for one reporting year, by council."""

    file: str
    figures: Mapping[int, CouncilFigure]

    def of(self, council: int, year: str) -> CouncilFigure:
        """The figure of a council; without a row for it, the reason."""
        absent = Missing(MissingReason.NOT_AVAILABLE, detail=f"{self.file} has no row of it for {year}")
        return self.figures.get(council) or CouncilFigure(council, absent, absent, absent)


Years = Mapping[int, YearOfFigures]
"""By the calendar year in which the reporting year ends: 2021 is April 2020 to March 2021."""


def department_files(place: Path) -> list[Path]:
    """The CSV files at `place`: itself, or those in it and in its folder `data`, by name."""
    if place.is_file():
        return [place]
    found = [p for folder in (place, place / _RELEASES) if folder.is_dir() for p in folder.iterdir()]
    return sorted(p for p in found if p.suffix.casefold() == ".csv" and p.is_file())


def read_measures(
    paths: Sequence[Path],
    measures: Iterable[DepartmentMeasure],
    councils: frozenset[int],
    known: Catalogue,
    *,
    any_name: bool = False,
) -> tuple[dict[str, Years], list[Finding]]:
    """The figures of `councils` for each of `measures` by its name, from those of `paths` that have them.

    Which file has a measure, its name says, unless `any_name`. Where several files hold a year, the file with the
    latest year counts: a later release revises an earlier one.
    What a file or a cell leaves open is a finding; nothing is raised.
    """
    wanted = {measure.name: measure for measure in measures}
    read: list[_Reading] = []
    findings: list[Finding] = []
    for path in paths:
        asked = [m for m in wanted.values() if any_name or m.fits(path)]
        if asked:
            reading = _read(path, asked, councils, known)
            findings += reading.all_findings()
            read.append(reading)
    read.sort(key=lambda reading: -reading.latest)
    found: dict[str, Years] = {}
    for name in wanted:
        years: dict[int, YearOfFigures] = {}
        for reading in read:
            for year, figures in reading.years(name).items():
                years.setdefault(year, figures)
        if years:
            found[name] = years
    return found, findings


@dataclass(slots=True)
class _Reading:
    """What was kept of one file: by measure, year and council the three parts of a figure."""

    path: Path
    markers: Mapping[str, tuple[MissingReason, str]]
    parts: dict[tuple[str, int, int, str], tuple[float | Missing, CellRef]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    latest: int = 0

    def ask(self, code: str, message: str, remedy: str, line: int, column: int = 0) -> None:
        """Note what is wrong with a line; of each kind the first few are named, and the others counted."""
        self.asked[code] += 1
        if self.asked[code] <= _NAMED_ONE_BY_ONE:
            where = CellRef(self.path.name, line - 1, column)
            said = f"{self.path.name}, line {line}: {message}"
            self.findings.append(Finding(code, Severity.WARNING, said, remedy, where))

    def all_findings(self) -> Iterator[Finding]:
        """Everything that was noted, and of each kind how many more there are."""
        yield from self.findings
        for code, count in self.asked.items():
            if count > _NAMED_ONE_BY_ONE:
                more = f"{self.path.name}: {count - _NAMED_ONE_BY_ONE:,} more of the same."
                remedy = "Download the file again; do not edit it."
                yield Finding(code, Severity.WARNING, more, remedy, CellRef(self.path.name, 0, 0))

    def take(self, key: tuple[str, int, int, str], row: list[str], column: int, line: int) -> None:
        """Keep one part of a figure; a second row for it counts where the first has none."""
        where = CellRef(self.path.name, line - 1, column)
        value = figure(row[column], where, self.markers)
        if isinstance(value, Missing) and value.reason is MissingReason.UNUSABLE:
            self.ask(
                "department-cell-unusable",
                f"{value.detail} stands where a figure was expected.",
                "Download the file again; do not edit it.",
                line,
                column,
            )
        before = self.parts.get(key)
        if before is None or isinstance(before[0], Missing):
            if before is None or not isinstance(value, Missing):
                self.parts[key] = (value, where)
        elif not isinstance(value, Missing) and value != before[0]:
            self.ask(
                "department-row-twice",
                f"council {key[2]} has {value:g} here and {before[0]:g} in line {before[1].row + 1} for {key[0]}, "
                f"year {key[1]}; neither was used.",
                "Download the file again; do not put releases together in one file.",
                line,
                column,
            )
            self.parts[key] = (Missing(MissingReason.CONFLICT, where=where), where)

    def years(self, name: str) -> dict[int, YearOfFigures]:
        places = sorted({(year, council) for measure, year, council, _ in self.parts if measure == name})
        found: dict[int, dict[int, CouncilFigure]] = {}
        for year, council in places:
            parts = [self.parts.get((name, year, council, part)) for part in ("value", "count", "out_of")]
            absent = Missing(MissingReason.NOT_AVAILABLE, detail=f"{self.path.name} does not give it")
            numbers = [absent if part is None else part[0] for part in parts]
            cells = tuple(part[1] for part in parts if part is not None)
            found.setdefault(year, {})[council] = CouncilFigure(council, numbers[0], numbers[1], numbers[2], cells)
        return {year: YearOfFigures(self.path.name, figures) for year, figures in found.items()}


def _read(path: Path, measures: Sequence[DepartmentMeasure], councils: frozenset[int], known: Catalogue) -> _Reading:
    reading = _Reading(path, known.markers)
    again = "Download the file from Explore Education Statistics again, as CSV, and do not edit it."
    try:
        with open_csv(path) as lines:
            try:
                header = [plain(text) for text in next(lines, [])]
                columns = columns_of(header, measures, known)
            except Unsuitable as reason:
                reading.ask("department-file-unusable", f"{reason}; the file was not read.", again, 1)
                return reading
            _keep(reading, lines, columns, councils, known)
    except (OSError, csv.Error, UnicodeError) as error:
        reading.ask("department-file-unusable", f"it cannot be read as CSV ({error}).", again, 1)
        return reading
    for chosen in columns.chosen:
        name = chosen.measure.name
        if not any(key[0] == name and key[3] == "value" for key in reading.parts):
            words = " / ".join(min(test.words, key=len) for test in chosen.measure.rows)
            reading.ask(
                "department-file-unusable",
                f'no row "{words}" of any of the {len(councils)} councils was found, so it has no "{name}".',
                "Check that it is the file of that measure; other words for the row can be added as a measure "
                "(docs/similar-councils.md).",
                1,
            )
    return reading


def _keep(
    reading: _Reading,
    lines: Iterator[list[str]],
    columns: Columns,
    councils: frozenset[int],
    known: Catalogue,
) -> None:
    """Go through the lines once and keep what was asked for. Texts that come again are looked at once."""
    numbers: dict[str, int | None] = {}
    words: dict[str, str] = {}
    place, level, year_at, width = columns.council, columns.level, columns.year, columns.width
    for row in lines:
        if len(row) <= place:
            continue  # an empty line
        text = row[place]
        if text not in numbers:
            number = council_number(text)
            numbers[text] = number if number in councils else None
        council = numbers[text]
        if council is None:
            continue
        line: int = lines.line_num  # type: ignore[attr-defined]
        if len(row) < width:
            reading.ask(
                "department-cell-unusable",
                f"the line has {len(row)} fields where the header has {columns.header}; it was left out.",
                "Download the file again; do not edit it.",
                line,
            )
            continue
        if level is not None and _plain(row[level], words) not in known.council_levels:
            continue
        year = reporting_year(row[year_at])
        if year is None:
            reading.ask(
                "department-cell-unusable",
                f'the period "{row[year_at]}" is no year such as 2021 or 202021; the line was left out.',
                "Download the file again; do not edit it.",
                line,
                year_at,
            )
            continue
        reading.latest = max(reading.latest, year)
        for chosen in columns.chosen:
            _take(reading, chosen, row, line, (year, council), words)


def _take(
    reading: _Reading, chosen: Chosen, row: list[str], line: int, key: tuple[int, int], words: dict[str, str]
) -> None:
    name = chosen.measure.name
    if all(_plain(row[column], words) in accepted for column, accepted in chosen.rows):
        reading.take((name, *key, "value"), row, chosen.value, line)
        if chosen.count is not None:
            reading.take((name, *key, "count"), row, chosen.count, line)
        if chosen.out_of is not None:
            reading.take((name, *key, "out_of"), row, chosen.out_of, line)
    if (
        chosen.out_of_rows
        and chosen.count is not None
        and all(_plain(row[column], words) in accepted for column, accepted in chosen.out_of_rows)
    ):
        reading.take((name, *key, "out_of"), row, chosen.count, line)


def _plain(text: str, words: dict[str, str]) -> str:
    if text not in words:
        if len(words) > 10_000:
            words.clear()  # a column that is no category
        words[text] = plain(text)
    return words[text]
