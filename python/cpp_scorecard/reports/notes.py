"""The note on a figure: which cells it comes from, over which window, by which rule. Plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpp_scorecard.core.direction import Direction
from cpp_scorecard.core.indicator import ComparatorFigure, FigureKind
from cpp_scorecard.core.printing import cell_list, printed
from cpp_scorecard.core.series import Missing, Status
from cpp_scorecard.reports.doubt import comparison_doubts, latest_doubts

if TYPE_CHECKING:
    from cpp_scorecard.core.assessment import Assessment, Comparison
    from cpp_scorecard.core.windows import Measurement

SIMILAR = "Similar councils"
"""The name of the comparison with similar councils."""
_ILLUSTRATIVE = "Some of the months behind it are illustrative: they were never published."
_HOW = {
    FigureKind.EVENTS: "Events of each month, added up",
    FigureKind.MEASURED: "Measured over the window by the case system, taken as it is",
    FigureKind.THREE_YEAR_AVERAGE: "A 3-year average, taken as it is",
    FigureKind.NOT_STATED: "Taken as it is",
}


def latest_note(a: Assessment) -> str:
    """The note on the latest figure: source, window, rating and whatever an officer decided."""
    sentences = [_source(a.latest, a.rule_label)]
    if a.latest.cells:
        sentences.append(f"{_HOW[a.indicator.figures]}.")
    sentences.append(a.explanation)
    if a.expected.where is not None and a.letter is not None:
        sentences.append(f"Expected range: {a.expected.where}.")
    sentences += latest_doubts(a)
    if a.override is not None:
        o = a.override
        sentences.append(f"An officer rates it {o.value} ({o.officer}, {o.date}): {o.reason}")
    return "\n".join(s for s in sentences if s)


def comparison_note(a: Assessment, comparison: Comparison, name: str) -> str | None:
    """The note on a comparator's figure, or None where there is none to explain."""
    measured = comparison.measurement
    if measured.number is None:
        return None
    sentences = [_source(measured, comparison.period or name)]
    if name == SIMILAR and isinstance(a.indicator.similar, ComparatorFigure):
        sentences += _councils(a.indicator.similar, comparison)
    if comparison.direction is not Direction.NONE and a.latest.number is not None:
        unit, decimals = a.indicator.unit, a.indicator.decimals + 1
        sentences.append(
            f"The latest, {printed(a.latest.number, unit, decimals)}, is {comparison.direction.word} "
            f"against {printed(measured.number, unit, decimals)}."
        )
    sentences += comparison_doubts(a, comparison)
    return "\n".join(sentences)


def _councils(figure: ComparatorFigure, comparison: Comparison) -> list[str]:
    """Which councils stand behind a similar councils' figure, by which method, and how old it is."""
    sentences = [f"{text.rstrip('.')}." for text in (figure.source, figure.detail) if text]
    if figure.council_set and not figure.method:
        sentences.append(f"Similar councils: {figure.council_set.rstrip('.')}.")
    if comparison.stale_by is not None:
        sentences.append(f"It ends {comparison.stale_by} months before the latest figure does.")
    return sentences


def _source(measured: Measurement, period: str) -> str:
    if isinstance(measured.value, Missing):
        where = f" ({measured.value.where})" if measured.value.where else ""
        return f"No figure: {measured.value.text}{where}."
    said = sorted(status.value for status in measured.statuses if status not in (Status.FINAL, Status.ILLUSTRATIVE))
    text = f"{period}: from {cell_list(measured.cells)}."
    if said:
        text += f" The workbook marks it {', '.join(said)}."
    return f"{text} {_ILLUSTRATIVE}" if Status.ILLUSTRATIVE in measured.statuses else text
