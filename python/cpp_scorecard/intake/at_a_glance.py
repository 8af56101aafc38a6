"""From tables to the summary tables of At a Glance.

Such a table looks like one of indicators: it has a Measure and periods. It is known by the title line above it, whose
words say whom it is about (`[cohorts]` of headers.toml), and by its categories; or by a column Breakdown that says in
each row whom it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpp_scorecard.core.at_a_glance import MeasureKind, SummaryRow, SummaryTable
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.people import Field
from cpp_scorecard.core.series import CellRef, Figure, Missing, MissingReason
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.header_questions import questions
from cpp_scorecard.intake.table_kinds import cohort_of, is_summary, title_above
from cpp_scorecard.intake.tokens import as_figure, parse_figure
from cpp_scorecard.intake.vocabulary import plain, token, vocabulary

if TYPE_CHECKING:
    from cpp_scorecard.intake.table import Column, Table

_MOST_DECIMALS = 4
_NONE = Missing(MissingReason.BLANK, token="")


@dataclass(slots=True)
class _Reading:
    tables: list[SummaryTable] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def ask(self, code: str, message: str, remedy: str, where: CellRef | None) -> None:
        self.findings.append(Finding(code, Severity.WARNING, message, remedy, where))


def read_summaries(tables: Iterable[Table]) -> tuple[tuple[SummaryTable, ...], list[Finding]]:
    """The summary tables among `tables`, in their order, with what has to be said about them."""
    reading = _Reading()
    for table in tables:
        if is_summary(table):
            reading.findings += questions(table)
            _read_table(reading, table)
    return tuple(reading.tables), reading.findings


def _read_table(reading: _Reading, table: Table) -> None:
    title = title_above(table)
    rows: dict[str, list[SummaryRow]] = {}
    breakdown = ""
    for row in table.body():
        measure = " ".join(table.text(row, "indicator").split())
        if not measure or (cohort_of(measure) and _stands_alone(table, row)):
            continue  # the title line of the next table stands among the last rows of this one
        breakdown = " ".join(table.text(row, "breakdown").split()) or breakdown
        rows.setdefault(breakdown if table.has("breakdown") else "", []).append(_row(reading, table, row, measure))
    similar = next((c.header for c in table.columns if c.role == "similar"), "")
    periods = table.figure_columns
    for name, found in rows.items():
        shown = name or (title[0] if title else "")
        cohort = cohort_of(shown)
        if cohort is None:
            reading.ask(
                "summary-unknown",
                f'the breakdown "{shown}" is of nobody that is known; its figures are printed and none is counted.',
                "Name it CLA Caseload Breakdown, CLA Starts Breakdown or Care Leavers Caseload Breakdown.",
                found[0].where,
            )
        reading.tables.append(
            SummaryTable(
                title=shown,
                cohort=cohort,
                periods=tuple(c.period for c in periods if c.period is not None),
                headers=tuple(_heading(table, c) for c in periods),
                similar_header=similar,
                rows=tuple(found),
                where=found[0].where,
            )
        )


def _heading(table: Table, column: Column) -> str:
    """The header as the council wrote it; a date is printed as the month that it stands for."""
    is_text = table.grid.at(table.header_rows[1], column.index).kind is CellKind.TEXT
    return " ".join(column.header.split()) if is_text else str(column.period)


def _stands_alone(table: Table, row: int) -> bool:
    """Whether nothing stands beside the measure: no figure, and no category of its own."""
    category = table.column("domain")
    beside = [column.index for column in table.figure_columns] + ([] if category is None else [category])
    return all(table.grid.own(row, column).is_empty for column in beside)


def _row(reading: _Reading, table: Table, row: int, measure: str) -> SummaryRow:
    category = table.domain(row)
    kind, of = _what(category, measure)
    where = table.ref(row, "indicator")
    assert where is not None, "a summary table has a column of measures"
    if kind is MeasureKind.OTHER or (kind is MeasureKind.SHARE and of is None):
        reading.ask(
            "summary-category-unknown",
            f'"{category}" is no category that can be counted; the figures of "{measure}" are printed as they are.',
            f"Enter Total, Rate or one of {', '.join(Field)}.",
            table.ref(row, "domain") or where,
        )
    return SummaryRow(
        category=category,
        measure=measure,
        kind=kind,
        figures=tuple(_figure(reading, kind, *table.at(row, c.index)) for c in table.figure_columns),
        similar=_similar(reading, table, row, kind),
        where=where,
        field=of,
        good=_good(table.text(row, "polarity")),
        decimals=_decimals(reading, table, row),
    )


def _what(category: str, measure: str) -> tuple[MeasureKind, Field | None]:
    words = plain(category)
    if named := vocabulary().summary_categories.get(words):
        return MeasureKind(named), None
    of = vocabulary().fields.get(words)
    return (MeasureKind.SHARE, of) if of is not None or measure.startswith("%") else (MeasureKind.OTHER, None)


def _good(text: str) -> str:
    return "" if vocabulary().polarities.get(token(text)) == "-" else text


def _figure(reading: _Reading, kind: MeasureKind, cell: GridCell, where: CellRef) -> Figure | Missing:
    raw = parse_figure(cell, where)
    if isinstance(raw, Missing):
        if raw.reason is MissingReason.UNUSABLE:
            reading.ask(
                "cell-unusable",
                f"the cell holds {raw.detail} where a figure was expected.",
                "Retype it as a number, enter n/a or -, or leave it blank.",
                where,
            )
        return raw
    percentage = kind is MeasureKind.SHARE
    if raw.is_percent and not percentage:
        reading.ask(
            "unit-doubtful",
            f"the figure is shown as a percentage ({raw.shown}), its row is a {kind.value}; it was read as a number.",
            "Format the cell as a number.",
            where,
        )
    in_points = percentage and not raw.is_percent and abs(raw.number) > 1
    figure = as_figure(raw, percentage=percentage, in_points=in_points)
    is_general = cell.kind is CellKind.NUMBER and cell.number_format in ("", "General")
    return Figure(figure.number, where, figure.status, None if is_general else figure.decimals)


def _similar(reading: _Reading, table: Table, row: int, kind: MeasureKind) -> Figure | Missing:
    cell, where = table.cell(row, "similar"), table.ref(row, "similar")
    return _NONE if cell is None or where is None else _figure(reading, kind, cell, where)


def _decimals(reading: _Reading, table: Table, row: int) -> int | None:
    cell, where = table.cell(row, "decimals"), table.ref(row, "decimals")
    raw = None if cell is None or where is None or cell.is_empty else parse_figure(cell, where)
    if raw is None:
        return None
    if isinstance(raw, Missing) or not raw.number.is_integer() or not 0 <= raw.number <= _MOST_DECIMALS:
        reading.ask(
            "decimals-unusable",
            "the decimals are no whole number from 0 to 4; the usual ones were used.",
            "Enter 0 to 4, or leave it blank.",
            where,
        )
        return None
    return int(raw.number)
