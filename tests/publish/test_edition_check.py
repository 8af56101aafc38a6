"""The check before an edition takes its place: whatever hides is found, whatever it says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from tests.publish.edition_files import held

from cpp_scorecard.app.edition_check import EditionUnsound, check_edition, check_workbook
from cpp_scorecard.app.publish import Published
from cpp_scorecard.sheets.model import Area, Cell, PrintSetup, Role, SheetModel

NAME = "print-pack.xlsx"


@pytest.fixture(scope="module")
def pack(january: Published) -> bytes:
    return (january.folder / NAME).read_bytes()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The package with one part more, or another in its place."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {info: package.read(info) for info in package.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for part, held_in in {**parts, name: data}.items():
            package.writestr(part, held_in)
    return made.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def in_part(name: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        before = part(content, name)
        assert old in before
        return with_part(content, name, before.replace(old, new, 1))

    return changed


def edited(change: Callable[[Workbook], object]) -> Callable[[bytes], bytes]:
    def made(content: bytes) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(content))
        change(book)
        book.properties.creator = book.properties.lastModifiedBy = "Made up"
        saved = io.BytesIO()
        book.save(saved)
        return saved.getvalue()

    return made


def noted(book: Workbook) -> None:
    book.worksheets[2]["B8"].comment = Comment("43 of 44", "officer")


def hidden_sheet(book: Workbook) -> None:
    book.create_sheet("Workings").sheet_state = "hidden"


def hidden_column(book: Workbook) -> None:
    book.worksheets[2].column_dimensions["Z"].hidden = True


def hidden_row(book: Workbook) -> None:
    book.worksheets[2].row_dimensions[40].hidden = True


def a_formula(book: Workbook) -> None:
    book.worksheets[2]["Z1"] = "=1+2"


def decimals(book: Workbook) -> None:
    book.worksheets[2]["Z1"] = 43 / 44
    book.worksheets[2]["Z1"].number_format = "0%"


def user(book: Workbook) -> None:
    book.properties.keywords = "J. Officer"


def commented(content: bytes) -> bytes:
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a") as package:
        package.comment = b"made by J. Officer"
    return made.getvalue()


TAMPERED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a note": (edited(noted), "note|which no published file"),
    "a hidden sheet": (edited(hidden_sheet), "hidden sheet"),
    "a hidden column": (edited(hidden_column), "hidden rows or columns"),
    "a hidden row": (edited(hidden_row), "hidden rows or columns"),
    "a formula": (edited(a_formula), "formula"),
    "decimals that are not shown": (edited(decimals), "decimals"),
    "a property": (edited(user), "properties"),
    "a part of its own": (lambda c: with_part(c, "customXml/item1.xml", b"<a/>"), "customXml"),
    "a link out": (lambda c: with_part(c, "xl/externalLinks/externalLink1.xml", b"<a/>"), "externalLink"),
    "a comment on the package": (commented, "comment"),
    "a cell of the council's": (
        in_part("docProps/core.xml", b"Data up to", b"'Figures'!B2 Data up to"),
        "names a cell of the council",
    ),
}


def test_an_untouched_pack_passes(pack: bytes) -> None:
    check_workbook(NAME, pack, None)


@pytest.mark.parametrize("case", TAMPERED)
def test_what_hides_in_a_workbook_is_found(pack: bytes, case: str) -> None:
    change, because = TAMPERED[case]
    with pytest.raises(EditionUnsound, match=because):
        check_workbook(NAME, change(pack), None)


def test_a_number_that_only_a_chart_keeps_is_found() -> None:
    """A chart carries a copy of its figures; one that no cell shows any more would give it away."""
    from xlsxwriter import Workbook as Writer

    made = io.BytesIO()
    with Writer(made, {"in_memory": True}) as book:
        book.set_properties({"author": "Made up"})
        sheet = book.add_worksheet("Card")
        sheet.write_column(0, 0, [11, 12, 13])
        chart = book.add_chart({"type": "column"})
        assert chart is not None
        chart.add_series({"values": "=Card!$A$1:$A$3", "values_data": [11, 12, 13]})
        sheet.insert_chart("C1", chart)
    sound = made.getvalue()
    check_workbook(NAME, sound, None)
    with pytest.raises(EditionUnsound, match="no cell shows"):
        check_workbook(NAME, in_part("xl/charts/chart1.xml", b"<c:v>12<", b"<c:v>3<")(sound), None)


def test_the_cells_are_those_that_were_made(pack: bytes) -> None:
    other = SheetModel("k", "Contents", (Cell(0, 0, "x", Role.TEXT),), PrintSetup(area=Area(0, 0, 0, 0)))
    with pytest.raises(EditionUnsound, match="other sheets"):
        check_workbook(NAME, pack, [other])


def test_the_folder_holds_the_files_and_no_others(tmp_path: Path) -> None:
    files = {"data.csv": b"a\r\n", "html/index.html": b"<p>"}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    check_edition(tmp_path, files, {})
    (tmp_path / "more.txt").write_bytes(b"")
    with pytest.raises(EditionUnsound, match=r"more\.txt"):
        check_edition(tmp_path, files, {})
    (tmp_path / "more.txt").unlink()
    (tmp_path / "data.csv").write_bytes(b"b\r\n")
    with pytest.raises(EditionUnsound, match="not on disk as it was made"):
        check_edition(tmp_path, files, {})
    (tmp_path / "data.csv").unlink()
    with pytest.raises(EditionUnsound, match="missing"):
        check_edition(tmp_path, files, {})


@pytest.mark.parametrize("text", ["'Figures'!B2", "&apos;Care leavers&apos;!$C$14", "it&#x27;s 'Data'!A1"])
def test_a_page_that_names_a_cell_of_the_council_is_found(tmp_path: Path, text: str) -> None:
    files = {"index.html": f"<p>from {text}</p>".encode()}
    (tmp_path / "index.html").write_bytes(files["index.html"])
    with pytest.raises(EditionUnsound, match="names a cell"):
        check_edition(tmp_path, files, {})
    assert held(tmp_path) == files
