"""What must hold of a spliced workbook before it takes the place of the original.

This looks at the two files from outside, with another reader where there is one, and shares no decision
with the splice: a part is foreign when it was in the original and is neither an index part nor a part of
one of our old sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.sheets.splice.content_types import PART as TYPES_PART
from cpp_scorecard.sheets.splice.content_types import ContentTypes
from cpp_scorecard.sheets.splice.package import Package
from cpp_scorecard.sheets.splice.reading_back import cells_that_differ
from cpp_scorecard.sheets.splice.relationships import (
    ROOT,
    Relationships,
    main_part,
    reachable,
    rels_part,
)
from cpp_scorecard.sheets.splice.style_tables import ORDER as STYLES_ORDER
from cpp_scorecard.sheets.splice.workbook_index import WorkbookIndex
from cpp_scorecard.sheets.splice.xml_text import Node, XmlText
from cpp_scorecard.sheets.splice.zip_file import CheckedZip

_WORKBOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_INDEX_KINDS = ("styles", "calcChain")


def verify(
    original: bytes | CheckedZip,
    staged: bytes,
    rendered: bytes | CheckedZip,
    sheets: Mapping[str, str] | None = None,
) -> None:
    """Check that `staged` is `original` with the sheets of `rendered`; arguments as for `splice`.

    Raises:
        Refused: something does not hold. The message says what was found first.
    """
    found = next(problems(original, staged, rendered, sheets), "")
    if found:
        raise Refused(
            f"The workbook with the new sheets is not what it should be: {found}.",
            "Nothing was written. Have the reports built as a workbook of their own, and report this.",
        )


def problems(
    original: bytes | CheckedZip,
    staged: bytes,
    rendered: bytes | CheckedZip,
    sheets: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Everything that does not hold, one line each; nothing where all is well."""
    checked = CheckedZip(original) if isinstance(original, bytes) else original
    before, after = Package(checked), Package(CheckedZip(staged, known=checked))
    yield from _foreign_parts(before, after)
    disorder = set(_schema_order(before))
    yield from (found for found in _schema_order(after) if found not in disorder)
    yield from _targets(before, after)
    yield from _content_types(before, after)
    yield from _orphans(before, after)
    yield from cells_that_differ(after, Package(rendered), sheets)


def index_parts(package: Package) -> set[str]:
    """The parts, lower-case, that list what is in the workbook and may therefore change."""
    main = main_part(package)
    found = {TYPES_PART, main, rels_part(main)}
    found |= {relation.part for relation in Relationships(package, main) if relation.kind in _INDEX_KINDS}
    found |= {relation.part for relation in Relationships(package, ROOT).of_kind("extended-properties")}
    return {part.lower() for part in found}


def own_parts(package: Package) -> set[str]:
    """The parts, lower-case, of sheets with our mark that nothing else refers to, and their relationships."""
    main = main_part(package)
    index = WorkbookIndex(package.read(main), main)
    relations = Relationships(package, main)
    found = (relations.get(index.sheets[mark.place].relation) for mark in index.marked())
    sheets = [relation.part for relation in found if relation is not None]
    parts = reachable(package, sheets) - reachable(package, [ROOT], without=sheets)
    return parts | {rels_part(part).lower() for part in parts}


def foreign_parts(package: Package) -> list[str]:
    """The parts that no run may change."""
    exempt = index_parts(package) | own_parts(package)
    return [part for part in package if part.lower() not in exempt]


def _foreign_parts(before: Package, after: Package) -> Iterator[str]:
    for part in foreign_parts(before):
        if part not in after:
            yield f"{part} is lost"
        elif before.fingerprint(part) != after.fingerprint(part) or before.packed(part) != after.packed(part):
            yield f"{part} has changed"


def _schema_order(package: Package) -> Iterator[str]:
    main = main_part(package)
    checked: list[tuple[str, tuple[str, ...]]] = [(main, _WORKBOOK_ORDER)]
    checked += [(relation.part, STYLES_ORDER) for relation in Relationships(package, main).of_kind("styles")]
    for part, order in checked:
        if part not in package:
            continue
        root = XmlText(package.read(part), part).root
        known = [child.name for child in root.children if child.name in order]
        if known != sorted(known, key=order.index) or len(set(known)) != len(known):
            yield f"the elements of {part} are not in the order of the standard"
        yield from (
            f"{part} counts {child.get('count')} {child.name} and has {len(child.children)}"
            for child in root.children
            if part != main and _miscounted(child)
        )


def _miscounted(table: Node) -> bool:
    return table.name in STYLES_ORDER[:8] and table.number("count", -1) not in (-1, len(table.children))


def _dangling(package: Package) -> set[tuple[str, str]]:
    return {
        (source, relation.part.lower())
        for source in ("/", *package)
        if source == "/" or rels_part(source) in package
        for relation in Relationships(package, source)
        if relation.part and relation.part not in package
    }


def _targets(before: Package, after: Package) -> Iterator[str]:
    for source, target in sorted(_dangling(after) - _dangling(before)):
        yield f"{source} refers to {target}, which is not there"


def _content_types(before: Package, after: Package) -> Iterator[str]:
    old, new = ContentTypes(before), ContentTypes(after)
    ours = own_parts(before)
    for part in after:
        if part == TYPES_PART:
            continue
        if not new.of(part) and (part not in before or old.of(part)):
            yield f"{part} has no content type"
        if part in before and old.of(part) and part.lower() not in ours and old.of(part) != new.of(part):
            yield f"{part} has another content type"
    present = {part.lower() for part in after}
    for part in sorted(new.overridden() - old.overridden() - present):
        yield f"{part} has a content type and is not there"


def _orphans(before: Package, after: Package) -> Iterator[str]:
    def orphans(package: Package) -> set[str]:
        found = reachable(package, [ROOT])
        listed = {part.lower() for part in package} - found - {TYPES_PART.lower()}
        return {part for part in listed if "/_rels/" not in part}

    for part in sorted(orphans(after) - orphans(before)):
        yield f"nothing refers to {part}"
