"""How the cost of `build` grows with indicators, months and rows of children: once, ten times, a hundred times as many.

Run `python -m benchmarks.growth [--runs N] [--json FILE]`. What an empty workbook costs is taken off, and the rest is
printed for each thousand of what grew: it stays the same where the cost grows as the workbook does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.large_workbook import write_large
from benchmarks.side_by_side import Command, in_turn, write

SIZES = {
    "indicators": [(10, 12, 0), (100, 12, 0), (1000, 12, 0)],
    "months": [(20, 10, 0), (20, 100, 0), (20, 1000, 0)],
    "rows": [(5, 12, 500), (5, 12, 5_000), (5, 12, 50_000)],
}
"""Indicators, months and rows of each workbook."""
SMALLEST = (1, 12, 0)


def main() -> None:
    """Time all sizes in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    sizes = {"nothing": SMALLEST} | {f"{what} x {10**n}": s for what, all_ in SIZES.items() for n, s in enumerate(all_)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = {}
        for number, (what, size) in enumerate(sizes.items()):
            book = write_large(folder / f"{number}.xlsx", *size)
            out = str(folder / f"{number}-card.xlsx")
            commands[what] = Command([sys.executable, "-m", "cpp_scorecard", "build", str(book), "-o", out])
        medians = in_turn(commands, chosen.runs)
    base = medians["nothing"]
    found = {}
    print(f"{'nothing':20} {base.cpu:7.3f} s {base.peak:6.0f} MB")
    for at, (what, all_) in enumerate(SIZES.items()):
        for n, size in enumerate(all_):
            run = medians[f"{what} x {10**n}"]
            more = run.cpu - base.cpu
            each = more / size[at] * 1000
            line = f"{what}: {size[at]:,}"
            print(f"{line:20} {run.cpu:7.3f} s {run.peak:6.0f} MB {each:8.3f} s a thousand")
            found[f"{what} {size[at]}"] = {"cpu": run.cpu, "peak": run.peak, "seconds_a_thousand": each}
    write(chosen.json, {"runs": chosen.runs, "nothing": base.cpu, "medians": found})


if __name__ == "__main__":
    main()
