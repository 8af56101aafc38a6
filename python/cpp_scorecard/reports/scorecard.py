"""The scorecard as published: 16 columns under two header rows, domains merged down, ratings live.

The trend and the workings of the rating stand to the right, outside the columns that are printed. Column by
column the structure is that of the published January 2022 card.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum, auto
from itertools import groupby

from cpp_scorecard.core.assessment import TREND_MONTHS, Assessment, Comparison
from cpp_scorecard.core.direction import Direction
from cpp_scorecard.core.indicator import Polarity, Unit
from cpp_scorecard.core.printing import decimals_needed
from cpp_scorecard.core.rag import Rag, RagRating
from cpp_scorecard.core.series import Missing, MissingReason, Status
from cpp_scorecard.core.windows import Measurement
from cpp_scorecard.reports.card import Card
from cpp_scorecard.reports.formulas import RatingCells, direction_formula, rating_formula, ratio_formula
from cpp_scorecard.reports.notes import comparison_note, latest_note
from cpp_scorecard.reports.numbers import number_format, with_letter, with_margin, with_room
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.fit import POINTS_PER_CHARACTER, Block, row_height, text_points
from cpp_scorecard.sheets.model import (
    Area,
    Cell,
    CellValue,
    ColumnSpec,
    ConditionalRule,
    Formula,
    PrintSetup,
    Role,
    SheetModel,
    Sparkline,
    a1,
)
from cpp_scorecard.sheets.theme import Theme

KEY = "scorecard"
NAME = "CPP Scorecard"


class Col(IntEnum):
    """Columns of the sheet, left to right. The first sixteen are the published card."""

    DOMAIN = 0
    INDICATOR = auto()
    HOW_REPORTED = auto()
    PERIOD = auto()
    POLARITY = auto()
    LOW = auto()
    HIGH = auto()
    LATEST = auto()
    ACTUAL = auto()
    POSSIBLE = auto()
    MONTH_AGO = auto()
    MONTH_AGO_IS = auto()
    YEAR_AGO = auto()
    YEAR_AGO_IS = auto()
    SIMILAR = auto()
    SIMILAR_IS = auto()
    TREND = auto()
    RATING = auto()
    RATING_BEFORE = auto()
    TOLERANCE = auto()
    MODE = auto()
    AT_ZERO = auto()
    OVERRIDE = auto()
    TREND_DATA = auto()


PRINTED = Col.SIMILAR_IS
_WIDTHS = {
    Col.DOMAIN: 6.5, Col.INDICATOR: 97.5, Col.HOW_REPORTED: 9, Col.PERIOD: 15, Col.POLARITY: 9.5, Col.LOW: 8,
    Col.HIGH: 8, Col.LATEST: 13, Col.ACTUAL: 8, Col.POSSIBLE: 8.5, Col.MONTH_AGO: 9, Col.MONTH_AGO_IS: 8.5,
    Col.YEAR_AGO: 9, Col.YEAR_AGO_IS: 8.5, Col.SIMILAR: 9, Col.SIMILAR_IS: 8.5, Col.TREND: 22, Col.RATING: 8,
    Col.RATING_BEFORE: 9, Col.TOLERANCE: 9, Col.MODE: 9, Col.AT_ZERO: 11, Col.OVERRIDE: 22,
}  # fmt: skip
_TREND_WIDTH = 8.0
_COMPARISONS = (
    (Col.MONTH_AGO, Col.MONTH_AGO_IS, "month_ago"),
    (Col.YEAR_AGO, Col.YEAR_AGO_IS, "year_ago"),
    (Col.SIMILAR, Col.SIMILAR_IS, "similar"),
)
_RATINGS = ((Rag.RED, Role.RED), (Rag.AMBER, Role.AMBER), (Rag.GREEN, Role.GREEN))
_DIRECTIONS = (
    (Direction.BETTER, Role.BETTER, "▲"),
    (Direction.WORSE, Role.WORSE, "▼"),
    (Direction.SAME, Role.SAME, "■"),
)
_ROWS_PER_PAGE = 45
_BAND_MARGIN = 8.0
_BAND_PADDING = 3.75
_BAND_LINE = 1.2
_BAND_SAFETY = 0.94


@dataclass(slots=True)
class _Sheet:
    """The parts of the sheet as they are laid out, top to bottom."""

    card: Card
    theme: Theme
    cells: list[Cell]
    merges: list[Area]
    heights: dict[int, float]
    rules: list[ConditionalRule]
    sparklines: list[Sparkline]

    def width(self, column: int) -> float:
        default = _TREND_WIDTH if column >= Col.TREND_DATA else _WIDTHS[Col(column)]
        return self.theme.width(KEY, column, default)

    def span_width(self, first: int, last: int) -> float:
        return sum(self.width(column) for column in range(first, last + 1))

    def put(self, row: int, column: int, value: CellValue, role: Role, **more: object) -> None:
        self.cells.append(Cell(row, column, value, role, **more))  # type: ignore[arg-type]

    def line(self, row: int, value: CellValue, role: Role, text: str, last: int = PRINTED) -> None:
        """A line of text over the whole table, as high as `text` needs."""
        self.put(row, 0, value, role)
        self.merges.append(Area(row, 0, row, last))
        block = Block.of(text, self.span_width(0, last), self.theme.looks[role])
        self.heights[row] = row_height([block], minimum=18)


def scorecard_sheet(card: Card, theme: Theme) -> SheetModel:
    """The scorecard of `card` as a sheet; row heights and widths follow the fonts and widths of `theme`."""
    sheet = _Sheet(card, theme, [], [], {}, [], [])
    words = wording()["scorecard"]
    sheet.put(0, 0, words["title"], Role.TITLE)
    sheet.heights[0] = 30
    sheet.put(1, 0, card.subtitle, Role.SUBTITLE)
    sheet.heights[1] = 18
    caution = _illustrative_caution(card)
    header = 4 if caution else 3
    first = header + 2
    last = first + len(card.assessments) - 1
    if caution:
        sheet.line(3, caution, Role.CAUTION, caution)
    _header(sheet, header)
    domain_rows: list[tuple[int, int]] = []
    row = first
    for domain, members in groupby(card.assessments, key=lambda a: a.indicator.domain):
        top = row
        for assessment in members:
            _row(sheet, row, assessment)
            row += 1
        _domain(sheet, domain, top, row - 1)
        domain_rows.append((top, row - 1))
    _summary(sheet, first, last)
    _live_rules(sheet, first, last)
    end = _footnotes(sheet, last + 1)
    return SheetModel(
        key=KEY,
        name=NAME,
        cells=tuple(sheet.cells),
        merges=tuple(sheet.merges),
        columns=tuple(_columns(sheet)),
        row_heights=tuple(sorted(sheet.heights.items())),
        rules=tuple(sheet.rules),
        sparklines=tuple(sheet.sparklines),
        freeze=(first, Col.HOW_REPORTED),
        zoom=80,
        logo_at=(0, Col.SIMILAR),
        print_setup=PrintSetup(
            area=Area(0, 0, end, PRINTED),
            repeat_rows=(0, header + 1),
            breaks_before_rows=_page_breaks(domain_rows, len(card.assessments)),
            footer=f"&L&8{_header_text(card.subtitle)}&R&8Page &P of &N",
        ),
    )


def _header_text(text: str) -> str:
    return text.replace("&", "&&")[:180]


def _columns(sheet: _Sheet) -> Iterator[ColumnSpec]:
    for column in Col:
        if column is Col.TREND_DATA:
            break
        grouped = Col.MONTH_AGO <= column <= Col.SIMILAR_IS or column >= Col.RATING
        yield ColumnSpec(column, sheet.width(column), outline_level=1 if grouped else 0)
    for column in range(Col.TREND_DATA, Col.TREND_DATA + TREND_MONTHS):
        yield ColumnSpec(column, sheet.width(column), outline_level=1)


def _header(sheet: _Sheet, row: int) -> None:
    words = wording()["scorecard"]["headers"]
    partly = any(a.trend_is_illustrative for a in sheet.card.assessments)
    singles = {
        Col.DOMAIN: "domain", Col.INDICATOR: "indicator", Col.HOW_REPORTED: "how_reported", Col.PERIOD: "period",
        Col.POLARITY: "polarity", Col.LATEST: "latest", Col.TREND: "trend_illustrative" if partly else "trend",
    }  # fmt: skip
    groups = {
        (Col.LOW, Col.HIGH): ("range", ("low", "high")),
        (Col.ACTUAL, Col.POSSIBLE): ("behind", ("actual", "possible")),
        (Col.MONTH_AGO, Col.MONTH_AGO_IS): ("month_ago", ("data", "direction")),
        (Col.YEAR_AGO, Col.YEAR_AGO_IS): ("year_ago", ("data", "direction")),
        (Col.SIMILAR, Col.SIMILAR_IS): ("similar", ("data", "direction")),
        (Col.RATING, Col.OVERRIDE): (
            "workings",
            ("rating", "rating_before", "tolerance", "mode", "at_zero", "override"),
        ),
    }
    blocks: list[Block] = []
    look = sheet.theme.looks[Role.HEADER]
    for column, word in singles.items():
        sheet.put(row, column, words[word], Role.HEADER)
        sheet.merges.append(Area(row, column, row + 1, column))
    for (left, right), (group, leaves) in groups.items():
        sheet.put(row, left, words[group], Role.HEADER_GROUP)
        sheet.merges.append(Area(row, left, row, right))
        for offset, leaf in enumerate(leaves):
            sheet.put(row + 1, left + offset, words[leaf], Role.HEADER)
            blocks.append(Block.of(words[leaf], sheet.width(left + offset), look))
    sheet.put(row, Col.TREND_DATA, words["trend_data"], Role.HEADER_GROUP)
    sheet.merges.append(Area(row, Col.TREND_DATA, row, Col.TREND_DATA + TREND_MONTHS - 1))
    for offset in range(TREND_MONTHS):
        back = TREND_MONTHS - 1 - offset
        sheet.put(row + 1, Col.TREND_DATA + offset, "latest" if back == 0 else f"{back} before", Role.HEADER)
    sheet.heights[row] = 18
    sheet.heights[row + 1] = row_height(blocks, minimum=30)


def _row(sheet: _Sheet, row: int, a: Assessment) -> None:
    indicator, card = a.indicator, sheet.card
    unit = indicator.unit

    def ref(column: Col) -> str:
        return a1(row, column, fixed_column=True)

    sheet.put(row, Col.INDICATOR, indicator.name, Role.INDICATOR)
    look = sheet.theme.looks[Role.INDICATOR]
    sheet.heights[row] = row_height([Block.of(indicator.name, sheet.width(Col.INDICATOR), look)], minimum=18)
    sheet.put(row, Col.HOW_REPORTED, indicator.how_reported.code, Role.CENTRED)
    overridden = next((o for o in indicator.overrides if o.what == "Period label" and o.value == a.period_label), None)
    note = (
        f"By the rules: {a.rule_label}. {overridden.officer}, {overridden.date}: {overridden.reason}"
        if overridden
        else None
    )
    is_token = a.latest.missing is not None and a.period_label == a.latest.missing.token
    sheet.put(row, Col.PERIOD, a.period_label, Role.MISSING if is_token else Role.CENTRED, note=note)
    polarity = indicator.polarity
    sheet.put(row, Col.POLARITY, polarity.value, Role.MISSING if polarity is Polarity.NONE else Role.CENTRED)
    for column, bound in ((Col.LOW, a.expected.low), (Col.HIGH, a.expected.high)):
        if bound is None:
            sheet.put(row, column, "-", Role.MISSING)
        else:
            fmt = with_margin(number_format(unit, decimals_needed(bound, unit)))
            sheet.put(row, column, bound, Role.FIGURE, number_format=fmt)
    counts = {Col.ACTUAL: a.latest.actual, Col.POSSIBLE: a.latest.possible}
    for column, count in counts.items():
        if isinstance(count, Missing):
            sheet.put(row, column, count.token or "-", Role.MISSING)
        else:
            fmt = with_margin(number_format(Unit.NUMBER, decimals_needed(count, Unit.NUMBER)))
            sheet.put(row, column, count, Role.FIGURE, number_format=fmt)
    shown = _latest_value(a, ref(Col.ACTUAL), ref(Col.POSSIBLE))
    source = next(iter(a.latest.cells), None)
    sheet.put(
        row,
        Col.LATEST,
        shown,
        Role.MISSING if isinstance(a.latest.value, Missing) else Role.LATEST,
        number_format=with_room(_latest_format(a)),
        note=latest_note(a),
        link=card.link_to(source) if source else None,
    )
    for columns in _COMPARISONS:
        _comparison(sheet, row, a, columns)
    _trend(sheet, row, a)
    _workings(sheet, row, a, ref)


def _latest_format(a: Assessment) -> str:
    return number_format(a.indicator.unit, a.indicator.decimals)


def _latest_value(a: Assessment, actual: str, possible: str) -> CellValue:
    """The latest figure: live over its counts where it is their ratio."""
    value, counts = a.latest.value, (a.latest.actual, a.latest.possible)
    if isinstance(value, Missing):
        return value.token or "-"
    if any(isinstance(count, Missing) for count in counts):
        return value
    return Formula(ratio_formula(actual, possible), value)


def _comparison(sheet: _Sheet, row: int, a: Assessment, columns: tuple[Col, Col, str]) -> None:
    data, judged, name = columns
    comparison: Comparison = getattr(a, name)
    measured = comparison.measurement
    unit = a.indicator.unit
    link = None
    if isinstance(measured.value, Missing):
        sheet.put(row, data, measured.value.token or "-", Role.MISSING)
    else:
        first = next(iter(measured.cells), None)
        link = sheet.card.link_to(first) if first else None
        fmt = with_margin(number_format(unit, _shown_decimals(a, measured)))
        note = comparison_note(a, comparison, "Similar councils" if name == "similar" else name)
        sheet.put(row, data, measured.value, Role.FIGURE, number_format=fmt, note=note, link=link)
    formula = direction_formula(
        a1(row, Col.LATEST, fixed_column=True), a1(row, data), a1(row, Col.POLARITY, fixed_column=True)
    )
    sheet.put(row, judged, Formula(formula, comparison.direction.value), Role.DIRECTION)


def _shown_decimals(a: Assessment, measured: Measurement) -> int:
    """As the workbook shows the figure where one cell holds it, so that no precision is made up."""
    return a.indicator.decimals if measured.decimals is None else measured.decimals


def _trend(sheet: _Sheet, row: int, a: Assessment) -> None:
    if not a.trend:
        sheet.put(row, Col.TREND, None, Role.WORKING)
        return
    fmt = number_format(a.indicator.unit, a.indicator.decimals)
    for offset, value in enumerate(a.trend):
        if value is not None:
            sheet.put(row, Col.TREND_DATA + offset, value, Role.WORKING, number_format=fmt)
    sheet.put(row, Col.TREND, None, Role.WORKING)
    sheet.sparklines.append(
        Sparkline(row, Col.TREND, Area(row, Col.TREND_DATA, row, Col.TREND_DATA + TREND_MONTHS - 1))
    )


def _workings(sheet: _Sheet, row: int, a: Assessment, ref: object) -> None:
    def cell(column: Col) -> str:
        return a1(row, column, fixed_column=True)

    tolerance = a.indicator.tolerance
    cells = RatingCells(
        value=cell(Col.LATEST),
        low=cell(Col.LOW),
        high=cell(Col.HIGH),
        polarity=cell(Col.POLARITY),
        tolerance=cell(Col.TOLERANCE),
        mode=cell(Col.MODE),
        at_zero=cell(Col.AT_ZERO),
    )
    then = a.month_ago.expected
    before = replace(cells, value=cell(Col.MONTH_AGO))
    if (then.low, then.high) != (a.expected.low, a.expected.high):
        before = replace(before, low=_literal(then.low), high=_literal(then.high))
    earlier = a.month_ago.rating
    sheet.put(row, Col.RATING, Formula(rating_formula(cells), a.letter or ""), Role.WORKING)
    sheet.put(
        row,
        Col.RATING_BEFORE,
        Formula(rating_formula(before), earlier.rag.value if isinstance(earlier, RagRating) else ""),
        Role.WORKING,
    )
    unit = a.indicator.unit
    for column, size, counted in (
        (Col.TOLERANCE, tolerance.size, Unit.PERCENTAGE),
        (Col.AT_ZERO, tolerance.at_zero, unit),
    ):
        fmt = number_format(counted, decimals_needed(size, counted))
        sheet.put(row, column, size, Role.WORKING, number_format=fmt)
    sheet.put(row, Col.MODE, tolerance.mode.value, Role.WORKING)
    if a.override is not None:
        text = f"{a.override.value} ({a.override.officer}, {a.override.date})"
        sheet.put(row, Col.OVERRIDE, text, Role.WORKING, note=a.override.reason)


def _literal(bound: float | None) -> str:
    """A bound as it stands in a formula, where no cell holds it; an empty text where there is none."""
    return '""' if bound is None else f"({bound!r})".upper()


def _domain(sheet: _Sheet, domain: str, top: int, bottom: int) -> None:
    """The band of a domain; its rows grow where they are too low together for the name, read upwards."""
    sheet.put(top, Col.DOMAIN, domain, Role.DOMAIN)
    if bottom > top:
        sheet.merges.append(Area(top, Col.DOMAIN, bottom, Col.DOMAIN))
    rows = range(top, bottom + 1)
    room = sum(sheet.heights[row] for row in rows)
    needed = _band_length(sheet, domain) + _BAND_MARGIN
    if needed > room:
        extra = (needed - room) / len(rows)
        for row in rows:
            sheet.heights[row] = math.ceil((sheet.heights[row] + extra) / 0.75) * 0.75


def _band_length(sheet: _Sheet, domain: str) -> float:
    """Points along the band that the name needs when it is wrapped over as many lines as the band is wide for."""
    look = sheet.theme.looks[Role.DOMAIN]
    band = sheet.width(Col.DOMAIN) * POINTS_PER_CHARACTER + _BAND_PADDING
    most = max(1, int(band / (look.font_size * _BAND_LINE)))
    words = domain.split() or [domain]

    def long(start: int, end: int) -> float:
        return text_points(" ".join(words[start:end]), look.font_size, look.bold) / _BAND_SAFETY

    def lines(room: float) -> int:
        start = count = 0
        while start < len(words):
            fitting = (end for end in range(len(words), start, -1) if long(start, end) <= room)
            start, count = next(fitting, start + 1), count + 1
        return count

    widest = max(long(at, at + 1) for at in range(len(words)))
    lengths = {long(start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    return next(room for room in sorted(lengths) if room >= widest and lines(room) <= most)


def _summary(sheet: _Sheet, first: int, last: int) -> None:
    """The line over the table, live: how many of each colour, and how many changed since a month ago."""
    words = wording()["scorecard"]

    def whole(column: Col) -> str:
        top = a1(first, column, fixed_column=True, fixed_row=True)
        return f"{top}:{a1(last, column, fixed_column=True, fixed_row=True)}"

    now, before = whole(Col.RATING), whole(Col.RATING_BEFORE)
    assessments = sheet.card.assessments
    counts = {rag.name.lower(): sum(a.letter == rag for a in assessments) for rag in Rag}
    changed = sum(_changed(a) for a in assessments)
    text = words["summary"].format(**counts, unrated=len(assessments) - sum(counts.values()))
    changed_text = {0: words["changed_none"], 1: words["changed_one"]}.get(
        changed, words["changed_many"].format(count=changed)
    )
    cached = f"{text} {changed_text}"
    live = {rag.name.lower(): f'COUNTIF({now},"{rag.value}")' for rag in Rag}
    live["unrated"] = f"(ROWS({now})-{'-'.join(live.values())})"
    lead, *pieces = words["summary"].split("{")
    parts = [_quoted(lead)]
    for piece in pieces:
        name, rest = piece.split("}", 1)
        parts += [live[name], _quoted(rest)]
    moved = f'SUMPRODUCT(({now}<>"")*({before}<>"")*({now}<>{before}))'
    many_before, many_after = words["changed_many"].split("{count}")
    parts.append(
        f'" "&IF({moved}=0,{_quoted(words["changed_none"])},IF({moved}=1,{_quoted(words["changed_one"])},'
        f"{_quoted(many_before)}&{moved}&{_quoted(many_after)}))"
    )
    sheet.line(2, Formula("=" + "&".join(parts), cached), Role.SUMMARY, cached)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _changed(a: Assessment) -> bool:
    earlier = a.month_ago.rating
    return isinstance(earlier, RagRating) and a.letter is not None and earlier.rag.value != a.letter


def _live_rules(sheet: _Sheet, first: int, last: int) -> None:
    by_format: dict[str, list[int]] = {}
    for offset, a in enumerate(sheet.card.assessments):
        by_format.setdefault(_latest_format(a), []).append(first + offset)
    for base, rows in by_format.items():
        areas = tuple(_runs(rows, Col.LATEST))
        top = areas[0].first_row
        for rag, role in _RATINGS:
            formula = f'={a1(top, Col.RATING, fixed_column=True)}="{rag.value}"'
            sheet.rules.append(ConditionalRule(areas, formula, role, with_letter(base, rag.value)))
    areas = tuple(Area(first, judged, last, judged) for _, judged, _ in _COMPARISONS)
    for area in areas:
        for letter, role, mark in _DIRECTIONS:
            formula = f'={a1(area.first_row, area.first_column)}="{letter.value}"'
            sheet.rules.append(ConditionalRule((area,), formula, role, f'@" {mark}"'))


def _runs(rows: list[int], column: int) -> Iterator[Area]:
    """Neighbouring rows as areas of one column."""
    start = previous = rows[0]
    for row in [*rows[1:], -1]:
        if row != previous + 1:
            yield Area(start, column, previous, column)
            start = row
        previous = row


def _page_breaks(domains: list[tuple[int, int]], count: int) -> tuple[int, ...]:
    """Where pages begin: between domains, pages as even as the domains allow (two for the published card)."""
    pages = -(-count // _ROWS_PER_PAGE)
    first = domains[0][0]
    breaks: list[int] = []
    for page in range(1, pages):
        target = first + count * page / pages
        after = next((top for top, _ in domains[1:] if top >= target and top not in breaks), None)
        if after is not None:
            breaks.append(after)
    return tuple(breaks)


def _illustrative_caution(card: Card) -> str:
    trends = sum(a.trend_is_illustrative for a in card.assessments)
    totals = len(_illustrative_names(card))
    if not trends and not totals:
        return ""
    words = wording()["scorecard"]
    more = words["illustrative_totals"].format(count=totals) if totals else ""
    return str(words["illustrative"].format(trends=trends, totals=more))


def _illustrative_names(card: Card) -> list[str]:
    return [
        a.indicator.name
        for a in card.assessments
        if any(Status.ILLUSTRATIVE in m.statuses for m in (a.latest, a.month_ago.measurement, a.year_ago.measurement))
    ]


def _footnotes(sheet: _Sheet, row: int) -> int:
    """The notes under the table; returns the last row used."""
    card = sheet.card
    words = wording()["scorecard"]["footnotes"]
    notes = [words["letters"]]
    tokens = _tokens(card)
    if tokens:
        notes.append(words["tokens"].format(tokens=tokens))
    rising = [a.indicator.name for a in card.assessments if a.only_rises and a.latest.number is not None]
    if rising:
        notes.append(words["only_rises"].format(names="; ".join(rising)))
    if card.similar_set:
        notes.append(words["similar"].format(set=card.similar_set))
    illustrative = _illustrative_names(card)
    if illustrative:
        notes.append(words["illustrative"].format(names="; ".join(illustrative)))
    labelled = [
        f"{a.indicator.name} ({o.reason.rstrip('.')})"
        for a in card.assessments
        for o in a.indicator.overrides
        if o.what == "Period label" and o.value == a.period_label
    ]
    if labelled:
        notes.append(words["overrides"].format(names="; ".join(labelled)))
    for note in notes:
        sheet.line(row, note, Role.FOOTNOTE, note)
        row += 1
    return row - 1


def _tokens(card: Card) -> str:
    """Each token that stands for a figure on the card, with what it means."""
    meaning: dict[str, set[MissingReason]] = {}
    for a in card.assessments:
        for measured in (a.latest, a.month_ago.measurement, a.year_ago.measurement, a.similar.measurement):
            if isinstance(measured.value, Missing):
                meaning.setdefault(measured.value.token or "-", set()).add(measured.value.reason)
    return "; ".join(
        f"{token} {' or '.join(sorted(reason.value for reason in reasons))}"
        for token, reasons in sorted(meaning.items())
    )
