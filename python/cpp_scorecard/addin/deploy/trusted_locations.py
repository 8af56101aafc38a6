r"""The folders whose macros Excel runs without asking: the user's own, those of policy, and what policy forbids.

Excel trusts the user's XLSTART folder by default and says so in the registry ("User StartUp"). Only where that
entry is missing does `install` write one of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cpp_scorecard.addin.deploy.places import expanded, is_inside, same_path
from cpp_scorecard.addin.deploy.ports import Kind, Machine, Value, number

SECURITY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
COMMON_POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Common\Security\Trusted Locations"
OWN = "cpp-scorecard add-in"
"""The description by which an entry of this product is known again."""


@dataclass(frozen=True, slots=True)
class TrustedLocation:
    """A folder that Excel trusts: its registry key, its path as Windows expands it, whether folders in it count."""

    key: str
    path: str
    with_subfolders: bool
    description: str

    def covers(self, folder: str) -> bool:
        """Whether a file in `folder` is trusted by this entry."""
        return same_path(self.path, folder) or (self.with_subfolders and is_inside(folder, self.path))


def trusted_locations(machine: Machine) -> list[TrustedLocation]:
    """Every entry: the user's and Excel's own, then those that policy sets."""
    return [
        TrustedLocation(
            key,
            expanded(str(values["Path"].data), machine.environment),
            "AllowSubfolders" in values and values["AllowSubfolders"].data == 1,
            str(values["Description"].data) if "Description" in values else "",
        )
        for parent in (_own_locations(), rf"{POLICY}\Trusted Locations", rf"{COMMON_POLICY}\all applications")
        for name in machine.registry.subkeys(parent)
        if (values := machine.registry.values(key := rf"{parent}\{name}")) is not None and "Path" in values
    ]


def trusting(machine: Machine, folder: str) -> TrustedLocation | None:
    """The entry by which `folder` is trusted, another's before one of this product; None when there is none."""
    found = [location for location in trusted_locations(machine) if location.covers(folder)]
    return min(found, key=lambda location: location.description == OWN, default=None)


def forbidden(machine: Machine) -> str | None:
    """The policy or setting by which Excel ignores trusted locations, named by its registry value; None if none."""
    for key in (rf"{POLICY}\Trusted Locations", _own_locations()):
        if number(machine.registry, key, "AllLocationsDisabled") == 1:
            return rf"{key}\AllLocationsDisabled = 1"
    return None


def only_by_policy(machine: Machine) -> bool:
    """Whether policy has Excel ignore the entries of users (and with them Excel's own for XLSTART)."""
    return number(machine.registry, COMMON_POLICY, "Allow User Locations") == 0


def entry_for(machine: Machine, folder: str) -> tuple[str, dict[str, Value]]:
    """The key and the values that would make `folder` trusted: ours if it is there already, else the next number."""
    names = machine.registry.subkeys(_own_locations())
    numbers = [int(found[1]) for name in names if (found := re.fullmatch(r"Location(\d+)", name, re.IGNORECASE))]
    ours = [location.key for location in trusted_locations(machine) if location.description == OWN]
    key = ours[0] if ours else rf"{_own_locations()}\Location{max(numbers, default=-1) + 1}"
    return key, {
        "Path": Value(folder.rstrip("\\/") + "\\"),
        "Description": Value(OWN),
        "AllowSubfolders": Value(0, Kind.NUMBER),
    }


def _own_locations() -> str:
    return rf"{SECURITY}\Trusted Locations"
