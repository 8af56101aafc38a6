"""The steps of the smoke test, in order. Each shows one thing that no test without Excel can show.

A step returns what it saw as evidence, raises `Wrong` when that should not be, and `Skipped` when it cannot look.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpp_scorecard.addin.deploy.places import ADDIN_FILE, same_path
from cpp_scorecard.addin.smoke.bench import Bench, Skipped, Wrong
from cpp_scorecard.addin.smoke.package_links import links_to_addin

Evidence = Mapping[str, Any]
ERROR_VALUES = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!")
_THOUSAND_ROWS_AT_MOST = 2.0
"""Seconds for one spilled call over a thousand rows; beyond it, an officer would call it slow."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a step has at hand: Excel, a folder of its own, the sample workbooks, where the add-in must lie."""

    bench: Bench
    folder: Path
    gallery: Path
    indicators: Path
    addin: Path
    version: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, what it shows in a sentence, and the function that does it."""

    name: str
    shows: str
    run: Callable[[Trial], Evidence]


def doctor_is_content(trial: Trial) -> Evidence:
    """No known failure on this PC before the test."""
    found = list(trial.bench.doctor())
    if [code for code in found if code != "excel-left-over"]:
        raise Wrong(f"doctor found: {', '.join(found)}")
    return {"found": found}


def excel_loads_the_addin(trial: Trial) -> Evidence:
    """Excel, started by a double-click on the gallery, has the add-in from XLSTART open."""
    book = trial.bench.start(trial.gallery)
    path = trial.bench.addin_path()
    if path is None or not same_path(path, trial.addin):
        raise Wrong(f"Excel has the add-in from {path} open, not from {trial.addin}.")
    return {"workbook": book, "addin": path}


def asked(trial: Trial, question: str) -> Evidence:
    """Has the person at the PC look; no answer skips the step, a no fails it."""
    answer = trial.bench.ask(question)
    if answer is None:
        raise Skipped("Nobody was there to look.")
    if not answer:
        raise Wrong(f"The person at the PC said no: {question}")
    return {"question": question, "answer": "yes"}


def nothing_was_asked_at_the_start(trial: Trial) -> Evidence:
    """No security warning, no message about links or locked files."""
    return asked(trial, "Did Excel start without any warning, yellow bar or message?")


def the_ribbon_is_there(trial: Trial) -> Evidence:
    """The tab with all its controls."""
    from cpp_scorecard.excel.ribbon import ACTIONS

    question = f"Is there a tab Scorecard with {len(ACTIONS)} controls, each with its icon, and do tips show on hover?"
    return asked(trial, question)


def the_versions_meet(trial: Trial) -> Evidence:
    """The Python that Excel calls is of the version that is tested."""
    value = trial.bench.enter(*_scratch(trial), "A1", "=CPP_VERSION()")
    if value != trial.version:
        raise Wrong(f"CPP_VERSION gives {value!r}, this is {trial.version}.")
    return {"version": value}


def values_in(workbook: Path) -> dict[str, dict[tuple[int, int], Any]]:
    """The values that a workbook holds, by sheet, row and column: for the gallery what the rules give.

    Dates are left out: Excel hands them over as numbers.
    """
    from openpyxl import load_workbook

    book = load_workbook(workbook, read_only=True, data_only=True)
    try:
        return {
            sheet.title: {
                (cell.row, cell.column): cell.value
                for row in sheet.iter_rows()
                for cell in row
                if cell.value not in (None, "") and isinstance(cell.value, str | int | float)
            }
            for sheet in book.worksheets
        }
    finally:
        book.close()


def alike(found: Any, expected: Any) -> bool:
    """Whether two values of cells agree: numbers to twelve figures, the rest exactly."""
    if isinstance(found, int | float) and isinstance(expected, int | float):
        return abs(found - expected) <= 1e-12 * max(1.0, abs(expected))
    return bool(found == expected)


def the_gallery_has_the_published_values(trial: Trial) -> Evidence:
    """Calculated anew by Excel, every cell of the gallery has the value that the rules gave it when it was made."""
    expected = values_in(trial.gallery)
    book = trial.gallery.name
    seconds = trial.bench.calculate(book)
    functions, compared, wrong = 0, 0, []
    for sheet, values in expected.items():
        found = {(cell.row, cell.column): cell for cell in trial.bench.cells(book, sheet)}
        functions += sum("CPP_" in cell.formula for cell in found.values())
        for place, value in values.items():
            compared += 1
            cell = found.get(place)
            if cell is None or not alike(cell.value, value):
                shown = "nothing" if cell is None else repr(cell.value)
                wrong.append(f"{sheet} row {place[0]} column {place[1]}: {shown}, not {value!r}")
    if not functions:
        raise Wrong("The gallery has no function.")
    if wrong:
        raise Wrong(f"{len(wrong)} of {compared} values differ. {'; '.join(wrong[:5])}")
    return {"functions": functions, "compared": compared, "seconds": round(seconds, 3)}


def a_failure_is_a_real_error_with_its_reason(trial: Trial) -> Evidence:
    """What cannot be worked out is an error value, not text, and `CPP_REASON` says why."""
    book, sheet = _scratch(trial)
    value = trial.bench.enter(book, sheet, "B2", '=CPP_ROUND("no number",0)')
    reason = trial.bench.enter(book, sheet, "C2", "=CPP_REASON(B2)")
    if value not in ERROR_VALUES:
        raise Wrong(f"The cell shows {value!r}, not an error value.")
    if not isinstance(reason, str) or " " not in reason:
        raise Wrong(f"CPP_REASON gives {reason!r}, not a sentence.")
    return {"value": value, "reason": reason}


def a_thousand_rows_spill_from_one_call(trial: Trial) -> Evidence:
    """One formula over a thousand rows, in a time that nobody minds."""
    book, sheet = _scratch(trial)
    trial.bench.enter(book, sheet, "E1", "=SEQUENCE(1000)/1000")
    trial.bench.enter(book, sheet, "G1", '=CPP_RAG(E1#,0.95,1,"High")')
    seconds = trial.bench.calculate(book)
    last = [cell.value for cell in trial.bench.cells(book, sheet) if (cell.row, cell.column) == (1000, 7)]
    if last != ["G"]:
        raise Wrong(f"The last row of the spilled call shows {last}, not G.")
    if seconds > _THOUSAND_ROWS_AT_MOST:
        raise Wrong(f"A thousand rows took {seconds:.1f} s.")
    return {"seconds": round(seconds, 3)}


def _scratch(trial: Trial) -> tuple[str, str]:
    """An empty sheet to type into: its workbook and its name."""
    path = trial.folder / "scratch.xlsx"
    if path.name not in trial.bench.books():
        trial.bench.new(path)
    return path.name, trial.bench.sheets(path.name)[0]


def a_saved_formula_names_no_folder_of_this_user(trial: Trial) -> Evidence:
    """The link to the add-in is stored without a path, so that it works on the next officer's PC."""
    book, sheet = _scratch(trial)
    trial.bench.enter(book, sheet, "J1", "=CPP_ROUND(2.5,0)")
    saved = trial.folder / "saved.xlsx"
    name = trial.bench.save_as(book, saved)
    links = links_to_addin(saved)
    if [link for link in links if not link.is_the_same_everywhere]:
        raise Wrong(f"The link is stored as {links}.")
    trial.bench.close(name)
    again = trial.bench.open(saved)
    found = [cell.value for cell in trial.bench.cells(again, sheet) if (cell.row, cell.column) == (1, 10)]
    trial.bench.close(again)
    if found != [3]:
        raise Wrong(f"Opened again, the formula shows {found}, not 3.")
    return {"links": [f"{link.kind}: {link.target}" for link in links], "value": found[0]}


def a_workbook_in_protected_view_is_met_with_a_sentence(trial: Trial) -> Evidence:
    """Marked as from the internet it opens in Protected View, and a button says what to do."""
    path = trial.folder / "from-the-internet.xlsx"
    path.write_bytes(trial.indicators.read_bytes())
    Path(f"{path}:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n", "ascii", newline="")
    book = trial.bench.open(path, protected_view=True)
    said = trial.bench.press(book, "build").said
    trial.bench.close(book)
    if not any("Protected View" in sentence for sentence in said):
        raise Wrong(f"The button said {said}.")
    return {"said": list(said)}


def a_hostile_workbook_changes_nothing(trial: Trial) -> Evidence:
    """Python files and settings beside a workbook do not run, whichever workbook is in front."""
    folder = trial.folder / "hostile"
    folder.mkdir()
    marker = folder / "it-ran.txt"
    trap = f"open({str(marker)!r}, 'w').close()\n"
    for name in ("xlwings", "cpp_scorecard", "pandas", "sitecustomize"):
        (folder / f"{name}.py").write_text(trap, "utf-8")
    for name in ("xlwings.conf", "cpp-scorecard.conf"):
        (folder / name).write_text('"INTERPRETER_WIN","C:\\Windows\\System32\\calc.exe"\n', "ascii")
    path = folder / "indicators.xlsx"
    path.write_bytes(trial.gallery.read_bytes())
    book = trial.bench.open(path)
    trial.bench.calculate(book)
    value = trial.bench.enter(book, trial.bench.sheets(book)[-1], "XEX1", "=CPP_ROUND(2.5,0)")
    trial.bench.close(book)
    if marker.exists() or value != 3:
        raise Wrong(f"A file beside the workbook ran: {marker.exists()}; the function gives {value!r}.")
    return {"ran": False, "value": value}


def a_second_excel_opens_quietly(trial: Trial) -> Evidence:
    """A second Excel beside the first is not told that the add-in is in use."""
    return asked(
        trial,
        "Start a second Excel (hold Alt while you click Excel on the taskbar, and say yes to a new instance). "
        f"Did it start without saying that {ADDIN_FILE} is in use? Close it again.",
    )


def a_cell_being_edited_is_met_with_a_sentence(trial: Trial) -> Evidence:
    """While a cell is edited, nothing hangs."""
    question = "Double-click a cell as if to edit it. Are the scorecard's buttons greyed, or answered with a sentence?"
    return asked(trial, question)


def nothing_stays_behind(trial: Trial) -> Evidence:
    """Closing Excel ends its Python."""
    left = list(trial.bench.quit())
    if left:
        raise Wrong(f"Still running: {', '.join(left)}")
    return {"left": left}
