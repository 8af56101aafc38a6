"""Highlights: for each theme a key figure and two questions, answered by an officer or drafted from the figures.

An answer of an officer for the report's month stands word for word; what the figures would have said is then kept
beside it for the officer alone and never goes into a report (`without_drafts`). A text of another month waits for its
own. A question that an officer left blank is drafted, and marked so.

Source of the two questions: the published highlights of January 2022.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from cpp_scorecard.core.folding import is_same
from cpp_scorecard.core.quoted import slips_in

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.core.panel import Panel
    from cpp_scorecard.core.period import Month
    from cpp_scorecard.core.quotable import Quotable, QuotedSlip
    from cpp_scorecard.core.series import CellRef


class Question(StrEnum):
    """The published questions. The value is the role of the column that holds the officer's answer."""

    TELLS = "highlight_tells"
    COMPARES = "highlight_compares"

    @property
    def short(self) -> str:
        """`tells` or `compares`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class HighlightTheme:
    """A theme as the workbook lists it: the places of its indicators among the definitions, the key one first."""

    name: str
    places: tuple[int, ...]
    where: CellRef | None = None


@dataclass(frozen=True, slots=True)
class HighlightText:
    """What an officer wrote about a theme for one month, word for word; a question left blank is absent."""

    theme: str
    month: Month
    answers: Mapping[Question, str]
    cells: Mapping[Question, CellRef]
    officer: str = ""
    date: str = ""
    where: CellRef | None = None
    typed: dt.date | None = None
    """The day that the cell of the month holds, where it holds one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with what a report shows under it.

    `draft` is what the figures say: the same as `text` where nobody wrote one, else for the officer's eyes alone.
    """

    question: Question
    text: str
    draft: str
    is_draft: bool
    officer: str = ""
    date: str = ""
    where: CellRef | None = None
    slips: tuple[QuotedSlip, ...] = ()
    """Numbers of an officer's text that the figures do not bear out."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """One theme, ready to be shown: its key indicator, the others, both answers and the panel of the key figure."""

    theme: str
    key: Assessment
    others: tuple[Assessment, ...]
    answers: tuple[Answer, ...]
    panel: Panel

    @property
    def has_officers_text(self) -> bool:
        """Whether an officer answered any of the questions."""
        return any(not answer.is_draft for answer in self.answers)

    def without_drafts(self) -> Highlight:
        """The same without the drafts that an officer's text stands in place of: what may be handed round."""
        kept = (replace(a, draft=a.text if a.is_draft else "", slips=()) for a in self.answers)
        return replace(self, answers=tuple(kept))


def text_of(texts: Iterable[HighlightText], theme: str, month: Month) -> HighlightText | None:
    """The text of `theme` for `month`; the last one where the workbook has several."""
    named = [text for text in texts if is_same(text.theme, theme) and text.month == month]
    return named[-1] if named else None


def answer(question: Question, draft: str, text: HighlightText | None, about: Sequence[Quotable]) -> Answer:
    """The officer's words where there are any, else the draft. The first of `about` is the key indicator."""
    own = text.answers.get(question, "") if text else ""
    if text is None or not own.strip():
        return Answer(question, draft, draft, is_draft=True)
    where = text.cells.get(question)
    slips = slips_in(own, about, has_key=True, compares=question is Question.COMPARES)
    return Answer(question, own, draft, False, text.officer, text.date, where, tuple(slips))
