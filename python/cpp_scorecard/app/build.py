"""Build: a new workbook with the reports, from the council's indicator workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from cpp_scorecard.app.files import write_atomically
from cpp_scorecard.core.errors import Refused, UsageError
from cpp_scorecard.core.rag import Tolerance
from cpp_scorecard.reports.card import Card, PackSheet
from cpp_scorecard.sheets.model import BookModel, BookProperties, Link, Role, SheetModel

if TYPE_CHECKING:
    from cpp_scorecard.app.scorecard import Scorecard
    from cpp_scorecard.core.series import CellRef
    from cpp_scorecard.sheets.theme import Look, Theme


@dataclass(frozen=True, slots=True)
class Report:
    """A sheet of the pack, and whether a council's workbook has what it is made from."""

    made_by: str
    """`module:function`, imported only where the report is made: Card and Theme in, SheetModel out."""
    has_data: Callable[[Scorecard], bool]
    shows_indicators_only: bool = False
    """Whether nothing of the workbook shows on it but its indicators, so that nothing else need be read."""

    @property
    def sheet(self) -> Callable[[Card, Theme], SheetModel]:
        """What makes the report's sheet, imported now."""
        made: Callable[[Card, Theme], SheetModel] = resolve_name(f"cpp_scorecard.reports.{self.made_by}")
        return made


def _has_indicators(scorecard: Scorecard) -> bool:
    return bool(scorecard.assessments)


def _has_dataset(scorecard: Scorecard) -> bool:
    return scorecard.dataset is not None


REPORTS: dict[str, Report] = {
    "contents": Report("contents:contents_sheet", lambda _: True),
    "explained": Report("explained:explained_sheet", lambda _: True),
    "scorecard": Report("scorecard:scorecard_sheet", _has_indicators, shows_indicators_only=True),
    "at-a-glance": Report("at_a_glance:at_a_glance_sheet", lambda s: bool(s.glance)),
    "spotlight": Report("spotlight:spotlight_sheet", lambda s: bool(s.spotlights)),
    "dataset": Report("exception_dataset:dataset_sheet", _has_dataset),
    "exceptions": Report("exceptions:exceptions_sheet", lambda s: _has_indicators(s) or _has_dataset(s)),
    "differences": Report("differences:differences_sheet", _has_dataset),
    "strips": Report("strips:strips_sheet", lambda s: s.dataset is not None and bool(s.dataset.strips)),
    "annual": Report("exception_dataset:annual_sheet", lambda s: s.dataset is not None and bool(s.dataset.annual)),
    "highlights": Report("highlights:highlights_sheet", lambda s: bool(s.highlights)),
    "since": Report("since:since_sheet", lambda s: s.changes is not None),
    "checks": Report("checks:checks_sheet", lambda _: True),
}
"""Every report by the name that `--report` takes, in the order of the sheets."""


def load_writers() -> None:
    """Import all that making and writing every report takes: for a thread that has time while another one reads."""
    import_module("cpp_scorecard.sheets.render")
    import_module("cpp_scorecard.sheets.splice")
    for report in REPORTS.values():
        assert callable(report.sheet)


CONTENTS = "contents"
"""The report that is about the others."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote."""

    path: Path
    reports: tuple[str, ...]


def default_output(workbook: Path) -> Path:
    """Where a build goes unless told otherwise: beside the workbook, named after it."""
    return workbook.with_name(f"{workbook.stem}-scorecard.xlsx")


_LONGEST_TIP = 255


def known_reports(names: list[str] | None) -> None:
    """Raise UsageError where one of `names` is no report."""
    unknown = [name for name in names or [] if name not in REPORTS]
    if unknown:
        raise UsageError(f'There is no report "{unknown[0]}".', f"Choose from {', '.join(REPORTS)}.")


def show_indicators_only(names: list[str] | None) -> bool:
    """Whether the reports that were asked for show nothing of a workbook but its indicators; False for "all"."""
    return bool(names) and all(REPORTS[name].shows_indicators_only for name in names or [])


def chosen_reports(scorecard: Scorecard, names: list[str] | None) -> tuple[str, ...]:
    """The reports to write, in sheet order: those named, else the Settings', else all that the workbook has data for.

    Raises UsageError for a name that is no report, Refused for one that the workbook has no data for; what the
    Settings name may lack its data for once.
    """
    known_reports(names)
    wanted = names or [name for name, _ in scorecard.workbook.settings.report_sheets]
    unknown = [name for name in wanted if name not in REPORTS]
    if unknown:
        raise Refused(
            f'The setting "Report sheets" names "{unknown[0]}", which is no report.',
            f"Choose from {', '.join(REPORTS)}.",
        )
    possible = [name for name, report in REPORTS.items() if report.has_data(scorecard)]
    lacking = [name for name in names or [] if name not in possible]
    if lacking:
        raise Refused(
            f'{scorecard.workbook.path.name} has no data for the report "{lacking[0]}".',
            f"It has data for {', '.join(possible)}.",
        )
    return tuple(name for name in possible if not wanted or name in wanted)


def build(scorecard: Scorecard, output: Path, reports: tuple[str, ...]) -> Built:
    """Write the reports of `scorecard` to `output`, whole or not at all.

    Raises Refused when the output would replace the workbook itself or cannot be written.
    """
    source = scorecard.workbook.path
    if output.resolve() == source.resolve() or (output.exists() and output.samefile(source)):
        raise Refused(f"{output} is the workbook itself.", "Choose another name with -o.")
    if output.suffix.lower() != ".xlsx":
        raise Refused(f"{output.name} does not end in .xlsx.", "Name the scorecard something.xlsx.")
    write_atomically(output, render_reports(scorecard, reports))
    return Built(output, reports)


def render_reports(
    scorecard: Scorecard,
    reports: tuple[str, ...],
    *,
    inside: bool = False,
    looks: Mapping[Role, Look] | None = None,
) -> bytes:
    """The reports as the bytes of a workbook: the same for the same workbook, month and version.

    With `inside`, the sheets are going to stand in the very workbook that the figures come from, and link within it;
    `looks` are those of the workbook that they go into, where it has its own.
    """
    from cpp_scorecard.sheets.render import render
    from cpp_scorecard.sheets.theme import load_theme

    theme = load_theme(style_template(scorecard))
    theme = replace(theme, looks={**theme.looks, **(looks or {})})
    card = replace(make_card(scorecard, inside=inside), pack=_pack(scorecard, reports))
    sheets = sheets_of(card, theme, reports, scorecard.workbook.settings.report_sheets)
    return render(BookModel(sheets, properties_of(card)), theme)


def properties_of(card: Card) -> BookProperties:
    """The document properties of a file that shows `card`: a council is the author, and no person."""
    day = card.publication_date or dt.date(card.as_of.year, card.as_of.month, 1)
    return BookProperties(
        title=f"Corporate Parenting Panel scorecard, {card.title or card.as_of}",
        subject=f"Data up to {card.as_of}" + (f", {card.publication.standing}" if card.publication else ""),
        author=card.council,
        created=dt.datetime(day.year, day.month, day.day),
    )


def _pack(scorecard: Scorecard, reports: tuple[str, ...]) -> tuple[PackSheet, ...]:
    """Every report but the contents themselves: whether it was chosen, and whether the workbook has data for it."""
    return tuple(
        PackSheet(name, is_in=name in reports, has_data=report.has_data(scorecard))
        for name, report in REPORTS.items()
        if name != CONTENTS
    )


def _as(sheet: SheetModel, tab: str | None) -> SheetModel:
    """The sheet under the name that the council gives it, where it gives one."""
    return replace(sheet, name=tab) if tab else sheet


def sheets_of(
    card: Card, theme: Theme, reports: tuple[str, ...], tabs: tuple[tuple[str, str], ...]
) -> tuple[SheetModel, ...]:
    """The chosen sheets in order. The contents are made last, as they say what the others hold."""
    named = {name: tab for name, tab in tabs if tab}
    made = {name: _as(REPORTS[name].sheet(card, theme), named.get(name)) for name in reports if name != CONTENTS}
    if CONTENTS not in reports:
        return tuple(made.values())
    pack = tuple(
        replace(one, tab=made[one.report].name, rows=made[one.report].print_setup.area.last_row + 1)
        if one.report in made
        else one
        for one in card.pack
    )
    contents = _as(REPORTS[CONTENTS].sheet(replace(card, pack=pack), theme), named.get(CONTENTS))
    from cpp_scorecard.reports.contents import with_way_back

    return (contents, *(with_way_back(sheet, contents.name) for sheet in made.values()))


def make_card(scorecard: Scorecard, *, inside: bool = False) -> Card:
    """The plain data that the reports are made from."""
    settings = scorecard.workbook.settings
    name = scorecard.workbook.path.name
    return Card(
        council=settings.council,
        title=settings.report_title,
        publication_date=settings.publication_date,
        as_of=scorecard.as_of,
        similar_set=scorecard.similar.typed,
        similar_computed=scorecard.similar.computed,
        tolerance=Tolerance(settings.tolerance, settings.tolerance_mode),
        zero_tolerance_percentages=settings.zero_tolerance_percentages,
        zero_tolerance_others=settings.zero_tolerance_others,
        small_number=settings.small_number,
        workbook_name=name,
        assessments=scorecard.assessments,
        findings=scorecard.findings,
        dataset=scorecard.dataset,
        changes=scorecard.changes,
        previous_name=scorecard.previous_name,
        highlights=tuple(highlight.without_drafts() for highlight in scorecard.highlights),
        exceptions=scorecard.exceptions,
        glance=scorecard.glance,
        spotlights=scorecard.spotlights,
        link_to=partial(_link_to, name, scorecard.similar.files, inside),
    )


def _link_to(workbook: str, files: Mapping[str, str], inside: bool, cell: CellRef) -> Link:
    """A link to a cell of the workbook, or to the file of figures that `cell` names as its sheet."""
    if cell.sheet in files:
        return Link.to_file(files[cell.sheet], f"Open {cell.sheet}, for {cell.address}")
    return _link_within(cell) if inside else _link(workbook, cell)


def _link_within(cell: CellRef) -> Link:
    return Link(f"internal:{cell}", f"Go to {cell}"[:_LONGEST_TIP])


def _link(workbook: str, cell: CellRef) -> Link:
    """A link into the council's workbook by its file name alone.

    It works while both are in one folder, and says nothing about where that folder is.
    """
    return Link.to_file(workbook, f"Open {cell} in {workbook}", at=str(cell))


def style_template(scorecard: Scorecard) -> Path | None:
    """The council's own style template, beside its workbook; None for the one that ships."""
    named = scorecard.workbook.settings.style_template
    return scorecard.workbook.path.parent / named if named else None
