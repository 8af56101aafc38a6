"""`batch` on two processes against two runs side by side that have no pool, and its memory at two sizes.

Run `python benchmarks/batch.py [--workbooks N] [--small N] [--runs N] [--json FILE]`. The workbooks are copies of the
January sample, each with a settings file of its own. An independent run makes the packs of half of the workbooks one
after the other with the very function that `batch` hands to its processes; two of them are started together. The two
take turns; medians of the wall time and their ratio are printed, then the highest memory of the parent and of a
worker for the small and for the whole number of workbooks (Linux).
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
HALF = """
import sys
from pathlib import Path
from cpp_scorecard.app.batch_folder import BatchFolder, workbooks_in
from cpp_scorecard.app.batch_workbook import bring_up_to_date
folder, output, at = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
place = BatchFolder(output)
place.state.path.mkdir(parents=True, exist_ok=True)
for work in place.work(folder, workbooks_in(folder, output), "")[at::2]:
    assert bring_up_to_date(work).outcome.is_reported
"""
MEASURED = """
import json, resource, sys
from pathlib import Path
from cpp_scorecard.cli import main
if __name__ == "__main__":
    code = main(["batch", *sys.argv[1:], "--jobs", "2"])
    own = next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    print("MEMORY", own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    raise SystemExit(code)
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
    if any([run.wait() for run in running]):
        raise SystemExit("an independent run failed")
    return time.perf_counter() - start


def memory(folder: Path, output: Path, script: Path) -> tuple[float, float]:
    """The highest memory in MiB of the process that runs a batch, and of the largest of its workers."""
    script.write_text(MEASURED)
    done = subprocess.run(
        [sys.executable, str(script), str(folder), "-o", str(output)], check=True, capture_output=True, text=True
    )
    _, own, worker = next(line for line in done.stdout.splitlines() if line.startswith("MEMORY")).split()
    return int(own) / 1024, int(worker) / 1024


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
        sizes = {}
        if sys.platform == "linux":
            for folder, count in ((few, chosen.small), (every, chosen.workbooks)):
                sizes[count] = memory(folder, home / f"measured-{count}", home / "measured.py")
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    for name, median in medians.items():
        print(f"{name:22} {median:8.2f} s   {chosen.workbooks / median:6.2f} workbooks a second")
    ratio = medians["2 independent runs"] / medians["batch on 2 processes"]
    print(f"throughput of batch    {ratio:8.2f} x that of the independent runs")
    for count, (own, worker) in sizes.items():
        print(f"{count:4} workbooks: {own:6.1f} MiB in the parent, {worker:6.1f} MiB in the largest worker")
    if chosen.json:
        document = {
            "workbooks": chosen.workbooks,
            "runs": chosen.runs,
            "median_seconds": medians,
            "throughput_ratio": ratio,
            "mebibytes": {count: {"parent": own, "worker": worker} for count, (own, worker) in sizes.items()},
        }
        chosen.json.write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
