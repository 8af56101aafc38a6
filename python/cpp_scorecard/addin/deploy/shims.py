"""The files to double-click: what an officer or IT starts without typing a command."""

from __future__ import annotations

from collections.abc import Mapping

_PYTHON = r'"%~dp0python\python.exe" -I -B'
_PAUSE = 'if "%~1"=="" pause'
"""Keeps the window of a double-click open. Whoever gives an argument reads the output elsewhere, and nobody is there to
press a key. It leaves the exit code as it is."""

INSTALLED: Mapping[str, str] = {
    "cpp-scorecard.cmd": f"@{_PYTHON} -m cpp_scorecard %*\n",
    "doctor.cmd": f"@echo off\n{_PYTHON} -m cpp_scorecard addin doctor %*\n{_PAUSE}\n",
    # A program that runs cannot be deleted: a copy does it. The last lines are one block, because the file that
    # they stand in is deleted while they run.
    "uninstall.cmd": rf"""@echo off
setlocal
set "AWAY=%TEMP%\cpp-scorecard-uninstall"
robocopy "%~dp0python" "%AWAY%" /E /XD site-packages >nul
robocopy "%~dp0python\Lib\site-packages\cpp_scorecard" "%AWAY%\Lib\site-packages\cpp_scorecard" /E >nul
cd /d "%TEMP%"
(
"%AWAY%\python.exe" -I -B -m cpp_scorecard addin uninstall %*
rmdir /s /q "%AWAY%"
{_PAUSE}
exit /b
)
""",
}
"""In the add-in's own folder, by name."""

WHEELHOUSE: Mapping[str, str] = {
    "install.cmd": f'@echo off\n{_PYTHON} "%~dp0install.py" %*\n{_PAUSE}\n',
    "install.py": '''\
"""Install the add-in for the user who runs this, from the folder that this file is in."""

import sys
from pathlib import Path

here = Path(__file__).resolve().parent
(wheel,) = (here / "wheels").glob("cpp_scorecard-*.whl")
sys.path.insert(0, str(wheel))

from cpp_scorecard.cli import main  # noqa: E402

raise SystemExit(main(["addin", "install", "--from", str(here), *sys.argv[1:]]))
''',
}
"""In the wheelhouse, by name."""


def as_windows_writes(text: str) -> bytes:
    """`text` with the line ends that the command interpreter of Windows expects."""
    return text.replace("\n", "\r\n").encode("ascii")
