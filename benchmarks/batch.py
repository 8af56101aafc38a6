"""`batch` on two processes against two runs side by side that have no pool, and its memory at two sizes.

Run `python benchmarks/batch.py [--workbooks N] [--small N] [--runs N] [--json FILE]`. The workbooks are copies of the
January sample, each with a settings file of its own. An independent run makes the packs of half of the workbooks one
after the other with the very function that `batch` hands to its processes; two of them are started together. The two
take turns; medians of the wall time and their ratio are printed, then for the small and for the whole number of
workbooks the highest memory of the parent, of a worker and of all processes together, looked at fifty times a second.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

SAMPLE = Path(__file__).parents[1] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
HALF = """
import sys
from pathlib import Path
from cpp_scorecard.app.batch_folder import BatchFolder, workbooks_in
from cpp_scorecard.app.batch_workbook import bring_up_to_date
from cpp_scorecard.app.own_process import prepare_own_process
prepare_own_process()
folder, output, at = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
place = BatchFolder(output)
place.state.path.mkdir(parents=True, exist_ok=True)
for work in place.work(folder, workbooks_in(folder, output), "")[at::2]:
    assert bring_up_to_date(work).outcome.is_reported
"""


def councils(folder: Path, count: int) -> Path:
    """A folder with `count` workbooks of made-up councils."""
    folder.mkdir()
    for number in range(count):
        workbook = folder / f"council-{number + 1:04}.xlsx"
        shutil.copyfile(SAMPLE, workbook)
        workbook.with_suffix(".toml").write_text(f'Council = "Made-up council {number + 1}"\n')
    return folder


def batch(folder: Path, output: Path) -> float:
    """Seconds of a batch on two processes, summary and all."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "cpp_scorecard", "batch", str(folder), "-o", str(output), "--jobs", "2"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def independent(folder: Path, output: Path) -> float:
    """Seconds until two runs that were started together have each made half of the packs."""
    start = time.perf_counter()
    command = [sys.executable, "-c", HALF, str(folder), str(output)]
    running = [subprocess.Popen([*command, str(at)]) for at in range(2)]
    codes = [run.wait() for run in running]
    if any(codes):
        raise SystemExit("an independent run failed")
    return time.perf_counter() - start


def memory(folder: Path, output: Path) -> dict[str, float]:
    """The highest memory in MiB of the process that runs a batch, of its largest worker, and of all at one moment."""
    peak = dict.fromkeys(("parent", "worker", "together"), 0.0)
    command = [sys.executable, "-m", "cpp_scorecard", "batch", str(folder), "-o", str(output), "--jobs", "2"]
    with psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while run.poll() is None:
            with contextlib.suppress(psutil.Error):  # one of them has just ended
                own = run.memory_info().rss
                workers = [child.memory_info().rss for child in run.children(recursive=True)]
                now = {"parent": own, "worker": max(workers, default=0), "together": own + sum(workers)}
                peak = {name: max(peak[name], found / 2**20) for name, found in now.items()}
            time.sleep(0.02)
    return peak


def main() -> None:
    """Time both in turn, measure the memory, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workbooks", type=int, default=150)
    parser.add_argument("--small", type=int, default=15)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    seconds: dict[str, list[float]] = {"batch on 2 processes": [], "2 independent runs": []}
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        every, few = councils(home / "every", chosen.workbooks), councils(home / "few", chosen.small)
        for turn in range(chosen.runs):
            seconds["batch on 2 processes"].append(batch(every, home / f"batch-{turn}"))
            seconds["2 independent runs"].append(independent(every, home / f"halves-{turn}"))
        sizes = {
            count: memory(folder, home / f"measured-{count}")
            for folder, count in ((few, chosen.small), (every, chosen.workbooks))
        }
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    for name, median in medians.items():
        print(f"{name:22} {median:8.2f} s   {chosen.workbooks / median:6.2f} workbooks a second")
    ratio = medians["2 independent runs"] / medians["batch on 2 processes"]
    print(f"throughput of batch    {ratio:8.2f} x that of the independent runs")
    for count, peak in sizes.items():
        print(f"{count:4} workbooks, MiB: " + ", ".join(f"{name} {found:.0f}" for name, found in peak.items()))
    if chosen.json:
        document = {
            "workbooks": chosen.workbooks,
            "runs": chosen.runs,
            "median_seconds": medians,
            "throughput_ratio": ratio,
            "mebibytes": sizes,
        }
        chosen.json.write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
