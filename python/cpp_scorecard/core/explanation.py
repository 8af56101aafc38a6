"""A rating in one or two plain sentences, for notes, formulas and files."""

from __future__ import annotations

from cpp_scorecard.core.indicator import Indicator
from cpp_scorecard.core.printing import printed, printed_distance, printed_exactly
from cpp_scorecard.core.rag import ChildrenToGreen, NotRated, Rag, RagRating, Side
from cpp_scorecard.core.windows import Measurement


def explain(
    indicator: Indicator, latest: Measurement, rating: RagRating | NotRated, children: ChildrenToGreen | None
) -> str:
    """Why `latest` has its colour: the bound, the distance, where Red begins, and what would make it Green."""
    if isinstance(rating, NotRated):
        missing = f" ({latest.missing.text})" if rating is NotRated.NO_VALUE and latest.missing else ""
        return f"Not rated: {rating.value}{missing}."
    assert latest.number is not None, "a rating has a figure"
    unit = indicator.unit
    shown = printed(latest.number, unit, indicator.decimals)
    bound = f"the {rating.side.value} threshold of {printed_exactly(rating.bound, unit)}"
    if rating.rag is Rag.GREEN:
        place = "at or above" if rating.side is Side.LOW else "at or below"
        return f"Green: {shown} is {place} {bound}."
    place = "below" if rating.side is Side.LOW else "above"
    if not rating.absolute:
        distance, limit = printed_distance(rating.distance), printed_distance(rating.limit)
        how_far = f"{distance} {place} {bound} (relative; Red from {limit})"
    elif unit.is_percentage:
        why = "in points" if rating.in_points else "in points, because the threshold is zero"
        how_far = (
            f"{rating.distance * 100:.1f} points {place} {bound} ({why}; Red from {rating.limit * 100:g})"
        )
    else:
        how_far = (
            f"{printed_exactly(rating.distance, unit)} {place} {bound} "
            f"(absolute, because the threshold is zero; Red from {printed_exactly(rating.limit, unit)})"
        )
    return f"{rating.rag.word}: {shown} is {how_far}.{_children(children)}"


def _children(children: ChildrenToGreen | None) -> str:
    if children is None or children.children == 0:
        return ""
    count = abs(children.children)
    more = "more" if children.children > 0 else "fewer"
    return f" {count} {more} of those counted would make this Green."
