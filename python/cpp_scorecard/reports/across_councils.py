"""The second sheet of a batch's summary: every indicator with the councils under it, ranked where they can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cpp_scorecard.core.across_councils import AcrossCouncils, ComparedIndicator, Line, Place, Unranked
from cpp_scorecard.core.indicator import Unit
from cpp_scorecard.core.printing import printed_exactly
from cpp_scorecard.core.series import Missing
from cpp_scorecard.reports.live import RATINGS
from cpp_scorecard.reports.numbers import number_format, with_margin
from cpp_scorecard.reports.text_page import TextPage
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Area, ConditionalRule, Role, SheetModel, a1

if TYPE_CHECKING:
    from cpp_scorecard.sheets.theme import Theme

KEY = "across-councils"
_WIDTHS = (24.0, 62.0, 10.0, 9.0, 8.0, 6.0, 30.0, 12.0, 8.0, 20.0, 9.0, 12.0, 12.0, 46.0)
_RANK, _FIGURE, _RATING, _MEDIAN = 4, 7, 8, 12

Words = Mapping[str, Any]


def across_sheet(across: AcrossCouncils, theme: Theme) -> SheetModel:
    """One row for each indicator and council, to be read from top to bottom or filtered by any column."""
    words = wording()["across_councils"]
    page = TextPage(KEY, theme, _WIDTHS)
    page.wide(words["title"], Role.TITLE)
    shared = sum(one.councils > 1 for one in across.indicators)
    councils = len({result.label for result in across.reported})
    about = words["subtitle"].format(indicators=len(across.indicators), shared=shared, councils=councils)
    page.wide(about, Role.SUBTITLE)
    for text in ("intro", "like", "matching", "publication"):
        page.wide(words[text], Role.BODY)
    page.gap()
    header = page.row
    page.cells_across([(text, Role.HEADER) for text in words["headers"]])
    for indicator in across.indicators:
        for at, line in enumerate(indicator.lines):
            cells, formats = _cells(indicator, line, words, is_first=at == 0)
            page.cells_across(cells, formats=formats)
    page.rules += _colours(header + 1, page.row - 1)
    return page.sheet(words["tab"], about, header=header, filtered=True)


def _cells(
    indicator: ComparedIndicator, line: Line, words: Words, *, is_first: bool
) -> tuple[list[tuple[str | float, Role]], dict[int, str]]:
    one, place, near, nothing = line.indicator, line.place, line.among_neighbours, words["nothing"]
    is_ranked = isinstance(place, Place)
    name, said = (Role.INDICATOR, Role.TEXT) if is_first else (Role.FOOTNOTE, Role.FOOTNOTE)
    formats = {_FIGURE: with_margin(number_format(one.unit, one.decimals))}
    quiet: tuple[str | float, Role] = (nothing, Role.MISSING)
    if isinstance(place, Place):
        formats[_MEDIAN] = formats[_FIGURE]
        if place.is_shared:
            formats[_RANK] = f'0"{words["shared_mark"]}"'
    value: tuple[str | float, Role] = (
        (one.value.token or nothing, Role.MISSING) if isinstance(one.value, Missing) else (one.value, Role.FIGURE)
    )
    median = indicator.median
    cells: list[tuple[str | float, Role]] = [
        (indicator.domain, said),
        (indicator.name, name),
        (one.how_reported, said),
        (one.polarity.value, said),
        (place.rank, Role.CENTRED) if isinstance(place, Place) else quiet,
        (place.of, Role.CENTRED) if isinstance(place, Place) else quiet,
        (line.result.label, Role.TEXT),
        value,
        (one.letter or nothing, Role.CENTRED if one.letter else Role.MISSING),
        (one.period, Role.CENTRED),
        quiet if line.quartile is None else (line.quartile, Role.CENTRED),
        quiet if near is None else (_place(near, words), Role.CENTRED),
        (median, Role.FIGURE) if is_ranked and median is not None else quiet,
        (_remarks(indicator, line, words), Role.TEXT),
    ]
    return cells, formats


def _place(place: Place, words: Words) -> str:
    rank = f"{place.rank}{words['shared_mark'] if place.is_shared else ''}"
    return str(words["place"].format(rank=rank, of=place.of))


def _remarks(indicator: ComparedIndicator, line: Line, words: Words) -> str:
    one, said = line.indicator, []
    if isinstance(line.place, Unranked):
        reason = one.value.reason.value if isinstance(one.value, Missing) else ""
        said.append(words["unranked"][line.place.value].format(reason=reason, unit=one.unit, how=one.how_reported))
    if line.is_other_period:
        said.append(words["other_period"].format(period=indicator.period))
    if line.other_name:
        said.append(words["other_name"].format(name=line.other_name))
    if one.rests_on is not None:
        said.append(words["small"].format(count=printed_exactly(one.rests_on, Unit.NUMBER)))
    if one.statuses:
        said.append(words["statuses"].format(statuses=", ".join(one.statuses)))
    return " ".join(said)


def _colours(first: int, last: int) -> Iterator[ConditionalRule]:
    """The colour of each rating by its letter."""
    area = Area(first, _RATING, last, _RATING)
    for rag, role in RATINGS:
        yield ConditionalRule((area,), f'={a1(first, _RATING, fixed_column=True)}="{rag.value}"', role)
