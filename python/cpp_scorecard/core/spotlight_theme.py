"""A spotlight theme: what a deeper look shows, page by page, as data that a council can write.

A theme says which people, rows or indicators each panel is about and how the panel speaks; it holds no figures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from cpp_scorecard.core.folding import is_same
from cpp_scorecard.core.people import Cohort, Field
from cpp_scorecard.core.period import PeriodKind
from cpp_scorecard.core.spotlight_words import Figures, fill

if TYPE_CHECKING:
    from cpp_scorecard.core.code_groups import CodeGroup
    from cpp_scorecard.core.panel import ChartKind, Panel

Conditions = Mapping[Field, tuple[str, ...]]
"""Whom a page or a panel is about: for each field the names of groups, or codes. Any of one field, all fields."""


class PanelShows(StrEnum):
    """What a panel counts. The value is how a theme names it."""

    NUMBERS = "numbers"
    """People by the groups of a field."""
    SHARES = "shares"
    """The same with each group's share."""
    SHARE_BY = "share by"
    """The share in one group, by the groups of another field and in total."""
    DATASET = "dataset"
    """Rows of the exception dataset over their latest periods."""
    INDICATORS = "indicators"
    """Indicators of the card over their latest months."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which row or indicator is meant: by reference, by its name, or by words that its name has to hold.

    A council's references are its own, so a theme for everybody goes by `words`: regular expressions, each of which
    is found somewhere in the name. `area` is one that is found in the area of a row or the domain of an indicator.
    """

    reference: str = ""
    name: str = ""
    words: tuple[str, ...] = ()
    area: str = ""
    below: str = ""
    """Takes the first that fits after the row whose name holds this: sub-rows of one name stand under several."""
    label: str = ""
    """What the panel calls it; empty for its own name."""
    is_drawn: bool = True

    def fits(self, reference: str, name: str, area: str) -> bool:
        """Whether a row or an indicator is one that is meant, `below` apart."""
        if self.reference and not is_same(self.reference, reference):
            return False
        if self.name and not is_same(self.name, name):
            return False
        return all(found_in(word, name) for word in self.words) and found_in(self.area, area)

    def __str__(self) -> str:
        said = {
            "reference": self.reference,
            "name": self.name,
            "words": ", ".join(self.words),
            "area": self.area,
            "below": self.below,
        }
        return "; ".join(f"{key} {text}" for key, text in said.items() if text)


def found_in(word: str, text: str) -> bool:
    """Whether the regular expression `word` is found in `text`, without regard to case."""
    return re.search(word, text, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Agreement:
    """The indicator of the card that counts the same people as one group of a panel."""

    indicator: Wanted
    group: str


@dataclass(frozen=True, slots=True)
class PanelWords:
    """What a panel says; names in braces stand for figures, see `core.spotlight_words`."""

    title: str
    unit: str = ""
    alternative: str = ""
    note: str = ""

    def on(self, panel: Panel, figures: Figures) -> Panel:
        """The panel with these words and their figures.

        Raises UnknownName where they ask for one that there is not.
        """
        return replace(
            panel,
            title=fill(self.title, figures),
            unit_label=fill(self.unit, figures),
            alternative=fill(self.alternative or "{figures}.", figures),
            note=fill(self.note, figures),
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a panel is drawn; no kind means a table alone.

    `highlight` is the label of what the panel is about: a group, a column, or the row that stands out from the others.
    """

    kind: ChartKind | None = None
    highlight: str = ""


@dataclass(frozen=True, slots=True)
class PeoplePanel:
    """People by the groups of a field; everybody counts once, in the first group that takes them."""

    words: PanelWords
    drawn: Drawn
    where: Conditions
    by: Field
    groups: tuple[str, ...]
    with_shares: bool
    label: str = "{group}"
    otherwise: str = ""
    """What those in no group are called, with or without a code; empty: told apart, where there is anybody."""
    leave_out: tuple[str, ...] = ()
    """Groups (or `otherwise`) that have no share and are no part of the denominator."""
    is_by_size: bool = False
    """Largest first; the groups of `last` keep to the end."""
    last: tuple[str, ...] = ()
    hides_empty: bool = False
    numbers_label: str = "Number"
    shares_label: str = "Share"
    agreements: tuple[Agreement, ...] = ()


@dataclass(frozen=True, slots=True)
class ShareByPanel:
    """The share in `group` of the field `by`, for each group of the field `across` and in total."""

    words: PanelWords
    drawn: Drawn
    where: Conditions
    by: Field
    group: str
    across: Field
    columns: tuple[str, ...]
    label: str = "{group}"
    total: str = "Total"
    numbers_label: str = "Numbers in cohort"
    shares_label: str = ""
    """What the row of shares is called; empty for the group's own name."""
    leave_out: tuple[str, ...] = ()
    agreements: tuple[Agreement, ...] = ()


@dataclass(frozen=True, slots=True)
class DatasetPanel:
    """Rows of the exception dataset over their latest periods of one kind."""

    words: PanelWords
    drawn: Drawn
    rows: tuple[Wanted, ...]
    over: PeriodKind = PeriodKind.MONTH
    last: int = 6


@dataclass(frozen=True, slots=True)
class IndicatorsPanel:
    """Indicators of the card over the latest months, each as it is reported."""

    words: PanelWords
    drawn: Drawn
    rows: tuple[Wanted, ...]
    last: int = 13


PlannedPanel = PeoplePanel | ShareByPanel | DatasetPanel | IndicatorsPanel


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page: a heading, whom it is about, and its panels."""

    title: str
    panels: tuple[PlannedPanel, ...]
    where: Conditions = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Theme:
    """A whole theme. `groups` are its own groups of codes; the workbook's group of the same name goes first."""

    name: str
    title: str
    introduction: str
    pages: tuple[PlannedPage, ...]
    about: Cohort | None = None
    groups: tuple[CodeGroup, ...] = ()
    source: str = ""
    """What the theme calls the list, such as `Care leavers list (Annex A List 9)`."""
    people: str = "people"
    """What it calls them: `young people`."""
    file: str = ""
    """The name of the file that it was read from."""
