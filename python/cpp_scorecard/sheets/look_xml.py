"""The look of a role, and how the styles part of a workbook (``xl/styles.xml``) holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from cpp_scorecard.core import colours
from cpp_scorecard.sheets.model import Role

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

BUILT_IN_FORMATS = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 20: "h:mm", 21: "h:mm:ss", 49: "@",
}  # fmt: skip
"""Number formats that a workbook names by number only (ECMA-376 part 1, 18.8.30); 14 as in the UK."""

SIDES = ("left", "right", "top", "bottom")


@dataclass(frozen=True, slots=True)
class Border:
    """One side of a cell. `style` is Excel's word for the line, such as ``thin`` or ``hair``."""

    style: str
    rgb: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of one role looks. Sizes in points, colours as ``RRGGBB``, rotation in Excel's degrees."""

    font_name: str = "Arial"
    font_size: float = 10
    bold: bool = False
    italic: bool = False
    underline: bool = False
    rgb: str = "000000"
    fill: str | None = None
    left: Border | None = None
    right: Border | None = None
    top: Border | None = None
    bottom: Border | None = None
    horizontal: str = "general"
    vertical: str = "bottom"
    wrap: bool = False
    rotation: int = 0
    indent: int = 0
    number_format: str = "General"

    def border(self, side: str) -> Border | None:
        """The border of one of `SIDES`."""
        return {"left": self.left, "right": self.right, "top": self.top, "bottom": self.bottom}[side]


def elements(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Every descendant with this local name, in the ordinary and in the strict namespace alike."""
    return parent.iter(f"{{*}}{name}")


# --- reading -------------------------------------------------------------------------------------


def named_looks(styles: etree._Element, palette: tuple[str, ...]) -> dict[Role, Look]:
    """The look of each role that is a named cell style in `styles`, the root of a styles part."""
    reader = _Reader(styles, palette)
    looks: dict[Role, Look] = {}
    known = {role.value: role for role in Role}
    for style in elements(styles, "cellStyle"):
        role = known.get(style.get("name", ""))
        if role is not None:
            looks[role] = reader.look(int(style.get("xfId", "0")))
    return looks


class _Reader:
    """The tables of one styles part."""

    def __init__(self, styles: etree._Element, palette: tuple[str, ...]) -> None:
        self.palette = palette
        self.fonts = _table(styles, "fonts")
        self.fills = _table(styles, "fills")
        self.borders = _table(styles, "borders")
        self.style_xfs = _table(styles, "cellStyleXfs")
        self.formats = dict(BUILT_IN_FORMATS)
        for entry in _table(styles, "numFmts"):
            self.formats[int(entry.get("numFmtId", "0"))] = entry.get("formatCode", "General")
        own = [element.get("rgb", "") for element in elements(styles, "rgbColor")]
        self.indexed = (*(value[-6:].upper() for value in own), *colours.INDEXED_PALETTE[len(own) :])

    def look(self, number: int) -> Look:
        xf = self.style_xfs[number]
        font = self.fonts[int(xf.get("fontId", "0"))]
        border = self.borders[int(xf.get("borderId", "0"))]
        alignment = _child(xf, "alignment")
        placed = {} if alignment is None else {str(key): str(text) for key, text in alignment.attrib.items()}
        return Look(
            font_name=_value(font, "name", "Arial"),
            font_size=float(_value(font, "sz", "10")),
            bold=_flag(font, "b"),
            italic=_flag(font, "i"),
            underline=_child(font, "u") is not None and _value(font, "u", "single") != "none",
            rgb=self._colour(_child(font, "color")) or "000000",
            fill=self._fill(self.fills[int(xf.get("fillId", "0"))]),
            left=self._border(border, "left"),
            right=self._border(border, "right"),
            top=self._border(border, "top"),
            bottom=self._border(border, "bottom"),
            horizontal=placed.get("horizontal", "general"),
            vertical=placed.get("vertical", "bottom"),
            wrap=placed.get("wrapText", "0") in ("1", "true"),
            rotation=int(placed.get("textRotation", "0")),
            indent=int(placed.get("indent", "0")),
            number_format=self.formats.get(int(xf.get("numFmtId", "0")), "General"),
        )

    def _colour(self, element: etree._Element | None) -> str | None:
        if element is None or element.get("auto") in ("1", "true"):
            return None
        theme, indexed = element.get("theme"), element.get("indexed")
        return colours.resolve(
            rgb=element.get("rgb"),
            theme=int(theme) if theme is not None else None,
            tint=float(element.get("tint", "0")),
            indexed=int(indexed) if indexed is not None else None,
            palette=self.palette,
            indexed_palette=self.indexed,
        )

    def _fill(self, element: etree._Element) -> str | None:
        pattern = _child(element, "patternFill")
        if pattern is None or pattern.get("patternType") != "solid":
            return None
        return self._colour(_child(pattern, "fgColor"))

    def _border(self, element: etree._Element, side: str) -> Border | None:
        line = _child(element, side)
        if line is None or line.get("style", "none") == "none":
            return None
        return Border(line.get("style", "thin"), self._colour(_child(line, "color")) or "000000")


def _table(styles: etree._Element, name: str) -> list[etree._Element]:
    parent = _child(styles, name)
    return [] if parent is None else list(parent)


def _child(parent: etree._Element, name: str) -> etree._Element | None:
    return parent.find(f"{{*}}{name}")


def _value(parent: etree._Element, name: str, default: str) -> str:
    child = _child(parent, name)
    return default if child is None else child.get("val", default)


def _flag(parent: etree._Element, name: str) -> bool:
    child = _child(parent, name)
    return child is not None and child.get("val", "1") not in ("0", "false")


# --- writing -------------------------------------------------------------------------------------


def font_element(look: Look) -> etree._Element:
    """The ``font`` of a look, its children in the order that Excel writes."""
    font = etree.Element(f"{{{MAIN}}}font")
    for name, wanted in (("b", look.bold), ("i", look.italic), ("u", look.underline)):
        if wanted:
            _add(font, name)
    _add(font, "sz", val=f"{look.font_size:g}")
    _add(font, "color", rgb=f"FF{look.rgb}")
    _add(font, "name", val=look.font_name)
    _add(font, "family", val="2")
    return font


def fill_element(look: Look) -> etree._Element:
    """The ``fill`` of a look: solid, or none."""
    fill = etree.Element(f"{{{MAIN}}}fill")
    pattern = _add(fill, "patternFill", patternType="solid" if look.fill else "none")
    if look.fill:
        _add(pattern, "fgColor", rgb=f"FF{look.fill}")
        _add(pattern, "bgColor", indexed="64")
    return fill


def border_element(look: Look) -> etree._Element:
    """The ``border`` of a look."""
    border = etree.Element(f"{{{MAIN}}}border")
    for side in SIDES:
        line = look.border(side)
        if line is None:
            _add(border, side)
        else:
            _add(_add(border, side, style=line.style), "color", rgb=f"FF{line.rgb}")
    _add(border, "diagonal")
    return border


def alignment_element(look: Look) -> etree._Element | None:
    """The ``alignment`` of a look; None when nothing departs from Excel's default."""
    attributes = {
        "horizontal": "" if look.horizontal == "general" else look.horizontal,
        "vertical": "" if look.vertical == "bottom" else look.vertical,
        "textRotation": str(look.rotation) if look.rotation else "",
        "wrapText": "1" if look.wrap else "",
        "indent": str(look.indent) if look.indent else "",
    }
    chosen = {name: value for name, value in attributes.items() if value}
    return etree.Element(f"{{{MAIN}}}alignment", chosen) if chosen else None


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{MAIN}}}{name}", attributes)
