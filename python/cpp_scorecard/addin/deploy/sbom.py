"""The list of software that goes on an officer's PC (a software bill of materials), as CycloneDX 1.6 in JSON.

The same input gives the same bytes: it has no time and no serial number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FILE = "sbom.cdx.json"
INSTALLER = "pip"
"""Fetched with the packages, runs from its own wheel while installing, and is not installed."""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of software: `licence` is an SPDX expression, `sha256` that of the file it comes in, if known."""

    name: str
    version: str
    licence: str
    sha256: str | None = None
    kind: str = "library"

    @property
    def reference(self) -> str:
        """By what the list refers to it; for a package of Python its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}" if self.kind == "library" else f"{self.name}@{self.version}"

    def component(self) -> dict[str, Any]:
        """The part as CycloneDX has it."""
        component: dict[str, Any] = {
            "type": self.kind,
            "bom-ref": self.reference,
            "name": self.name,
            "version": self.version,
            "scope": "excluded" if self.name == INSTALLER else "required",
        }
        if self.sha256:
            component["hashes"] = [{"alg": "SHA-256", "content": self.sha256}]
        component["licenses"] = [
            {"expression": self.licence} if " " in self.licence else {"license": {"id": self.licence}}
        ]
        if self.kind == "library":
            component["purl"] = self.reference
        return component


def bill(product: Part, parts: Iterable[Part]) -> str:
    """The list for `product`, which is made of `parts`."""
    ordered = sorted(parts, key=lambda part: (part.name, part.version))
    whole = product.component()
    del whole["scope"]
    needed = [part.reference for part in ordered if part.name != INSTALLER]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": whole},
        "components": [part.component() for part in ordered],
        "dependencies": [{"ref": product.reference, "dependsOn": needed}],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def licences_of(text: str) -> Mapping[tuple[str, str], str]:
    """From a list that `bill` made: the licence of each name and version. Raises ValueError at anything else."""
    document: Any = json.loads(text)
    try:
        found = {
            (part["name"], part["version"]): part["licenses"][0].get("expression")
            or part["licenses"][0]["license"]["id"]
            for part in document["components"]
        }
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError("not a list of software with licences") from error
    return found
