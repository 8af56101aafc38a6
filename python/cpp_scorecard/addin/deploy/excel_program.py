"""Where Excel is on this PC, and for how many bits it was built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.addin.deploy.places import expanded
from cpp_scorecard.addin.deploy.private_python import machine_type

if TYPE_CHECKING:
    from cpp_scorecard.addin.deploy.ports import Machine

_WHERE = r"\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_BITS = {0x014C: 32, 0x8664: 64}


def excel_program(machine: Machine) -> Path | None:
    """The program that Windows starts as `excel.exe`; None when there is none."""
    for root in ("HKCU", "HKLM"):
        value = (machine.registry.values(root + _WHERE) or {}).get("")
        if value is not None:
            path = Path(expanded(str(value.data).strip('"'), machine.environment))
            if path.is_file():
                return path
    return None


def bits_of_excel(machine: Machine) -> int | None:
    """32 or 64, as the program's own header has it; None when that cannot be told."""
    path = excel_program(machine)
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            return _BITS.get(machine_type(file) or 0)
    except OSError:
        return None
