"""The gallery's pages of single figures: rates, similar councils, rounding, distances, and a whole row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_artefacts.gallery_months import WINDOWS, MonthLines
from build_artefacts.gallery_page import (
    BELOW,
    FIRST,
    HEADER_ROW,
    Content,
    GalleryColumn,
    Page,
    Shown,
    below,
    cells_of,
    match,
    number_format,
    printed_decimals,
    printed_figure,
    spilled,
)
from cpp_scorecard import __version__
from cpp_scorecard.core.comparator import CouncilFigure, Method, similar_figure
from cpp_scorecard.core.indicator import FigureKind, HowReported, Polarity, Unit
from cpp_scorecard.core.period import PeriodKind, ReportingPeriod
from cpp_scorecard.core.rag import (
    ExpectedRange,
    RagRating,
    Tolerance,
    ToleranceMode,
    children_to_green,
    rate,
)
from cpp_scorecard.core.rounding import round_half_away
from cpp_scorecard.core.series import Missing
from cpp_scorecard.core.windows import measure, rate_per_population, window_months
from cpp_scorecard.excel.scorecard_row import HEADINGS
from cpp_scorecard.sheets.model import CellValue, Formula, Role, a1, now

if TYPE_CHECKING:
    from build_artefacts.gallery_card import Row

_INDICATOR = GalleryColumn("Indicator", 50, Role.INDICATOR)
_MATCH = GalleryColumn("Match", 9)
_RATES = {"D004": "D003", "D007": "D006", "D040": "D039", "D105": "D104", "D107": "D106", "D017": "D016"}
"""Rates of the exception dataset and the counts that they are of; the last is a stock."""
_STOCKS = frozenset({"D017"})
_COLUMNS = (("Sep-21", 1), ("21-22 Q2", 3))
_SHARE_OR_COUNT = "[<=1]0.0%;#,##0"
"""One format for a spilled row in which percentages stand beside counts."""
REVIEWS = "% of CLA reviews in time"


def _agree(ours: float, theirs: float, decimals: int) -> bool:
    """Whether two figures are one at as many decimals as are printed."""
    return round_half_away(ours, decimals) == round_half_away(theirs, decimals)


def rates(grid: Sequence[Row], columns: Sequence[Row]) -> Page:
    """Rates of a month and of a quarter, each on its own column's population."""
    by_ref = {row["ref"]: row for row in grid}
    population = {row["column"]: row["population"] for row in columns}
    lines = [(ref, count, *column) for ref, count in _RATES.items() for column in _COLUMNS]
    counts = [float(by_ref[count][column]) for _, count, column, _ in lines]
    people = [float(population[column]) for _, _, column, _ in lines]
    covered = [None if ref in _STOCKS else months for ref, _, _, months in lines]
    ours = [
        rate_per_population(count, children, 12 / months if months else 1)
        for count, children, months in zip(counts, people, covered, strict=True)
    ]
    given = ",".join(cells_of(at, len(lines)) for at in (2, 3, 4))
    results = below(spilled(f"=CPP_RATE({given})", ours))
    rows: list[list[Content]] = []
    for place, (ref, _, column, _) in enumerate(lines):
        printed = by_ref[ref][column]
        decimals, theirs = printed_decimals(printed), printed_figure(printed)
        same = _agree(ours[place], theirs, decimals)
        rows.append(
            [
                by_ref[ref]["indicator"].strip(),
                column,
                counts[place],
                people[place],
                covered[place],
                results[place],
                Shown(theirs, number_format(printed)),
                match(a1(FIRST + place, 5), a1(FIRST + place, 6), same, decimals),
            ]
        )
    about = (
        "Rates of the Safeguarding Exception Dataset, Quarter 2 of 2021-22, from its own counts and the population of "
        "each column. A count of one or three months becomes a year's rate; children in need are a stock."
    )
    heads = [_INDICATOR, GalleryColumn("Period", 11), GalleryColumn("Count", 9), GalleryColumn("Population", 12)]
    heads += [GalleryColumn("Months", 8), GalleryColumn("CPP_RATE", 11, number_format="0.00")]
    heads += [GalleryColumn("Published", 11), _MATCH]
    notes = ("One published rate does not follow from the count and the population that were printed with it.",)
    return Page("rates", "Rates", "CPP_RATE", about, heads, rows, notes)


def councils(table: Sequence[Row], published: Sequence[Row]) -> Page:
    """The ten statistical neighbours: the mean that was published, and the two other ways."""
    numbers = [name for name in table[0] if name.isdigit()]
    last = 2 + len(numbers) - 1
    similar = {row["indicator"]: row["similar"] for row in published}
    heads = [_INDICATOR, GalleryColumn("Figure", 9), *(GalleryColumn(number, 8) for number in numbers)]
    heads += [
        GalleryColumn("Formula", 38, Role.TEXT),
        GalleryColumn("Result", 9),
        GalleryColumn("Published", 10),
        _MATCH,
    ]
    rows: list[list[Content]] = []
    shown = [[printed_figure(row[number]) for number in numbers] for row in table]

    def line(place: int, method: Method) -> list[Content]:
        row, row_at = table[place], FIRST + place
        given = f"{a1(row_at, 2)}:{a1(row_at, last)}"
        text = f"=CPP_SIMILAR({given})"
        out_of = shown[place]
        if method is Method.MEDIAN:
            text = f'=CPP_SIMILAR({given},"median")'
        if method is Method.POOLED:
            text = f'=CPP_SIMILAR({given},"pooled",{a1(row_at + 1, 2)}:{a1(row_at + 1, last)})'
            out_of = shown[place + 1]
        councils = [CouncilFigure(0, value, value, of) for value, of in zip(shown[place], out_of, strict=True)]
        value = similar_figure(councils, method, Unit.NUMBER).value
        assert not isinstance(value, Missing)
        content: list[Content] = [row["measure"], row["part"]]
        content += [Shown(v, "0%" if row["part"] == "printed" else "#,##0") for v in shown[place]]
        content += [text, Shown(Formula(text, value), "0.0%")]
        printed = similar.get(row["published"])
        if printed is None or method is not Method.MEAN:
            return [*content, None, None]
        theirs = printed_figure(printed)
        same = _agree(value, theirs, 2)
        ours, beside = a1(row_at, last + 2), a1(row_at, last + 3)
        return [*content, Shown(theirs, "0%"), match(ours, beside, same, 2)]

    for place, row in enumerate(table):
        if row["part"] == "out of":
            values: list[Content] = [Shown(v, "#,##0") for v in shown[place]]
            rows.append([row["measure"], row["part"], *values, None, None, None, None])
        else:
            rows.append(line(place, Method.POOLED if row["part"] == "count" else Method(row["method"])))
    about = (
        "Care leavers in suitable accommodation, 2020-21, of the ten statistical neighbours of Wiltshire in the set of "
        "April 2021, by the Department for Education's number of each council."
    )
    notes = ("Children looked after in England, Department for Education, Open Government Licence v3.0.",)
    return Page("councils", "Similar councils", "CPP_SIMILAR", about, heads, rows, notes)


@dataclass(frozen=True, slots=True)
class Example:
    """One formula: its value, and what it should be with where that is from."""

    text: str
    value: float | str
    expected: CellValue
    source: str
    number_format: str = "General"
    decimals: int | None = None


def singles(found: MonthLines) -> Page:
    """What the other pages leave out, one formula a row."""
    examples = [*_rounding(), *_distances(), *_other_windows(found)]
    examples += _about_itself(len(examples))
    heads = [GalleryColumn("Formula", 62, Role.TEXT), GalleryColumn("Result", 34, Role.TEXT)]
    heads += [GalleryColumn("Expected", 14, Role.TEXT), _MATCH, GalleryColumn("What is expected", 60, Role.TEXT)]
    rows: list[list[Content]] = []
    for place, example in enumerate(examples):
        ours, theirs = a1(FIRST + place, 1), a1(FIRST + place, 2)
        line: list[Content] = [example.text, Shown(Formula(example.text, example.value), example.number_format)]
        if example.expected is None:
            rows.append([*line, None, None, example.source])
            continue
        expected = now(example.expected)
        same = expected == example.value
        if (
            example.decimals is not None
            and isinstance(expected, float | int)
            and isinstance(example.value, float | int)
        ):
            same = _agree(expected, example.value, example.decimals)
        agreed = match(ours, theirs, same, example.decimals)
        rows.append([*line, Shown(example.expected, example.number_format), agreed, example.source])
    about = "The other functions, one formula a row. A formula that fails shows Excel's error, and CPP_REASON says why."
    return Page("singles", "Single figures", "Rounding, distances, other windows, errors", about, heads, rows)


def _rounding() -> list[Example]:
    tie = "a tie goes away from zero"
    return [
        Example("=CPP_ROUND(2.5)", round_half_away(2.5), 3.0, tie),
        Example("=CPP_ROUND(-2.5)", round_half_away(-2.5), -3.0, tie),
        Example("=CPP_ROUND(2.675,2)", round_half_away(2.675, 2), 2.68, "a tie as a person reads it"),
        Example("=CPP_ROUND(392/414,3)", round_half_away(392 / 414, 3), 0.947, "published: 94.7%", "0.0%", 9),
    ]


def _distances() -> list[Example]:
    """Health assessments of the card: 307 of 327 children, 95 % to 100 % expected, high is good."""
    expected, actual, possible = ExpectedRange(0.95, 1.0), 307, 327
    value = actual / possible
    relative = rate(value, expected, Polarity.HIGH, Tolerance())
    points = rate(value, expected, Polarity.HIGH, Tolerance(mode=ToleranceMode.POINTS))
    assert isinstance(relative, RagRating)
    assert isinstance(points, RagRating)
    more = children_to_green(actual, possible, relative, expected, Polarity.HIGH)
    assert more is not None
    given = '307/327,0.95,1,"High"'
    below_it = Formula("=0.95-307/327", 0.95 - value)
    of_it = Formula("=(0.95-307/327)/0.95", (0.95 - value) / 0.95)
    source = "health assessments of the card, 307 of 327"
    return [
        Example(f"=CPP_DISTANCE({given})", relative.distance, of_it, f"share of the threshold: {source}", "0.00%", 9),
        Example(f'=CPP_DISTANCE({given},"points")', points.distance, below_it, f"in points: {source}", "0.00%", 9),
        Example(
            '=CPP_DISTANCE(,0.95,1,"High","children",307,327)', float(more.children), 4.0, "311 of 327 would be Green"
        ),
    ]


def _other_windows(found: MonthLines) -> list[Example]:
    """The windows that the card does not take of its reviews, against plain sums of the same cells."""
    line = found.ratio(REVIEWS)
    months = found.cells(HEADER_ROW, f"{WINDOWS}!")
    over, under = (found.cells(row, f"{WINDOWS}!") for row in (line.row, line.row + 1))
    examples = []
    for name, code, asked, period in (
        ("SNAPSHOT", "SS", "Sep-21", ReportingPeriod(PeriodKind.MONTH, 2021, 9)),
        ("R12M", "R12M", "Sep-21", ReportingPeriod(PeriodKind.MONTH, 2021, 9)),
        ("QUARTER", "Q", "Q2 2021-22", ReportingPeriod(PeriodKind.QUARTER, 2021, 2)),
        ("FINANCIAL_YEAR", "FY", "2020/21", ReportingPeriod(PeriodKind.YEAR, 2020)),
    ):
        how = HowReported.parse(code)
        assert how.window is not None
        measured = measure(line.series, how, FigureKind.EVENTS, Unit.PERCENTAGE, period)
        assert isinstance(measured.actual, float)
        assert isinstance(measured.value, float)
        held = [found.months.index(ReportingPeriod.of_month(m)) for m in window_months(how.window, period)]
        sums = [f"SUM({found.span(row, held[0], held[-1], f'{WINDOWS}!')})" for row in (line.row, line.row + 1)]
        total, ratio = Formula(f"={sums[0]}", measured.actual), Formula(f"={sums[0]}/{sums[1]}", measured.value)
        source = "the plain sum of the same cells"
        examples += [
            Example(f'=CPP_{name}({months},{over},"{asked}")', measured.actual, total, source, decimals=9),
            Example(
                f'=CPP_{name}_RATIO({months},{over},{under},"{asked}")',
                measured.value,
                ratio,
                "the plain sums of the same cells, one over the other",
                "0.0%",
                9,
            ),
        ]
    return examples


def _about_itself(before: int) -> list[Example]:
    failing = '=CPP_RAG("ninety",0.95,1,"High")'
    at = FIRST + before
    sentence = 'value is the text "ninety" where a number was expected. Give a number.'
    return [
        Example(failing, "#VALUE!", None, "a text that is no number is an error, and not a text that looks like one"),
        Example(f"=CPP_REASON({a1(at, 1)})", sentence, None, "why the cell above shows an error"),
        Example("=CPP_VERSION()", __version__, __version__, "the version that made this workbook"),
    ]


def scorecard_row(found: MonthLines, published: Sequence[Row]) -> Page:
    """One row of the card, spilled with its headings over the row as published."""
    line = found.ratio(REVIEWS)
    row = next(row for row in published if row["indicator"] == REVIEWS)
    months = found.cells(HEADER_ROW, f"{WINDOWS}!")
    over, under = (found.cells(at, f"{WINDOWS}!") for at in (line.row, line.row + 1))
    a = line.assessment
    expected = f"{a.expected.low:g},{a.expected.high:g}"
    text = f'=CPP_SCORECARD_ROW("YTD","High",{expected},{months},{over},{under},,,,,,TRUE)'
    compared = [(one.measurement.value, one.direction.value) for one in (a.month_ago, a.year_ago, a.similar)]
    figures: list[float | str | Missing] = [a.period_label, a.latest.value, a.letter or "", a.latest.actual]
    figures += [a.latest.possible, *(item for pair in compared for item in pair)]
    ours = tuple(item.token if isinstance(item, Missing) else item for item in figures)
    spill = Formula(text, HEADINGS[0], (HEADINGS, ours))
    names = ["latest_data_period", "latest", "rag", "actual", "possible", "month_ago", "month_ago_direction"]
    names += ["year_ago", "year_ago_direction", "similar", "similar_direction"]
    theirs: list[Content] = []
    matches: list[Content] = []
    for at, (name, value) in enumerate(zip(names, ours, strict=True), start=1):
        printed = row[name] or "-"
        is_figure = any(c.isdigit() for c in printed) and name not in ("latest_data_period", "rag")
        shown = printed_figure(printed) if is_figure else printed
        decimals = printed_decimals(printed) if is_figure else None
        same = shown == value if decimals is None else _agree(float(value), float(shown), decimals)
        theirs.append(Shown(shown, number_format(printed)) if is_figure else printed)
        matches.append(match(a1(FIRST + 1, at), a1(FIRST + 2, at), same, decimals))
    heads = [
        GalleryColumn("", 14, Role.INDICATOR),
        *(GalleryColumn("", 15, number_format=_SHARE_OR_COUNT) for _ in HEADINGS),
    ]
    rows: list[list[Content]] = [
        ["Headings", spill, *[BELOW] * (len(HEADINGS) - 1)],
        ["Row", *[BELOW] * len(HEADINGS)],
        ["Published", *theirs],
        ["Match", *matches],
    ]
    about = f"{REVIEWS}, from the months on the sheet {WINDOWS}: one formula in {a1(FIRST, 1)} spills the row."
    return Page("row", "Scorecard row", "CPP_SCORECARD_ROW", about, heads, rows)
