"""Real workbooks that nobody here made: macros, pivots, slicers, controls, strict, 1904, signed, damaged ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.splice import books
from tests.tools import libreoffice, ooxml, shared

from cpp_scorecard.sheets.splice import Reason, SpliceRefused, splice
from cpp_scorecard.sheets.splice.package import Package
from cpp_scorecard.sheets.splice.verification import foreign_parts, problems

pytestmark = pytest.mark.skipif(bool(shared.missing("corpus")), reason=shared.missing("corpus"))

CORPUS = books.corpus()
SAMPLE = CORPUS[::9]
REPORTS = {"reports": (books.reports(), books.SHEETS), "drawn": (books.drawn_reports(), None)}
NEVER_TOUCHED = {
    Reason.ENCRYPTED, Reason.LEGACY, Reason.DAMAGED, Reason.SIGNED, Reason.SHARED, Reason.PASSWORD_TO_MODIFY,
    Reason.PROTECTED_STRUCTURE,
}  # fmt: skip


@cache
def outcome(path: Path, kind: str) -> bytes | Reason:
    """What became of the workbook: its bytes with the reports in it, or why it was refused."""
    rendered, sheets = REPORTS[kind]
    try:
        return splice(path.read_bytes(), rendered, sheets, file_name=path.name).content
    except SpliceRefused as refused:
        return refused.reason


def done(kind: str, paths: list[Path]) -> Mapping[Path, bytes]:
    outcomes = {path: outcome(path, kind) for path in paths}
    return {path: content for path, content in outcomes.items() if isinstance(content, bytes)}


def test_the_workbooks_that_are_not_on_the_list_are_done() -> None:
    outcomes = [outcome(path, "reports") for path in CORPUS]
    expected = [found for found in outcomes if found not in NEVER_TOUCHED]
    assert sum(isinstance(found, bytes) for found in expected) >= 0.975 * len(expected)
    assert len(expected) > 60


def cases() -> list[Any]:
    """A sample of the workbooks by default, all of them when there is time."""
    return [
        pytest.param(path, kind, id=f"{kind}-{path.name}", marks=() if path in SAMPLE else pytest.mark.slow)
        for kind in REPORTS
        for path in CORPUS
    ]


@pytest.mark.parametrize(("path", "kind"), cases())
def test_nothing_foreign_changes_and_a_second_run_changes_nothing(path: Path, kind: str) -> None:
    content = outcome(path, kind)
    if isinstance(content, Reason):
        assert content in NEVER_TOUCHED
        return
    rendered, sheets = REPORTS[kind]
    before, after = Package(path.read_bytes()), Package(content)
    assert all(before.packed(part) == after.packed(part) for part in foreign_parts(before))
    assert list(problems(path.read_bytes(), content, rendered, sheets)) == []
    assert splice(content, rendered, sheets).content == content


def test_macros_stay_to_the_byte() -> None:
    with_macros = [path for path in done("reports", CORPUS) if "/xl/vbaProject.bin" in Package(path.read_bytes())]
    assert with_macros
    for path in with_macros:
        content = outcome(path, "reports")
        assert isinstance(content, bytes)
        assert Package(content).read("/xl/vbaProject.bin") == Package(path.read_bytes()).read("/xl/vbaProject.bin")


def new_errors(path: Path, kind: str, folder: Path) -> set[str]:
    content = outcome(path, kind)
    assert isinstance(content, bytes)
    staged = folder / path.name
    staged.write_bytes(content)
    return set(ooxml.validate(staged)) - set(ooxml.validate(path))


@pytest.mark.slow
@pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing())
@pytest.mark.parametrize("kind", REPORTS)
def test_no_workbook_has_more_schema_errors_than_before(kind: str, tmp_path: Path) -> None:
    assert {path.name: errors for path in done(kind, CORPUS) if (errors := new_errors(path, kind, tmp_path))} == {}


@pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing())
@pytest.mark.slow
def test_a_workbook_of_each_dialect_has_no_more_schema_errors_than_before(tmp_path: Path) -> None:
    strict = next(path for path in CORPUS if path.name.startswith("dotnet_Open-XML-SDK__filter"))
    other = next(path for path in CORPUS if path.name.startswith("nacnudus_tidyxl__examples.xlsm"))
    assert [new_errors(path, "drawn", tmp_path) for path in (strict, other)] == [set(), set()]


@pytest.mark.slow
@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing())
@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.name)
def test_libreoffice_shows_the_council_s_sheets_as_before(path: Path, tmp_path: Path) -> None:
    content = outcome(path, "drawn")
    if isinstance(content, Reason):
        pytest.skip(f"refused: {content}")
    staged = tmp_path / f"spliced{path.suffix}"
    staged.write_bytes(content)
    before = libreoffice.convert(path, tmp_path / "before", "xlsx", recalculate=False)
    after = libreoffice.convert(staged, tmp_path / "after", "xlsx", recalculate=False)
    old, new = books.opened(before.read_bytes()), books.opened(after.read_bytes())
    assert new.sheetnames == [*old.sheetnames, "Panel One", "Summary"]
    for sheet in old.worksheets:
        shown = [[(c.value, c.number_format, c.font.b) for c in row] for row in sheet.iter_rows(max_row=200)]
        again = [[(c.value, c.number_format, c.font.b) for c in row] for row in new[sheet.title].iter_rows(max_row=200)]
        assert shown == again, sheet.title
    assert new["Summary"]["A1"].value == "='Panel One'!B4"
    assert new["Panel One"]["A2"].value == "Plain bold  and blanks  "
