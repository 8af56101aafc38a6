"""The list of software that goes on an officer's PC: from the lock file and the licences that are on record."""

from __future__ import annotations

import re
from pathlib import Path

from cpp_scorecard import __version__
from cpp_scorecard.addin.deploy.lock_file import LOCK, read_pins
from cpp_scorecard.addin.deploy.places import PRODUCT
from cpp_scorecard.addin.deploy.sbom import Part, bill

ROOT = Path(__file__).resolve().parents[2]


def build(path: Path) -> None:
    """Write the list to `path`. Raises KeyError where a package's licence is not on record."""
    pins = read_pins((ROOT / "addin" / LOCK).read_text("utf-8"))
    licences = recorded_licences((ROOT / "THIRD-PARTY-LICENCES.md").read_text("utf-8"))
    parts = [Part(pin.name, pin.version, licences[pin.name]) for pin in pins]
    path.write_text(bill(Part(PRODUCT, __version__, "MIT", kind="application"), parts), "utf-8", newline="\n")


def recorded_licences(page: str) -> dict[str, str]:
    """The licence of each package, from the tables of the page of licences."""
    rows = re.findall(r"^\| ([A-Za-z0-9_.-]+) \| ([^|]+?) \|", page, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): licence for name, licence in rows}
