"""What to ask of an indicator once it is assessed: figures that cannot be, gaps, stale data, sudden jumps.

Each check is a small function from an assessed indicator to findings; `CHECKS` is the list. Every finding names
the cell and says what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cpp_scorecard.core.assessment import Assessment, Conventions
from cpp_scorecard.core.comparing import agrees
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.indicator import FigureKind, Unit, Window
from cpp_scorecard.core.period import Month, PeriodKind, ReportingPeriod
from cpp_scorecard.core.printing import printed, printed_exactly
from cpp_scorecard.core.series import Figure, Missing, MissingReason, Observation, Part, Series
from cpp_scorecard.core.windows import accumulates, anchor_kind, ends, window_months

Check = Callable[[Assessment, Series, Conventions], Iterator[Finding]]


def findings_of(assessment: Assessment, series: Series, conventions: Conventions) -> list[Finding]:
    """Everything the checks have to say about one indicator."""
    return [finding for check in CHECKS for finding in check(assessment, series, conventions)]


def unusable_cells(a: Assessment, series: Series, conventions: Conventions) -> Iterator[Finding]:
    """Cells that hold something that is no figure. An error where the card would have shown or summed it."""
    needed = _needed(a, series) if series.gaps else set()
    for observation in series.gaps:
        for part, figure in observation.parts.items():
            if not isinstance(figure, Missing) or figure.reason is not MissingReason.UNUSABLE:
                continue
            formula = "no calculated value" in figure.detail
            newer = a.anchor is None or (
                observation.period.kind is anchor_kind(a.indicator.how_reported)
                and observation.period > a.anchor
                and _known_by(a, observation.period, conventions)
            )
            counts = newer or observation.period in needed
            yield Finding(
                code="formula-without-value" if formula else "cell-unusable",
                severity=Severity.ERROR if counts else Severity.WARNING,
                message=f"{a.indicator.label}, {part.value}, {observation.period}, holds {figure.detail} "
                "where a number was expected.",
                remedy=(
                    "Open the workbook in Excel and save it, so that its formulas are calculated."
                    if formula
                    else "Retype it as a number, or enter NYA if it is not yet available."
                ),
                where=figure.where,
                indicator=a.indicator.name,
            )


def _known_by(a: Assessment, period: ReportingPeriod, conventions: Conventions) -> bool:
    return ends(a.indicator.how_reported, period, conventions.term_starts) <= conventions.as_of


def _needed(a: Assessment, series: Series) -> set[ReportingPeriod]:
    """The periods that the latest figure rests on."""
    how = a.indicator.how_reported
    if a.anchor is None or how.window is None:
        return set()
    if accumulates(how, a.indicator.figures, series, a.anchor):
        return {ReportingPeriod.of_month(month) for month in window_months(how.window, a.anchor)}
    return {a.anchor}


def latest_missing(a: Assessment, series: Series, conventions: Conventions) -> Iterator[Finding]:
    """An indicator with nothing to show, and why. The council's own token is no error; anything else is."""
    missing = a.latest.missing
    if missing is None or (missing.reason is MissingReason.UNUSABLE and missing.where is not None):
        return
    label = a.indicator.label
    if missing.reason is MissingReason.NOT_STATED:
        yield Finding(
            "figures-not-stated",
            Severity.ERROR,
            f"the workbook does not say whether the figures of {label} ({a.indicator.how_reported.code}) are events "
            "of one month or were measured over the window, so they were not reported.",
            f'In "Figures are", choose {FigureKind.EVENTS} or {FigureKind.MEASURED}.',
            a.indicator.where,
            a.indicator.name,
        )
    elif missing.reason in (MissingReason.NOT_A_RATIO, MissingReason.NOT_SUMMABLE):
        yield Finding(
            "unit-does-not-fit",
            Severity.ERROR,
            f"{label} has the unit {a.indicator.unit.value}: {missing.reason.value}.",
            "Correct the unit, enter the figure itself in a Data row, or say that it was measured over the window.",
            missing.where or a.indicator.where,
            a.indicator.name,
        )
    elif missing.reason is MissingReason.INCOMPLETE:
        yield Finding(
            "window-incomplete",
            Severity.ERROR,
            f"{label} accumulates over {a.rule_label}, but there is no usable figure for {missing.detail}; "
            "a part of a total would be wrong, so none is shown.",
            "Enter the missing months (0 where nothing happened).",
            missing.where or a.indicator.where,
            a.indicator.name,
        )
    elif missing.reason is MissingReason.ZERO_DENOMINATOR:
        yield Finding(
            "denominator-zero",
            Severity.WARNING,
            f"{label} has nobody in its denominator for {a.rule_label}, so there is no percentage.",
            "Check the Possible figure.",
            missing.where or a.indicator.where,
            a.indicator.name,
        )
    elif missing.reason in (MissingReason.NO_PERIOD, MissingReason.CONFLICT):
        later = missing.reason is MissingReason.NO_PERIOD and _has_later(a, series, conventions)
        if series.observations:
            yield Finding(
                "no-figure",
                Severity.WARNING if later else Severity.ERROR,
                f"{label} has no figure up to {conventions.as_of}; what the workbook has is later."
                if later
                else f"{label} has no figure that can be shown ({missing.text}).",
                "Nothing to do for an earlier report."
                if later
                else "Enter its figures under a month, quarter, term or year that fits its reporting code.",
                missing.where or a.indicator.where,
                a.indicator.name,
            )
    else:
        yield Finding(
            "not-yet-available",
            Severity.WARNING,
            f'{label} shows "{missing.token}": {missing.text}.',
            "Nothing to do if that is so; enter the figure when it comes.",
            missing.where or a.indicator.where,
            a.indicator.name,
        )


def _has_later(a: Assessment, series: Series, conventions: Conventions) -> bool:
    """Whether the workbook says something of a fitting period after the report's month."""
    kind = anchor_kind(a.indicator.how_reported)
    return any(
        not _known_by(a, observation.period, conventions)
        for observation in series
        if observation.period.kind is kind and (observation.has_figure or observation.first_stated)
    )


def newer_token(a: Assessment, series: Series, conventions: Conventions) -> Iterator[Finding]:
    """A later month that says it is not yet available: the card shows an older one."""
    if a.anchor is None or not a.indicator.how_reported.is_monthly:
        return
    for observation in series.gaps:
        period = observation.period
        if period.kind is not PeriodKind.MONTH or not a.anchor < period or period.first_month > conventions.as_of:
            continue
        stated = observation.first_stated
        if stated is not None and stated.reason is not MissingReason.UNUSABLE:
            yield Finding(
                "older-month-shown",
                Severity.INFORMATION,
                f'{a.indicator.label}: {period} is "{stated.token}" ({stated.reason.value}); {a.rule_label} is shown.',
                "Enter the figure when it comes."
                if stated.reason is MissingReason.NOT_YET_AVAILABLE
                else "Nothing to do if that is so; else enter the figure.",
                stated.where,
                a.indicator.name,
            )
            return


def months_missing(a: Assessment, series: Series, conventions: Conventions) -> Iterator[Finding]:
    """Months without a figure between the first that has one and the latest shown."""
    if a.anchor is None or not a.indicator.how_reported.is_monthly:
        return
    month = PeriodKind.MONTH
    held = {period.first_month.index for period in series.observations if period.kind is month}
    held -= {o.period.first_month.index for o in series.gaps if o.period.kind is month and not o.has_figure}
    if not held:
        return
    first = min(held)
    gaps = [Month(index) for index in range(first, a.anchor.first_month.index) if index not in held]
    unexplained = [m for m in gaps if _unexplained(series.at(ReportingPeriod.of_month(m)))]
    if unexplained:
        shown = ", ".join(m.dashed for m in unexplained[:6]) + (" and others" if len(unexplained) > 6 else "")
        observation = series.at(ReportingPeriod.of_month(unexplained[0]))
        blank = next((f for f in observation.parts.values() if isinstance(f, Missing)), None) if observation else None
        yield Finding(
            "months-missing",
            Severity.WARNING,
            f"{a.indicator.label} has no figure for {shown}, between {Month(first)} and {a.anchor}.",
            "Enter the figures, or a token such as NYA or - that says why there are none.",
            blank.where if blank else a.indicator.where,
            a.indicator.name,
        )


def _unexplained(observation: Observation | None) -> bool:
    return observation is None or (not observation.has_figure and observation.first_stated is None)


def actual_over_possible(a: Assessment, series: Series, conventions: Conventions) -> Iterator[Finding]:
    """A numerator above its denominator, or a count below zero, in any period."""
    if a.indicator.figures is not FigureKind.EVENTS and series.parts.isdisjoint((Part.ACTUAL, Part.POSSIBLE)):
        return
    for observation in series:
        actual, possible = observation.get(Part.ACTUAL), observation.get(Part.POSSIBLE)
        counts = [actual, possible]
        if a.indicator.figures is FigureKind.EVENTS:
            counts.append(observation.get(Part.VALUE))
        for part in counts:
            if isinstance(part, Figure) and part.number < 0:
                yield Finding(
                    "count-negative",
                    Severity.WARNING,
                    f"{a.indicator.label}, {observation.period}: a count is {part.number:g}.",
                    "Correct the count.",
                    part.where,
                    a.indicator.name,
                )
        percentage = a.indicator.unit.is_percentage
        if (
            percentage
            and isinstance(actual, Figure)
            and isinstance(possible, Figure)
            and actual.number > possible.number
        ):
            yield Finding(
                "actual-over-possible",
                Severity.WARNING,
                f"{a.indicator.label}, {observation.period}: {actual.number:g} of {possible.number:g} "
                "is more than there could be.",
                "Check both counts; they may be swapped.",
                actual.where,
                a.indicator.name,
            )


def outside_percent(a: Assessment, series: Series, conventions: Conventions) -> Iterator[Finding]:
    """A percentage over 100 or below 0, as given."""
    if not a.indicator.unit.is_percentage:
        return
    for observation in series:
        value = observation.get(Part.VALUE)
        if isinstance(value, Figure) and not 0 <= value.number <= 1:
            yield Finding(
                "percentage-outside-100",
                Severity.WARNING,
                f"{a.indicator.label}, {observation.period}: {printed_exactly(value.number, Unit.PERCENTAGE)} "
                "is not between 0% and 100%.",
                "Check whether the cell is a percentage, and that 94% is not typed as 94 in a cell formatted as one.",
                value.where,
                a.indicator.name,
            )


def counts_disagree(a: Assessment, series: Series, conventions: Conventions) -> Iterator[Finding]:
    """A percentage that is not what its own counts give, at the decimals it is shown with."""
    if not a.indicator.unit.is_percentage or len(series.parts) < len(Part):
        return
    for observation in series:
        actual, possible = observation.get(Part.ACTUAL), observation.get(Part.POSSIBLE)
        value = observation.get(Part.VALUE)
        if not (isinstance(actual, Figure) and isinstance(possible, Figure) and isinstance(value, Figure)):
            continue
        if not possible.number:
            continue
        decimals = a.indicator.decimals if value.decimals is None else value.decimals
        ratio = actual.number / possible.number
        if not agrees(value.number, ratio, Unit.PERCENTAGE, decimals):
            yield Finding(
                "counts-disagree",
                Severity.WARNING,
                f"{a.indicator.label}, {observation.period}: {printed(value.number, Unit.PERCENTAGE, decimals)} is "
                f"given, but {actual.number:g} of {possible.number:g} is {printed(ratio, Unit.PERCENTAGE, decimals)}; "
                "the counts were used.",
                "Correct the percentage or the counts.",
                value.where,
                a.indicator.name,
            )


def stale(a: Assessment, series: Series, conventions: Conventions) -> Iterator[Finding]:
    """A monthly or quarterly figure that ends long before the report's month."""
    how = a.indicator.how_reported
    if a.anchor is None or not (how.is_monthly or how.window is Window.QUARTER):
        return
    age = conventions.as_of.index - ends(how, a.anchor).index
    if age > conventions.stale_months:
        yield Finding(
            "figure-stale",
            Severity.WARNING,
            f"{a.indicator.label} stands at {a.rule_label}, {age} months before the report's month "
            f"{conventions.as_of}.",
            "Enter later figures, or say in the notes why there are none.",
            next(iter(a.latest.cells), a.indicator.where),
            a.indicator.name,
        )


def jump(a: Assessment, series: Series, conventions: Conventions) -> Iterator[Finding]:
    """A latest figure far from the one before: true, or a slip of the keyboard."""
    latest, before = a.latest.number, a.month_ago.measurement.number
    if latest is None or before is None or a.only_rises:
        return
    unit = a.indicator.unit
    change = abs(latest - before)
    if unit.is_percentage:
        too_far = change > conventions.jump_points
    else:
        too_far = before != 0 and change / abs(before) > conventions.jump_relative and change > 5
    if too_far:
        yield Finding(
            "figure-jumps",
            Severity.WARNING,
            f"{a.indicator.label} went from {printed(before, unit, a.indicator.decimals)} ({a.month_ago.period}) to "
            f"{printed(latest, unit, a.indicator.decimals)} ({a.rule_label}).",
            "Check that it is right.",
            next(iter(a.latest.cells), None),
            a.indicator.name,
        )


def similar_stale(a: Assessment, series: Series, conventions: Conventions) -> Iterator[Finding]:
    """A similar councils' figure that ends long before the latest figure does."""
    months, comparator = a.similar.stale_by, a.indicator.similar
    if months is None or isinstance(comparator, Missing):
        return
    yield Finding(
        "similar-stale",
        Severity.WARNING,
        f"{a.indicator.label}: the similar councils' figure is of {comparator.period} and ends {months} months before "
        f"the latest, {a.rule_label}.",
        "Enter the figure of a later release, or put the later release into the folder of Department files.",
        comparator.where,
        a.indicator.name,
    )


CHECKS: tuple[Check, ...] = (
    unusable_cells,
    latest_missing,
    newer_token,
    months_missing,
    actual_over_possible,
    outside_percent,
    counts_disagree,
    stale,
    jump,
    similar_stale,
)
