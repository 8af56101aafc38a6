"""The spotlights of a workbook: the themes that the Settings choose, or all that it has data for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.folding import folded
from cpp_scorecard.core.series import Missing, MissingReason
from cpp_scorecard.core.spotlight import Sources, Spotlight, make_spotlight

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.core.dataset import Dataset
    from cpp_scorecard.core.panel import Panel
    from cpp_scorecard.core.people import Cohort, Population
    from cpp_scorecard.core.spotlight_theme import Theme
    from cpp_scorecard.intake.workbook import IndicatorWorkbook

NO_THEME = "none"
"""What the setting says to have no spotlight."""


def report_spotlights(
    workbook: IndicatorWorkbook, dataset: Dataset | None, assessments: Sequence[Assessment], on: dt.date
) -> tuple[tuple[Spotlight, ...], list[Finding]]:
    """The chosen themes with their figures as at `on`, and what there is to say about them and their files.

    A theme that ships, that nobody chose and that the workbook has nothing for is passed over without a word.
    """

    def population(cohort: Cohort) -> Population | Missing:
        return workbook.child_lists.population(cohort, on) or Missing(MissingReason.NO_LIST, detail=cohort.value)

    sources = Sources(population, workbook.code_groups, dataset, tuple(assessments))
    themes = {folded(theme.name): theme for theme in workbook.themes}
    chosen = [name for name in workbook.settings.spotlight if folded(name) != NO_THEME]
    findings = _not_met(workbook, themes, chosen)
    wanted = list(themes) if not workbook.settings.spotlight else [n for n in map(folded, chosen) if n in themes]
    spotlights: list[Spotlight] = []
    for name in dict.fromkeys(wanted):
        made, said = make_spotlight(themes[name], sources)
        if isinstance(made, Spotlight):
            spotlights.append(made)
            findings += said
        elif chosen or themes[name].file in workbook.settings.spotlight_files:
            findings += said or [_without_data(themes[name].name, made)]
    return tuple(spotlights), findings


def _not_met(workbook: IndicatorWorkbook, themes: Mapping[str, Theme], chosen: Sequence[str]) -> list[Finding]:
    """Where the chosen names and the themes of the council's own files do not meet.

    One slip is said once: a name that no theme has may be that of a file that was left out, and a theme that nobody
    chose may be the one that a misspelt name means.
    """
    if not chosen or any(finding.code == "theme-unusable" for finding in workbook.findings):
        return []
    unknown = [name for name in chosen if folded(name) not in themes]
    if unknown:
        return [_unknown(name, list(themes)) for name in unknown]
    wanted = {folded(name) for name in chosen}
    return [
        _not_chosen(theme)
        for name, theme in themes.items()
        if name not in wanted and theme.file in workbook.settings.spotlight_files
    ]


def _not_chosen(theme: Theme) -> Finding:
    return Finding(
        code="spotlight-not-chosen",
        severity=Severity.WARNING,
        message=f'Settings, Spotlight: the theme "{theme.name}" of {theme.file} was read, and the setting does not '
        "name it.",
        remedy=f'Add "; {theme.name}" to the setting Spotlight, or leave that setting blank for every theme with data.',
    )


def _unknown(name: str, known: list[str]) -> Finding:
    return Finding(
        code="spotlight-unknown",
        severity=Severity.WARNING,
        message=f'Settings, Spotlight: there is no theme called "{name}".',
        remedy=f"Write one or more of {'; '.join(known)}; or none.",
    )


def _without_data(name: str, why: Missing) -> Finding:
    return Finding(
        code="spotlight-without-data",
        severity=Severity.WARNING,
        message=f'the spotlight "{name}" is left out: {why.text}.',
        remedy="Add the list or the rows that the theme is about, or take its name from the setting Spotlight.",
    )


def spotlight_json(spotlight: Spotlight) -> dict[str, Any]:
    """A theme for scripts: every panel with its rows; a percentage is a fraction, a missing value null."""
    return {
        "theme": spotlight.name,
        "title": spotlight.title,
        "source": spotlight.source or None,
        "as_at": spotlight.on.isoformat() if spotlight.on else None,
        "people": spotlight.counted if spotlight.on else None,
        "made_up": spotlight.is_made_up,
        "panels": [_panel_json(page.title, panel) for page in spotlight.pages for panel in page.panels],
    }


def _panel_json(page: str, panel: Panel) -> dict[str, Any]:
    return {
        "page": page,
        "title": panel.title,
        "unit": panel.unit_label,
        "columns": list(panel.columns),
        "rows": [
            {
                "label": row.label,
                "units": [panel.unit_at(row, column).value for column in range(len(panel.columns))],
                "values": [None if isinstance(value, Missing) else value for value in row.values],
                "values_missing": {
                    column: value.text
                    for column, value in zip(panel.columns, row.values, strict=True)
                    if isinstance(value, Missing)
                },
            }
            for row in panel.rows
        ],
        "alternative": panel.alternative,
        "note": panel.note or None,
    }
