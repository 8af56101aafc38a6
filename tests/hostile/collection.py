"""What a hostile file is, and the small good workbook that most of them are made from."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.regenerate.council_workbook import council_workbook
from tests.splice.books import parts, repacked

COMMANDS = ("check", "build", "regenerate")
DONE, INCOMPLETE, REFUSED = 0, 3, 4


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: how it is made, and the exit code that each command has to answer with."""

    name: str
    idea: str
    make: Callable[[], bytes]
    suffix: str
    expected: Mapping[str, int]

    def write(self, folder: Path) -> int:
        """Make the file in `folder`; returns 0."""
        (folder / f"hostile{self.suffix}").write_bytes(self.make())
        return 0


EVERY: dict[str, Hostile] = {}


def hostile(
    check: int = REFUSED, build: int | None = None, regenerate: int = REFUSED, *, suffix: str = ".xlsx"
) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Enter a function that makes a file. `build` answers as `check` does unless said otherwise."""

    def enter(make: Callable[[], bytes]) -> Callable[[], bytes]:
        expected = {"check": check, "build": check if build is None else build, "regenerate": regenerate}
        name = make.__name__
        assert name not in EVERY, name
        EVERY[name] = Hostile(name, (make.__doc__ or name.replace("_", " ")).strip(), make, suffix, expected)
        return make

    return enter


@cache
def good() -> bytes:
    """The council's small workbook."""
    with tempfile.TemporaryDirectory() as folder:
        return council_workbook(Path(folder) / "good.xlsx").read_bytes()


WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TYPES = "[Content_Types].xml"
STYLES = "xl/styles.xml"
TEXTS = "xl/sharedStrings.xml"
DEFINITIONS, FIGURES, OWN = (f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def replaced(part: str, old: str, new: str) -> bytes:
    """The good workbook with `old`, which must be there, replaced in one part."""
    text = parts(good())[part].decode()
    assert old in text, (part, old)
    return repacked(good(), {part: text.replace(old, new, 1).encode()})


def with_part(part: str, content: bytes | str | None) -> bytes:
    """The good workbook with another content of one part, or without it."""
    return repacked(good(), {part: content.encode() if isinstance(content, str) else content})


def text_of(part: str) -> str:
    """A part of the good workbook."""
    return parts(good())[part].decode()


def before_end(part: str, end: str, added: str) -> bytes:
    """The good workbook with `added` before the tag `end` of a part."""
    return replaced(part, end, added + end)


def with_sheet(data: str, *, around: str = "", before: str = "") -> bytes:
    """The good workbook with another sheet of figures: `data` stands behind the rows of the good one."""
    text = text_of(FIGURES).replace("</sheetData>", f"{data}</sheetData>{around}", 1)
    return with_part(FIGURES, text.replace("<sheetData>", f"{before}<sheetData>", 1))
