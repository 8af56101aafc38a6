"""The styles of the reports, in the styles part of the council's workbook.

Formats are added behind those that are there, so that every cell of the council keeps its own. What is
there already is used again: a second run adds nothing. A named cell style that the workbook has by our
name is the council's: our cells take its look, so that what an officer changes under Home, Cell Styles
outlives every rebuild.
"""

from __future__ import annotations

from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused
from cpp_scorecard.sheets.splice.style_tables import Table, format_likeness
from cpp_scorecard.sheets.splice.xml_text import Node, XmlText

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SKELETON = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{MAIN}"/>'.encode()
"""The styles part of a workbook that has none."""
MOST_FORMATS = 64_000
"""Cell formats that every version of Excel since 2007 can hold; later ones hold 65,490."""
_FIRST_OWN_FORMAT = 164
_NORMAL = {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"}


def _neutral(name: str) -> tuple[Node, ...]:
    """What stands first in a table, because cells without a format refer to it."""
    sides = [Node(side, {}) for side in ("left", "right", "top", "bottom", "diagonal")]
    patterns = [Node("fill", {}, Node("patternFill", {"patternType": kind})) for kind in ("none", "gray125")]
    first = {
        "fonts": (Node("font", {}, Node("sz", {"val": "11"}), Node("name", {"val": "Calibri"})),),
        "fills": tuple(patterns),
        "borders": (Node("border", {}, *sides),),
        "cellStyleXfs": (Node("xf", dict(_NORMAL)),),
        "cellXfs": (Node("xf", {**_NORMAL, "xfId": "0"}),),
        "cellStyles": (Node("cellStyle", {"name": "Normal", "xfId": "0", "builtinId": "0"}),),
    }
    return first.get(name, ())


class _NumberFormats:
    """Number formats by code. One that is taken over has a number of its own in every workbook."""

    def __init__(self, text: XmlText, table: Table) -> None:
        self._table = table
        self._numbers: dict[str, int] = {}
        self._in_rules: dict[str, int] = {}
        last = _FIRST_OWN_FORMAT - 1
        listed = {id(entry) for entry in table.entries}
        for node in (node for node in text.root.walk() if node.name == "numFmt"):
            known = self._numbers if id(node) in listed else self._in_rules
            known.setdefault(node.get("formatCode"), node.number("numFmtId"))
            last = max(last, node.number("numFmtId"))
        self._next = last + 1

    def of_cell(self, code: str) -> int:
        """The number of a code for cell formats, which must be in the table."""
        if code not in self._numbers:
            self._numbers[code] = self._take()
            self._table.append(Node("numFmt", {"numFmtId": str(self._numbers[code]), "formatCode": code}))
        return self._numbers[code]

    def of_rule(self, code: str) -> int:
        """The number of a code for rules, each of which carries the code with it."""
        if code in self._numbers:
            return self._numbers[code]
        if code not in self._in_rules:
            self._in_rules[code] = self._take()
        return self._in_rules[code]

    def _take(self) -> int:
        self._next += 1
        return self._next - 1


class StyleMerge:
    """Takes formats of the rendered workbook over into another styles part."""

    def __init__(self, target: XmlText, rendered: XmlText) -> None:
        """Merge into `target`; `rendered` is the styles part that the sheets were rendered with."""
        self._text = target
        self._tables = {
            name: Table(target, name, _neutral(name))
            for name in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellStyles", "dxfs")
        }
        self._tables["cellXfs"] = Table(target, "cellXfs", _neutral("cellXfs"), format_likeness)
        self._source = {table.name: table.children for table in rendered.root.children}
        self._codes = {node.number("numFmtId"): node.get("formatCode") for node in self._source.get("numFmts", ())}
        self._formats = _NumberFormats(target, self._tables["numFmts"])
        self._named = {node.get("name").casefold(): node.number("xfId") for node in self._tables["cellStyles"].entries}
        self._style_of = {node.number("xfId"): node.get("name") for node in self._source.get("cellStyles", ())}
        self._cells: dict[int, int] = {}

    def add_named_styles(self) -> None:
        """Add the named styles of the rendered workbook that the target does not have, used or not."""
        for number, name in self._style_of.items():
            if number:
                self._named_style(name, number)

    def cell(self, number: int) -> int:
        """The place in the target of a cell format of the rendered workbook.

        Raises:
            SpliceRefused: Excel holds no more formats than are there.
        """
        if number not in self._cells:
            xf = self._source["cellXfs"][number]
            style = xf.number("xfId")
            made = self._of_style(xf, self._style_of[style], style) if style else self._of_its_own(xf)
            cells = self._tables["cellXfs"]
            self._cells[number] = cells.place(made)
            if len(cells.entries) > MOST_FORMATS:
                raise SpliceRefused(Reason.TOO_MANY_FORMATS, found=f"{len(self._text_formats()):,}")
        return self._cells[number]

    def rule(self, number: int) -> int:
        """The place in the target of what a conditional rule of the rendered workbook lays over a cell."""
        source = self._source["dxfs"][number]
        children = []
        for child in source.children:
            if child.name == "numFmt":
                code = child.get("formatCode")
                children.append(Node("numFmt", {"numFmtId": str(self._formats.of_rule(code)), "formatCode": code}))
            else:
                children.append(child)
        return self._tables["dxfs"].place(Node("dxf", dict(source.attributes), *children))

    def format_code(self, number: int) -> str | int:
        """The number format of a rendered cell format: its code, or the number of one that is built in."""
        built_in = self._source["cellXfs"][number].number("numFmtId")
        return self._codes.get(built_in, built_in)

    def normal_font(self) -> tuple[str, float]:
        """Name and size of the font of the target's Normal style, in whose digits widths are counted."""
        styles = self._tables["cellStyles"].entries
        place = next((n.number("xfId") for n in styles if n.attributes.get("builtinId") == "0"), 0)
        formats, fonts = self._tables["cellStyleXfs"].entries, self._tables["fonts"].entries
        number = formats[place].number("fontId") if place < len(formats) else 0
        font = fonts[number] if number < len(fonts) else Node("font", {})
        size, name = (child.get("val") if (child := font.child(wanted)) else "" for wanted in ("sz", "name"))
        return name, float(size) if size.replace(".", "", 1).isdigit() else 11.0

    def save(self) -> bytes:
        """The styles part with what was added."""
        for name in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            self._tables[name].save()
        return self._text.result()

    def _text_formats(self) -> list[Node]:
        table = self._text.root.child("cellXfs")
        return [] if table is None else table.children

    def _named_style(self, name: str, number: int) -> int:
        """The place of a named style's format, ours taken over when the workbook has no style of that name."""
        key = name.casefold()
        if key not in self._named:
            xf = self._source["cellStyleXfs"][number]
            place = self._tables["cellStyleXfs"].append(Node("xf", self._facets(xf), *xf.children))
            self._tables["cellStyles"].append(Node("cellStyle", {"name": name, "xfId": str(place)}))
            self._named[key] = place
        elif not 0 <= self._named[key] < len(self._tables["cellStyleXfs"].entries):
            raise SpliceRefused(Reason.DAMAGED, found=f'its cell style "{name}" has no format')
        return self._named[key]

    def _of_style(self, xf: Node, name: str, number: int) -> Node:
        """A cell of a named style: the look of the target's style, and a number format of its own at most."""
        place = self._named_style(name, number)
        style = self._tables["cellStyleXfs"].entries[place]
        attributes = {facet: style.get(facet, "0") for facet in _NORMAL}
        attributes["xfId"] = str(place)
        if xf.flag("quotePrefix"):
            attributes["quotePrefix"] = "1"
        if xf.flag("applyNumberFormat"):
            attributes["numFmtId"] = str(self._number_format(xf))
            attributes["applyNumberFormat"] = "1"
        return Node("xf", attributes, *style.children)

    def _of_its_own(self, xf: Node) -> Node:
        """A cell without a named style keeps every facet, whatever the workbook's Normal style is."""
        attributes = {**self._facets(xf), "xfId": "0"}
        for facet in ("Font", "Fill", "Border", "NumberFormat"):
            attributes[f"apply{facet}"] = "1"
        return Node("xf", attributes, *xf.children)

    def _facets(self, xf: Node) -> dict[str, str]:
        """The attributes of a format of the rendered workbook with the target's numbers."""
        attributes = {name: value for name, value in xf.attributes.items() if name != "xfId"}
        for facet, table in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            attributes[facet] = str(self._tables[table].place(self._source[table][xf.number(facet)]))
        attributes["numFmtId"] = str(self._number_format(xf))
        return attributes

    def _number_format(self, xf: Node) -> int:
        number = xf.number("numFmtId")
        return self._formats.of_cell(self._codes[number]) if number in self._codes else number
