"""A readable edition as plain data: pages of headings, paragraphs, terms, tables and drawings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpp_scorecard.core.plain_table import PlainTable


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as a finished drawing (SVG markup), for the table that stands beside it."""

    svg: str
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading. A section without a heading belongs to the one before it."""

    heading: str = ""
    level: int = 2
    paragraphs: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    table: PlainTable | None = None
    drawing: Drawing | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `key` is its file name without ending; `answers` says what one finds on it."""

    key: str
    title: str
    answers: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """All pages. `standing` is what every page says of council, period and approval."""

    title: str
    council: str
    standing: str
    introduction: tuple[str, ...]
    pages: tuple[Page, ...]
