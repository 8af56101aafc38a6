"""The elements that the parts of a chart are made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from cpp_scorecard.sheets.area import Area, a1

if TYPE_CHECKING:
    from cpp_scorecard.sheets.chart_look import Palette, Stroke

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SPACES = {"c": CHART, "a": DRAWING}
_EMU = 12_700
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def add(parent: etree._Element, name: str, **attributes: object) -> etree._Element:
    """A new last child of `parent`, by its prefixed name."""
    prefix, local = name.split(":")
    written = {key: _text(value) for key, value in attributes.items()}
    return etree.SubElement(parent, f"{{{SPACES[prefix]}}}{local}", written)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def plain(text: str) -> str:
    """`text` without the control characters that XML cannot hold."""
    return _CONTROLS.sub("", text)


def solid(parent: etree._Element, rgb: str) -> None:
    """One colour."""
    add(add(parent, "a:solidFill"), "a:srgbClr", val=rgb)


def edge(shape: etree._Element, rgb: str) -> None:
    """A thin line around a shape."""
    solid(add(shape, "a:ln", w=_EMU * 3 // 4), rgb)


def line(shape: etree._Element, stroke: Stroke) -> None:
    """A line of its own."""
    made = add(shape, "a:ln", w=round(stroke.width * _EMU), cap="rnd")
    solid(made, stroke.rgb)
    add(made, "a:prstDash", val=stroke.dash)
    add(made, "a:round")


def title(palette: Palette, parent: etree._Element, text: str, *, bold: bool, upright: bool = False) -> None:
    """A title, of the chart or of an axis; `upright` reads upwards."""
    made = add(parent, "c:title")
    rich = add(add(made, "c:tx"), "c:rich")
    add(rich, "a:bodyPr", rot=-5_400_000 if upright else 0, vert="horz")
    add(rich, "a:lstStyle")
    paragraph = add(rich, "a:p")
    letters(palette, add(add(paragraph, "a:pPr"), "a:defRPr"), palette.ink, bold)
    run = add(paragraph, "a:r")
    style = add(run, "a:rPr", lang="en-GB")
    letters(palette, style, palette.ink, bold)
    add(run, "a:t").text = plain(text)
    add(made, "c:overlay", val=False)


def font(palette: Palette, parent: etree._Element, rgb: str, *, bold: bool = False, turn: int | None = None) -> None:
    """The font of everything in `parent`; `turn` fixes how it is turned."""
    text = add(parent, "c:txPr")
    body = add(text, "a:bodyPr")
    if turn is not None:
        body.set("rot", str(turn))
        body.set("vert", "horz")
    add(text, "a:lstStyle")
    paragraph = add(text, "a:p")
    letters(palette, add(add(paragraph, "a:pPr"), "a:defRPr"), rgb, bold)
    add(paragraph, "a:endParaRPr", lang="en-GB")


def letters(palette: Palette, element: etree._Element, rgb: str, bold: bool) -> None:
    """Size, weight, colour and typeface."""
    element.set("sz", str(round(palette.size * 100)))
    element.set("b", _text(bold))
    solid(element, rgb)
    add(element, "a:latin", typeface=palette.font)
    add(element, "a:cs", typeface=palette.font)


def reference(sheet: str, area: Area) -> str:
    """An area of the worksheet `sheet` as a formula."""
    quoted = "'" + sheet.replace("'", "''") + "'"
    first = a1(area.first_row, area.first_column, fixed_column=True, fixed_row=True)
    last = a1(area.last_row, area.last_column, fixed_column=True, fixed_row=True)
    return f"{quoted}!{first}" + ("" if first == last else f":{last}")


def texts(sheet: str, parent: etree._Element, area: Area, words: tuple[str, ...]) -> None:
    """A reference to texts, with the texts."""
    made = add(parent, "c:strRef")
    add(made, "c:f").text = reference(sheet, area)
    cache = add(made, "c:strCache")
    add(cache, "c:ptCount", val=len(words))
    for at, text in enumerate(words):
        add(add(cache, "c:pt", idx=at), "c:v").text = plain(text)


def numbers(sheet: str, parent: etree._Element, area: Area, figures: tuple[float | None, ...], code: str) -> None:
    """A reference to figures, with those that are there; shown by the number format `code`."""
    made = add(parent, "c:numRef")
    add(made, "c:f").text = reference(sheet, area)
    cache = add(made, "c:numCache")
    add(cache, "c:formatCode").text = code
    add(cache, "c:ptCount", val=len(figures))
    for at, figure in enumerate(figures):
        if figure is not None:
            add(add(cache, "c:pt", idx=at), "c:v").text = f"{figure:.16G}"
