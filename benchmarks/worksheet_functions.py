"""One spilled call of CPP_RAG over a thousand rows against functions that only hand its ranges back.

Run `python benchmarks/worksheet_functions.py [--rows N] [--calls N] [--json FILE]`. The calls go through xlwings' COM
server and converters, as Excel's do, with Excel itself left out. They take turns, so that a change in the machine's
speed meets them alike; medians of the processor's time and their ratios are printed.

Every row is its own: figures as they fall out of divisions, blanks, thresholds of zero, distances that lie exactly on
the tolerance or a hair beside it, and several tolerances.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import random
import statistics
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from cpp_scorecard.addin.windows_stub import install

install()

import xlwings  # noqa: E402
from xlwings.com_server import XLPython  # noqa: E402

ARGUMENTS = ("value", "low", "high", "polarity", "tolerance")
UDFS, HERE = "cpp_scorecard.excel.udfs", "worksheet_functions_benchmark"
MISSING = -2147352572
Rows = list[tuple[object, ...]]


def identity(value: Any, low: Any, high: Any, polarity: Any, tolerance: Any) -> Any:
    """The five ranges as they came, side by side."""
    columns = (value, low, high, polarity, tolerance)
    return [[cell for (cell,) in row] for row in zip(*columns, strict=True)]


def first_range(value: Any, low: Any, high: Any, polarity: Any, tolerance: Any) -> Any:
    """The first of the five ranges as it came: as many cells as there are letters."""
    del low, high, polarity, tolerance
    return value


def declare() -> None:
    """Make worksheet functions of the two above, with the converters that CPP_RAG has."""
    module = ModuleType(HERE)
    module.__file__ = __file__
    sys.modules[HERE] = module
    for function in (identity, first_range):
        declared = function
        for name in ARGUMENTS:
            declared = xlwings.arg(name, ndim=2, err_to_str=True)(declared)
        setattr(module, function.__name__, declared)


def rows(count: int) -> Rows:
    """Rows of a made-up council: no two are alike."""
    dice = random.Random(2022)
    found: Rows = []
    for _ in range(count):
        low = dice.choice((0.0, 0.5, 0.9, 0.95, dice.randrange(1, 200) / 7, dice.random()))
        high = low + dice.choice((0.0, 0.05, 0.1, dice.random()))
        tolerance = dice.choice((0.1, 0.1, 0.05, 0.28, dice.random()))
        out_of = dice.randrange(1, 500)
        value: float | None = dice.randrange(out_of + 1) / out_of
        match dice.randrange(8):
            case 0:
                value = low * (1 - tolerance)  # on the edge of Red
            case 1:
                value = math.nextafter(high * (1 + tolerance), dice.choice((-math.inf, math.inf)))
            case 2:
                value = low
            case 3:
                value = None
        found.append((value, low, high, dice.choice(("High", "Low", "Range", "-")), tolerance))
    return found


def main() -> None:
    """Time the calls in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--calls", type=int, default=101)
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    declare()
    ranges = tuple(tuple((cell,) for cell in column) for column in zip(*rows(chosen.rows), strict=True))
    timed = {
        "identity": (HERE, "identity", ranges),
        "first range only": (HERE, "first_range", ranges),
        "CPP_RAG": (UDFS, "CPP_RAG", (*ranges, MISSING, MISSING)),
    }
    server: Any = XLPython()
    seconds: dict[str, list[float]] = {name: [] for name in timed}
    for turn in range(chosen.calls + 5):
        for name, call in timed.items():
            gc.collect()
            start = time.process_time()
            server.CallUDF(*call)
            if turn >= 5:  # the first turns warm up
                seconds[name].append(time.process_time() - start)
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    for name, median in medians.items():
        print(f"{name:18} {median * 1000:7.2f} ms   {median / medians['identity']:5.2f} x identity")
    stricter = medians["CPP_RAG"] / medians["first range only"]
    print(f"CPP_RAG is {stricter:.2f} x the call that hands back one range")
    if chosen.json:
        found = {"rows": chosen.rows, "calls": chosen.calls, "median_seconds": medians}
        found["ratio_to_identity"] = medians["CPP_RAG"] / medians["identity"]
        found["ratio_to_first_range"] = stricter
        chosen.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
