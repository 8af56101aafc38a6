"""The command `batch`: arguments in, the use case, messages and an exit code out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpp_scorecard.app.batch import Batch

SUMMARY = "make the packs of many councils' workbooks, and a summary that sets them side by side"
EXAMPLES = (
    "  cpp-scorecard batch councils -o packs\n"
    "  cpp-scorecard batch councils -o packs --as-of 2021-12 --jobs 4\n"
    "  cpp-scorecard batch councils -o packs --scheduler tcp://scheduler:8786"
)
DONE, INCOMPLETE, REFUSED = 0, 3, 4


def declare(batch: argparse.ArgumentParser, month: Callable[[str], object]) -> None:
    """Declare the arguments of the command; `month` reads the one of `--as-of`."""
    batch.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that the councils' workbooks are in")
    batch.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FOLDER",
        required=True,
        help="where the packs and summary.xlsx go, new or with those of an earlier run: only what is missing, failed "
        "or has changed is made again; FOLDER itself keeps the links to the workbooks open",
    )
    batch.add_argument(
        "--sub-folders", action="store_true", help="take the workbooks of its sub-folders too, such as one a council"
    )
    batch.add_argument(
        "--as-of", type=month, metavar="YYYY-MM", help="the month of all reports (default: each workbook's own)"
    )
    batch.add_argument(
        "--jobs", type=int, metavar="N", help="how many workbooks at once (default: as many as there are processors)"
    )
    batch.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="hand the work to the Dask scheduler there, such as tcp://host:8786; its machines must see both folders",
    )
    batch.add_argument("--json", action="store_true", help="print one JSON document instead of sentences")


def run(chosen: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    from cpp_scorecard.app.batch import batch, batch_json

    done = batch(
        chosen.folder,
        chosen.output,
        as_of=chosen.as_of,
        jobs=chosen.jobs,
        scheduler=chosen.scheduler,
        sub_folders=chosen.sub_folders,
        progress=_say,
    )
    if chosen.json:
        import json

        print(json.dumps(batch_json(done), ensure_ascii=False, indent=2))
    else:
        _print_summary(done)
    if done.summary is None:
        return REFUSED
    return DONE if done.is_complete else INCOMPLETE


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _print_summary(done: Batch) -> None:
    lost = [result for result in done.results if not result.outcome.is_reported]
    for result in lost:
        print(f"NOT REPORTED {result.file}: {result.message} {result.remedy}".rstrip())
    reported = len(done.results) - len(lost)
    print(f"{reported} of {len(done.results)} workbook{'' if len(done.results) == 1 else 's'} reported.")
    if done.summary is None:
        print("No summary was written.")
    else:
        print(f"Written: {done.summary}")
