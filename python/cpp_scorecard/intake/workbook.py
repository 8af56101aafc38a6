"""The council's workbook, read: indicators, their series, the settings and everything there is to say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cpp_scorecard.core.child_lists import ChildLists
from cpp_scorecard.core.code_groups import CodeGroups
from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.findings import Finding, Severity, in_order
from cpp_scorecard.intake.definitions import is_card, is_definitions, read_definitions
from cpp_scorecard.intake.header_questions import questions
from cpp_scorecard.intake.ledgers import read_ledgers
from cpp_scorecard.intake.locate import tables_of
from cpp_scorecard.intake.observations import read_observations, rows_without_figures
from cpp_scorecard.intake.open_file import open_grids
from cpp_scorecard.intake.published import PublishedRow, published_rows, shows_published
from cpp_scorecard.intake.settings import Settings, load_settings
from cpp_scorecard.intake.table_kinds import is_about_people, is_beside_dataset, is_child_list, is_dataset
from cpp_scorecard.intake.unread import passed_over

if TYPE_CHECKING:
    from cpp_scorecard.core.at_a_glance import SummaryTable
    from cpp_scorecard.core.dataset import Dataset
    from cpp_scorecard.core.highlights import HighlightText, HighlightTheme
    from cpp_scorecard.core.indicator import Indicator
    from cpp_scorecard.core.narrative import NarrativeEntry
    from cpp_scorecard.core.period import ReportingPeriod
    from cpp_scorecard.core.series import Series
    from cpp_scorecard.core.spotlight_theme import Theme
    from cpp_scorecard.core.strips import Strip
    from cpp_scorecard.intake.grid import Grid
    from cpp_scorecard.intake.table import Table

MOST_IN_THEMES, MOST_INDICATORS, MOST_ROWS = 300, 1_000, 5_000
"""Rows of a table of highlight themes (a page each), of one that defines indicators, of any other.

The largest known workbook has 300 indicators, each with up to three rows of figures.
"""
_FOLLOWS_FROM_NO_FIGURES = ("indicator-without-row", "hidden-read")


@dataclass(frozen=True, slots=True)
class IndicatorWorkbook:
    """What the product knows of a workbook after reading it. Indicators and series are in the same order."""

    path: Path
    settings: Settings
    indicators: tuple[Indicator, ...]
    series: tuple[Series, ...]
    findings: tuple[Finding, ...]
    published: tuple[PublishedRow, ...] = ()
    """What the workbook keeps of cards as they were printed, for comparison only."""
    dataset: Dataset | None = None
    narrative: tuple[NarrativeEntry, ...] = ()
    heads: Mapping[str, str] = field(default_factory=dict)
    """The heads of service by domain, where the workbook names one."""
    reasons: Mapping[tuple[int, ReportingPeriod], str] = field(default_factory=dict)
    """The council's own reasons for figures that differ from the rules, by row and period of the dataset."""
    strips: tuple[Strip, ...] = ()
    themes: tuple[Theme, ...] = ()
    """Every theme of the spotlight that there is to choose from: the council's own, then those that ship."""
    highlight_themes: tuple[HighlightTheme, ...] = ()
    highlight_texts: tuple[HighlightText, ...] = ()
    child_lists: ChildLists = field(default_factory=ChildLists)
    """Whom the workbook lists child by child; nobody where it has no such list."""
    code_groups: CodeGroups = field(default_factory=CodeGroups)
    """Empty where the workbook has neither lists nor summary tables."""
    summaries: tuple[SummaryTable, ...] = ()
    """The summary tables of At a Glance, as the council keeps them."""


def read_workbook(path: Path, *, copy: Path | None = None, indicators_only: bool = False) -> IndicatorWorkbook:
    """Read the indicator workbook at `path`, from `copy` where a program has it open and saved one.

    What a cell or a header leaves open is a finding; the rest is read all the same. With `indicators_only`, what
    stands beside the indicators (lists of children, a dataset, people's words) is passed over, and nothing is said of
    it. Raises Refused when the file is no workbook, or when nothing in it defines indicators.
    """
    grids, findings = open_grids(copy or path, reports=False, lists=not indicators_only)
    return read_grids(grids, path, findings, indicators_only=indicators_only)


def read_grids(
    grids: list[Grid], path: Path, findings: list[Finding], *, indicators_only: bool = False
) -> IndicatorWorkbook:
    """Read worksheets that are open already; `path` gives the workbook's name and the folder of its TOML file.

    `findings` are what opening had to say. Raises Refused when nothing in them defines indicators, or when no
    figure of any of them can be used.
    """
    all_tables, settings, more = tables_in(grids, path)
    _refuse_endless(path, all_tables)
    of_people = [table for table in all_tables if is_about_people(table)]
    others = [table for table in all_tables if table not in of_people] if of_people else all_tables
    tables = [table for table in others if not is_beside_dataset(table)]
    findings = [*findings, *more, *_unknown_pins(grids, settings)]
    if not any(is_definitions(table) for table in tables):
        book = IndicatorWorkbook(path, settings, (), (), tuple(findings))
        if not indicators_only:
            from cpp_scorecard.intake.beside_indicators import with_what_stands_beside

            book = with_what_stands_beside(book, others, of_people, None)
        if book.dataset is None:
            raise _no_definitions(path, grids, others)
        return book
    register = read_definitions(tables, settings)
    read_ledgers(tables, register)
    if not register.indicators:
        raise Refused(
            f"{path.name} has a definitions table but no indicator in it.",
            "Enter a name and a reporting code for each indicator under its header.",
        )
    series = read_observations(tables, register)
    book = IndicatorWorkbook(
        path,
        settings,
        tuple(register.indicators),
        tuple(series),
        tuple(findings),
        published_rows(table for table in tables if shows_published(table)),
    )
    if not indicators_only:
        from cpp_scorecard.intake.beside_indicators import with_what_stands_beside

        book = with_what_stands_beside(book, others, of_people, register)
    findings = [
        *book.findings,
        *(question for table in tables if not is_card(table) for question in questions(table)),
        *passed_over(grids, [*tables, *of_people], register, settings.pins),
        *register.findings,
        *rows_without_figures(register, series),
    ]
    if not any(observation.has_figure for one in series for observation in one):
        raise _no_figures(path, len(series), findings)
    return replace(book, findings=tuple(findings))


def tables_in(grids: list[Grid], path: Path) -> tuple[list[Table], Settings, list[Finding]]:
    """Every table of the worksheets, by the words of its headers and the pins of the Settings, with those Settings.

    `path` gives the folder of the workbook's TOML file; the findings are about the Settings.
    """
    found = [tables_of(grid) for grid in grids]
    settings, findings = load_settings((table for tables in found for table in tables), path)
    for place, grid in enumerate(grids):
        if pins := settings.pins.get(_pin_key(grid.sheet)):
            found[place] = tables_of(grid, pins)
    return [table for of_sheet in found for table in of_sheet], settings, findings


def _most_rows(table: Table) -> int:
    if table.has("highlight_theme", "indicator"):
        return MOST_IN_THEMES
    return MOST_INDICATORS if is_definitions(table) or is_dataset(table) else MOST_ROWS


def _refuse_endless(path: Path, tables: list[Table]) -> None:
    """Only lists of children may be long: every row of any other table is assessed, explained and printed."""
    for table in tables:
        most = _most_rows(table)
        if len(table.body()) > most and not is_child_list(table):
            raise Refused(
                f"{path.name}: the table '{table.grid.sheet}' with its header in row {table.header_rows[1] + 1} has "
                f"{len(table.body()):,} rows, and at most {most:,} can be reported.",
                "Delete the rows that are no indicators, or pin the sheet to be ignored in Settings (docs/layout.md).",
            )


def _pin_key(sheet: str) -> str:
    return sheet.strip().casefold()


def _unknown_pins(grids: list[Grid], settings: Settings) -> list[Finding]:
    sheets = {_pin_key(grid.sheet) for grid in grids}
    return [
        Finding(
            code="setting-unknown",
            severity=Severity.WARNING,
            message=f'Settings pin the layout of a sheet "{sheet}", which is not in the workbook.',
            remedy="Correct the sheet's name in Settings.",
        )
        for sheet in settings.pins
        if sheet not in sheets
    ]


def _no_figures(path: Path, indicators: int, findings: list[Finding]) -> Refused:
    """Nothing to report: with the first of what stands in the way, so that the officer need not guess."""
    wrong = [str(finding) for finding in in_order(findings) if finding.code not in _FOLLOWS_FROM_NO_FIGURES]
    return Refused(
        f"{path.name} defines {indicators} indicators but has no figure that can be used for any of them.",
        " ".join(wrong[:3]) or "Enter figures under months, quarters, terms or years.",
    )


def _no_definitions(path: Path, grids: list[Grid], tables: list[Table]) -> Refused:
    names = ", ".join(f"'{grid.sheet}'" for grid in grids[:8]) + (" and others" if len(grids) > 8 else "")
    if not any(grid.cells for grid in grids):
        return Refused(f"{path.name} is empty: no cell of {names} holds anything.", "Open it in Excel and check.")
    card = next((table for table in tables if is_card(table)), None)
    if card is not None:
        return Refused(
            f"{path.name}: '{card.grid.sheet}' is a scorecard, and no sheet defines the indicators behind it.",
            "Name the indicator workbook that it was made from; `verify` compares a card with it.",
        )
    near = next((table for table in tables if table.has("indicator")), None)
    if near is not None:
        return Refused(
            f"{path.name}: '{near.grid.sheet}' has a header with an indicator in row {near.header_rows[1] + 1}, but no "
            '"How reported?" column stands beside it in any sheet.',
            "Add the column to the definitions, or pin it in Settings (docs/layout.md).",
        )
    return Refused(
        f'{path.name}: no header row with "Indicator" and "How reported?" was found in {names}.',
        "Start from workbook_templates/indicator_workbook.xlsx, or pin the header rows in Settings (docs/layout.md).",
    )
