"""What `doctor` reads of Excel's security settings: the user's own, and those that IT sets by policy."""

from __future__ import annotations

from collections.abc import Iterator

from cpp_scorecard.addin.deploy.checks_of_files import marked_from_internet
from cpp_scorecard.addin.deploy.known_failures import Trouble
from cpp_scorecard.addin.deploy.places import ADDIN_FILE
from cpp_scorecard.addin.deploy.ports import Machine, number
from cpp_scorecard.addin.deploy.trusted_locations import (
    COMMON_POLICY,
    POLICY,
    SECURITY,
    forbidden,
    only_by_policy,
    trusting,
)

_OFFICE_POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Common"
_RESILIENCY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Resiliency"
_SIGNED_ONLY, _NONE = 3, 4
"""Of `VBAWarnings`: macros run only when signed; no macro runs."""


def not_trusted(machine: Machine) -> Iterator[Trouble]:
    """A trusted location that has the add-in's folder."""
    if trusting(machine, str(machine.places.startup)) is None:
        yield Trouble("not-trusted", str(machine.places.startup))


def trust_forbidden(machine: Machine) -> Iterator[Trouble]:
    """Trusted locations switched off, or those of users ignored while no policy trusts the folder."""
    value = forbidden(machine)
    if value:
        yield Trouble("trust-forbidden", value)
    elif _ignored(machine):
        yield Trouble("trust-forbidden", rf"{COMMON_POLICY}\Allow User Locations = 0")


def macros_off(machine: Machine) -> Iterator[Trouble]:
    """Macros off or for signed files only, where no trusted location makes the exception."""
    excepted = trusting(machine, str(machine.places.startup)) is not None
    if excepted and forbidden(machine) is None and not _ignored(machine):
        return
    for key in (POLICY, SECURITY):
        value = number(machine.registry, key, "VBAWarnings")
        if value in (_SIGNED_ONLY, _NONE):
            yield Trouble("macros-off", rf"{key}\VBAWarnings = {value}")
            return
    if number(machine.registry, POLICY, "blockcontentexecutionfrominternet") == 1 and _is_marked(machine):
        yield Trouble("macros-off", rf"{POLICY}\blockcontentexecutionfrominternet = 1, and the add-in is marked")


def addins_off(machine: Machine) -> Iterator[Trouble]:
    """Switches for which no trusted location makes an exception."""
    for key, name in (
        (POLICY, "DisableAllAddins"),
        (SECURITY, "DisableAllAddins"),
        (_OFFICE_POLICY, "vbaoff"),
        (_OFFICE_POLICY.replace("HKCU", "HKLM"), "vbaoff"),
    ):
        if number(machine.registry, key, name) == 1:
            yield Trouble("addins-off", rf"{key}\{name} = 1")


def signature_required(machine: Machine) -> Iterator[Trouble]:
    """Whether add-ins have to be signed."""
    for key in (POLICY, SECURITY):
        if number(machine.registry, key, "RequireAddinSig") == 1:
            yield Trouble("signature-required", rf"{key}\RequireAddinSig = 1")


def addin_disabled(machine: Machine) -> Iterator[Trouble]:
    """Excel's lists of what it switched off: each value holds the file's path, in UTF-16."""
    for name in ("DisabledItems", "CrashingAddinList"):
        for value in (machine.registry.values(rf"{_RESILIENCY}\{name}") or {}).values():
            data = value.data
            text = data.decode("utf-16-le", "ignore") if isinstance(data, bytes) else str(data)
            odd = data[1:].decode("utf-16-le", "ignore") if isinstance(data, bytes) else ""
            if ADDIN_FILE.casefold() in (text + odd).casefold():
                yield Trouble("addin-disabled", rf"{_RESILIENCY}\{name}")


def _ignored(machine: Machine) -> bool:
    """Whether policy has Excel ignore the one entry by which the folder is trusted."""
    located = trusting(machine, str(machine.places.startup))
    return only_by_policy(machine) and (located is None or r"\Policies" not in located.key)


def _is_marked(machine: Machine) -> bool:
    return any(trouble.detail == str(machine.places.addin) for trouble in marked_from_internet(machine))
