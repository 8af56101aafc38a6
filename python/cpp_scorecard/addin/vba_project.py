"""The add-in's `vbaProject.bin`, made from the modules' text by pyOpenVBA, with that library's known defects mended.

* The dir stream's modules get the cookie that a writer has to give ([MS-OVBA] 2.3.4.2.3.2.7: 0xFFFF), and nothing
  follows its terminator.
* `_VBA_PROJECT` has its seven bytes and no compiled code of the Excel that the library's empty file came from
  ([MS-OVBA] 2.3.4.1), so that Excel compiles what can be read here and nothing else.
"""

from __future__ import annotations

import re
import struct
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from cpp_scorecard.addin.project_stream import project_stream
from cpp_scorecard.core.errors import Refused

_SOURCE_ONLY = bytes.fromhex("cc61ffff000000")
_PROJECT_COOKIE, _MODULE_COOKIE, _PROJECT_VERSION = 0x0013, 0x002C, 0x0009
_PROJECT_NAME, _TERMINATOR = 0x0004, 0x0010
_VERSION_SIZE = 6
"""The version record says 4 and has 6 bytes ([MS-OVBA] 2.3.4.2.1.11)."""
_EXPORTED_HEADER = re.compile(r"\AVERSION 1\.0 CLASS\nBEGIN\n.*?^END\n", re.M | re.S)
_CLASS_BASE = 'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"\n'


def vba_project(name: str, project_id: str, modules: Mapping[str, str]) -> bytes:
    """The project of the name and id with `modules` (text with line feeds, classes as they are exported).

    Raises Refused where pyOpenVBA is missing or finds fault with what it wrote.
    """
    openvba = _library()
    with tempfile.TemporaryDirectory(prefix="scorecard-addin-") as folder:
        path = Path(folder, "empty.xlam")
        with openvba.ExcelFile.create_new(path) as book:
            project = book.vba_project()
            for module in [module.name for module in project.modules]:
                if module not in ("ThisWorkbook", "Sheet1"):
                    project.delete_module(module)
            for module, text in modules.items():
                is_class = bool(_EXPORTED_HEADER.match(text))
                kind = openvba.VBAModuleKind.other if is_class else openvba.VBAModuleKind.standard
                project.add_module(module, module_stream(text).replace("\n", "\r\n"), kind=kind)
            for written in project.modules:
                written.dirty = True  # or the two document modules keep the compiled code of the empty file
            book.save(path, full_rebuild=True)
            faults = book.validate()
        if faults:
            raise Refused(f"The VBA project is not sound: {faults[0]}", "Put the VBA sources right.")
        with zipfile.ZipFile(path) as package:
            raw = package.read("xl/vbaProject.bin")
    return _mended(raw, name, project_id)


def module_stream(text: str) -> str:
    """A module's text as the project holds it: an exported class loses its header and gets its base class."""
    if not _EXPORTED_HEADER.match(text):
        return text
    attributes, code = _EXPORTED_HEADER.sub("", text).split("Option Explicit\n", 1)
    first, rest = attributes.split("\n", 1)
    tail = "Attribute VB_TemplateDerived = False\nAttribute VB_Customizable = False\n"
    return f"{first}\n{_CLASS_BASE}{rest}{tail}Option Explicit\n{code}"


def _library() -> ModuleType:
    try:
        import pyopenvba
    except ImportError as error:
        raise Refused(
            "Building the add-in needs pyOpenVBA, which is not installed here.",
            "Officers need no build: the built file ships with the package. To build, install the extra dev.",
        ) from error
    module: ModuleType = pyopenvba
    return module


def _mended(raw: bytes, name: str, project_id: str) -> bytes:
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import compress, decompress

    file = CFB.from_bytes(raw)
    records = decompress(file.get_stream_in_storage("VBA", "dir"))
    file.write_stream_in_storage("VBA", "dir", compress(dir_records(records, name)))
    file.write_stream_in_storage("VBA", "_VBA_PROJECT", _SOURCE_ONLY)
    text = file.get_stream("PROJECT").decode("cp1252")
    file.write_stream("PROJECT", project_stream(text, name, project_id).encode("cp1252"))
    return bytes(file.to_bytes())


def dir_records(records: bytes, name: str) -> bytes:
    """The dir stream's records with the project's name and the cookies of a writer, up to the terminator."""
    out, place = bytearray(), 0
    while place < len(records):
        kind, size = struct.unpack_from("<HI", records, place)
        if kind == _PROJECT_VERSION:
            size = _VERSION_SIZE
        record = records[place : place + 6 + size]
        if kind == _PROJECT_NAME:
            record = struct.pack("<HI", kind, len(name)) + name.encode("cp1252")
        elif kind in (_PROJECT_COOKIE, _MODULE_COOKIE):
            record = struct.pack("<HIH", kind, 2, 0xFFFF)
        out += record
        place += 6 + size
        if kind == _TERMINATOR:
            return bytes(out)
    raise Refused("The VBA project's list of modules has no end.", "Another version of pyOpenVBA may be installed.")
