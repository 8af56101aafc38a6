"""Rendered sheets into an existing workbook, and nothing else of it touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpp_scorecard.sheets.splice import app_titles, calc_chain
from cpp_scorecard.sheets.splice.content_types import MAIN_KINDS, ContentTypes
from cpp_scorecard.sheets.splice.dialect import is_strict, to_strict
from cpp_scorecard.sheets.splice.epoch import DAYS_BETWEEN
from cpp_scorecard.sheets.splice.ownership import Marked, Owned, name_taken, owned_sheets
from cpp_scorecard.sheets.splice.package import Package
from cpp_scorecard.sheets.splice.references import SheetNames
from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused
from cpp_scorecard.sheets.splice.relationships import OFFICE, ROOT, Relationships, main_part, reachable, rels_part
from cpp_scorecard.sheets.splice.sheet_parts import OWN_KINDS, PartCopier
from cpp_scorecard.sheets.splice.sheet_state import SheetState, read_state
from cpp_scorecard.sheets.splice.sheet_xml import Surroundings
from cpp_scorecard.sheets.splice.strings import SharedTexts
from cpp_scorecard.sheets.splice.styles import SKELETON, StyleMerge
from cpp_scorecard.sheets.splice.workbook_index import SheetName, WorkbookIndex
from cpp_scorecard.sheets.splice.xml_text import XmlText

if TYPE_CHECKING:
    from cpp_scorecard.sheets.splice.zip_file import CheckedZip

STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


@dataclass(frozen=True, slots=True)
class Spliced:
    """The workbook with our sheets in it, and what became of its parts."""

    content: bytes
    names: Mapping[str, str]
    """The name that each of our sheets has in the workbook, by key."""
    changed_parts: tuple[str, ...]
    """Parts of the workbook that list things and now list ours too."""
    added_parts: tuple[str, ...]
    removed_parts: tuple[str, ...]
    """Parts of our sheets of the run before."""
    foreign_parts: tuple[str, ...]
    """Parts that are as they were, to the byte."""
    notes: tuple[str, ...]
    """What an officer should know."""


def splice(
    target: bytes | CheckedZip,
    rendered: bytes | CheckedZip,
    sheets: Mapping[str, str] | None = None,
    *,
    file_name: str = "",
) -> Spliced:
    """Put the sheets of the workbook `rendered` into the workbook `target`.

    `sheets` gives, for the key of each report, the name of its sheet in `rendered`; without it every sheet of
    `rendered` goes in, by the key that its mark says (its name, where it has no mark). A sheet of that key
    from an earlier run is replaced where it stands and under the name it has now; a new one goes behind
    all others. With `file_name`, its extension must be right for the content. Equal input gives equal bytes, and a
    second run on the result gives the result.

    Raises:
        SpliceRefused: the workbook is one of those that are never touched (see `refusals`).
    """
    return _Splice(target, rendered, sheets, file_name).run()


class _Splice:
    """One run, in the order of its methods."""

    def __init__(
        self,
        target: bytes | CheckedZip,
        rendered: bytes | CheckedZip,
        sheets: Mapping[str, str] | None,
        file_name: str,
    ) -> None:
        self.package = Package(target)
        self.rendered = Package(rendered)
        self.before = tuple(self.package)
        self.types = ContentTypes(self.package)
        self.main = main_part(self.package)
        _refuse_kind(self.types.of(self.main), file_name)
        _refuse_foreign_promises(self.package)
        content = self.package.read(self.main)
        self.strict = is_strict(content)
        self.index = WorkbookIndex(content, self.main)
        self.index.refuse_protected()
        self.relations = Relationships(self.package, self.main)
        _refuse_lost_sheets(self.package, self.index, self.relations)
        self.source_main = main_part(self.rendered)
        self.source = WorkbookIndex(self.rendered.read(self.source_main), self.source_main)
        self.source_relations = Relationships(self.rendered, self.source_main)
        self.sheets = _in_order(sheets, self.source)
        self.notes: list[str] = []
        self.removed: set[str] = set()

    def run(self) -> Spliced:
        owned = owned_sheets(self.index.marked(), self.sheets)
        used = self._choose_names(owned)
        sheets_before = [sheet.name for sheet in self.index.sheets]
        states = {key: self._take_out(sheet) for key, sheet in owned.sheets.items() if key in self.sheets}
        styles_part = self._styles_part()
        styles_text = XmlText(self.package.read(styles_part), styles_part)
        if styles_text.root.name != "styleSheet":
            raise SpliceRefused(Reason.DAMAGED, found=f"{styles_part} holds no styles")
        styles = StyleMerge(
            styles_text, XmlText(_part_of_kind(self.rendered, self.source_relations, "styles"), "styles")
        )
        styles.add_named_styles()
        names = SheetNames({self.sheets[key]: name for key, name in used.items()})
        around = Surroundings(styles, self._texts(), names, self._days())
        copier = PartCopier(self.rendered, self.package, self.types, around, free=self.removed, strict=self.strict)
        for key in self.sheets:
            state = states.get(key, SheetState())
            self._put_in(key, used[key], owned=owned, state=state, copier=copier, names=names)
        for copy in owned.copies:
            self.index.take_mark(copy.place)
            self.notes.append(f'The sheet "{copy.name}" is a copy of one of ours. It is yours now and stays as it is.')
        self.package.replace(styles_part, styles.save())
        self.package.replace(self.main, self.index.result())
        self._update_titles(sheets_before)
        self._update_chain([sheet.sheet_id for key, sheet in owned.sheets.items() if key in self.sheets])
        self.relations.save()
        self.types.save()
        return self._report(used)

    def _choose_names(self, owned: Owned) -> dict[str, str]:
        """The name of each sheet in the workbook: the one it has, or ours where that is free."""
        ours = {sheet.place for key, sheet in owned.sheets.items() if key in self.sheets}
        others = [sheet.name for sheet in self.index.sheets if sheet.place not in ours]
        used: dict[str, str] = {}
        for key, name in self.sheets.items():
            if key in owned.sheets:
                used[key] = owned.sheets[key].name
                continue
            taken = name_taken(name, [*others, *(owned.sheets[k].name for k in owned.sheets if k in self.sheets)])
            if taken:
                raise SpliceRefused(Reason.NAME_TAKEN, found=taken)
            used[key] = name
        for key, sheet in owned.sheets.items():
            if key not in self.sheets:
                self.notes.append(
                    f'The sheet "{sheet.name}" from an earlier run was not made anew and stays as it was.'
                )
        return used

    def _take_out(self, sheet: Marked) -> SheetState:
        """Remove the parts of our old sheet that nothing else needs; what people set on it is returned."""
        relation = self.relations.get(self.index.sheets[sheet.place].relation)
        if relation is None or relation.part not in self.package:
            raise SpliceRefused(Reason.DAMAGED, found=f'the sheet "{sheet.name}" has no part')
        state = read_state(self.package.read(relation.part), relation.part)
        own_relations = list(Relationships(self.package, relation.part))
        added = sorted({own.kind for own in own_relations} - OWN_KINDS - {"printerSettings"})
        if added:
            self.notes.append(
                f'What was added by hand to the sheet "{sheet.name}" is not kept ({", ".join(added)}): it is made '
                "anew each time. Keep additions on a sheet of your own."
            )
        needed = reachable(self.package, [ROOT], without=[relation.part])
        for part in sorted(reachable(self.package, [relation.part]) - needed):
            for gone in (part, rels_part(part)):
                if gone in self.package:
                    self.package.remove(gone)
                    self.types.remove(gone)
                    self.removed.add(gone.lower())
        return state

    def _styles_part(self) -> str:
        found = self.relations.of_kind("styles")
        if found and found[0].part in self.package:
            return found[0].part
        if found:
            part = found[0].part
        else:
            folder, number = self.main.rpartition("/")[0], 0
            while (part := f"{folder}/styles{number or ''}.xml") in self.package:
                number += 1
            self.relations.add(self._office("styles"), part)
        self.package.add(part, to_strict(SKELETON) if self.strict else SKELETON)
        self.types.add(part, STYLES_TYPE)
        return part

    def _put_in(
        self, key: str, name: str, *, owned: Owned, state: SheetState, copier: PartCopier, names: SheetNames
    ) -> None:
        listed = next(sheet for sheet in self.source.sheets if sheet.name == self.sheets[key])
        source = self.source_relations.get(listed.relation)
        if source is None:
            raise ValueError(f"the rendered sheet {self.sheets[key]} has no part")
        part = copier.sheet(source.part, name, state)
        if key in owned.sheets:
            place = owned.sheets[key].place
            self.relations.retarget(self.index.sheets[place].relation, part)
        else:
            relation = self.relations.add(self._office("worksheet"), part)
            place = self.index.add_sheet(name, relation, self.strict).place
        own = [SheetName(n.name, names.in_formula(n.text), n.hidden) for n in self.source.own_names(listed.place)]
        self.index.set_names(place, key, own)

    def _texts(self) -> SharedTexts:
        found = self.source_relations.of_kind("sharedStrings")
        return SharedTexts(self.rendered.read(found[0].part) if found else None)

    def _days(self) -> int:
        return DAYS_BETWEEN * (self.source.dates_from_1904 - self.index.dates_from_1904)

    def _update_titles(self, before: list[str]) -> None:
        for relation in Relationships(self.package, ROOT).of_kind("extended-properties"):
            if relation.part in self.package:
                after = [sheet.name for sheet in self.index.sheets]
                content = self.package.read(relation.part)
                self.package.replace(relation.part, app_titles.with_sheets(content, relation.part, before, after))

    def _update_chain(self, sheet_ids: list[int]) -> None:
        for relation in self.relations.of_kind("calcChain"):
            if not sheet_ids or relation.part not in self.package:
                continue
            left = calc_chain.without_sheets(self.package.read(relation.part), relation.part, sheet_ids)
            if left:
                self.package.replace(relation.part, left)
            else:
                self.package.remove(relation.part)
                self.types.remove(relation.part)
                self.relations.remove(relation.id)

    def _office(self, kind: str) -> str:
        return (to_strict(OFFICE.encode()).decode() if self.strict else OFFICE) + f"/{kind}"

    def _report(self, used: Mapping[str, str]) -> Spliced:
        after = {part.lower() for part in self.package}
        added = self.package.added()
        changed = self.package.changed()
        removed = [part for part in self.before if part.lower() not in after or part.lower() in added]
        return Spliced(
            content=self.package.to_bytes(),
            names=dict(used),
            changed_parts=tuple(part for part in self.before if part.lower() in changed),
            added_parts=tuple(part for part in self.package if part.lower() in added),
            removed_parts=tuple(removed),
            foreign_parts=tuple(
                part for part in self.before if part.lower() in after and part.lower() not in added | changed
            ),
            notes=tuple(self.notes),
        )


def _refuse_kind(content_type: str, file_name: str) -> None:
    kind = content_type.lower()
    if "sheet.binary" in kind:
        raise SpliceRefused(Reason.BINARY)
    if kind not in MAIN_KINDS:
        raise SpliceRefused(Reason.ANOTHER_KIND, found=content_type or "something without a content type")
    extension = "." + file_name.rpartition(".")[2].lower()
    if file_name and extension != MAIN_KINDS[kind]:
        raise SpliceRefused(
            Reason.WRONG_EXTENSION, name=file_name, found=f"an {MAIN_KINDS[kind]} workbook", extension=MAIN_KINDS[kind]
        )


def _refuse_foreign_promises(package: Package) -> None:
    """Refuse a workbook whose signature or revision log would no longer be true."""
    if any(relation.kind == "origin" for relation in Relationships(package, ROOT)):
        raise SpliceRefused(Reason.SIGNED)
    for part in package:
        if part.lower().startswith("/_xmlsignatures/"):
            raise SpliceRefused(Reason.SIGNED)
        if "/revisions/" in part.lower():
            raise SpliceRefused(Reason.SHARED)


def _refuse_lost_sheets(package: Package, index: WorkbookIndex, relations: Relationships) -> None:
    """Refuse a list of sheets that Excel has to repair: one is not there, or two have one name or one id."""
    names: set[str] = set()
    ids: set[int] = set()
    for sheet in index.sheets:
        if sheet.name.casefold() in names or sheet.sheet_id in ids:
            raise SpliceRefused(Reason.DAMAGED, found=f'the sheet "{sheet.name[:80]}" is listed twice')
        names.add(sheet.name.casefold())
        ids.add(sheet.sheet_id)
        relation = relations.get(sheet.relation)
        if relation is None or relation.part not in package:
            raise SpliceRefused(Reason.DAMAGED, found=f'the sheet "{sheet.name[:80]}" has no part')


def _in_order(sheets: Mapping[str, str] | None, source: WorkbookIndex) -> dict[str, str]:
    """The wanted sheets in the order of the rendered workbook."""
    if sheets is None:
        sheets = source.keyed_sheets()
    keys = {name: key for key, name in sheets.items()}
    ordered = {keys[sheet.name]: sheet.name for sheet in source.sheets if sheet.name in keys}
    lacking = sorted(set(sheets.values()) - set(ordered.values()))
    if lacking or len(keys) != len(sheets):
        raise ValueError(f"the rendered workbook has no sheet of its own for {lacking or sorted(sheets)}")
    if source.shared_names():
        raise ValueError(f"a rendered name belongs to no sheet: {source.shared_names()}")
    return ordered


def _part_of_kind(package: Package, relations: Relationships, kind: str) -> bytes:
    return package.read(relations.of_kind(kind)[0].part)
