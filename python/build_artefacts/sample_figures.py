"""The data sheets of the sample: published points, illustrative months between, how both are marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from build_artefacts.data_tables import DataSheet, DataTable, Entry, FigureCell, FigureRow
from build_artefacts.history import Counts, between, event_counts, event_ratios
from build_artefacts.sample_layout import LAYOUTS, BlockLayout, SheetLayout
from cpp_scorecard.core.period import Month

if TYPE_CHECKING:
    from build_artefacts.figure_cells import Typist
    from build_artefacts.published_figures import Printed, PublishedIndicator

PUBLISHED, ILLUSTRATIVE = "Published", "Illustrative"
_LEGEND = (
    "Upright figures are as published in January 2022.",
    "Figures in grey italics are illustrative: nobody published them. The column Basis names them row by row.",
)
_PUBLISHED_ONLY = ("Every figure on this sheet is as published in January 2022.",)


def data_sheets(indicators: Sequence[PublishedIndicator], typist: Typist) -> list[DataSheet]:
    """All data sheets of the sample, in the order of `LAYOUTS`."""
    return [_sheet(layout, indicators, typist) for layout in LAYOUTS]


def _sheet(layout: SheetLayout, indicators: Sequence[PublishedIndicator], typist: Typist) -> DataSheet:
    tables = []
    for block in layout.blocks:
        members = [one for one in indicators if one.sheet == layout.name and block.takes(one)]
        entries = tuple(_entry(one, block, indicators, typist, layout) for one in members)
        tables.append(DataTable(layout.columns, block.periods, entries, block.narrative))
    legend = _LEGEND if layout.is_monthly else _PUBLISHED_ONLY
    return DataSheet(layout.name, layout.title, legend, tuple(tables), period_width=layout.period_width)


def _entry(
    indicator: PublishedIndicator,
    block: BlockLayout,
    indicators: Sequence[PublishedIndicator],
    typist: Typist,
    layout: SheetLayout,
) -> Entry:
    if not layout.is_monthly:
        rows = _periodic_rows(indicator, block, typist)
    elif indicator.is_events and indicator.token("latest").is_number:
        rows = _event_rows(indicator, _history(indicator, indicators), typist)
    else:
        rows = _monthly_rows(indicator, block, typist)
    hidden = indicator.ref in layout.hidden
    rows = tuple(FigureRow(row.figure, row.cells, row.basis, hidden) for row in rows)
    return Entry(indicator.domain, indicator.name, rows, indicator.defined["team"])


def _history(indicator: PublishedIndicator, indicators: Sequence[PublishedIndicator]) -> Counts:
    if not indicator.has_counts:
        return event_counts(indicator)
    at_risk = indicator.defined["possible_from"]
    if not at_risk:
        return event_ratios(indicator)
    source = next(one for one in indicators if one.ref == at_risk)
    return event_ratios(indicator, {month: actual for month, (actual, _) in event_ratios(source).items()})


def _event_rows(indicator: PublishedIndicator, history: Counts, typist: Typist) -> tuple[FigureRow, ...]:
    figures = {"Actual": 0, "Possible": 1} if indicator.has_counts else {"Data": 0}
    rows = []
    for figure, place in figures.items():
        cells = {str(m): FigureCell(counts[place], "0", True) for m, counts in sorted(history.items())}
        rows.append(FigureRow(figure, cells | _month_after(indicator), ILLUSTRATIVE))
    return tuple(rows)


def _monthly_rows(indicator: PublishedIndicator, block: BlockLayout, typist: Typist) -> tuple[FigureRow, ...]:
    """Snapshots and figures already measured over their window."""
    latest = indicator.latest_month
    points = {str(latest - 12): indicator.token("year_ago"), str(latest - 1): indicator.token("month_ago")}
    if not indicator.token("latest").is_number:
        points = _waiting(indicator, block)
    elif not indicator.has_counts:
        points[str(latest)] = indicator.token("latest")
    made = {
        str(month): typist.illustrative(indicator, "Data", str(month), value)
        for month, value in between(indicator).items()
    }
    cells = {period: typist.printed(indicator, "Data", period, token) for period, token in points.items()}
    after = _month_after(indicator)
    data = FigureRow("Data", cells | made | after, _basis(points, made))
    return (*_count_rows(indicator, str(latest), typist, after), data)


def _waiting(indicator: PublishedIndicator, block: BlockLayout) -> dict[str, Printed]:
    """The tokens of an indicator without any figure, as far back as the card prints them."""
    latest, token = indicator.latest_month, indicator.token("latest")
    earlier = indicator.token("year_ago")
    if not earlier.text:
        return {str(latest): token}
    april = latest.starts_year(4).index
    months = {str(Month(index)): token for index in range(april, latest.index + 1)}
    return {period.key: earlier for period in block.periods if period.key not in months} | months


def _month_after(indicator: PublishedIndicator) -> dict[str, FigureCell]:
    word = indicator.defined["month_after"]
    return {str(indicator.latest_month + 1): FigureCell(word)} if word else {}


def _periodic_rows(indicator: PublishedIndicator, block: BlockLayout, typist: Typist) -> tuple[FigureRow, ...]:
    """Quarters, years and terms: only what was published."""
    latest, before, year = block.published_periods(indicator)
    points = {year: indicator.token("year_ago")}
    if before:
        points[before] = indicator.token("month_ago")
    if not indicator.has_counts:
        points[latest] = indicator.token("latest")
    waiting = block.waiting(indicator)
    cells = {period: typist.printed(indicator, "Data", period, token) for period, token in points.items()}
    data = FigureRow("Data", cells | waiting, PUBLISHED)
    return (*_count_rows(indicator, latest, typist, waiting), data)


def _count_rows(
    indicator: PublishedIndicator, latest: str, typist: Typist, after: Mapping[str, FigureCell]
) -> tuple[FigureRow, ...]:
    if not indicator.has_counts:
        return ()
    return tuple(
        FigureRow(
            figure,
            {latest: typist.printed(indicator, figure, latest, indicator.token(figure.lower())), **after},
            PUBLISHED,
        )
        for figure in ("Actual", "Possible")
    )


def _basis(points: Mapping[str, Printed], made: Mapping[str, FigureCell]) -> str:
    """What the column Basis says about a row."""
    published = [period for period, token in points.items() if token.is_number]
    if not made:
        return PUBLISHED
    return f"{ILLUSTRATIVE}, except {', '.join(published)}" if published else ILLUSTRATIVE
