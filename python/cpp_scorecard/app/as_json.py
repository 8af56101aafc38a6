"""The one JSON document of a command: the contract that scripts and dashboards read.

Percentages are fractions, rates per 10,000, a missing value is null with the reason in a ``*_missing`` field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cpp_scorecard.app.at_a_glance import glance_json
from cpp_scorecard.app.spotlight import spotlight_json
from cpp_scorecard.core.assessment import Assessment, Comparison, is_ordinary
from cpp_scorecard.core.dataset import Dataset, column_label
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.printing import cell_list
from cpp_scorecard.core.rag import RagRating
from cpp_scorecard.core.recompute import recompute
from cpp_scorecard.core.series import Figure, Missing, Status
from cpp_scorecard.core.variation import NotJudged

if TYPE_CHECKING:
    from cpp_scorecard.app.publish import Published
    from cpp_scorecard.app.regenerate import Regenerated
    from cpp_scorecard.app.scorecard import Scorecard
    from cpp_scorecard.core.dataset_differences import Difference
    from cpp_scorecard.core.exception_items import ExceptionItem, R
    from cpp_scorecard.core.exceptions import RatedRow
    from cpp_scorecard.core.highlights import Highlight

Json = dict[str, Any]


def document(scorecard: Scorecard, reports: tuple[str, ...] = ()) -> Json:
    """The document of `check` and `build`."""
    found: Json = {
        "as_of": scorecard.as_of.iso,
        "workbook": scorecard.workbook.path.name,
        "council": scorecard.workbook.settings.council,
        "reports": list(reports),
        "complete": scorecard.is_complete,
        "indicators": [indicator_json(assessment) for assessment in scorecard.assessments],
        "findings": [finding_json(finding) for finding in scorecard.findings],
    }
    if scorecard.highlights:
        found["highlights"] = [highlight_json(highlight) for highlight in scorecard.highlights]
    if scorecard.glance:
        found["at_a_glance"] = [glance_json(table, row) for table in scorecard.glance for row in table.rows]
    if scorecard.spotlights:
        found["spotlight"] = [spotlight_json(spotlight) for spotlight in scorecard.spotlights]
    if scorecard.dataset is not None:
        found["dataset"] = [row_json(scorecard.dataset.dataset, rated) for rated in scorecard.dataset.rated]
        found["differences"] = [difference_json(difference) for difference in scorecard.dataset.differences]
    found["exceptions"] = [
        *(exception_json("scorecard", item) for item in (scorecard.exceptions.items if scorecard.exceptions else ())),
        *(exception_json("dataset", item) for item in (scorecard.dataset.items if scorecard.dataset else ())),
    ]
    return found


def exception_json(report: str, item: ExceptionItem[R]) -> Json:
    """One exception of the card or of the dataset with what an officer says of it; `owed` where no text is current."""
    entry = item.entry
    return {
        "report": report,
        "section": item.section,
        "heading": item.heading.value,
        "indicators": [
            {"reference": one.row.reference, "indicator": one.row.name, "rag": one.letter} for one in item.rows
        ],
        "head_of_service": next((one.row.head_of_service for one in item.rows if one.row.head_of_service), None),
        "text": entry.text if entry else None,
        "author": (entry.author or None) if entry else None,
        "date": (entry.date or None) if entry else None,
        "status": (entry.watch.value or None) if entry else None,
        "carried_from": column_label(item.carried_from) if item.carried_from else None,
        "owed": item.is_owed,
        "numbers_to_check": [{"quoted": slip.quoted, "problem": slip.problem} for slip in item.slips],
    }


def highlight_json(highlight: Highlight) -> Json:
    """One theme of the highlights; `draft` is for the officer who wrote, and in no report where somebody did."""
    indicator = highlight.key.indicator
    return {
        "theme": highlight.theme,
        "reference": indicator.reference,
        "key_indicator": indicator.name,
        "indicators": [a.indicator.name for a in (highlight.key, *highlight.others)],
        "period_label": highlight.key.period_label,
        "is_draft": not highlight.has_officers_text,
        "officer": next((a.officer for a in highlight.answers if not a.is_draft), None),
        "date": next((a.date for a in highlight.answers if not a.is_draft), None),
        "texts": {a.question.short: {"text": a.text, "is_draft": a.is_draft} for a in highlight.answers},
        "draft": {a.question.short: a.draft for a in highlight.answers},
    }


def regenerated_json(done: Regenerated) -> Json:
    """The document of `regenerate`."""
    return {
        "workbook": done.path.name,
        "changed": done.changed,
        "input_sha256": done.input_sha256,
        "output_sha256": done.output_sha256,
        "notes": list(done.notes),
        **({} if done.scorecard is None else document(done.scorecard, done.reports)),
    }


def published_json(done: Published) -> Json:
    """The document of `publish`: nothing that the edition suppresses; of the findings, what could not be reported."""
    return {
        "folder": str(done.folder),
        "not_for_publication": str(done.inside),
        "profile": done.record.profile,
        "status": "draft" if done.record.approved_by is None else "approved",
        "approved_by": done.record.approved_by,
        "approved_on": done.record.approved_on,
        "previous": done.record.previous,
        "files": dict(done.record.files),
        "suppressed": done.suppressed,
        "notes": list(done.notes),
        "input_sha256": done.record.input_sha256,
        "as_of": done.scorecard.as_of.iso,
        "workbook": done.scorecard.workbook.path.name,
        "council": done.scorecard.workbook.settings.council,
        "reports": list(done.reports),
        "complete": done.scorecard.is_complete,
        "indicators": [indicator_json(assessment) for assessment in done.card.assessments],
        "findings": [finding_json(f) for f in done.scorecard.findings if f.severity is Severity.ERROR],
    }


def row_json(dataset: Dataset, rated: RatedRow) -> Json:
    """One row of the exception dataset: what is printed, and what the rules make of it."""
    row = rated.row
    values: Json = {}
    published: Json = {}
    for period in dataset.periods:
        figure, computed = row.figure(period), recompute(dataset, row, period)
        label = column_label(period)
        published[label] = figure.number if figure else None
        values[label] = published[label] if computed.number is None else computed.number
    return {
        "source_row": row.where.row + 1,
        "sheet": row.where.sheet,
        "reference": row.reference,
        "area": row.area,
        "section": row.section,
        "indicator": row.name,
        "type": row.printed_type,
        "measure_type": row.measure.value,
        "unit": row.unit.value,
        "values": values,
        "published": published,
        "low": row.expected.low,
        "high": row.expected.high,
        "range_is": row.range_basis.value,
        "comparators": {
            name: figure.number if isinstance(figure, Figure) else None for name, figure in row.comparators.items()
        },
        "rag": rated.letter,
        "rag_override": rated.override.value if rated.override else None,
        "outside": rated.outside,
    }


def difference_json(difference: Difference) -> Json:
    """One printed figure that the rules do not give."""
    return {
        "source_row": difference.row.where.row + 1,
        "cell": str(difference.published.where),
        "indicator": difference.row.name,
        "period": column_label(difference.period),
        "published": difference.published.number,
        "computed": difference.computed.number,
        "kind": difference.kind.value,
        "reason": difference.reason,
        "recorded": difference.recorded or None,
    }


def indicator_json(a: Assessment) -> Json:
    """One indicator, as the contract lists it."""
    indicator, latest = a.indicator, a.latest
    measured = (latest, a.month_ago.measurement, a.year_ago.measurement)
    found: Json = {
        "reference": indicator.reference,
        "domain": indicator.domain,
        "indicator": indicator.name,
        "how_reported": indicator.how_reported.code,
        "unit": indicator.unit.value,
        "decimals": indicator.decimals,
        "polarity": indicator.polarity.value,
        "low": a.expected.low,
        "high": a.expected.high,
        "tolerance": indicator.tolerance.size,
        "tolerance_mode": indicator.tolerance.mode.value,
        "period_label": a.period_label,
        "period_label_by_rule": a.rule_label,
        **_number("latest", latest.value),
        **_number("actual", latest.actual),
        **_number("possible", latest.possible),
        "rag": a.letter,
        "rag_missing": None if isinstance(a.rating, RagRating) else a.rating.value,
        "rag_override": a.override.value if a.override else None,
        "explanation": a.explanation,
        "distance_children": a.children.children if a.children else None,
        "sources": cell_list(latest.cells).split(", ") if latest.cells else [],
        "illustrative": any(Status.ILLUSTRATIVE in m.statuses for m in measured),
        "cumulative_count": a.only_rises,
        "trend": list(a.trend),
        "interval_low": a.interval.low if a.interval else None,
        "interval_high": a.interval.high if a.interval else None,
        "small_number": a.small_number,
        "months_charted": a.chart.limits.months if a.chart else None,
        "months_lower_limit": a.chart.limits.lower if a.chart else None,
        "months_upper_limit": a.chart.limits.upper if a.chart else None,
        "months_illustrative": a.chart.is_illustrative if a.chart else None,
    }
    for name in ("month_ago", "year_ago", "similar"):
        comparison: Comparison = getattr(a, name)
        found |= _number(name, comparison.measurement.value)
        found[f"{name}_direction"] = comparison.direction.value
        found[f"{name}_period"] = comparison.period or None
        cells = comparison.measurement.cells
        found[f"{name}_sources"] = cell_list(cells).split(", ") if cells else []
        found |= _ordinary(a, comparison, name)
    comparator = indicator.similar
    known = None if isinstance(comparator, Missing) else comparator
    found["similar_set"] = (known and known.council_set) or None
    found["similar_method"] = (known and known.method) or None
    found["similar_source"] = (known and known.source) or None
    found["similar_absent"] = (known and known.detail) or None
    found["similar_stale_by_months"] = a.similar.stale_by
    return found


def _ordinary(a: Assessment, comparison: Comparison, name: str) -> Json:
    """Whether a better or worse is within ordinary variation: null where it is not judged, and why."""
    judged = comparison.is_judged
    if name == "similar":
        inside = is_ordinary(a, comparison) if judged and a.interval is not None else None
        reason = NotJudged.NO_INTERVAL if judged else NotJudged.NO_LETTER
        return {f"{name}_ordinary": inside, **({f"{name}_ordinary_missing": reason.value} if inside is None else {})}
    found = comparison.variation
    if isinstance(found, NotJudged):
        return {f"{name}_ordinary": None, f"{name}_ordinary_missing": found.value, f"{name}_stands_out": []}
    stands_out = [{"month": one.month.iso, "rule": one.signal.value} for one in found.unusual]
    return {f"{name}_ordinary": found.is_ordinary, f"{name}_stands_out": stands_out}


def _number(name: str, value: float | Missing) -> Json:
    if isinstance(value, Missing):
        return {name: None, f"{name}_missing": value.text, f"{name}_token": value.token}
    return {name: value}


def finding_json(finding: Finding) -> Json:
    """One finding, as the contract lists it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "indicator": finding.indicator or None,
        "message": finding.message,
        "remedy": finding.remedy,
    }
