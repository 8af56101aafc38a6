"""The real Windows behind the interfaces of `ports`. The only module here that calls it; nothing is decided here.

Written from Microsoft's documentation and not run by the tests, which have no Windows; the smoke test on a PC is
its proof.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cpp_scorecard.addin.deploy.places import Places
from cpp_scorecard.addin.deploy.ports import Answer, Ended, ExcelState, Machine, OpenWorkbook, Process, Value
from cpp_scorecard.addin.deploy.running import run_program
from cpp_scorecard.core.errors import Refused

_MAY_ASK_FOR_THE_PATH = 0x1000
_ALL_PROCESSES = 0x2
_EXCEL_LINKS = 1
_BUSY = {-2147418111, -2147417846, -2146777998}
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, and what Excel says while a cell is being edited."""


def this_machine() -> Machine:
    """The PC this runs on. Raises Refused anywhere but on Windows."""
    if sys.platform != "win32":
        raise Refused(
            "The add-in is for Excel on Windows; this computer runs something else. Nothing was touched.",
            "Run this command on the officer's PC. The other commands (check, build, regenerate, publish) run here.",
        )
    return Machine(
        places=Places.of(os.environ),
        registry=WindowsRegistry(),
        processes=WindowsProcesses(),
        excel=RunningExcel(),
        running_from=Path(sys.executable),
        environment=dict(os.environ),
        own_process=os.getpid(),
        code_page="mbcs",
    )


class WindowsRegistry:
    """The registry, by `winreg`."""

    def __init__(self) -> None:
        self._winreg: Any = importlib.import_module("winreg")
        self._roots = {"HKCU": self._winreg.HKEY_CURRENT_USER, "HKLM": self._winreg.HKEY_LOCAL_MACHINE}

    def _split(self, key: str) -> tuple[Any, str]:
        root, _, path = key.partition("\\")
        return self._roots[root], path

    def values(self, key: str) -> dict[str, Value] | None:
        """As `Registry.values`."""
        try:
            with self._winreg.OpenKey(*self._split(key)) as handle:
                count = self._winreg.QueryInfoKey(handle)[1]
                read = (self._winreg.EnumValue(handle, index) for index in range(count))
                return {name: Value(data if data is not None else "", kind) for name, data, kind in read}
        except OSError:
            return None

    def subkeys(self, key: str) -> list[str]:
        """As `Registry.subkeys`."""
        try:
            with self._winreg.OpenKey(*self._split(key)) as handle:
                return [self._winreg.EnumKey(handle, i) for i in range(self._winreg.QueryInfoKey(handle)[0])]
        except OSError:
            return []

    def write(self, key: str, name: str, value: Value) -> None:
        """As `Registry.write`."""
        with self._winreg.CreateKey(*self._split(key)) as handle:
            self._winreg.SetValueEx(handle, name, 0, value.kind, value.data)

    def delete_value(self, key: str, name: str) -> None:
        """As `Registry.delete_value`."""
        root, path = self._split(key)
        with (
            contextlib.suppress(FileNotFoundError),
            self._winreg.OpenKey(root, path, 0, self._winreg.KEY_SET_VALUE) as handle,
        ):
            self._winreg.DeleteValue(handle, name)

    def delete_key(self, key: str) -> None:
        """As `Registry.delete_key`."""
        with contextlib.suppress(FileNotFoundError):
            self._winreg.DeleteKey(*self._split(key))


class WindowsProcesses:
    """Programs, by Windows' own snapshot of them."""

    def running(self) -> Sequence[Process]:
        """As `Processes.running`."""
        return list(_session_processes())

    def run(self, command: Sequence[str]) -> Ended:
        """As `Processes.run`."""
        return run_program(command)


def _session_processes() -> Iterator[Process]:
    kernel: Any = vars(ctypes)["WinDLL"]("kernel32", use_last_error=True)
    kernel.CreateToolhelp32Snapshot.restype = ctypes.c_void_p
    kernel.OpenProcess.restype = ctypes.c_void_p

    class Entry(ctypes.Structure):
        _fields_ = (
            ("size", ctypes.c_ulong),
            ("usage", ctypes.c_ulong),
            ("identifier", ctypes.c_ulong),
            ("heap", ctypes.c_void_p),
            ("module", ctypes.c_ulong),
            ("threads", ctypes.c_ulong),
            ("parent", ctypes.c_ulong),
            ("priority", ctypes.c_long),
            ("flags", ctypes.c_ulong),
            ("name", ctypes.c_wchar * 260),
        )

    def session(identifier: int) -> int | None:
        number = ctypes.c_ulong()
        return number.value if kernel.ProcessIdToSessionId(identifier, ctypes.byref(number)) else None

    def path(identifier: int) -> str | None:
        handle = kernel.OpenProcess(_MAY_ASK_FOR_THE_PATH, False, identifier)
        if not handle:
            return None
        try:
            length = ctypes.c_ulong(32768)
            text = ctypes.create_unicode_buffer(length.value)
            found = kernel.QueryFullProcessImageNameW(ctypes.c_void_p(handle), 0, text, ctypes.byref(length))
            return text.value if found else None
        finally:
            kernel.CloseHandle(ctypes.c_void_p(handle))

    own = session(os.getpid())
    snapshot = ctypes.c_void_p(kernel.CreateToolhelp32Snapshot(_ALL_PROCESSES, 0))
    try:
        entry = Entry()
        entry.size = ctypes.sizeof(Entry)
        more = kernel.Process32FirstW(snapshot, ctypes.byref(entry))
        while more:
            if session(entry.identifier) == own:
                yield Process(entry.name, entry.identifier, path(entry.identifier))
            more = kernel.Process32NextW(snapshot, ctypes.byref(entry))
    finally:
        kernel.CloseHandle(snapshot)


class RunningExcel:
    """The Excel that runs, by COM. Needs pywin32, which the private Python has."""

    def state(self) -> ExcelState:
        """As `Excel.state`."""
        try:
            client: Any = importlib.import_module("win32com.client")
            pythoncom: Any = importlib.import_module("pythoncom")
        except ImportError:
            return ExcelState()
        try:
            excel = client.GetActiveObject("Excel.Application")
        except pythoncom.com_error:
            return ExcelState()
        try:
            if not excel.Ready:
                return ExcelState(Answer.BUSY)
            workbooks = tuple(
                OpenWorkbook(str(book.Name), str(book.FullName), tuple(book.LinkSources(_EXCEL_LINKS) or ()))
                for book in excel.Workbooks
            )
            return ExcelState(Answer.READY, bool(excel.Visible), workbooks)
        except AttributeError:  # pywin32 asks Excel which members it has; one that does not listen seems to have none
            return ExcelState(Answer.BUSY)
        except pythoncom.com_error as error:
            if error.hresult in _BUSY:
                return ExcelState(Answer.BUSY)
            raise Refused(
                f"Excel answered with an error ({error.hresult & 0xFFFFFFFF:#010x}).",
                "Close Excel, and ask again.",
            ) from error
