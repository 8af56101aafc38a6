"""`build` from cold against a process that only imports what it uses, and against importing openpyxl.

Run `python benchmarks/build_against_imports.py [--runs N] [--json FILE]`. The commands take turns, so that a
change in the machine's speed meets them alike; medians and ratios are printed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"


def commands(folder: Path) -> dict[str, list[str]]:
    """What is timed, by name."""
    python = [sys.executable]
    build = [*python, "-m", "cpp_scorecard", "build", str(SAMPLE), "-o", str(folder / "card.xlsx")]
    return {
        "empty interpreter": [*python, "-c", "pass"],
        "--help": [*python, "-m", "cpp_scorecard", "--help"],
        "import openpyxl": [*python, "-c", "import openpyxl"],
        "imports of build": [*python, "-c", "import openpyxl, xlsxwriter, lxml.etree"],
        "build --report scorecard": [*build, "--report", "scorecard"],
        "build": build,
    }


def main() -> None:
    """Time the commands in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        timed = commands(Path(folder))
        seconds: dict[str, list[float]] = {name: [] for name in timed}
        for turn in range(chosen.runs + 1):
            for name, command in timed.items():
                start = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                if turn:  # the first turn warms the disk cache
                    seconds[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    floor = medians["imports of build"]
    for name, median in medians.items():
        print(f"{name:26} {median:7.3f} s   {median / floor:5.2f} x imports")
    if chosen.json:
        chosen.json.write_text(json.dumps({"runs": chosen.runs, "median_seconds": medians}, indent=2) + "\n")


if __name__ == "__main__":
    main()
