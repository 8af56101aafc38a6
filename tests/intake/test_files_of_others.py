"""Files that nobody here made, and files made to hurt: a result or a sentence, in bounded time and memory."""

from __future__ import annotations

import contextlib
import struct
import time
import zipfile
from pathlib import Path

import pytest
from tests.tools import shared
from tests.tools.workbooks import write

from cpp_scorecard.app.build import chosen_reports, render_reports
from cpp_scorecard.app.scorecard import make_scorecard
from cpp_scorecard.core.errors import Refused, ScorecardError
from cpp_scorecard.intake import other_formats
from cpp_scorecard.intake.open_file import open_grids

CORPUS = shared.path("corpus")
WORKBOOKS = (
    sorted(p for p in CORPUS.iterdir() if p.suffix in (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")) if CORPUS else []
)
MOST_SECONDS = 20


@pytest.mark.skipif(not WORKBOOKS, reason=shared.missing("corpus"))
@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_a_real_workbook_gives_a_result_or_a_sentence(path: Path) -> None:
    started = time.monotonic()
    refused = None
    try:
        scorecard = make_scorecard(path)
        render_reports(scorecard, chosen_reports(scorecard, None))
    except ScorecardError as error:
        refused = error
    assert refused is None or (refused.message and refused.remedy)
    assert time.monotonic() - started < MOST_SECONDS


@pytest.mark.parametrize("suffix", [".xls", ".xlsb", ".ods"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096,
        b"text",
        b"\x00" * 2000,
    ],
)
def test_a_file_that_is_no_workbook_of_its_kind(suffix: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"file{suffix}"
    path.write_bytes(content)
    with pytest.raises(Refused):
        open_grids(path)


def _open_document(path: Path, body: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        package.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            f'<office:body><office:spreadsheet><table:table table:name="A">{body}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return path


CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
REPEATED = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'


@pytest.mark.parametrize(
    "body",
    [
        f'<table:table-row table:number-rows-repeated="1048575"/><table:table-row>{REPEATED}</table:table-row>',
        f'<table:table-row table:number-rows-repeated="1048576">{REPEATED}</table:table-row>',
        pytest.param(
            f'<table:table-row table:number-rows-repeated="99999999999">{CELL}</table:table-row>',
            marks=pytest.mark.slow,  # a million rows are within what is read
        ),
    ],
    ids=["one cell in the last row and column", "every cell filled", "more rows than there are"],
)
def test_a_claim_of_more_cells_than_memory_holds(body: str, tmp_path: Path) -> None:
    """The parser would take all memory there is, and the process with it: it runs in one of its own."""
    path = _open_document(tmp_path / "huge.ods", body)
    started = time.monotonic()
    with contextlib.suppress(Refused):
        grids, _ = open_grids(path)
        assert sum(len(grid.cells) for grid in grids) <= other_formats.MOST_CELLS
    assert time.monotonic() - started < 3 * other_formats.MOST_SECONDS  # a million rows travel back, on a busy machine


def test_a_package_that_swells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_formats, "MOST_UNPACKED_BYTES", 32 << 20)
    for name in ("bomb.xlsx", "bomb.ods"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/workbook.xml", "<workbook/>")
            package.writestr("content.xml", b" " * (64 << 20))
        with pytest.raises(Refused):
            open_grids(path)


def test_a_parser_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_formats, "MOST_SECONDS", 0.01)
    path = _open_document(tmp_path / "slow.ods", f"<table:table-row>{CELL}</table:table-row>")
    with pytest.raises(Refused, match="could not be read in"):
        open_grids(path)


def test_an_open_document_workbook_is_read(tmp_path: Path) -> None:
    path = _open_document(tmp_path / "small.ods", f"<table:table-row>{CELL}</table:table-row>")
    grids, findings = open_grids(path)
    assert grids[0].text(0, 0) == "x"
    assert [finding.code for finding in findings] == ["format-partly-read"]


def test_a_cell_at_the_far_corner(tmp_path: Path) -> None:
    path = write(tmp_path / "far.xlsx", {"A": [("a",)]})
    damaged = tmp_path / "far2.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                far = (
                    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                    b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                )
                content = content.replace(b"</sheetData>", far)
            target.writestr(name, content)
    started = time.monotonic()
    grids, _ = open_grids(damaged)
    assert time.monotonic() - started < 5
    assert grids[0].text(5, 5) == "a"


def test_an_encrypted_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<H", 0) * 300)
    with pytest.raises(Refused, match="encrypted"):
        open_grids(path)
