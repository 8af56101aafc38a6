"""The formulas and colours of the sheet give what the Python rules give, as LibreOffice works them out and shows them.

Ten thousand made-up indicators stand on one scorecard, laid out by the product itself. Every cached
value is spoilt first, so that whatever agrees was worked out anew.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from shutil import which

import pytest
from tests.tools import libreoffice

from cpp_scorecard.core.assessment import Assessment, Comparison
from cpp_scorecard.core.direction import direction
from cpp_scorecard.core.indicator import HowReported, Indicator, Polarity, Unit
from cpp_scorecard.core.period import Month
from cpp_scorecard.core.rag import ExpectedRange, Rag, RangeHistory, Tolerance, ToleranceMode, rate
from cpp_scorecard.core.series import Missing, MissingReason, Number
from cpp_scorecard.core.windows import Measurement
from cpp_scorecard.reports.card import Card
from cpp_scorecard.reports.scorecard import scorecard_sheet
from cpp_scorecard.reports.scorecard_columns import Col
from cpp_scorecard.sheets.model import Area, BookModel, BookProperties, Cell, Formula, Link, Role, SheetModel
from cpp_scorecard.sheets.render import render
from cpp_scorecard.sheets.theme import load_theme

THEME = load_theme()
FILLS = {THEME.looks[role].fill: rag.value for role, rag in ((Role.RED, Rag.RED), (Role.AMBER, Rag.AMBER))}
FILLS |= {THEME.looks[Role.GREEN].fill: Rag.GREEN.value}
INKS = {THEME.looks[role].rgb: role.value for role in (Role.BETTER, Role.WORSE, Role.SAME, Role.DIRECTION)}
INK_OF = {"B": Role.BETTER.value, "W": Role.WORSE.value, "S": Role.SAME.value, "-": Role.DIRECTION.value}
MARKED = {"B": "B▲", "W": "W▼", "S": "S■", "-": "-"}
_UNITS = (Unit.PERCENTAGE, Unit.SCORE, Unit.PERCENTAGE, Unit.NUMBER, Unit.PERCENTAGE, Unit.DAYS)
NOTHING = Missing(MissingReason.NOT_AVAILABLE, "NA")

KNOWN: tuple[tuple[float | None, float | None, float | None, Polarity, Tolerance, str | None], ...] = (
    (0.855, 0.95, 1.0, Polarity.HIGH, Tolerance(0.10), "R"),  # exactly 10 % below
    (0.8551, 0.95, 1.0, Polarity.HIGH, Tolerance(0.10), "A"),
    (0.95, 0.95, 1.0, Polarity.HIGH, Tolerance(0.10), "G"),
    (1.2, 0.95, 1.0, Polarity.HIGH, Tolerance(0.10), "G"),  # above the range is no fault where high is good
    (0.11, 0.07, 0.10, Polarity.LOW, Tolerance(0.10), "R"),
    (0.109, 0.07, 0.10, Polarity.LOW, Tolerance(0.10), "A"),
    (0.01, 0.07, 0.10, Polarity.LOW, Tolerance(0.10), "G"),
    (0.01, 0.07, 0.10, Polarity.RANGE, Tolerance(0.10), "R"),
    (0.08, 0.07, 0.10, Polarity.RANGE, Tolerance(0.10), "G"),
    (0.105, None, 0.10, Polarity.RANGE, Tolerance(0.10), "A"),
    (0.801, 0.90, 0.95, Polarity.HIGH, Tolerance(0.10), "R"),  # return interviews offered, January 2022
    (0.801, 0.90, 0.95, Polarity.HIGH, Tolerance(0.10, ToleranceMode.POINTS), "A"),
    (0.80, 0.90, 0.95, Polarity.HIGH, Tolerance(0.10, ToleranceMode.POINTS), "R"),  # exactly 10 points
    (-1.23, -1.23, -0.07, Polarity.HIGH, Tolerance(0.10), "G"),
    (-1.35, -1.23, -0.07, Polarity.HIGH, Tolerance(0.10), "A"),
    (-1.353, -1.23, -0.07, Polarity.HIGH, Tolerance(0.10), "R"),
    (0.009, None, 0.0, Polarity.LOW, Tolerance(0.10, at_zero=0.01), "A"),
    (0.01, None, 0.0, Polarity.LOW, Tolerance(0.10, at_zero=0.01), "R"),
    (0.05, None, 0.0, Polarity.LOW, Tolerance(0.10, ToleranceMode.POINTS, 0.01), "A"),
    (-0.5, 0.0, None, Polarity.HIGH, Tolerance(0.10, at_zero=1.0), "A"),
    (2.0, 3.0, None, Polarity.HIGH, Tolerance(1 / 3), "R"),  # exactly a third below
    (0.5, 0.95, 0.90, Polarity.HIGH, Tolerance(0.10), None),  # upside down
    (None, 0.95, 1.0, Polarity.HIGH, Tolerance(0.10), None),
    (0.5, None, 1.0, Polarity.HIGH, Tolerance(0.10), None),
    (0.5, 0.4, None, Polarity.LOW, Tolerance(0.10), None),
    (0.5, 0.4, 0.6, Polarity.NONE, Tolerance(0.10), None),
)
"""Value, low, high, polarity, tolerance and the rating that the published definition gives."""


@dataclass(frozen=True)
class Row:
    """What a row is made from; `others` are the figures a month ago, a year ago and of similar councils."""

    value: float | None
    expected: ExpectedRange
    polarity: Polarity
    tolerance: Tolerance
    unit: Unit
    others: tuple[float | None, ...]
    counts: tuple[Number, Number] = (NOTHING, NOTHING)
    then: ExpectedRange | None = None
    """The range in force a month ago, where it was another one."""


@dataclass(frozen=True)
class Shown:
    """What LibreOffice makes of one row."""

    rating: str
    before: str
    fill: str | None
    directions: tuple[str, ...]
    inks: tuple[str, ...]


def test_the_rule_gives_the_known_ratings() -> None:
    """The rows that the sheet is compared with hold the published definition itself."""
    for value, low, high, polarity, tolerance, letter in KNOWN:
        rating = rate(value, ExpectedRange(low, high), polarity, tolerance)
        assert (str(rating.rag) if hasattr(rating, "rag") else None) == letter, (value, low, high, polarity, tolerance)


@pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "never")
@pytest.mark.skipif(not which("pdftotext"), reason="pdftotext (Poppler) is not on the path")
@pytest.mark.parametrize("rows", [200, pytest.param(10_000, marks=pytest.mark.slow)])
def test_every_row_shows_what_the_rules_say(tmp_path: Path, rows: int) -> None:
    """Letters as worked out, letters as printed, fills and inks: all four against the rules, row by row."""
    assessments = [*_known(), *_random(rows - len(KNOWN))]
    letters = Counter(a.letter for a in assessments)
    assert min(letters[letter] for letter in ("R", "A", "G", None)) > rows / 50, letters
    sheet = _spoilt(scorecard_sheet(_card(assessments), THEME))
    path = tmp_path / "rows.xlsx"
    path.write_bytes(render(BookModel((sheet,), BookProperties("Rows", created=dt.datetime(2022, 1, 31))), THEME))
    with ThreadPoolExecutor(2) as both:
        html = both.submit(libreoffice.convert, path, tmp_path / "html", "html")
        pdf = both.submit(libreoffice.convert, path, tmp_path / "pdf", "pdf")
        shown, printed = _worked_out(html.result()), _printed(pdf.result())
    assert len(shown) == len(printed) == rows
    wrong = []
    for number, (a, seen, (letter, marks)) in enumerate(zip(assessments, shown, printed, strict=True)):
        due = a.letter or ""
        directions = tuple(getattr(a, name).direction.value for name in ("month_ago", "year_ago", "similar"))
        before = a.month_ago.rating
        expected = Shown(
            due,
            "" if not hasattr(before, "rag") else str(before.rag),
            due or None,
            directions,
            tuple(INK_OF[d] for d in directions),
        )
        if (seen, letter, marks) != (expected, due, tuple(MARKED[d] for d in directions)):
            wrong.append(
                (number, a.latest.value, a.expected, a.indicator.polarity, a.indicator.tolerance, seen, letter)
            )
    assert not wrong, f"{len(wrong)} rows differ, the first: {wrong[:3]}"


# --- rows ----------------------------------------------------------------------------------------


def _known() -> list[Assessment]:
    return [
        _assessment(number, Row(value, ExpectedRange(low, high), polarity, tolerance, Unit.SCORE, (value, None, 0.5)))
        for number, (value, low, high, polarity, tolerance, _) in enumerate(KNOWN)
    ]


def _random(count: int) -> list[Assessment]:
    chance = random.Random(20220131)
    return [_random_row(chance, len(KNOWN) + number) for number in range(count)]


def _random_row(chance: random.Random, number: int) -> Assessment:
    unit = _UNITS[number // 100 % len(_UNITS)]

    def bound() -> float | None:
        if chance.random() < 0.12:
            return None
        if chance.random() < 0.12:
            return 0.0
        if unit.is_percentage:
            return chance.choice((0.95, 0.9, 1.0, 0.001, round(chance.random(), 2), round(chance.random(), 3)))
        if unit is Unit.SCORE:
            return chance.choice((-1.23, -0.07, round(chance.uniform(-3, 60), 2)))
        return float(chance.randint(0, 400))

    low, high = bound(), bound()
    if low is not None and high is not None and low > high and chance.random() < 0.9:
        low, high = high, low
    tolerance = Tolerance(
        chance.choice((0.1, 0.1, 0.05, 0.28, 0.2, 0.0, 1 / 3)),
        chance.choice((ToleranceMode.RELATIVE, ToleranceMode.RELATIVE, ToleranceMode.POINTS)),
        0.01 if unit.is_percentage else 1.0,
    )
    expected = ExpectedRange(low, high)
    value = _near(chance, expected, tolerance, unit)
    others = tuple(_comparator(chance, value, expected, tolerance, unit) for _ in range(3))
    polarity = chance.choice((Polarity.HIGH, Polarity.HIGH, Polarity.LOW, Polarity.LOW, Polarity.RANGE, Polarity.NONE))
    counts: tuple[Number, Number] = (NOTHING, NOTHING)
    if unit.is_percentage and value is not None and chance.random() < 0.4:
        possible = chance.randint(1, 600)
        counts = (float(round(value * possible)), float(possible))
        value = round(value * possible) / possible
    then = ExpectedRange(bound(), bound()) if chance.random() < 0.2 else None
    return _assessment(number, Row(value, expected, polarity, tolerance, unit, others, counts, then))


def _near(chance: random.Random, expected: ExpectedRange, tolerance: Tolerance, unit: Unit) -> float | None:
    """A value that is more often than not on an edge: a bound, a bound and the tolerance, or a hair beside one."""
    if chance.random() < 0.08:
        return None
    size = tolerance.size
    edges = [0.0]
    for b in (expected.low, expected.high):
        if b is not None:
            edges += [b, b * (1 - size), b * (1 + size), b - b * size, b + b * size, b - size, b + size]
            edges += [b - tolerance.at_zero, b + tolerance.at_zero, b - b * size / 2, b + b * size / 2]
    value = chance.choice(edges) if chance.random() < 0.7 else chance.uniform(-0.2, 1.4 if unit.is_percentage else 400)
    if chance.random() < 0.3:
        value = round(value, 4)
    return value + chance.choice((0, 0, 0, 0, 1e-13, -1e-13, 1e-9, -1e-9, 1e-4, -1e-4))


def _comparator(
    chance: random.Random, value: float | None, expected: ExpectedRange, tolerance: Tolerance, unit: Unit
) -> float | None:
    if value is None or chance.random() < 0.4:
        return _near(chance, expected, tolerance, unit)
    return value + chance.choice((0, 0, 1e-13, -1e-13, 1e-11, -1e-11, 0.1, -0.1, 0.001, -0.001))


def _assessment(number: int, row: Row) -> Assessment:
    """One row as the card has it. Each is a domain of its own, so that no cell of the table is merged."""
    value, expected, polarity, tolerance = row.value, row.expected, row.polarity, row.tolerance
    indicator = Indicator(
        f"row {number}", f"D{number}", HowReported.parse("SS"), polarity, row.unit, number // 50 % 3,
        RangeHistory((expected,)), tolerance,
    )  # fmt: skip

    def compared(other: float | None, then: ExpectedRange) -> Comparison:
        rated = rate(other, then, polarity, tolerance)
        return Comparison(_measured(other), direction(value, other, polarity), rated, "", then)

    month_ago, year_ago, similar = map(compared, row.others, (row.then or expected, expected, expected))
    return Assessment(
        indicator=indicator,
        anchor=None,
        period_label="Dec-21",
        rule_label="Dec-21",
        latest=replace(_measured(value), actual=row.counts[0], possible=row.counts[1]),
        expected=expected,
        rating=rate(value, expected, polarity, tolerance),
        month_ago=month_ago,
        year_ago=year_ago,
        similar=similar,
        trend=(),
        trend_is_illustrative=False,
        explanation="",
        children=None,
        only_rises=False,
    )


def _measured(value: float | None) -> Measurement:
    return Measurement(NOTHING if value is None else value, NOTHING, NOTHING, ())


def _card(assessments: list[Assessment]) -> Card:
    return Card(
        council="A council",
        title="",
        publication_date=None,
        as_of=Month.of(2021, 12),
        similar_set="",
        tolerance=Tolerance(),
        zero_tolerance_percentages=0.01,
        zero_tolerance_others=1.0,
        workbook_name="rows.xlsx",
        assessments=tuple(assessments),
        findings=(),
        link_to=lambda cell: Link("internal:'CPP Scorecard'!A1"),
    )


def _spoilt(sheet: SheetModel) -> SheetModel:
    """The sheet with wrong cached values, without notes and trend; printed are the judged columns of the rows alone."""
    cells: list[Cell] = []
    for cell in sheet.cells:
        if cell.column < Col.TREND_DATA and cell.column != Col.TREND:
            value = replace(cell.value, cached="?") if isinstance(cell.value, Formula) else cell.value
            cells.append(replace(cell, value=value, note=None))
    merges = tuple(merge for merge in sheet.merges if merge.last_column < Col.TREND)
    rows = [cell.row for cell in cells if cell.column == Col.INDICATOR and str(cell.value).startswith("row ")]
    area = Area(rows[0], Col.LATEST, rows[-1], Col.SIMILAR_IS)
    setup = replace(sheet.print_setup, area=area, repeat_rows=None, breaks_before_rows=(), header="", footer="")
    return replace(sheet, cells=tuple(cells), merges=merges, sparklines=(), print_setup=setup)


# --- what LibreOffice shows ----------------------------------------------------------------------


def _worked_out(html: Path) -> list[Shown]:
    """The rows as exported to HTML: values worked out, conditional fills and font colours, no conditional formats."""
    found: list[Shown] = []
    for row in re.split(r"<tr>", html.read_text("utf-8", errors="replace")):
        cells = re.findall(r"<td([^>]*)>(.*?)</td>", row, re.DOTALL)
        texts = [unescape(re.sub(r"<[^>]*>", "", content)).strip() for _, content in cells]
        if len(cells) > Col.RATING_BEFORE and texts[Col.INDICATOR].startswith("row "):
            assert int(texts[Col.INDICATOR][4:]) == len(found)
            fill = re.search(r'bgcolor="#(\w+)"', cells[Col.LATEST][0])
            judged = [Col.MONTH_AGO_IS, Col.YEAR_AGO_IS, Col.SIMILAR_IS]
            inks = [re.findall(r'<font[^>]*color="#(\w+)"', cells[column][1]) for column in judged]
            found.append(
                Shown(
                    rating=texts[Col.RATING],
                    before=texts[Col.RATING_BEFORE],
                    fill=FILLS.get(fill[1], fill[1]) if fill else None,
                    directions=tuple(texts[column] for column in judged),
                    inks=tuple(INKS.get(ink[0], ink[0]) if ink else "none" for ink in inks),
                )
            )
    return found


def _printed(pdf: Path) -> list[tuple[str, tuple[str, ...]]]:
    """The rows as printed, where conditional number formats show: the rating's letter and the marked directions."""
    text = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True, timeout=120
    ).stdout.decode()
    mark = r"[BWS] ?[▲▼■]|[BWS]|-"
    figure = r"-?[\d,]+(?:\.\d+)?%?|NA"
    line = re.compile(
        rf"^\s*(?:{figure})(?:\s+([RAG]))?\s+(?:{figure})\*?\s+(?:{figure})\*?"
        + rf"\s+(?:{figure})\s+({mark})" * 3
        + r"\s*$"
    )
    found: list[tuple[str, tuple[str, ...]]] = []
    for row in text.replace("\f", "\n").splitlines():
        if row.strip():
            seen = line.match(row)
            assert seen, f"not understood: {row!r}"
            found.append((seen[1] or "", (*(seen[group].replace(" ", "") for group in (2, 3, 4)),)))
    return found
