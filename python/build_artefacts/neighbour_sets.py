"""`python -m build_artefacts.neighbour_sets FOLDER`: the sets of statistical neighbours that ship with the package.

FOLDER holds the Department for Education's own tables, which are not part of the repository. Of each council its
number, its name and the numbers of its ten statistical neighbours are kept, nearest first, in the order of the
table; how close each is, and the regions, are left out. A rebuild gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[1] / "cpp_scorecard" / "intake" / "layouts" / "neighbours"
NEIGHBOURS = 10
_LICENCE = "Open Government Licence v3.0"


@dataclass(frozen=True, slots=True)
class Source:
    """A table of the Department, and what its set is called."""

    file: str
    name: str
    valid_from: str
    title: str


SETS = {
    "2021.csv": Source(
        "New_Statistical_Neighbour_Groupings_April_2021.csv",
        "April 2021",
        "2021-04",
        "Department for Education, statistical neighbour groupings of April 2021",
    ),
    "2025.csv": Source(
        "sn_model_2025_wide.csv",
        "May 2025",
        "2025-05",
        "Department for Education, children's services statistical neighbour model of 2025",
    ),
}
"""Every set by the file that ships."""


def rows_of(table: Path) -> Iterator[list[str]]:
    """Number, name and the ten neighbours' numbers of each council in a table of the Department."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        neighbours = [place for place, text in enumerate(header) if re.fullmatch(r"SN_?\d+", text.strip())]
        if len(neighbours) != NEIGHBOURS:
            raise SystemExit(f"{table.name}: {len(neighbours)} columns of neighbours where {NEIGHBOURS} were expected")
        for line in lines:
            if line and line[0].strip().isdigit():  # not the line between today's councils and earlier ones
                yield [line[0].strip(), line[1].strip(), *(line[place].strip() for place in neighbours)]


def as_shipped(source: Source, rows: Iterator[list[str]]) -> str:
    """The text of the file that ships: what the set is, in lines that begin with #, then one line a council."""
    text = io.StringIO()
    text.write(f"# name: {source.name}\n# valid from: {source.valid_from}\n# source: {source.title}\n")
    text.write(f"# licence: {_LICENCE}\n")
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["la", "name", *(f"n{place}" for place in range(1, NEIGHBOURS + 1))])
    by_number = {int(row[0]): row for row in rows}
    out.writerows(by_number[number] for number in sorted(by_number))
    return text.getvalue()


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the Department's tables are")
    parser.add_argument("--into", type=Path, default=SHIPPED, help="folder to write to (default: the package)")
    chosen = parser.parse_args(arguments)
    for name, source in SETS.items():
        path = chosen.into / name
        path.write_text(as_shipped(source, rows_of(chosen.folder / source.file)), encoding="utf-8", newline="")
        print(path)


if __name__ == "__main__":
    main()
