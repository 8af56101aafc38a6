"""Batch: the packs of many councils' workbooks, and a summary that sets them side by side.

One bad workbook never stops the others. A second run does only what is missing, failed or has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from cpp_scorecard.app.batch_folder import BatchFolder, Work, workbooks_in
from cpp_scorecard.app.batch_record import result_json
from cpp_scorecard.app.batch_summary import across_councils, in_order, indicators_json, summary_bytes
from cpp_scorecard.app.files import write_atomically
from cpp_scorecard.core.council_result import CouncilResult, Outcome
from cpp_scorecard.core.errors import Refused, UsageError
from cpp_scorecard.core.findings import Severity
from cpp_scorecard.core.rag import Rag

if TYPE_CHECKING:
    from cpp_scorecard.core.across_councils import AcrossCouncils
    from cpp_scorecard.core.period import Month


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch did. `summary` is None where no workbook could be reported, and nothing was summed up."""

    summary: Path | None
    results: tuple[CouncilResult, ...]
    """Every workbook, in the order of their names."""
    across: AcrossCouncils | None

    @property
    def is_complete(self) -> bool:
        """Whether every workbook could be reported as it is."""
        return all(result.outcome is Outcome.DONE for result in self.results)


def batch(
    folder: Path,
    output: Path,
    *,
    as_of: Month | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    sub_folders: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Batch:
    """Make a pack in `output` of every workbook in `folder`, and `summary.xlsx` of them all.

    `jobs` processes of this machine work at once (as many as it has processors unless told otherwise), or the cluster
    of the Dask scheduler at the address `scheduler`. `progress` is told of each workbook as it becomes ready.
    Raises UsageError for arguments that do not go together; Busy when another batch writes there or the scheduler does
    not answer; Refused when there are no workbooks or the output is not ours to write to.
    """
    if jobs is not None and (jobs < 1 or scheduler is not None):
        message = "--jobs is for this machine; a cluster has its own." if scheduler else f"{jobs} jobs do nothing."
        raise UsageError(message, "Leave out --jobs, or give a number from 1.")
    names = workbooks_in(folder, output, sub_folders=sub_folders)
    if not names:
        raise Refused(f"There is no workbook in {folder}.", "Name the folder that the councils' workbooks are in.")
    place = BatchFolder(output)
    place.refuse_what_is_not_ours()
    with place.locked():
        works = place.work(folder, names, as_of.iso if as_of else "")
        results: list[CouncilResult] = []
        for result in _results(works, jobs, scheduler, progress):
            results.append(result)
            progress(f"{len(results)} of {len(works)}  {result.file}: {_said(result)}")
        results = _without_templates(results)
        if not any(result.outcome.is_reported for result in results):
            return Batch(None, in_order(results), None)
        progress("Writing the summary ...")
        across = across_councils(results)
        write_atomically(place.summary, summary_bytes(across))
    return Batch(place.summary, across.results, across)


def batch_json(done: Batch) -> dict[str, Any]:
    """The document of `batch`."""
    return {
        "summary": None if done.summary is None else str(done.summary),
        "complete": done.is_complete,
        "workbooks": [_workbook_json(result, done.across) for result in done.results],
        "indicators": [] if done.across is None else indicators_json(done.across),
    }


def _workbook_json(result: CouncilResult, across: AcrossCouncils | None) -> dict[str, Any]:
    said = result_json(result)
    del said["indicators"]
    near = None if across is None else across.neighbours.get(result.file)
    return {
        **said,
        "rag": {letter.value: result.count(letter) for letter in Rag} | {"none": result.count(None)},
        "made_now": result.is_new,
        "neighbours": None if near is None else list(near),
    }


def _results(
    works: list[Work], jobs: int | None, scheduler: str | None, progress: Callable[[str], None]
) -> Iterator[CouncilResult]:
    for work in works:
        Path(work.pack).parent.mkdir(parents=True, exist_ok=True)
        Path(work.record).parent.mkdir(parents=True, exist_ok=True)
    if scheduler is not None:
        from cpp_scorecard.app.batch_cluster import on_cluster

        return on_cluster(works, scheduler, progress)
    from cpp_scorecard.app.batch_local import on_processes, processors

    return on_processes(works, jobs or processors())


def _without_templates(results: list[CouncilResult]) -> list[CouncilResult]:
    """The results without the style templates of other workbooks, which hold no figures."""
    named = {(PurePosixPath(result.file).parent / name).as_posix() for result in results for name in result.beside}
    return [result for result in results if result.outcome.is_reported or result.file not in named]


def _said(result: CouncilResult) -> str:
    """What became of a workbook, for the line of progress."""
    if not result.outcome.is_reported:
        return f"NOT REPORTED ({result.outcome.value}). {result.message} {result.remedy}".rstrip()
    done = "done" if result.is_new else "nothing has changed"
    errors = result.findings.get(Severity.ERROR, 0)
    return f"{done}, {errors} to put right" if errors else done
