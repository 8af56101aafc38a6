"""The stand-ins for Windows let xlwings' real modules load, and leave everything else as it was."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.tools.no_network import GUARD

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has the real thing")

SCRIPT = """
import ctypes, os, threading
before = dict(vars(ctypes)), os.getcwd(), threading.active_count()
from cpp_scorecard.addin.windows_stub import install
install()
install()
assert (dict(vars(ctypes)), os.getcwd(), threading.active_count()) == before
import xlwings
from xlwings import _xlwindows, udfs
from xlwings.com_server import XLPython
assert xlwings.func is udfs.xlfunc
assert xlwings.engines.active.name == "excel"
assert list(_xlwindows.get_excel_hwnds()) == []
assert not _xlwindows.is_hwnd_xl_app(1)
import cpp_scorecard.excel.udfs as ours
assert XLPython().CallUDF("cpp_scorecard.excel.udfs", "CPP_ROUND", (2.5, -2147352572)) == 3.0
"""


def test_a_new_process_loads_them_and_runs_a_function_without_a_warning_or_a_network() -> None:
    """Warnings are errors there, every socket is forbidden, and whatever it prints at its end would be an error too."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", GUARD + SCRIPT], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
