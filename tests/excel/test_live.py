"""Build and Preview in the open workbook: what comes in, what stays, and where the officer is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.tools.excel_copies import contents
from tests.tools.officer import (
    Officer,
    indicators,
    looks_of,
    model_of,
    own_cells,
    reports_in,
    sheet_names,
    state_of,
)

REPORTS = ["Contents", "Explained", "CPP Scorecard", "Exceptions", "Checks"]
OWN = ["Definitions", "Figures"]


def test_the_first_build_names_what_it_adds_and_adds_it_at_the_end(officer: Officer, book: Any) -> None:
    own = own_cells(book)
    officer.select(book, "Figures", "C3")
    said = officer.press("build")
    assert f"Added at the end: {', '.join(REPORTS)}." in officer.asked
    assert "Replaced" not in officer.asked
    assert "up to Nov-21" in said
    assert sheet_names(book) == [*OWN, *REPORTS]
    assert own_cells(book) == own
    assert set(reports_in(book)) == set(REPORTS)


def test_cancel_changes_nothing(officer: Officer, book: Any) -> None:
    before = state_of(book)
    assert "Nothing was changed" in officer.press("build", answer="cancel")
    assert state_of(book) == before
    assert not officer.excel.calls("Open")


@pytest.mark.slow
def test_unsaved_edits_count(officer: Officer, book: Any) -> None:
    book.sheets["Figures"]["E2"].value = 14
    officer.press("build")
    shown = [row for row in book.sheets["CPP Scorecard"].used_range.value if row and "Children seen" in row]
    assert 14 in shown[0]


def test_report_sheets_are_known_again_under_another_name_and_place(officer: Officer, built: Any) -> None:
    built.sheets["CPP Scorecard"].name = "Our card"
    built.api.Sheets("Our card").Move(Before=built.api.Sheets("Definitions"))
    own = own_cells(built)
    built.sheets["Figures"]["E2"].value = 14
    officer.press("build")
    assert "Replaced" in officer.asked
    assert "Our card" in officer.asked
    assert sheet_names(built) == ["Our card", *OWN, "Contents", "Explained", "Exceptions", "Checks"]
    assert own_cells(built)["Definitions"] == own["Definitions"]
    links = {str(link.SubAddress) for link in built.api.Sheets("Contents").Hyperlinks}
    assert any("Our card" in link for link in links)
    assert not any("CPP Scorecard" in link for link in links)


@pytest.mark.slow
def test_formulas_between_report_sheets_lead_to_each_other(officer: Officer, built: Any) -> None:
    officer.press("build")
    counts = [cell.formula for cell in built.sheets["Contents"].used_range if "COUNTIF" in str(cell.formula)]
    assert counts
    assert all("'CPP Scorecard'!" in formula for formula in counts)
    assert not any("[" in formula or "(" in formula.split("!")[0].split("COUNTIF(")[1] for formula in counts)
    assert built.api.LinkSources(1) is None


def test_the_officer_stays_where_they_were(officer: Officer, built: Any) -> None:
    officer.select(built, "Figures", "B2:C3")
    built.api.Windows(1).ScrollRow = 2
    officer.press("build")
    assert built.sheets.active.name == "Figures"
    assert officer.excel.app.selection.address == "$B$2:$C$3"
    assert built.api.Windows(1).ScrollRow == 2
    officer.select(built, "CPP Scorecard", "C5")
    officer.press("build")
    assert built.sheets.active.name == "CPP Scorecard"
    assert officer.excel.app.selection.address == "$C$5"


@pytest.mark.slow
def test_settings_of_excel_come_back(officer: Officer, built: Any) -> None:
    app = officer.excel.app.api
    app.Calculation = -4135
    officer.press("build")
    assert (app.Calculation, app.ScreenUpdating, app.DisplayAlerts, app.EnableEvents) == (-4135, True, True, True)
    assert [str(one.Name) for one in officer.excel.app.api.Workbooks] == ["indicators.xlsx"]


def test_nothing_is_touched_before_the_question_and_old_sheets_go_last(officer: Officer, built: Any) -> None:
    officer.press("build")
    officer.excel.log.clear()
    officer.press("build")
    order = [
        call.member
        for call in officer.excel.log
        if call.kind != "get" and call.member in ("SaveCopyAs", "Open", "Copy", "Delete")
    ]
    writes = [(call.kind, call.member) for call in officer.excel.log if call.kind != "get"]
    first = writes.index(("call", "Open"))
    assert {member for _, member in writes[:first]} <= {
        "SaveCopyAs", "StatusBar", "Item", "ScreenUpdating", "DisplayAlerts", "EnableEvents", "Calculation",
        "LinkSources",
    }  # fmt: skip
    assert order[0] == "SaveCopyAs"
    assert order.index("Copy") < order.index("Delete")
    assert "Open" not in order[order.index("Delete") :]
    renames = [place for place, call in enumerate(officer.excel.log) if (call.kind, call.member) == ("set", "Name")]
    deletes = [place for place, call in enumerate(officer.excel.log) if call.member == "Delete"]
    assert max(renames) < min(deletes)


def test_a_sheet_of_the_officers_with_our_name_is_refused(officer: Officer, tmp_path: Path) -> None:
    book = officer.open(indicators(tmp_path / "own.xlsx", **{"Checks": [("My own checks",)]}))
    before = state_of(book)
    assert 'has a sheet "Checks" of its own' in officer.press("build")
    assert state_of(book) == before


@pytest.mark.slow
def test_a_copy_of_a_report_sheet_is_the_officers(officer: Officer, built: Any) -> None:
    built.api.Sheets("CPP Scorecard").Copy(After=built.api.Sheets("CPP Scorecard"))
    officer.press("build")
    assert '"CPP Scorecard (2)" is a copy' in officer.asked
    assert "CPP Scorecard (2)" in sheet_names(built)


@pytest.mark.slow
def test_a_report_of_another_version_stays(officer: Officer, built: Any) -> None:
    entry = next(e for e in model_of(built).names_.entries if e.name.startswith("Exceptions!"))
    entry.refers_to = '="a report of tomorrow"'
    built.sheets["Exceptions"].name = "Tomorrow"
    officer.press("build")
    assert '"Tomorrow" was made by another version' in officer.asked
    assert "Tomorrow" in sheet_names(built)
    assert "Exceptions" in sheet_names(built)


@pytest.mark.slow
def test_hidden_and_coloured_report_sheets_stay_so(officer: Officer, built: Any) -> None:
    built.api.Sheets("Explained").Visible = 0
    built.api.Sheets("Checks").Visible = 2
    built.api.Sheets("Contents").Tab.ColorIndex = 3
    built.api.Sheets("Contents").Tab.Color = 255
    assert "in place" in officer.press("build")
    assert [built.api.Sheets(name).Visible for name in ("Explained", "Checks", "Contents")] == [0, 2, -1]
    assert built.api.Sheets("Contents").Tab.Color == 255
    assert sheet_names(built) == [*OWN, *REPORTS]


INBOUND = {
    "a formula": lambda book: setattr(book.sheets["Figures"]["H1"], "formula", "='CPP Scorecard'!$B$5"),
    "a name": lambda book: book.api.Names.Add("card", "='CPP Scorecard'!$B$5"),
}


@pytest.mark.parametrize("what", ["a formula", pytest.param("a name", marks=pytest.mark.slow)])
def test_where_something_points_into_a_report_it_is_filled_anew(officer: Officer, built: Any, what: str) -> None:
    INBOUND[what](built)
    looks = looks_of(built)
    built.sheets["Figures"]["E2"].value = 14
    own = own_cells(built)
    officer.press("build")
    assert (
        "Filled anew, because formulas, names, links or charts of yours point into them: CPP Scorecard."
        in officer.asked
    )
    assert own_cells(built) == own
    assert sheet_names(built) == [*OWN, *REPORTS]
    names = {str(name.Name): str(name.RefersTo) for name in built.api.Names}
    assert "#REF!" not in "".join(names.values())
    assert looks_of(built) == looks
    shown = [row for row in built.sheets["CPP Scorecard"].used_range.value if row and "Children seen" in row]
    assert 14 in shown[0]
    assert reports_in(built)["CPP Scorecard"] == "scorecard"
    counts = [c.formula for c in built.sheets["Contents"].used_range if "COUNTIF" in str(c.formula)]
    assert all("'CPP Scorecard'!" in formula for formula in counts)


def test_deleting_would_have_broken_the_formula(officer: Officer, built: Any) -> None:
    """The check of the check: in this Excel too, a deleted sheet leaves #REF! behind."""
    INBOUND["a formula"](built)
    built.api.Sheets("CPP Scorecard").Delete()
    assert "#REF!" in built.sheets["Figures"]["H1"].formula


@pytest.mark.slow
def test_a_protected_report_sheet_that_has_to_be_filled_is_refused(officer: Officer, built: Any) -> None:
    INBOUND["a formula"](built)
    built.api.Sheets("CPP Scorecard").Protect()
    before = state_of(built)
    said = officer.press("build")
    assert '"CPP Scorecard" is protected' in said
    assert "is as it was" in said
    assert state_of(built) == before


@pytest.mark.slow
def test_a_preview_is_a_read_only_workbook_of_its_own(officer: Officer, book: Any, local: Path) -> None:
    before = state_of(book)
    assert "opened read-only" in officer.press("preview")
    shown = officer.excel.app.books.active
    assert shown.name == "indicators preview.xlsx"
    assert shown.api.ReadOnly is True
    assert sheet_names(shown) == REPORTS
    assert state_of(book) == before
    officer.press("preview")
    book.api.Activate()
    officer.press("preview")
    assert len(officer.excel.app.books) == 3
    for one in [b for b in officer.excel.app.books if b.name != "indicators.xlsx"]:
        one.close()
    officer.press("preview")
    assert len(list((local / "preview").iterdir())) == 1, "previews that are closed go"


def test_the_month_chosen_is_the_month_reported(officer: Officer, book: Any) -> None:
    before = state_of(book)
    assert "up to Oct-21" in officer.press("as_of", "Oct-21")
    assert state_of(book) == before, "the choice is kept outside the workbook"
    assert "up to Oct-21" in officer.press("build")
    assert "up to Oct-21" in officer.press("check")
    officer.press("as_of", "")
    assert "up to Nov-21" in officer.press("check")
    assert "is not a month" in officer.press("as_of", "next week")


def test_the_copy_that_is_read_has_everything_and_goes_again(officer: Officer, book: Any, tmp_path: Path) -> None:
    from cpp_scorecard.excel.saved_copy import saved_copy

    book.sheets["Figures"]["E2"].value = 14
    with saved_copy(book) as copy:
        assert copy.path.name == "indicators.xlsx"
        assert copy.workbook == Path(book.api.Path) / "indicators.xlsx"
        assert openpyxl.load_workbook(copy.path)["Figures"]["E2"].value == 14
    assert not copy.path.exists()


def test_a_pdf_is_excels_own_export_of_a_workbook_of_reports(officer: Officer, book: Any, tmp_path: Path) -> None:
    from tests.tools.com_excel import com_error

    from cpp_scorecard.core.errors import Refused
    from cpp_scorecard.excel.pdf import export_pdf

    pack = indicators(tmp_path / "pack.xlsx")
    export_pdf(officer.excel.app, pack, tmp_path / "pack.pdf")
    assert officer.excel.members.pdfs == [tmp_path / "pack.pdf"]
    assert officer.excel.app.books.active.name == "indicators.xlsx"
    assert len(officer.excel.app.books) == 1
    officer.excel.fail_on("ExportAsFixedFormat", com_error("No printer"))
    with pytest.raises(Refused, match="No printer"):
        export_pdf(officer.excel.app, pack, tmp_path / "pack.pdf")
    assert not (tmp_path / "pack.pdf").exists()
    assert len(officer.excel.app.books) == 1
    assert officer.excel.app.api.DisplayAlerts is True


@pytest.mark.slow
def test_what_excel_gets_is_what_the_server_puts_in(officer: Officer, tmp_path: Path) -> None:
    """The sample with all its reports: cell by cell, note by note, chart by chart."""
    from cpp_scorecard.app.regenerate import regenerate
    from cpp_scorecard.core.resources import shipped

    sample = shipped("samples") / "wiltshire-2022-01" / "indicators.xlsx"
    for folder in ("live", "server"):
        (tmp_path / folder).mkdir()
        shutil.copy(sample, tmp_path / folder)
    live = officer.open(tmp_path / "live" / "indicators.xlsx")
    assert "in place" in officer.press("build")
    regenerate(tmp_path / "server" / "indicators.xlsx")
    server = Officer().open(tmp_path / "server" / "indicators.xlsx")
    assert sheet_names(live) == sheet_names(server)
    assert reports_in(live) == reports_in(server)
    assert looks_of(live) == looks_of(server)
    for mine, theirs in zip(model_of(live).sheets_, model_of(server).sheets_, strict=True):
        assert contents(mine) == contents(theirs), mine.name
