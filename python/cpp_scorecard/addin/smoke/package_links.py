"""How a saved workbook points at the add-in: read from the package, as the next PC will read it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from cpp_scorecard.addin.deploy.places import ADDIN_FILE


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the add-in: its kind (the last word of the relationship's type) and its target as stored."""

    kind: str
    target: str

    @property
    def is_the_same_everywhere(self) -> bool:
        """Whether it names no folder of this user: Excel looks in its own start folder, on every PC."""
        return self.kind == "xlStartup" and self.target.casefold().endswith(ADDIN_FILE) and ":" not in self.target


def links_to_addin(path: Path) -> list[Link]:
    """The links of a workbook to a file that is named as the add-in is."""
    found = []
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/externalLinks/_rels/")]
        for name in sorted(parts):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            for relationship in etree.fromstring(package.read(name), parser):
                target = relationship.get("Target", "")
                if target.replace("\\", "/").rpartition("/")[2].casefold() == ADDIN_FILE:
                    found.append(Link(relationship.get("Type", "").rpartition("/")[2], target))
    return found
