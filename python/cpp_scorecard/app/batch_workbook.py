"""One workbook of a batch, whichever process does it: the pack and its record, or the sentence that says why not.

Everything that a process needs travels in `Work` and everything that it found in `CouncilResult`, so that the same
function runs here, in another process or on another machine that sees the same folders.
"""

from __future__ import annotations

import traceback
from collections import Counter
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.app.batch_record import Record, file_sha256, named_beside, read_record, rests_on, write_record
from cpp_scorecard.core.council_result import CouncilIndicator, CouncilResult, Outcome
from cpp_scorecard.core.errors import Busy, ScorecardError
from cpp_scorecard.core.findings import Severity
from cpp_scorecard.core.period import Month

if TYPE_CHECKING:
    from cpp_scorecard.app.batch_folder import Work

_PACKAGE = Path(__file__).parents[1]


def bring_up_to_date(work: Work) -> CouncilResult:
    """The pack of a workbook, made unless it is there as it would be made. Never raises what a file brings about."""
    here = version("cpp-scorecard")
    if work.version != here:
        return failed(
            work,
            Outcome.FAULT,
            f"The machine that was to do it has cpp-scorecard {here}; the batch was started by {work.version}.",
            "Install the same version everywhere.",
        )
    try:
        return _known(work) or _made(work)
    except Busy as error:
        return failed(work, Outcome.IN_USE, error.message, error.remedy)
    except ScorecardError as error:
        return failed(work, Outcome.REFUSED, error.message, error.remedy)
    except MemoryError:
        return failed(work, Outcome.ENDED, "There was not enough memory for it.", "Give fewer --jobs, and run again.")
    except Exception as error:  # a bad file must not end the batch, whatever it brings about
        return failed(work, Outcome.FAULT, f"cpp-scorecard itself failed ({_fault(error)}).", REPORT_FAULT)


REPORT_FAULT = "Tell those who maintain the program, if possible with the workbook."


def failed(work: Work, outcome: Outcome, message: str, remedy: str) -> CouncilResult:
    """The result for a workbook of which no pack could be made."""
    if Path(work.pack).exists():
        remedy = f"{remedy} {work.pack_name} is of an earlier run."
    return CouncilResult(work.name, outcome, message, remedy, version=work.version)


def _known(work: Work) -> CouncilResult | None:
    """What an earlier run made of the workbook, where nothing has changed since."""
    record = read_record(Path(work.record))
    if record is None or record.result.version != work.version or record.as_of_asked != work.as_of:
        return None
    if record.result.output_sha256 != file_sha256(Path(work.pack)):
        return None
    if record.rests_on != rests_on(Path(work.workbook), record.result.beside):
        return None
    return replace(record.result, file=work.name, pack=work.pack_name, is_new=False)


def _made(work: Work) -> CouncilResult:
    from cpp_scorecard.app.build import build, chosen_reports
    from cpp_scorecard.app.scorecard import make_scorecard

    workbook, pack = Path(work.workbook), Path(work.pack)
    before, input_sha256 = rests_on(workbook, ()), file_sha256(workbook)
    scorecard = make_scorecard(workbook, Month.parse(work.as_of) if work.as_of else None)
    settings = scorecard.workbook.settings
    beside = named_beside(settings)
    on = rests_on(workbook, beside)
    build(scorecard, pack, chosen_reports(scorecard, None))
    if (rests_on(workbook, ()), rests_on(workbook, beside)) != (before, on):
        raise Busy(f"{workbook.name}, or a file beside it, was changed while its pack was being made.", "Run again.")
    counted = Counter(finding.severity for finding in scorecard.findings)
    result = CouncilResult(
        file=work.name,
        outcome=Outcome.DONE if scorecard.is_complete else Outcome.INCOMPLETE,
        pack=work.pack_name,
        council=settings.council,
        council_number=settings.council_number,
        as_of=scorecard.as_of.iso,
        version=work.version,
        input_sha256=input_sha256,
        output_sha256=file_sha256(pack),
        findings={severity: counted[severity] for severity in Severity},
        indicators=tuple(CouncilIndicator.of(assessment) for assessment in scorecard.assessments),
        beside=beside,
        dataset_rows=len(scorecard.dataset.rated) if scorecard.dataset else 0,
    )
    write_record(Path(work.record), Record(result, work.as_of, on))
    return result


def _fault(error: Exception) -> str:
    """What failed and where in the program, in a few words: not the whole traceback, and no folder of this machine."""
    places = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(_PACKAGE)
    ]
    where = ""
    if places:
        where = f", {Path(places[-1].filename).relative_to(_PACKAGE).as_posix()} line {places[-1].lineno}"
    return f"{type(error).__name__}{where}"
