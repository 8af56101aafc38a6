"""The council's workbook, read: indicators, their series, the settings and everything there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cpp_scorecard.core.errors import Refused
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import Indicator
from cpp_scorecard.core.series import Series
from cpp_scorecard.intake.definitions import is_definitions, read_definitions
from cpp_scorecard.intake.grid import Grid
from cpp_scorecard.intake.locate import NO_PINS, Table, tables_of
from cpp_scorecard.intake.observations import read_observations, rows_without_figures
from cpp_scorecard.intake.open_file import open_grids
from cpp_scorecard.intake.published import PublishedRow, published_rows, shows_published
from cpp_scorecard.intake.settings import Settings, load_settings


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


def read_workbook(path: Path) -> IndicatorWorkbook:
    """Read the indicator workbook at `path`.

    What a cell or a header leaves open is a finding; the rest is read all the same. Raises Refused when the
    file is no workbook, or when nothing in it defines indicators.
    """
    grids, findings = open_grids(path)
    settings, more = load_settings(grids, path)
    tables, questions = _tables(grids, settings)
    if not any(is_definitions(table) for table in tables):
        raise _no_definitions(path, grids, tables)
    register = read_definitions(tables, settings)
    if not register.indicators:
        raise Refused(
            f"{path.name} has a definitions table but no indicator in it.",
            "Enter a name and a reporting code for each indicator under its header.",
        )
    series = read_observations(tables, register)
    printed = published_rows(table for table in tables if shows_published(table))
    findings += more + questions + register.findings + rows_without_figures(register, series)
    return IndicatorWorkbook(path, settings, tuple(register.indicators), tuple(series), tuple(findings), printed)


def _tables(grids: list[Grid], settings: Settings) -> tuple[list[Table], list[Finding]]:
    tables: list[Table] = []
    findings: list[Finding] = []
    sheets = {grid.sheet.casefold() for grid in grids}
    for grid in grids:
        found, questions = tables_of(grid, settings.pins.get(grid.sheet.casefold(), NO_PINS))
        tables += found
        findings += questions
    for sheet in settings.pins:
        if sheet not in sheets:
            findings.append(
                Finding(
                    code="setting-unknown",
                    severity=Severity.WARNING,
                    message=f'Settings pin the layout of a sheet "{sheet}", which is not in the workbook.',
                    remedy="Correct the sheet's name in Settings.",
                )
            )
    return tables, findings


def _no_definitions(path: Path, grids: list[Grid], tables: list[Table]) -> Refused:
    names = ", ".join(f"'{grid.sheet}'" for grid in grids[:8]) + (" and others" if len(grids) > 8 else "")
    if not any(grid.cells for grid in grids):
        return Refused(
            f"{path.name} is empty: no cell of {names} holds anything.", "Open it in Excel and check."
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
