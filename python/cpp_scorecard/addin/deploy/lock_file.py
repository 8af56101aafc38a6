"""The lock file of what an officer's PC gets, and the part of it that is for one Python on Windows.

pip judges a lock file's markers (`sys_platform == 'win32'`) by the computer that it runs on, also when it is told
to fetch for another. So they are judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LOCK = "requirements-excel.lock"


@dataclass(frozen=True, slots=True)
class Pin:
    """One package in one version: `marker` says for which computers, `hashes` are the SHA-256 of all its files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def requirement(self, hashes: Iterable[str] | None = None) -> str:
        """The line by which pip installs it and nothing else; `hashes` in place of those of all its files."""
        return " ".join([f"{self.name}=={self.version}", *(f"--hash=sha256:{h}" for h in hashes or self.hashes)])


def read_pins(text: str) -> list[Pin]:
    """The pins of a lock file. Raises ValueError at a line that is not one."""
    pins = []
    for line in filter(None, (line.strip() for line in text.replace("\\\n", " ").splitlines())):
        found = re.fullmatch(r"([a-z0-9-]+)==([0-9a-z.]+)(?: ?; ?(.*?))?((?:\s+--hash=sha256:[0-9a-f]{64})+)", line)
        if found is None:
            raise ValueError(f"not a pinned package with its hashes: {line[:80]}")
        hashes = tuple(re.findall(r"[0-9a-f]{64}", found[4]))
        pins.append(Pin(found[1], found[2], (found[3] or "").strip(), hashes))
    return pins


def for_windows(pins: Iterable[Pin], python: tuple[int, int]) -> list[Pin]:
    """Those that a 64-bit Windows with `python` needs."""
    return [pin for pin in pins if not pin.marker or _holds(pin.marker, python)]


def _holds(marker: str, python: tuple[int, int]) -> bool:
    """Whether a marker holds. Knows the two names that the lock file uses; raises ValueError at any other."""
    return any(all(_test(test, python) for test in part.split(" and ")) for part in marker.split(" or "))


def _test(test: str, python: tuple[int, int]) -> bool:
    found = re.fullmatch(r"\s*(\w+) (==|!=|<|>=) '([\w.]+)'\s*", test)
    if found and found[1] == "sys_platform" and found[2] in ("==", "!="):
        return (found[3] == "win32") == (found[2] == "==")
    if found and found[1] == "python_full_version" and found[2] in ("<", ">=") and found[3].count(".") == 1:
        major, minor = map(int, found[3].split("."))
        return (python < (major, minor)) == (found[2] == "<")
    raise ValueError(f"a marker that is not known: {test}")
