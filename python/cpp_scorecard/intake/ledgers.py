"""Tables beside the definitions that add to them: ranges by date, comparators and the overrides ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cpp_scorecard.core.findings import Severity
from cpp_scorecard.core.indicator import NO_FIGURE, ComparatorFigure, Indicator, Override, Window
from cpp_scorecard.core.period import FINANCIAL_YEAR_START, Month, PeriodKind
from cpp_scorecard.core.rag import RangeHistory, rating_named
from cpp_scorecard.core.series import Figure, Missing, MissingReason
from cpp_scorecard.core.windows import ends
from cpp_scorecard.intake.definitions import Register, is_card
from cpp_scorecard.intake.grid import CellKind, GridCell
from cpp_scorecard.intake.name_index import name_key
from cpp_scorecard.intake.thresholds import read_range, valid_from
from cpp_scorecard.intake.tokens import as_figure, parse_figure, parse_period, period_of_text
from cpp_scorecard.intake.vocabulary import token

if TYPE_CHECKING:
    from cpp_scorecard.intake.table import Table

BLANK_VALUE = "(blank)"
"""What an override writes to print nothing at all."""


def read_ledgers(tables: list[Table], register: Register) -> None:
    """Add ranges by date, comparators and overrides to the indicators of `register`."""
    for table in tables:
        if table.has("indicator", "valid_from") and not table.has("how_reported"):
            _read_ranges(register, table)
    for table in tables:
        if table.has("indicator", "similar") and not is_card(table):
            _read_comparators(register, table)
        if table.has("indicator", "department_measure") and not is_card(table):
            _read_department_measures(register, table)
        if table.has("indicator", "what", "value", "reason"):
            _read_overrides(register, table)


def rows_of(register: Register, table: Table) -> Iterator[tuple[int, int]]:
    """Rows of a table that name one indicator, with its place; a name that fits several is asked about."""
    for row in table.body():
        name, reference = table.text(row, "indicator"), table.text(row, "reference")
        if not name and not reference:
            continue
        places = register.find(reference, name, table.domain(row))
        if len(places) == 1:
            register.compare_names(table, row, places[0])
            yield row, places[0]
        elif len(places) > 1:
            register.ask(
                "indicator-ambiguous",
                Severity.ERROR,
                f'"{name}" fits {len(places)} definitions.',
                "Add the reference or the domain.",
                table.ref(row, "indicator"),
                name,
            )
        elif row not in table.headings and any(
            not table.grid.at(row, c.index).is_empty for c in table.columns if c.role not in ("indicator", "domain")
        ):
            register.ask(
                "indicator-unknown",
                Severity.WARNING,
                f'"{name}" is not among the definitions.{register.nearest(name)}',
                "Correct the name, or define the indicator.",
                table.ref(row, "indicator"),
                name,
            )


def _read_ranges(register: Register, table: Table) -> None:
    for row, place in rows_of(register, table):
        indicator = register.indicators[place]
        cell = table.cell(row, "valid_from")
        since = valid_from(table, row)
        if since is None and cell is not None and not cell.is_empty:
            register.ask(
                "range-date-unusable",
                Severity.ERROR,
                f'the range of {indicator.name} is valid from "{cell.text}", which is not a month; it was not used.',
                "Enter a month, such as Apr-21.",
                table.ref(row, "valid_from"),
                indicator.name,
            )
            continue
        expected = replace(read_range(register, table, row, indicator.unit, indicator.name), valid_from=since)
        register.update(place, replace(indicator, ranges=RangeHistory((*indicator.ranges.ranges, expected))))


def _read_comparators(register: Register, table: Table) -> None:
    for row, place in rows_of(register, table):
        indicator = register.indicators[place]
        cell, where = table.cell(row, "similar"), table.ref(row, "similar")
        if cell is None or where is None:
            continue
        raw = parse_figure(cell, where)
        if isinstance(raw, Missing):
            if raw.reason is MissingReason.UNUSABLE:
                register.ask(
                    "comparator-unusable",
                    Severity.ERROR,
                    f"the similar councils' figure of {indicator.name} is {raw.detail} where a number was expected.",
                    "Retype it as a number, or enter - if there is none.",
                    where,
                    indicator.name,
                )
            similar: ComparatorFigure | Missing = raw
        else:
            percentage = indicator.unit.is_percentage
            in_points = percentage and not raw.is_percent and abs(raw.number) > 1
            figure: Figure = as_figure(raw, percentage=percentage, in_points=in_points)
            period = _plain_text(table.cell(row, "similar_period") or table.cell(row, "period_label"))
            similar = ComparatorFigure(
                figure.number,
                where,
                figure.decimals,
                period,
                table.text(row, "similar_source"),
                _last_month(period, indicator),
            )
        if indicator.similar == NO_FIGURE or isinstance(similar, ComparatorFigure):
            register.update(place, replace(indicator, similar=similar))


def _last_month(period: str, indicator: Indicator) -> Month | None:
    """The last month of a comparator's period, None where its text is none.

    A year is a financial one, as the Department reports it, unless the indicator's own code is academic; then it is
    known in the same month as the indicator's own figure.
    """
    found = period_of_text(period)
    if found is None:
        return None
    if found.kind is PeriodKind.YEAR and indicator.how_reported.window not in (Window.ACADEMIC_YEAR, Window.TERM):
        return Month.of(found.year + 1, FINANCIAL_YEAR_START) - 1
    return found.first_month + 2 if found.kind is PeriodKind.QUARTER else ends(indicator.how_reported, found)


def _read_department_measures(register: Register, table: Table) -> None:
    for row, place in rows_of(register, table):
        name = " ".join(table.text(row, "department_measure").split())
        if name and token(name) != "-":
            where = table.ref(row, "department_measure")
            indicator = replace(register.indicators[place], department_measure=name, department_where=where)
            register.update(place, indicator)


def _plain_text(cell: GridCell | None) -> str:
    if cell is None:
        return ""
    if cell.kind is CellKind.DATE and isinstance(cell.value, dt.datetime):
        return Month.of_date(cell.value).dashed
    return cell.text


_WHAT = {
    "periodlabel": "Period label",
    "label": "Period label",
    "latestdata": "Period label",
    "rating": "Rating",
    "rag": "Rating",
}


def _read_overrides(register: Register, table: Table) -> None:
    for row, place in rows_of(register, table):
        indicator = register.indicators[place]
        what = _WHAT.get(name_key(table.text(row, "what")))
        reason = table.text(row, "reason")
        if what is None or not reason:
            problem = f'"{table.text(row, "what")}" cannot be overridden' if what is None else "it gives no reason"
            register.ask(
                "override-unusable",
                Severity.WARNING,
                f"an override of {indicator.name} was not used: {problem}.",
                "Override the Period label or the Rating, and say why.",
                table.ref(row, "what" if what is None else "reason"),
                indicator.name,
            )
            continue
        value = _plain_text(table.cell(row, "value"))
        if what == "Rating" and rating_named(value) is None:
            register.ask(
                "override-unusable",
                Severity.WARNING,
                f'a rating of {indicator.name} was not used: "{value}" is no rating.',
                "Enter R, A or G.",
                table.ref(row, "value"),
                indicator.name,
            )
            continue
        month, is_month = month_of(table.cell(row, "applies_to"))
        if not is_month:
            register.ask(
                "override-unusable",
                Severity.WARNING,
                f"an override of {indicator.name} was not used: it applies to "
                f'"{table.text(row, "applies_to")}", which is no month.',
                "Enter the report month, such as Dec-21, or leave it blank for every month.",
                table.ref(row, "applies_to"),
                indicator.name,
            )
            continue
        override = Override(
            what=what,
            value="" if token(value) == BLANK_VALUE else value,
            officer=table.text(row, "officer"),
            date=plain_date(table.cell(row, "date")),
            reason=reason,
            applies_to=_plain_text(table.cell(row, "applies_to")),
            month=month,
            where=table.ref(row, "value"),
        )
        register.update(place, replace(indicator, overrides=(*indicator.overrides, override)))


def month_of(cell: GridCell | None) -> tuple[Month | None, bool]:
    """The last month of the period that a cell names, and whether it names one; blank means every month."""
    if cell is None or cell.is_empty:
        return None, True
    period = parse_period(cell)
    if period is None or period.kind not in (PeriodKind.MONTH, PeriodKind.QUARTER):
        return None, False
    return period.first_month + (2 if period.kind is PeriodKind.QUARTER else 0), True


def day_of(cell: GridCell | None) -> dt.date | None:
    """The day that a cell holds as a date, if it does."""
    return cell.value.date() if cell is not None and isinstance(cell.value, dt.datetime) else None


def plain_date(cell: GridCell | None) -> str:
    """The day that a cell holds as `2022-01-11`, or else its text."""
    if cell is not None and isinstance(cell.value, dt.datetime):
        return cell.value.date().isoformat()
    return "" if cell is None else cell.text
