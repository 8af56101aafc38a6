"""The looks that the council has given to our cell styles in its own workbook.

Cells take them from the named styles by themselves. What a conditional rule lays over a cell, and the lines
of charts, carry no style name: they follow only when the sheets are rendered with these looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from cpp_scorecard.core import colours
from cpp_scorecard.sheets import look_xml
from cpp_scorecard.sheets.splice.dialect import to_transitional
from cpp_scorecard.sheets.splice.package import Package
from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused
from cpp_scorecard.sheets.splice.relationships import Relationships, main_part

if TYPE_CHECKING:
    from cpp_scorecard.sheets.look_xml import Look
    from cpp_scorecard.sheets.model import Role
    from cpp_scorecard.sheets.splice.zip_file import CheckedZip


def council_looks(workbook: bytes | CheckedZip) -> dict[Role, Look]:
    """The looks of those of our cell styles that `workbook` has; none before the first run.

    Raises:
        SpliceRefused: the workbook cannot be read.
    """
    package = Package(workbook)
    relations = Relationships(package, main_part(package))
    parts = {
        kind: to_transitional(package.read(relation.part))
        for kind in ("styles", "theme")
        for relation in relations.of_kind(kind)
        if relation.part in package
    }
    if "styles" not in parts:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return look_xml.named_looks(
            etree.fromstring(parts["styles"], parser), colours.theme_palette(parts.get("theme"))
        )
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise SpliceRefused(Reason.DAMAGED, found="its cell styles cannot be read") from error
