"""What officers wrote, as an edition may show it: a text that quotes a suppressed figure is withheld, and logged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cpp_scorecard.app.disclose_card import name_of
from cpp_scorecard.core.disclosure import Why
from cpp_scorecard.core.disclosure_rules import Suppression
from cpp_scorecard.core.disclosure_texts import WITHHELD, counts_few_people, quotes
from cpp_scorecard.core.series import SUPPRESSED_SMALL

if TYPE_CHECKING:
    from cpp_scorecard.app.disclose_dataset import DatasetCells
    from cpp_scorecard.app.disclose_edition import Edition
    from cpp_scorecard.core.assessment import Assessment
    from cpp_scorecard.core.exception_items import ExceptionItem, R
    from cpp_scorecard.core.exceptions import RatedRow
    from cpp_scorecard.core.highlights import Answer, Highlight
    from cpp_scorecard.core.indicator import Override
    from cpp_scorecard.core.narrative import NarrativeEntry
    from cpp_scorecard.reports.card import DatasetReport


def _is_telling(figure: str) -> bool:
    """Whether a figure is met by chance so seldom that a text about another indicator means this one: `98.9%`."""
    return "." in figure and figure.endswith("%")


@dataclass(slots=True)
class Texts:
    """The texts of an edition, each held against the figures of the indicators and rows that it is about."""

    edition: Edition
    before: Sequence[Assessment]
    names: Sequence[str]
    rows: DatasetCells | None
    _stems: dict[int, str] = field(default_factory=dict)
    _hidden: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Know the indicators again by what they were."""
        self._stems = {id(a): name for a, name in zip(self.before, self.names, strict=True)}

    def stem(self, a: Assessment) -> str:
        """The beginning of the keys of an indicator, as it was before."""
        return self._stems.get(id(a)) or name_of(a)

    def _figures(self, stem: str) -> set[str]:
        if stem not in self._hidden:
            self._hidden[stem] = self.edition.hidden_figures(stem) if stem else set()
        return self._hidden[stem]

    def shown(self, text: str, stems: Iterable[str], report: str, item: str) -> str:
        """The text, or that it is withheld."""
        if not text.strip():
            return text
        hidden = set().union(*(self._figures(stem) for stem in stems))
        elsewhere = set().union(*map(self._figures, self.names))
        if quotes(text, hidden | {one for one in elsewhere if _is_telling(one)}):
            self.edition.log.append(Suppression(report, item, "text", Why.NARRATIVE, "withheld: write another"))
            return WITHHELD
        if counts_few_people(text, self.edition.rules.small) or quotes(text, elsewhere):
            self.edition.log.append(Suppression(report, item, "text", Why.TO_READ, "shown"))
        return text

    def of_indicator(self, before: Assessment, after: Assessment) -> Assessment:
        """The words that officers left with an indicator: why they rate it otherwise, why they call its period so."""
        stems, name = [self.stem(before)], before.indicator.name

        def reason(override: Override | None) -> Override | None:
            if override is None:
                return None
            return replace(override, reason=self.shown(override.reason, stems, "scorecard", f"{name}: why"))

        overrides = tuple(one for one in map(reason, after.indicator.overrides) if one is not None)
        if not overrides and after.override is None and after.label_override is None:
            return after
        return replace(
            after,
            indicator=replace(after.indicator, overrides=overrides),
            override=reason(after.override),
            label_override=reason(after.label_override),
        )

    def of_entry(self, entry: NarrativeEntry | None, stems: Sequence[str]) -> NarrativeEntry | None:
        """What a head of service says about an exception."""
        if entry is None:
            return None
        item = f"{entry.section}: text at {entry.where}" if entry.section else f"text at {entry.where}"
        return replace(entry, text=self.shown(entry.text, stems, "exceptions", item))

    def listed(self, item: ExceptionItem[R], report: str, is_shown: Callable[[R], bool]) -> Iterator[ExceptionItem[R]]:
        """An exception with those of its rows whose figures are shown: the others would stand under their colour."""
        kept = tuple(one for one in item.rows if is_shown(one))
        for one in item.rows:
            if one not in kept:
                self.edition.suppressed(report, one.row.name, f"under {item.heading.value}", Why.LISTED)
        if kept or not item.rows:
            yield replace(item, rows=kept)

    def of_answers(self, highlight: Highlight) -> tuple[Answer, ...]:
        """The answers of a theme. A draft was made from every figure, so none is shown where one is suppressed."""
        stems = [self.stem(a) for a in (highlight.key, *highlight.others)]
        found = []
        for answer in highlight.answers:
            text = self.shown(answer.text, stems, "highlights", f"{highlight.theme}: {answer.question.short}")
            if answer.is_draft and self._figures(stems[0]):
                text = WITHHELD
            found.append(replace(answer, text=text, draft=text if answer.is_draft else "", slips=()))
        return tuple(found)

    def of_dataset(self, report: DatasetReport) -> DatasetReport:
        """The texts of the dataset's exceptions, strips and rows."""
        rows = self.rows
        if rows is None:
            return report
        current = report.dataset.current
        items: list[ExceptionItem[RatedRow]] = []
        for item in report.items:
            shown = replace(item, entry=self.of_entry(item.entry, [rows.keys[one.row.place] for one in item.rows]))
            items += self.listed(
                shown, "exceptions", lambda one: current is None or one.row.values.get(current) is not SUPPRESSED_SMALL
            )
        strips = tuple(
            replace(one, basis=self.shown(one.basis, [rows.keys[one.row.place]], "strips", one.row.name))
            for one in report.strips
        )
        return replace(report, items=tuple(items), strips=strips)
