"""The words around the scorecard's table: the live summary line, the caution and the footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cpp_scorecard.core.assessment import Assessment, is_ordinary
from cpp_scorecard.core.rag import Rag, RagRating
from cpp_scorecard.core.series import Missing, MissingReason, Status
from cpp_scorecard.reports.scorecard_columns import Col
from cpp_scorecard.reports.wording import wording
from cpp_scorecard.sheets.model import Formula, Role, a1

if TYPE_CHECKING:
    from cpp_scorecard.reports.card import Card
    from cpp_scorecard.reports.layout import SheetLayout


def write_summary(sheet: SheetLayout, first: int, last: int) -> None:
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


def illustrative_caution(card: Card) -> str:
    """What rests on months that were never published; empty where nothing does."""
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


def write_footnotes(sheet: SheetLayout, row: int) -> int:
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
    notes += _similar_notes(card, words)
    illustrative = _illustrative_names(card)
    if illustrative:
        notes.append(words["illustrative"].format(names="; ".join(illustrative)))
    notes += _doubt_notes(card, words)
    labelled = [
        f"{a.indicator.name} ({a.label_override.reason.rstrip('.')})" for a in card.assessments if a.label_override
    ]
    if labelled:
        notes.append(words["overrides"].format(names="; ".join(labelled)))
    decided = [
        f"{a.indicator.name}: {a.override.value}, not {a.letter or 'rated'} ({a.override.officer}, {a.override.date}: "
        f"{a.override.reason.rstrip('.')})"
        for a in card.assessments
        if a.override is not None
    ]
    if decided:
        notes.append(words["ratings"].format(names="; ".join(decided)))
    sheet.heights[row] = 6
    row += 1
    for note in notes:
        sheet.line(row, note, Role.FOOTNOTE, note)
        row += 1
    return row - 1


def _doubt_notes(card: Card, words: Mapping[str, str]) -> Iterator[str]:
    """What the marks beside letters and counts say, where there are any."""
    marked = [
        (a, comparison)
        for a in card.assessments
        for comparison in (a.month_ago, a.year_ago, a.similar)
        if is_ordinary(a, comparison)
    ]
    if marked:
        charts = [a for a, comparison in marked if comparison is not a.similar and a.chart and a.chart.is_illustrative]
        names = "; ".join(dict.fromkeys(a.indicator.name for a in charts))
        footnote = words["ordinary"]
        yield words["ordinary_illustrative"].format(footnote=footnote, names=names) if names else footnote
    if any(a.small_number is not None for a in card.assessments):
        yield words["small"].format(threshold=f"{card.small_number:g}")


def _similar_notes(card: Card, words: Mapping[str, str]) -> Iterator[str]:
    """Which councils the figures are of, typed ones and those worked out apart; their sources; which are old."""
    typed, computed = card.similar_set.rstrip("."), card.similar_computed
    if card.has_similar_of_both_kinds:
        yield words["similar_of_computed"].format(set=computed)
    elif computed or typed:
        yield words["similar"].format(set=computed or typed)
    names: dict[tuple[str, str], list[str]] = {}
    for a in card.assessments:
        figure = a.indicator.similar
        if not isinstance(figure, Missing) and figure.cells:
            names.setdefault((figure.source, figure.period), []).append(a.indicator.name)
    for (source, period), of in names.items():
        yield words["similar_computed"].format(source=source, period=period, names="; ".join(of))
    if card.has_similar_of_both_kinds:
        yield words["similar_of_typed"].format(set=typed or words["similar_not_stated"])
    old = [
        f"{a.indicator.name} ({a.similar.period}, {a.similar.stale_by} months)"
        for a in card.assessments
        if a.similar.stale_by is not None
    ]
    if old:
        yield words["similar_stale"].format(names="; ".join(old))


def _tokens(card: Card) -> str:
    """Each token that stands for a figure on the card, with what it means."""
    meaning: dict[str, set[MissingReason]] = {}
    for a in card.assessments:
        for measured in (a.latest, a.month_ago.measurement, a.year_ago.measurement, a.similar.measurement):
            if isinstance(measured.value, Missing):
                meaning.setdefault(measured.value.token or "-", set()).add(measured.value.reason)
    return "; ".join(f'"{token}" {_either(sorted(reasons))}' for token, reasons in sorted(meaning.items()))


def _either(choices: list[str]) -> str:
    """The choices in one phrase: `a`, `a or b`, `a, b or c`."""
    *most, last = choices
    return f"{', '.join(most)} or {last}" if most else last
