"""The spotlights of a workbook: the themes that the Settings choose, or all that it has data for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from cpp_scorecard.core.assessment import Assessment
from cpp_scorecard.core.dataset import Dataset
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.panel import Panel
from cpp_scorecard.core.people import Cohort, Population
from cpp_scorecard.core.series import Missing, MissingReason
from cpp_scorecard.core.spotlight import Sources, Spotlight, make_spotlight
from cpp_scorecard.intake.themes import theme_key
from cpp_scorecard.intake.workbook import IndicatorWorkbook

NO_THEME = "none"
"""What the setting says to have no spotlight."""


def report_spotlights(
    workbook: IndicatorWorkbook, dataset: Dataset | None, assessments: Sequence[Assessment], on: dt.date
) -> tuple[tuple[Spotlight, ...], list[Finding]]:
    """The chosen themes with their figures as at `on`, and what there is to say about them and their files.

    A theme that nobody chose and that the workbook has nothing for is passed over without a word.
    """

    def population(cohort: Cohort) -> Population | Missing:
        return workbook.child_lists.population(cohort, on) or Missing(MissingReason.NO_LIST, detail=cohort.value)

    sources = Sources(population, workbook.code_groups, dataset, tuple(assessments))
    themes = {theme_key(theme.name): theme for theme in workbook.themes}
    chosen = [name for name in workbook.settings.spotlight if theme_key(name) != NO_THEME]
    findings = [_unknown(name, list(themes)) for name in chosen if theme_key(name) not in themes]
    wanted = list(themes) if not workbook.settings.spotlight else [n for n in map(theme_key, chosen) if n in themes]
    spotlights: list[Spotlight] = []
    for name in dict.fromkeys(wanted):
        made, said = make_spotlight(themes[name], sources)
        if isinstance(made, Spotlight):
            spotlights.append(made)
            findings += said
        elif chosen or themes[name].file in workbook.settings.spotlight_files:
            findings += [*said, _without_data(themes[name].name, made)]
    return tuple(spotlights), findings


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
