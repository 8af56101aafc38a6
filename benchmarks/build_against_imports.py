"""`build` from cold against a process that only imports what it uses, and against importing openpyxl.

Run `python -m benchmarks.build_against_imports [--runs N] [--json FILE]`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.side_by_side import Command, in_turn, show, write

SAMPLE = Path(__file__).parents[1] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
FLOOR = "imports of its libraries"


def commands(folder: Path) -> dict[str, Command]:
    """What is timed, by name."""
    product = [sys.executable, "-m", "cpp_scorecard"]
    build = [*product, "build", str(SAMPLE), "-o", str(folder / "card.xlsx")]
    modules = (
        "from cpp_scorecard.app.own_process import prepare_own_process; prepare_own_process(); "
        "import cpp_scorecard.app.build, cpp_scorecard.sheets.render, lxml.etree, python_calamine"
    )
    return {
        "empty interpreter": Command.of_python("pass"),
        "--help": Command([*product, "--help"]),
        "--version": Command([*product, "--version"]),
        "import openpyxl": Command.of_python("import openpyxl"),
        FLOOR: Command.of_python("import openpyxl, xlsxwriter, lxml.etree, python_calamine, tomllib, zipfile"),
        "imports of build, its own modules too": Command.of_python(modules),
        "build --report scorecard": Command([*build, "--report", "scorecard"]),
        "build": Command(build),
    }


def main() -> None:
    """Time the commands in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        medians = in_turn(commands(Path(folder)), chosen.runs)
    write(chosen.json, {"runs": chosen.runs, "medians": show(medians, FLOOR)})


if __name__ == "__main__":
    main()
