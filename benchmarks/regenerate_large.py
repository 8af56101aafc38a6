"""`regenerate` of a large workbook against openpyxl loading and saving it.

Run `python -m benchmarks.regenerate_large [--runs N] [--json FILE]`. Each run regenerates a fresh copy.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.large_workbook import INDICATORS, MONTHS, ROWS, made_large
from benchmarks.side_by_side import Command, in_turn, show, write

FLOOR = "openpyxl, load and save"
_LOAD_AND_SAVE = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])"


def commands(large: Path, folder: Path) -> dict[str, Command]:
    """What is timed, by name."""
    copy, state = folder / "copy.xlsx", folder / "copy.xlsx.cpp-scorecard"

    def fresh() -> None:
        shutil.rmtree(state, ignore_errors=True)
        shutil.copyfile(large, copy)

    return {
        FLOOR: Command.of_python(_LOAD_AND_SAVE, str(large), str(folder / "saved.xlsx")),
        "regenerate": Command([sys.executable, "-m", "cpp_scorecard", "regenerate", str(copy)], fresh),
    }


def main() -> None:
    """Time the two in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        large = made_large(Path(name, "large.xlsx"))
        print(f"{INDICATORS} indicators, {MONTHS} months, {ROWS:,} episodes of twelve columns")
        medians = in_turn(commands(large, Path(name)), chosen.runs)
    write(chosen.json, {"runs": chosen.runs, "medians": show(medians, FLOOR)})


if __name__ == "__main__":
    main()
