"""How the cost of `build` grows with indicators, months and rows of children: once, ten times, a hundred times as many.

Run `python -m benchmarks.growth [--runs N] [--json FILE]`. Beside each size stands
what a thousand more have cost since the size before: it stays the same where the cost grows as the workbook does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.large_workbook import made_large
from benchmarks.side_by_side import Command, in_turn, write

SIZES = {
    "indicators": [(10, 12, 0), (100, 12, 0), (1000, 12, 0)],
    "months": [(20, 10, 0), (20, 100, 0), (20, 1000, 0)],
    "rows": [(5, 12, 500), (5, 12, 5_000), (5, 12, 50_000)],
}
"""Indicators, months and rows of each workbook."""
_AT = {"indicators": 0, "months": 1, "rows": 2}


def main() -> None:
    """Time all sizes in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        commands = {}
        for number, (what, size) in enumerate((what, size) for what, of_it in SIZES.items() for size in of_it):
            book = made_large(Path(place, f"{number}.xlsx"), *size)
            arguments = ["-m", "cpp_scorecard", "build", str(book), "-o", str(Path(place, f"{number}-card.xlsx"))]
            commands[f"{what} {size[_AT[what]]:,}"] = Command([sys.executable, *arguments])
        medians = in_turn(commands, chosen.runs)
    found: dict[str, dict[str, float]] = {}
    for what, of_it in SIZES.items():
        before: tuple[int, float] | None = None
        for size in of_it:
            count = size[_AT[what]]
            run = medians[f"{what} {count:,}"]
            line = f"{what} {count:,}"
            found[line] = {"cpu": run.cpu, "peak": run.peak}
            text = f"{line:20} {run.cpu:7.3f} s {run.peak:6.0f} MB"
            if before:
                found[line]["seconds_a_thousand_more"] = more = (run.cpu - before[1]) / (count - before[0]) * 1000
                text += f" {more:8.3f} s for each thousand more"
            print(text)
            before = count, run.cpu
    write(chosen.json, {"runs": chosen.runs, "medians": found})


if __name__ == "__main__":
    main()
