"""What the project declares, what its lock files hold and what it says of other people's work agree."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
EXTRAS = {
    "requirements.lock": (),
    "requirements-dev.lock": ("dev",),
    "addin/requirements-excel.lock": ("excel", "wheelhouse"),
}
LOCKS = tuple(EXTRAS)
PLACE = re.compile(r"://|\bwww\.|\b[a-z0-9-]+\.(?:com|dev|io|net|org|uk)\b| @ |--(?:extra-)?index|--find-links")
PERMISSIVE = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "PSF-2.0", "Zlib"}
ONLY_FOR_DEVELOPMENT = {"MPL-2.0"}


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@cache
def locked(name: str) -> dict[str, list[tuple[str, str, int]]]:
    """Each package of a lock file with its versions, their markers and how many hashes each has."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    for line in filter(None, map(str.strip, text.splitlines())):
        requirement = Requirement(line.split("--hash=", 1)[0].strip())
        version = str(requirement.specifier).removeprefix("==")
        hashes = len(re.findall(r"--hash=sha256:[0-9a-f]{64}(?:\s|$)", line))
        found.setdefault(canonicalize_name(requirement.name), []).append(
            (version, str(requirement.marker or ""), hashes)
        )
    return found


@cache
def licences() -> dict[str, str]:
    rows = re.findall(
        r"^\| ([A-Za-z0-9_.-]+) \| ([^|]+?) \|", (ROOT / "THIRD-PARTY-LICENCES.md").read_text("utf-8"), re.M
    )
    return {canonicalize_name(name): licence for name, licence in rows}


def declared(name: str) -> list[Requirement]:
    project = pyproject()["project"]
    extra = [text for extra in EXTRAS[name] for text in project["optional-dependencies"][extra]]
    return [Requirement(text) for text in [*project["dependencies"], *extra]]


@pytest.mark.parametrize("name", ["pyproject.toml", *LOCKS])
def test_no_file_says_where_packages_come_from(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    assert [line for line in lines if PLACE.search(line)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_one_version_with_hashes(name: str) -> None:
    for package, pins in locked(name).items():
        for version, _, hashes in pins:
            assert re.fullmatch(r"[0-9][0-9a-z.]*", version), package
            assert hashes, package
        markers = [marker for _, marker, _ in pins]
        assert len(set(markers)) == len(markers), package
        assert len(pins) == 1 or all(markers), package


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_every_declared_dependency_in_its_range(name: str) -> None:
    for requirement in declared(name):
        operators = {part.operator for part in requirement.specifier}
        assert operators == {">=", "<"}, f"{requirement} is not a bounded range"
        pins = locked(name).get(canonicalize_name(requirement.name))
        assert pins, f"{requirement.name} is not in {name}"
        assert all(requirement.specifier.contains(version) for version, _, _ in pins), requirement


def test_development_uses_the_versions_that_users_get() -> None:
    runtime, development = map(locked, LOCKS[:2])
    assert {package: development.get(package) for package in runtime} == runtime


def test_the_build_backend_is_pinned() -> None:
    (requirement,) = pyproject()["build-system"]["requires"]
    assert re.fullmatch(r"hatchling==[0-9.]+", requirement)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_an_acceptable_licence(name: str) -> None:
    accepted = PERMISSIVE | ONLY_FOR_DEVELOPMENT if name == "requirements-dev.lock" else PERMISSIVE
    for package in locked(name):
        assert package in licences(), f"{package} is not in THIRD-PARTY-LICENCES.md"
        assert set(re.split(r" AND | OR ", licences()[package])) <= accepted, package


def test_licences_are_those_that_the_packages_state() -> None:
    checked = 0
    for package, licence in licences().items():
        try:
            stated = metadata.metadata(package)
        except metadata.PackageNotFoundError:
            continue  # for another platform, or not installed with the development extra
        if "License-Expression" in stated:
            assert licence == stated["License-Expression"], package
            checked += 1
    assert checked
