"""Every benchmark, one after the other: `python -m benchmarks.all [--json FOLDER] [--only NAME ...]`.

Each prints its table, and with `--json` leaves its results as NAME.json in the folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

NAMES = (
    "build_against_imports",
    "regenerate_large",
    "reading",
    "windows",
    "growth",
    "worksheet_functions",
    "batch",
)


def main() -> None:
    """Run them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FOLDER")
    parser.add_argument("--only", choices=NAMES, nargs="+", default=NAMES, metavar="NAME")
    chosen = parser.parse_args()
    if chosen.json:
        chosen.json.mkdir(parents=True, exist_ok=True)
    for name in chosen.only:
        print(f"\n{name}", flush=True)
        results = ["--json", str(chosen.json / f"{name}.json")] if chosen.json else []
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *results], check=True)


if __name__ == "__main__":
    main()
