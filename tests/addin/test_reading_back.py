"""The built file read back by tools that had no part in building it."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import olefile
import pytest
from lxml import etree
from tests.tools import libreoffice, ooxml
from tests.tools.ovba import decompressed

from cpp_scorecard import __version__
from cpp_scorecard.addin.project_stream import encrypted
from cpp_scorecard.addin.sources import addin_sources
from cpp_scorecard.addin.vba_project import module_stream

SOURCES = addin_sources()
FILE = SOURCES.folder / SOURCES.file_name


@dataclass
class Module:
    stream: str = ""
    offset: int = -1
    cookie: int = -1
    kind: str = ""
    source: str = ""


@dataclass
class Project:
    """What the dir stream says, with each module's source."""

    name: str
    count: int
    references: list[str]
    modules: dict[str, Module]


def records(raw: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(raw):
        kind, size = struct.unpack_from("<HI", raw, place)
        size = 6 if kind == 0x0009 else size
        yield kind, raw[place + 6 : place + 6 + size]
        place += 6 + size
    assert place == len(raw)


@pytest.fixture(scope="module")
def package() -> zipfile.ZipFile:
    return zipfile.ZipFile(FILE)


@pytest.fixture(scope="module")
def ole(package: zipfile.ZipFile) -> olefile.OleFileIO:
    return olefile.OleFileIO(io.BytesIO(package.read("xl/vbaProject.bin")))


@pytest.fixture(scope="module")
def project(ole: olefile.OleFileIO) -> Project:
    raw = decompressed(ole.openstream("VBA/dir").read())
    found = Project("", 0, [], {})
    module = Module()
    for kind, value in records(raw):
        if kind == 0x0004:
            found.name = value.decode("cp1252")
        elif kind == 0x000F:
            found.count = struct.unpack("<H", value)[0]
        elif kind == 0x0016:
            found.references.append(value.decode("cp1252"))
        elif kind == 0x0047:
            module = found.modules.setdefault(value.decode("utf-16le"), Module())
        elif kind == 0x0032:
            module.stream = value.decode("utf-16le")
        elif kind == 0x0031:
            module.offset = struct.unpack("<I", value)[0]
        elif kind == 0x002C:
            module.cookie = struct.unpack("<H", value)[0]
        elif kind in (0x0021, 0x0022):
            module.kind = "standard" if kind == 0x0021 else "class"
    for module in found.modules.values():
        stream = ole.openstream(f"VBA/{module.stream}").read()
        module.source = decompressed(stream[module.offset :]).decode("cp1252")
    return found


def project_text(ole: olefile.OleFileIO) -> str:
    return str(ole.openstream("PROJECT").read().decode("cp1252"))


def declared(ole: olefile.OleFileIO) -> dict[str, str]:
    rows = re.findall(r"(?m)^(Module|Class|Document)=([^/\r\n]+)", project_text(ole))
    return {name: kind for kind, name in rows}


def test_the_modules_are_the_sources_and_the_two_document_modules(project: Project) -> None:
    assert set(project.modules) == {*SOURCES.vba, "ThisWorkbook", "Sheet1"}
    assert project.count == len(project.modules)


def test_dir_and_project_and_the_streams_name_the_same_modules(ole: olefile.OleFileIO, project: Project) -> None:
    names = set(project.modules)
    assert set(declared(ole)) == names
    workspace = project_text(ole).split("[Workspace]")[1]
    assert set(re.findall(r"(?m)^(\w+)=", workspace)) == names
    streams = {path[1] for path in ole.listdir() if path[0] == "VBA"} - {"dir", "_VBA_PROJECT"}
    assert streams == {module.stream for module in project.modules.values()}


def test_projectwm_names_them_in_both_alphabets(ole: olefile.OleFileIO, project: Project) -> None:
    raw, place, names = ole.openstream("PROJECTwm").read(), 0, []
    while raw[place : place + 2] != b"\0\0":
        end = raw.index(b"\0", place)
        narrow = raw[place:end].decode("cp1252")
        wide = narrow.encode("utf-16le") + b"\0\0"
        assert raw[end + 1 : end + 1 + len(wide)] == wide
        names.append(narrow)
        place = end + 1 + len(wide)
    assert raw[place:] == b"\0\0"
    assert names == list(project.modules)


def test_kinds_agree_with_what_each_module_is(ole: olefile.OleFileIO, project: Project) -> None:
    kinds = declared(ole)
    for name, module in project.modules.items():
        assert (module.kind == "standard") == (kinds[name] == "Module")
        is_class = kinds[name] == "Class"
        assert ('VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"' in module.source) == is_class


def test_the_references_are_those_of_the_ribbon_and_of_automation(project: Project) -> None:
    assert project.references == ["stdole", "Office"]


def test_the_projects_name_and_id_are_ours_in_both_places(ole: olefile.OleFileIO, project: Project) -> None:
    text = project_text(ole)
    assert project.name == SOURCES.vba_project
    assert f'Name="{SOURCES.vba_project}"' in text
    assert f'ID="{SOURCES.project_id}"' in text


def decrypted(field: str, project_id: str) -> bytes:
    """[MS-OVBA] 2.4.3.3, written from the document and not from our encryption."""
    raw = bytes.fromhex(field)
    seed, version, key = raw[0], raw[1] ^ raw[0], raw[2] ^ raw[0]
    assert version == 2
    assert key == sum(project_id.encode()) % 256
    plain, e1, e2, out = key, raw[2], raw[1], []
    for byte in raw[3:]:
        value = byte ^ ((e2 + plain) & 0xFF)
        e2, e1, plain = e1, byte, value
        out.append(value)
    rest = bytes(out[(seed & 6) // 2 :])
    assert int.from_bytes(rest[:4], "little") == len(rest) - 4
    return rest[4:]


def test_the_project_is_not_protected_and_visible(ole: olefile.OleFileIO) -> None:
    fields = dict(re.findall(r'(?m)^(CMG|DPB|GC)="(\w+)"', project_text(ole)))
    plain = {name: decrypted(field, SOURCES.project_id) for name, field in fields.items()}
    assert plain == {"CMG": bytes(4), "DPB": bytes(1), "GC": b"\xff"}


@pytest.mark.parametrize("seed", range(0, 256, 17))
def test_an_encrypted_field_is_read_back_whatever_its_seed(seed: int) -> None:
    assert decrypted(encrypted(b"any bytes", SOURCES.project_id, seed), SOURCES.project_id) == b"any bytes"


def test_the_fields_that_excel_wrote_itself_are_read_in_the_same_way() -> None:
    """Of a project that Excel saved: neither protected nor hidden, no password."""
    project_id = "{BDFF0F99-EFC5-4DB0-830D-4C8BFEE87599}"
    assert decrypted("DDDF94F5ACD6B0D6B0D6B0D6B0", project_id) == bytes(4)
    assert decrypted("BAB8F3DCD1DDD1DDD1", project_id) == bytes(1)
    assert decrypted("9795DE03663D423E423EBD", project_id) == b"\xff"


def test_nothing_compiled_is_in_the_file(ole: olefile.OleFileIO, project: Project) -> None:
    assert ole.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("cc61ffff000000")
    for module in project.modules.values():
        assert (module.offset, module.cookie) == (0, 0xFFFF)


def test_every_module_has_its_own_name_and_windows_line_ends(project: Project) -> None:
    for name, module in project.modules.items():
        assert f'Attribute VB_Name = "{name}"\r\n' in module.source
        assert "\n" not in module.source.replace("\r\n", "")


def test_our_own_sources_arrive_line_by_line(project: Project) -> None:
    for name, text in SOURCES.vba.items():
        ours = [line for line in module_stream(text).splitlines() if "@" not in line]
        theirs = project.modules[name].source.splitlines()
        assert [line for line in ours if line not in theirs] == []


def test_code_names_are_the_document_modules(package: zipfile.ZipFile, ole: olefile.OleFileIO) -> None:
    texts = [package.read(name).decode() for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml")]
    codes = {name for text in texts for name in re.findall(r'codeName="(\w+)"', text)}
    assert codes == {name for name, kind in declared(ole).items() if kind == "Document"}


def test_the_version_of_the_package_is_in_the_code_and_in_the_properties(
    package: zipfile.ZipFile, project: Project
) -> None:
    assert f'ADDIN_VERSION As String = "{__version__}"' in project.modules["CppRibbon"].source
    assert f"Version {__version__}<" in package.read("docProps/core.xml").decode()


def test_the_ribbon_is_the_source_and_the_package_points_to_it(package: zipfile.ZipFile) -> None:
    relations = etree.fromstring(package.read("_rels/.rels"))
    targets = [
        str(relation.attrib["Target"])
        for relation in relations
        if str(relation.attrib["Type"]).endswith("/2007/relationships/ui/extensibility")
    ]
    assert targets == ["customUI/customUI14.xml"]
    assert package.read(targets[0]).decode() == SOURCES.ribbon


def test_settings_and_licence_notices_travel_in_the_file(package: zipfile.ZipFile) -> None:
    sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    cells = {str(cell.attrib["r"]): "".join(map(str, cell.itertext())) for cell in sheet.iter("{*}c")}
    count = len(SOURCES.conf)
    assert {cells[f"A{row}"]: cells[f"B{row}"] for row in range(1, count + 1)} == dict(SOURCES.conf)
    assert f"A{count + 1}" not in cells
    notices = [text for place, text in cells.items() if place.startswith("D")]
    assert notices == [line for line in SOURCES.notices.splitlines() if line.strip()]
    assert any("Zoomer Analytics" in line for line in notices)


def test_only_worksheet_functions_are_open_to_cells(project: Project) -> None:
    """A public function of a standard module can be called from a cell of any workbook, one without macros too."""
    public = [
        name
        for module in project.modules.values()
        if module.kind == "standard"
        for name in re.findall(r"(?mi)^(?:public )?(?:static )?function (\w+)", module.source)
    ]
    assert [name for name in public if not name.startswith("CPP_")] == []
    assert "CPP_RAG" in public


@pytest.mark.skipif(bool(ooxml.missing()), reason=ooxml.missing() or "it is there")
def test_the_open_xml_validator_finds_nothing() -> None:
    assert ooxml.validate(FILE) == []


@pytest.mark.slow
@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "it is there")
def test_libreoffice_opens_it_and_has_every_module(tmp_path: Path, project: Project) -> None:
    copy = tmp_path / "addin.xlam"
    shutil.copyfile(FILE, copy)
    done = subprocess.run(
        [
            str(libreoffice.program()),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--infilter=Calc MS Excel 2007 VBA XML",
            "--convert-to",
            "ods",
            "--outdir",
            str(tmp_path),
            str(copy),
        ],
        capture_output=True,
        text=True,
        timeout=libreoffice.SECONDS,
        check=False,
    )
    with zipfile.ZipFile(tmp_path / "addin.ods") as document:
        kept = {Path(name).stem for name in document.namelist() if name.startswith("Basic/") and name.endswith(".xml")}
        text = document.read("content.xml").decode()
    assert set(project.modules) <= kept, done.stderr
    assert SOURCES.settings_sheet in text
