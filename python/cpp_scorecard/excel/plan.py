"""What putting report sheets into an open workbook will do, known before anything is touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from cpp_scorecard.app.build import REPORTS, chosen_reports, render_reports
from cpp_scorecard.app.scorecard import Scorecard
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.excel.wording import say
from cpp_scorecard.sheets.splice import Reason, SpliceRefused, council_looks
from cpp_scorecard.sheets.splice.inbound import CrossFormula, cross_formulas, pointed_into
from cpp_scorecard.sheets.splice.ownership import Owned, name_taken, owned_sheets
from cpp_scorecard.sheets.splice.package import Package
from cpp_scorecard.sheets.splice.references import SheetNames
from cpp_scorecard.sheets.splice.relationships import main_part
from cpp_scorecard.sheets.splice.workbook_index import WorkbookIndex


@dataclass(frozen=True, slots=True)
class Incoming:
    """A sheet that goes in: its name in the report workbook, and in the officer's."""

    rendered: str
    name: str
    replaces: bool = False
    """Whether a report sheet of that name is there."""
    fill: bool = False
    """Whether that sheet has to stay and be filled anew, because something points into it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The report workbook, and what becomes of each of its sheets."""

    rendered: bytes
    incoming: tuple[Incoming, ...]
    stays: tuple[str, ...] = ()
    """Report sheets that are not made anew."""
    remarks: tuple[str, ...] = ()
    """What else the officer should know, in sentences."""

    @property
    def renamed(self) -> SheetNames:
        """Rendered names and those in the officer's workbook."""
        return SheetNames({one.rendered: one.name for one in self.incoming})

    @property
    def formulas(self) -> tuple[CrossFormula, ...]:
        """The formulas that lead from one incoming sheet to another, as they have to read in the end."""
        names = {one.rendered: one.name for one in self.incoming}
        return tuple(
            CrossFormula(names[one.sheet], one.cell, self.renamed.in_formula(one.formula))
            for one in cross_formulas(self.rendered)
            if one.sheet in names
        )

    def __str__(self) -> str:
        """What will happen, a sentence a line."""
        groups = {
            "build.replaced": [one.name for one in self.incoming if one.replaces and not one.fill],
            "build.filled": [one.name for one in self.incoming if one.fill],
            "build.added": [one.name for one in self.incoming if not one.replaces],
            "build.stays": self.stays,
        }
        lines = [say(place, sheets=", ".join(names)) for place, names in groups.items() if names]
        return "\n".join([*lines, *self.remarks])


def plan_build(scorecard: Scorecard, workbook: bytes) -> Plan:
    """Render the reports of `scorecard` for the very workbook that it was read from, and plan how they go in.

    Raises Refused, a SpliceRefused where a sheet of the officer's has the name of a report sheet.
    """
    reports = chosen_reports(scorecard, None)
    render = partial(render_reports, reports=reports, inside=True, looks=council_looks(workbook))
    rendered = render(scorecard)
    names = {key: name for key, name in _names_here(workbook, rendered).items() if key in reports}
    if any(names[key] != name for key, name in _index(rendered).keyed_sheets().items() if key in names):
        rendered = render(_named(scorecard, {key: names.get(key, "") for key in reports}))
    return plan_for(rendered, workbook)


def plan_for(rendered: bytes, workbook: bytes) -> Plan:
    """How the sheets of the report workbook `rendered` go into `workbook`. Raises Refused as `plan_build` does."""
    index = _index(workbook)
    if index.dates_from_1904:
        raise Refused(say("conditions.dates_1904"))
    wanted = _index(rendered).keyed_sheets()
    owned = owned_sheets(index.marked(), wanted)
    ours = {key: sheet.name for key, sheet in owned.sheets.items() if key in wanted}
    others = [sheet.name for sheet in index.sheets if sheet.name not in ours.values()]
    for key, name in wanted.items():
        if key not in ours and (taken := name_taken(name, others)):
            raise SpliceRefused(Reason.NAME_TAKEN, found=taken)
    pointed = pointed_into(workbook, list(ours.values()))
    incoming = tuple(
        Incoming(name, ours.get(key, name), key in ours, ours.get(key) in pointed) for key, name in wanted.items()
    )
    return Plan(rendered, incoming, _stays(owned, wanted), _remarks(owned))


def _names_here(workbook: bytes, rendered: bytes) -> dict[str, str]:
    """The names that our sheets have in `workbook`, by key."""
    owned = owned_sheets(_index(workbook).marked(), _index(rendered).keyed_sheets())
    return {key: sheet.name for key, sheet in owned.sheets.items()}


def _named(scorecard: Scorecard, names: Mapping[str, str]) -> Scorecard:
    """The scorecard with the council's names for its report sheets replaced by those that `names` has."""
    book = scorecard.workbook
    given = dict(book.settings.report_sheets)
    sheets = tuple((key, name or given.get(key, "")) for key, name in names.items())
    return replace(scorecard, workbook=replace(book, settings=replace(book.settings, report_sheets=sheets)))


def _stays(owned: Owned, wanted: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sheet.name for key, sheet in owned.sheets.items() if key not in wanted and key in REPORTS)


def _remarks(owned: Owned) -> tuple[str, ...]:
    copies = (say("build.copies", sheet=sheet.name) for sheet in owned.copies)
    unknown = (say("build.unknown_key", sheet=s.name) for key, s in owned.sheets.items() if key not in REPORTS)
    return (*copies, *unknown)


def _index(workbook: bytes) -> WorkbookIndex:
    package = Package(workbook)
    main = main_part(package)
    return WorkbookIndex(package.read(main), main)
