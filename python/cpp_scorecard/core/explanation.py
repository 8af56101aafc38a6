"""A rating in one or two plain sentences, for notes, formulas and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpp_scorecard.core.printing import MOST_DECIMALS, printed, printed_distance, printed_exactly
from cpp_scorecard.core.rag import ChildrenToGreen, NotRated, Rag, RagRating, Side

if TYPE_CHECKING:
    from cpp_scorecard.core.indicator import Indicator, Unit
    from cpp_scorecard.core.windows import Measurement


def explain(
    indicator: Indicator, latest: Measurement, rating: RagRating | NotRated, children: ChildrenToGreen | None
) -> str:
    """Why `latest` has its colour: the bound, the distance, where Red begins, and what would make it Green."""
    if isinstance(rating, NotRated):
        missing = f" ({latest.missing.text})" if rating is NotRated.NO_VALUE and latest.missing else ""
        return f"Not rated: {rating.value}{missing}."
    assert latest.number is not None, "a rating has a figure"
    return explain_rating(latest.number, rating, indicator.unit, indicator.decimals) + _children(children)


def explain_rating(value: float, rating: RagRating, unit: Unit, decimals: int) -> str:
    """Why `value`, shown with `decimals`, has its colour: the bound, the distance and where Red begins."""
    shown = _told_apart(value, rating, unit, decimals)
    bound = f"the {rating.side.value} threshold of {printed_exactly(rating.bound, unit)}"
    if rating.rag is Rag.GREEN:
        place = "at or above" if rating.side is Side.LOW else "at or below"
        return f"Green: {shown} is {place} {bound}."
    place = "below" if rating.side is Side.LOW else "above"
    if not rating.absolute:
        distance, limit = printed_distance(rating.distance, rating.limit)
        apart = _apart(value, rating, unit, shown)
        how_far = f"{apart} {place} {bound}: {distance} of the threshold (Red from {limit})"
    elif unit.is_percentage:
        why = "in points" if rating.in_points else "in points, because the threshold is zero"
        distance, limit = (text.rstrip("%") for text in printed_distance(rating.distance, rating.limit))
        how_far = f"{distance} points {place} {bound} ({why}; Red from {limit})"
    else:
        how_far = (
            f"{printed_exactly(rating.distance, unit)} {place} {bound} "
            f"(absolute, because the threshold is zero; Red from {printed_exactly(rating.limit, unit)})"
        )
    return f"{rating.rag.word}: {shown} is {how_far}."


def _apart(value: float, rating: RagRating, unit: Unit, shown: str) -> str:
    """How far `value` is from the bound in its own unit, no more exactly than both are `shown`: `53 points`, `12`."""
    least = max(len(text.rstrip("%").partition(".")[2]) for text in (shown, printed_exactly(rating.bound, unit)))
    sizes = (printed(abs(value - rating.bound), unit, decimals) for decimals in range(least, MOST_DECIMALS + 1))
    size = next((one for one in sizes if one.strip("0.%")), f"less than {10**-MOST_DECIMALS:.{MOST_DECIMALS}f}")
    if not unit.is_percentage:
        return size
    number = size.rstrip("%")
    return f"{number} point" if number == "1" else f"{number} points"


def _told_apart(value: float, rating: RagRating, unit: Unit, least: int) -> str:
    """`value` with the `least` decimals, or as many more as show that it is not the bound."""
    bound = printed_exactly(rating.bound, unit)
    for decimals in range(least, MOST_DECIMALS + 1):
        shown = printed(value, unit, decimals)
        if rating.rag is Rag.GREEN or shown.rstrip("0%.") != bound.rstrip("0%."):
            return shown
    return printed(value, unit, least)


def _children(children: ChildrenToGreen | None) -> str:
    if children is None or children.children == 0:
        return ""
    count = abs(children.children)
    more = "more" if children.children > 0 else "fewer"
    return f" {count} {more} of those counted would make this Green."
