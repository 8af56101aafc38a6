"""Every window of 300 indicators over 120 months, against adding up the same figures without any rule.

Run `python -m benchmarks.windows [--runs N] [--json FILE]`. For every month of every indicator the window that ends
with it is measured; the floor adds up the numbers of the same months and nothing else. Seconds of the processor.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.side_by_side import write

from cpp_scorecard.core.indicator import FigureKind, HowReported, Unit, Window
from cpp_scorecard.core.period import Month, ReportingPeriod
from cpp_scorecard.core.series import CellRef, Figure, Observation, Part, Series
from cpp_scorecard.core.windows import measure, window_months

INDICATORS, MONTHS = 300, 120
WINDOWS = {"SS": Window.SNAPSHOT, "R12M": Window.ROLLING_12_MONTHS, "YTD": Window.YEAR_TO_DATE}
_FIRST = Month.of(2012, 1)


def figures() -> list[Series]:
    """Made-up figures of every month."""
    periods = [ReportingPeriod.of_month(_FIRST + month) for month in range(MONTHS)]
    return [
        Series(
            {
                period: Observation(
                    period, {Part.VALUE: Figure(float((row * 7 + at * 3) % 97), CellRef("Figures", row, at))}
                )
                for at, period in enumerate(periods)
            }
        )
        for row in range(INDICATORS)
    ]


def by_the_rules(all_series: list[Series], code: str) -> None:
    """Every window that has all of its months, and those that have not."""
    how = HowReported(code, WINDOWS[code])
    for series in all_series:
        for period in series.observations:
            measure(series, how, FigureKind.EVENTS, Unit.NUMBER, period)


def without_rules(all_series: list[Series], code: str) -> None:
    """The sums of the same months."""
    lengths = [len(window_months(WINDOWS[code], ReportingPeriod.of_month(_FIRST + month))) for month in range(MONTHS)]
    for series in all_series:
        numbers = [one.parts[Part.VALUE].number for one in series]  # type: ignore[union-attr]
        for at, length in enumerate(lengths):
            sum(numbers[max(0, at + 1 - length) : at + 1])


def main() -> None:
    """Time both ways in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    all_series = figures()
    ways: dict[str, Callable[[list[Series], str], None]] = {"rules": by_the_rules, "sums": without_rules}
    seconds: dict[str, list[float]] = {f"{code} {way}": [] for code in WINDOWS for way in ways}
    for turn in range(chosen.runs + 1):
        for code in WINDOWS:
            for way, run in ways.items():
                start = time.process_time()
                run(all_series, code)
                if turn:  # the first turn warms up
                    seconds[f"{code} {way}"].append(time.process_time() - start)
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    for code in WINDOWS:
        rules, sums = medians[f"{code} rules"], medians[f"{code} sums"]
        each = rules / INDICATORS / MONTHS * 1e6
        print(f"{code:5} {rules:7.3f} s by the rules ({each:5.1f} us a window), {sums:7.3f} s as plain sums")
    write(chosen.json, {"runs": chosen.runs, "windows": INDICATORS * MONTHS, "median_seconds": medians})


if __name__ == "__main__":
    main()
