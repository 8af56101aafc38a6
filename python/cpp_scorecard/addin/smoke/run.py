"""Running the steps one after the other. A step that fails does not stop the next; a broken one is a failure."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard import __version__
from cpp_scorecard.addin.smoke import steps as s
from cpp_scorecard.addin.smoke.bench import Skipped, Wrong
from cpp_scorecard.addin.smoke.button_steps import steps_of_buttons
from cpp_scorecard.addin.smoke.result import Outcome, SmokeResult, StepResult
from cpp_scorecard.addin.smoke.steps import Step, Trial
from cpp_scorecard.core.resources import shipped

if TYPE_CHECKING:
    from cpp_scorecard.addin.deploy.ports import Machine

START = "add-in loads"
"""Without this step there is no Excel for the others."""

STEPS: Sequence[Step] = (
    Step("doctor", "The PC has none of the known failures", s.doctor_is_content),
    Step(START, "Excel opens the add-in from XLSTART when it starts", s.excel_loads_the_addin),
    Step("quiet start", "Nothing is asked or warned of at the start", s.nothing_was_asked_at_the_start),
    Step("ribbon", "The tab and its controls are drawn", s.the_ribbon_is_there),
    Step("gallery", "Every function gives the published value in Excel", s.the_gallery_has_the_published_values),
    Step("versions", "Excel calls the Python that was installed", s.the_versions_meet),
    Step("real errors", "A failure is an error value with its reason", s.a_failure_is_a_real_error_with_its_reason),
    Step("thousand rows", "A thousand rows spill from one call", s.a_thousand_rows_spill_from_one_call),
    Step("links", "A saved formula names no folder of this user", s.a_saved_formula_names_no_folder_of_this_user),
    *steps_of_buttons(),
    Step("Protected View", "A button says what to do there", s.a_workbook_in_protected_view_is_met_with_a_sentence),
    Step("hostile workbook", "Files beside a workbook do not run", s.a_hostile_workbook_changes_nothing),
    Step("second Excel", "A second Excel opens quietly", s.a_second_excel_opens_quietly),
    Step("edit mode", "A cell being edited is met with a sentence", s.a_cell_being_edited_is_met_with_a_sentence),
    Step("nothing stays", "Closing Excel ends its Python", s.nothing_stays_behind),
)


def run_smoke_test(machine: Machine, *, asks: bool, say: Callable[[str], None]) -> SmokeResult:
    """Run every step in real Excel on this PC, in a folder that is removed afterwards."""
    from cpp_scorecard.addin.smoke.excel_bench import ExcelBench

    samples = shipped("samples")
    with tempfile.TemporaryDirectory(prefix="cpp-scorecard-smoke-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        gallery = folder / "gallery.xlsx"
        gallery.write_bytes((samples / "worksheet-functions" / "gallery.xlsx").read_bytes())
        trial = Trial(
            bench=ExcelBench(machine, asks=asks),
            folder=folder,
            gallery=gallery,
            indicators=samples / "wiltshire-2022-01" / "indicators.xlsx",
            addin=machine.places.addin,
            version=__version__,
        )
        return run_steps(trial, say)


def run_steps(trial: Trial, say: Callable[[str], None], steps: Sequence[Step] = STEPS) -> SmokeResult:
    """Run `steps` and give the result; `say` gets a line for each as it ends."""
    results = tuple(_results(trial, say, steps))
    return SmokeResult(trial.bench.facts(), results)


def _results(trial: Trial, say: Callable[[str], None], steps: Sequence[Step]) -> Iterator[StepResult]:
    started = True
    for step in steps:
        result = _done(step, trial) if started else _skipped(step, "Excel did not start with the add-in.")
        if step.name == START:
            started = result.outcome is Outcome.PASSED
        say(f"{result.outcome:8}{step.name}{': ' if result.reason else ''}{result.reason}")
        yield result


def _done(step: Step, trial: Trial) -> StepResult:
    begun = time.perf_counter()
    try:
        evidence = step.run(trial)
    except Skipped as skipped:
        return _skipped(step, str(skipped))
    except Wrong as wrong:
        return StepResult(step.name, step.shows, Outcome.FAILED, str(wrong), {}, time.perf_counter() - begun)
    except Exception as error:  # whatever Excel throws: it is what this step showed
        reason = f"{type(error).__name__}: {error}"
        return StepResult(step.name, step.shows, Outcome.FAILED, reason, {}, time.perf_counter() - begun)
    return StepResult(step.name, step.shows, Outcome.PASSED, "", evidence, time.perf_counter() - begun)


def _skipped(step: Step, reason: str) -> StepResult:
    return StepResult(step.name, step.shows, Outcome.SKIPPED, reason)
