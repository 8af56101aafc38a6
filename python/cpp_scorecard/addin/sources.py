"""The text that the add-in is built from: the top-level folder `addin`, and what its `addin.toml` says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cpp_scorecard.core.resources import shipped

CONFIG = "addin.toml"
RIBBON = "ribbon/customUI14.xml"
IMAGES = "ribbon/image_names.toml"


@dataclass(frozen=True, slots=True)
class AddinSources:
    """One folder of sources.

    `conf` are the settings inside the add-in, by name; `reviewed_xlwings` the SHA-256 of each version of xlwings'
    VBA that somebody has read, by version.
    """

    folder: Path
    name: str
    title: str
    vba_project: str
    project_id: str
    udf_modules: tuple[str, ...]
    conf: Mapping[str, str]
    reviewed_xlwings: Mapping[str, str]

    @property
    def file_name(self) -> str:
        """What the built file is called. It must be the same on every PC, or formulas turn into links."""
        return f"{self.name}.xlam"

    @property
    def settings_sheet(self) -> str:
        """The sheet of the add-in that holds `conf`."""
        return f"{self.name}.conf"

    @property
    def ribbon(self) -> str:
        """The ribbon's XML."""
        return (self.folder / RIBBON).read_text("utf-8")

    @property
    def image_names(self) -> frozenset[str]:
        """The pictures of Office that the ribbon may use."""
        return frozenset(tomllib.loads((self.folder / IMAGES).read_text("utf-8"))["names"])

    @property
    def vba(self) -> dict[str, str]:
        """The VBA sources by module name, in the order of their names."""
        files = sorted((self.folder / "vba").glob("*.[bc][al]s"))
        return {path.stem: path.read_text("utf-8") for path in files}

    @property
    def notices(self) -> str:
        """The licence notices of what the add-in embeds."""
        return "\n".join(path.read_text("utf-8") for path in sorted((self.folder / "licences").glob("*.txt")))


def addin_sources(folder: Path | None = None) -> AddinSources:
    """The sources in `folder`, or those that ship with the package."""
    folder = folder or shipped("addin")
    config = tomllib.loads((folder / CONFIG).read_text("utf-8"))
    return AddinSources(
        folder=folder,
        name=config["name"],
        title=config["title"],
        vba_project=config["vba_project"],
        project_id=config["project_id"],
        udf_modules=tuple(config["udf_modules"]),
        conf=config["conf"],
        reviewed_xlwings=config["reviewed_xlwings"],
    )
