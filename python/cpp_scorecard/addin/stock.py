"""What the add-in relies on in the VBA that xlwings ships, asserted when it is built.

The stock module is not embedded. It reads settings from a sheet `<project>.conf` of *any* active workbook, from a
file of that name beside it and from one in the user's home; it puts the workbook's folder, or a name that holds
semicolons, on Python's path; and its functions are public, so that a cell of a workbook without macros can run any
Python text. CppPython.cls keeps only how Python is started and reached. Here the build makes sure that this is
still how the installed xlwings wants it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import re
from collections.abc import Mapping
from pathlib import Path

from cpp_scorecard.core.errors import Refused

MODULE = "xlwings_custom_addin.bas"
CONNECTION = "CppPython"
_LIBRARY = re.compile(r"xlwings(?:32|64)-([0-9][0-9A-Za-z.]*)\.dll")
_ENTRY = re.compile(r"Declare PtrSafe Function XLPyDLLActivateAuto .*")
_VERSION = re.compile(r'Public Const XLWINGS_VERSION As String = "([^"]+)"')
_SERVE = "import xlwings; xlwings.serve('$(CLSID)')"
FORBIDDEN = (
    "ActiveWorkbook",
    "GetConfig",
    "USERPROFILE",
    "PYTHONPATH",
    "prepare_sys_path",
    "ADD_WORKBOOK_TO_PYTHONPATH",
    "LICENSE_KEY",
    "CONDA",
    "cmd.exe",
    "WScript",
)
"""What the stock module does its reading, searching and starting with, and the connection must not have."""


def stock_vba() -> tuple[str, str]:
    """The version of the installed xlwings and its VBA module, with line feeds."""
    found = importlib.util.find_spec("xlwings")
    if found is None or not found.submodule_search_locations:
        raise Refused("xlwings is not installed here.", "Install cpp-scorecard with its extra excel.")
    path = Path(found.submodule_search_locations[0], MODULE)
    return importlib.metadata.version("xlwings"), path.read_text("utf-8").replace("\r\n", "\n")


def check_stock(version: str, stock: str, reviewed: Mapping[str, str]) -> None:
    """That the stock module is one that was read, and names the library of its own version.

    Raises Refused.
    """
    found = hashlib.sha256(stock.encode("utf-8")).hexdigest()
    if reviewed.get(version) != found:
        raise Refused(
            f"The VBA of xlwings {version} is not one that was reviewed ({found}).",
            f"Read what changed in {MODULE}, put CppPython.cls right, then enter its hash in addin.toml.",
        )
    named = {*_LIBRARY.findall(stock), *_VERSION.findall(stock)}
    if named != {version}:
        raise Refused(
            f"The VBA of xlwings {version} names version {', '.join(sorted(named)) or 'none'}.",
            "Install an unbroken xlwings.",
        )


def check_connection(version: str, stock: str, connection: str) -> None:
    """That our connection calls the library as the stock module does, and reads nothing that the stock one reads.

    `connection` is the built source of CppPython. Raises Refused.
    """
    ours, theirs = set(_ENTRY.findall(connection)), set(_ENTRY.findall(stock))
    if not ours or not ours <= theirs or set(_LIBRARY.findall(connection)) != {version}:
        raise Refused(
            f"CppPython.cls does not call the library of xlwings {version} as xlwings does.",
            "Compare its Declare lines with those of the installed xlwings.",
        )
    if _SERVE not in connection or "xlwings.serve('$(CLSID)')" not in stock:
        raise Refused(
            f"xlwings {version} starts its server in another way than CppPython.cls.", f"Compare it with {MODULE}."
        )
    code = "\n".join(line for line in connection.splitlines() if not line.lstrip().startswith("'"))
    there = [word for word in FORBIDDEN if word.lower() in code.lower()]
    if there:
        raise Refused(
            f"CppPython.cls uses {', '.join(there)}.",
            "The connection may depend on the add-in's own settings sheet only.",
        )
