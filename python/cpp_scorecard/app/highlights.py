"""The highlights of a workbook: themes brought together with their assessed indicators, texts and drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cpp_scorecard.app.exceptions import later_finding
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.folding import is_same
from cpp_scorecard.core.highlight_draft import draft_compares, draft_tells
from cpp_scorecard.core.highlight_panel import timeline_panel
from cpp_scorecard.core.highlights import Highlight, HighlightText, HighlightTheme, Question, answer, text_of
from cpp_scorecard.core.indicator import ComparatorFigure
from cpp_scorecard.core.timeline import history, quotable, recent
from cpp_scorecard.reports.wording import wording

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment, Conventions
    from cpp_scorecard.core.period import Month
    from cpp_scorecard.core.series import Series
    from cpp_scorecard.intake.workbook import IndicatorWorkbook


def report_highlights(
    workbook: IndicatorWorkbook, assessed: Mapping[int, tuple[Assessment, Series]], conventions: Conventions
) -> tuple[Highlight, ...]:
    """One highlight a theme, in the workbook's order. `assessed` is by the place of the indicator in the workbook."""
    words = wording()["highlights"]
    return tuple(_highlight(theme, workbook, assessed, conventions, words) for theme in workbook.highlight_themes)


def _highlight(
    theme: HighlightTheme,
    workbook: IndicatorWorkbook,
    assessed: Mapping[int, tuple[Assessment, Series]],
    conventions: Conventions,
    words: Mapping[str, Any],
) -> Highlight:
    members = [assessed[place] for place in theme.places]
    key, series = members[0]
    similar = key.indicator.similar
    council_set = similar.council_set if isinstance(similar, ComparatorFigure) else ""
    text = text_of(workbook.highlight_texts, theme.name, conventions.as_of)
    about = [quotable(a, history(a, s, conventions)) for a, s in members] if text else []
    drafts = {
        Question.TELLS: draft_tells(key, words["draft"]),
        Question.COMPARES: draft_compares(key, words["draft"], council_set),
    }
    return Highlight(
        theme=theme.name,
        key=key,
        others=tuple(a for a, _ in members[1:]),
        answers=tuple(answer(question, draft, text, about) for question, draft in drafts.items()),
        panel=timeline_panel(key, recent(key, series, conventions), conventions, words),
    )


def highlight_findings(
    workbook: IndicatorWorkbook, highlights: Sequence[Highlight], conventions: Conventions
) -> Iterator[Finding]:
    """Numbers of officers' texts that the figures do not bear out, and texts that wait for their month."""
    for highlight in highlights:
        for given in highlight.answers:
            for slip in given.slips:
                yield Finding(
                    code="narrative-number",
                    severity=Severity.WARNING,
                    message=f'the text about "{highlight.theme}" quotes "{slip.quoted}"; {slip.problem}.',
                    remedy="Correct the text, or leave it if it speaks of something else.",
                    where=given.where,
                    indicator=highlight.key.indicator.name,
                )
    for text in workbook.highlight_texts:
        if text.month > conventions.as_of:
            yield later_finding(str(text.month), text.typed, conventions.as_of, text.where)
    for theme in workbook.highlight_themes:
        yield from _owed(theme, workbook.highlight_texts, conventions.as_of)


def _owed(theme: HighlightTheme, texts: Sequence[HighlightText], as_of: Month) -> Iterator[Finding]:
    """A theme that an officer wrote about in an earlier month, and nobody for this one."""
    earlier = [text for text in texts if is_same(text.theme, theme.name) and text.month < as_of]
    if not earlier or text_of(texts, theme.name, as_of) is not None:
        return
    last = max(earlier, key=lambda text: text.month)
    yield Finding(
        code="highlight-owed",
        severity=Severity.INFORMATION,
        message=f'the theme "{theme.name}" has no text of {as_of}; its last one, of {last.month}, is not shown, and '
        "drafts from the figures stand in its place.",
        remedy=f"Add a row for {as_of}; leave the older one.",
        where=last.where,
    )
