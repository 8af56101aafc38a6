"""Whatever call of Excel fails while report sheets go in: the workbook is as it was, or complete."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.tools.com_excel import com_error
from tests.tools.officer import Officer, indicators, looks_of, reports_in, state_of

from cpp_scorecard.app.regenerate import regenerate
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.excel.live import NotUndone, put_in
from cpp_scorecard.excel.plan import Plan, plan_build

SETTINGS = ("ScreenUpdating", "DisplayAlerts", "EnableEvents", "Calculation")


@dataclass(frozen=True)
class Case:
    """A workbook with report sheets, what goes into it, and what it then looks like."""

    path: Path
    plan: Plan
    calls: int
    before: Any
    after: Any


@pytest.fixture(scope="module", params=[pytest.param("swapped", marks=pytest.mark.slow), "filled"])
def case(request: pytest.FixtureRequest, built_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Report sheets that are replaced, and one that is filled anew because a formula points into it."""
    folder = tmp_path_factory.mktemp(request.param)
    path = folder / "indicators.xlsx"
    shutil.copy(built_file, path)
    if request.param == "filled":
        indicators(path, Mine=[("='CPP Scorecard'!$B$5",)])
        regenerate(path)
    changed = folder / "changed.xlsx"
    edited = openpyxl.load_workbook(path)
    edited["Figures"]["E2"] = 14
    edited.save(changed)
    plan = plan_build(make_scorecard(changed), path.read_bytes())
    plan = replace(plan, incoming=tuple(one for one in plan.incoming if one.name in ("Contents", "CPP Scorecard")))
    assert any(one.fill for one in plan.incoming) == (request.param == "filled")
    officer = Officer()
    book = officer.open(path)
    before = shown(book)
    officer.excel.log.clear()
    put_in(book, plan)
    return Case(path, plan, len(officer.excel.log), before, shown(book))


def shown(book: Any) -> Any:
    """The workbook without the identities of its sheets, which differ from one Excel to the next."""
    state = state_of(book)
    names = [name for _, name, _ in state.sheets]
    cells = {name: state.cells[identity] for identity, name, _ in state.sheets}
    return names, [visible for _, _, visible in state.sheets], cells, state.names, looks_of(book), reports_in(book)


def fail_at(case: Case, number: int, times: int = 1) -> tuple[str, Any, Officer]:
    """Put the sheets in with the call `number` failing; what came of it, the workbook and the officer."""
    officer = Officer()
    book = officer.open(case.path)
    left = [number - 1, times]

    def fail(call: Any) -> None:
        left[0] -= 1
        if left[0] < 0 and left[1]:
            left[1] -= 1
            raise com_error(f"{call} failed")

    officer.excel.on_call = fail
    try:
        put_in(book, case.plan)
    except NotUndone:
        outcome = "not undone"
    except Exception as error:
        outcome = "undone" if isinstance(error, Refused) or hasattr(error, "hresult") else repr(error)
    else:
        outcome = "done"
    officer.excel.on_call = None
    return outcome, book, officer


def look_at(case: Case, number: int) -> str:
    outcome, book, officer = fail_at(case, number)
    now = shown(book)
    where = f"call {number}"
    if outcome == "done":
        assert now == case.after, where
    else:
        assert outcome == "undone", where
        assert now == case.before, where
    app = officer.excel.app.api
    assert [getattr(app, name) for name in SETTINGS] == [True, True, True, -4105], where
    assert [str(one.Name) for one in app.Workbooks] == ["indicators.xlsx"], where
    return outcome


def test_a_call_that_fails_leaves_the_workbook_as_it_was_or_complete(case: Case) -> None:
    outcomes = {look_at(case, number) for number in range(3, case.calls, case.calls // 3)}
    assert "undone" in outcomes


@pytest.mark.slow
def test_every_call_that_fails_leaves_the_workbook_as_it_was_or_complete(case: Case) -> None:
    outcomes = [look_at(case, number) for number in range(1, case.calls + 1)]
    assert set(outcomes) == {"undone", "done"}
    assert outcomes.count("undone") > len(outcomes) // 2


def test_an_excel_that_fails_for_good_is_said_to_need_closing(case: Case, local: Path) -> None:
    number = case.calls // 2
    outcome, _, _ = fail_at(case, number, times=10_000)
    assert outcome == "not undone"


def test_an_old_sheet_that_cannot_be_deleted_is_named(case: Case) -> None:
    officer = Officer()
    book = officer.open(case.path)
    left = [1]

    def fail(call: Any) -> None:
        if call.member == "Delete" and call.on.startswith("Worksheet"):
            left[0] -= 1
            if left[0] < 0:
                raise com_error("no")

    officer.excel.on_call = fail
    notes = put_in(book, case.plan)
    officer.excel.on_call = None
    assert notes
    assert all("could not be removed" in note for note in notes)
    assert set(case.after[0]) < set(shown(book)[0])


def test_a_formula_that_leads_into_another_file_is_not_let_in(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = Officer()
    book = officer.open(case.path)
    members = officer.excel.members
    real = members.call_Workbook_LinkSources
    asked: list[int] = []

    def leads_out(found: Any, kind: Any) -> object:
        asked.append(1)
        return real(found, kind) if len(asked) == 1 else ("reports.xlsx",)

    monkeypatch.setattr(members, "call_Workbook_LinkSources", leads_out)
    with pytest.raises(Refused, match="lead into another file"):
        put_in(book, case.plan)
    assert shown(book) == case.before
