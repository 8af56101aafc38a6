"""Finding out why the add-in does not work on this PC. Looks only; changes nothing."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from typing import Any

from cpp_scorecard import __version__
from cpp_scorecard.addin.deploy import checks_of_excel as excel
from cpp_scorecard.addin.deploy import checks_of_files as files
from cpp_scorecard.addin.deploy import checks_of_policy as policy
from cpp_scorecard.addin.deploy.excel_program import bits_of_excel, excel_program
from cpp_scorecard.addin.deploy.known_failures import Trouble
from cpp_scorecard.addin.deploy.manifest import read_manifest
from cpp_scorecard.addin.deploy.ports import Machine
from cpp_scorecard.core.errors import ScorecardError

Check = Callable[[Machine], Iterator[Trouble]]

CHECKS: tuple[Check, ...] = (
    files.not_installed,
    files.unfinished,
    files.python_missing,
    files.python_blocked,
    files.packages_changed,
    files.versions_differ,
    files.library,
    files.addin_missing,
    files.marked_from_internet,
    files.folder_name,
    files.folder_synced,
    excel.excel_missing,
    excel.excel_busy,
    excel.left_over,
    excel.workbook_online,
    excel.formulas_elsewhere,
    excel.other_copy,
    excel.other_settings,
    policy.not_trusted,
    policy.trust_forbidden,
    policy.macros_off,
    policy.addins_off,
    policy.signature_required,
    policy.addin_disabled,
)
"""In the order in which somebody would look. A further check is a function here and a row in `KNOWN`."""


def examine(machine: Machine) -> list[Trouble]:
    """Everything that is wrong. Where nothing is installed, only that: the rest would follow from it."""
    missing = list(files.not_installed(machine))
    places = machine.places
    traces = (places.python, places.incoming, places.outgoing, places.addin)
    if missing and not any(trace.exists() for trace in traces):
        return missing
    return [trouble for check in CHECKS for trouble in _looked_at(check, machine)]


def _looked_at(check: Check, machine: Machine) -> list[Trouble]:
    """What one check finds. One that Windows or Excel does not let look is a trouble too, and the others still look."""
    try:
        return list(check(machine))
    except (OSError, ScorecardError) as error:
        return [Trouble("not-looked-at", f"{check.__name__}: {error}")]


def as_json(machine: Machine, troubles: list[Trouble]) -> dict[str, Any]:
    """The result as one document: what this PC is, and each trouble with its remedy."""
    manifest = read_manifest(machine.places.manifest)
    program = excel_program(machine)
    return {
        "version": __version__,
        "installed": manifest.version if manifest else None,
        "xlwings": manifest.xlwings if manifest else None,
        "python": manifest.python if manifest else None,
        "system": platform.platform(),
        "excel": str(program) if program else None,
        "excel_bits": bits_of_excel(machine),
        "addin": str(machine.places.addin),
        "troubles": [
            {
                "code": trouble.code,
                "found": trouble.known.found,
                "detail": trouble.detail,
                "remedy": trouble.known.remedy,
            }
            for trouble in troubles
        ],
    }
