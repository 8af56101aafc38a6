"""A theme: the look of each role, the column widths and the logo, read from a style template.

The template is an ordinary workbook whose named cell styles (Home, Cell Styles in Excel) have the
names of the roles. A council changes those styles in Excel and the next build follows. Only the
styles, the theme colours, the widths and the pictures are read, never the cells, so that a large
workbook which carries the styles can serve as a template too.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from cpp_scorecard.core import colours
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.resources import shipped
from cpp_scorecard.sheets import look_xml
from cpp_scorecard.sheets.look_xml import Border, Look
from cpp_scorecard.sheets.model import Role

if TYPE_CHECKING:
    from cpp_scorecard.sheets.named_styles import BuiltInStyle

__all__ = ["Border", "Look", "Theme", "ThemeError", "built_in_template", "load_theme"]

_MAX_PART = 32 * 1024 * 1024
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")
_FILE_NAME = "style_template.xlsx"
_COLOURS = "xl/theme/theme1.xml"


class ThemeError(Refused):
    """A style template that cannot be used; the message says which file and why, the remedy what to do."""


@dataclass(frozen=True, slots=True)
class Theme:
    """How things look. `looks` holds every role."""

    looks: Mapping[Role, Look]
    widths: Mapping[str, Mapping[int, float]]
    """Column widths that override the model's, in characters, by case-folded sheet key and column."""
    logo: bytes | None = None
    """The template's first picture: a PNG, JPEG or GIF file."""
    built_in: Mapping[Role, BuiltInStyle] = field(default_factory=dict)
    """Roles that are styles of Excel's own, such as its headings; the others have the names of the roles."""

    def width(self, key: str, column: int, default: float) -> float:
        """Width of a zero-based column of the sheet `key`: the template's, or else `default`."""
        return self.widths.get(key.casefold(), {}).get(column, default)


def built_in_template() -> Path:
    """The style template that ships with the package, in an installed wheel or in a checkout."""
    return shipped("workbook_templates") / _FILE_NAME


def load_theme(path: Path | None = None) -> Theme:
    """Read the theme of the style template `path`; None stands for the built-in template.

    A style that the template lacks (deleted, or renamed by a copy) has its look of the built-in
    template. Widths come from sheets whose tab has the name of a report sheet's key, and only from
    columns that were given a width there.

    Raises:
        ThemeError: the file cannot be opened or is not an Excel workbook, or the built-in template
            itself lacks a style.
    """
    built_in = built_in_template()
    path = path or built_in
    looks, widths, logo = _read(path)
    missing = [role for role in Role if role not in looks]
    if missing:
        if path.resolve() == built_in.resolve():
            names = ", ".join(f"'{role}'" for role in missing)
            raise ThemeError(f"The built-in style template lacks the cell styles {names}.", "Reinstall the program.")
        fallback, _, _ = _read(built_in)
        looks = {**fallback, **looks}
    return Theme(looks=looks, widths=widths, logo=logo)


def _read(path: Path) -> tuple[dict[Role, Look], dict[str, dict[int, float]], bytes | None]:
    remedy = f"Choose an .xlsx workbook, or copy back the {_FILE_NAME} that ships with cpp-scorecard."
    try:
        with zipfile.ZipFile(path) as package:
            parts = set(package.namelist())
            palette = colours.theme_palette(_part(package, _COLOURS) if _COLOURS in parts else None)
            looks = look_xml.named_looks(_tree(package, "xl/styles.xml"), palette)
            return looks, _widths(package, parts), _first_picture(package, parts)
    except OSError as error:
        reason = error.strerror or "no access"
        raise ThemeError(f"The style template {path.name} cannot be opened: {reason}.", remedy) from error
    except (zipfile.BadZipFile, LookupError, ValueError, RuntimeError, etree.XMLSyntaxError) as error:
        raise ThemeError(f"{path.name} is not a workbook that can be a style template.", remedy) from error


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """One part of the package; KeyError when it is absent or too large to be what it should be."""
    if package.getinfo(name).file_size > _MAX_PART:
        raise KeyError(name)
    return package.read(name)


def _tree(package: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(_part(package, name), parser)


def _widths(package: zipfile.ZipFile, parts: set[str]) -> dict[str, dict[int, float]]:
    """Custom column widths by case-folded tab name and zero-based column."""
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _tree(package, "xl/_rels/workbook.xml.rels")
    }
    widths: dict[str, dict[int, float]] = {}
    for sheet in look_xml.elements(_tree(package, "xl/workbook.xml"), "sheet"):
        relation = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        target = targets.get(str(relation), "")
        if target not in parts:
            continue
        found: dict[int, float] = {}
        for attributes in _columns(package, target):
            if attributes.get("customWidth") in ("1", "true") and "width" in attributes:
                first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
                for number in range(first, min(last, first + 255) + 1):
                    found[number - 1] = as_typed(float(attributes["width"]))
        if found:
            widths[sheet.get("name", "").casefold()] = found
    return widths


def _columns(package: zipfile.ZipFile, part: str) -> list[dict[str, str]]:
    """The attributes of a sheet's column definitions, which stand before its cells: those are not read."""
    found: list[dict[str, str]] = []
    with package.open(part) as stream:
        for _, element in etree.iterparse(stream, events=("start",), resolve_entities=False, no_network=True):
            name = etree.QName(element).localname
            if name == "col":
                found.append({str(key): str(value) for key, value in element.attrib.items()})
            elif name == "sheetData":
                break
    return found


def as_typed(stored: float) -> float:
    """The width that Excel shows for a stored one: without the five pixels of padding, at 7 a character."""
    pixels = int(stored * 7 + 0.5)
    return round((pixels - 5) / 7, 2) if pixels >= 12 else round(pixels / 12, 2)


def _first_picture(package: zipfile.ZipFile, parts: set[str]) -> bytes | None:
    for name in sorted(part for part in parts if part.startswith("xl/media/")):
        content = _part(package, name)
        if content.startswith(_PICTURES):
            return content
    return None
