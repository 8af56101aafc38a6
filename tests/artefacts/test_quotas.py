"""Made-up people are dealt out so that whole counts print as the published shares."""

import pytest

from build_artefacts.made_up.child import Child
from build_artefacts.made_up.dice import Dice
from build_artefacts.made_up.quotas import counts_that_print, deal
from build_artefacts.published_figures import Printed


def shares(*texts: str) -> dict[str, Printed]:
    return {f"{place}": Printed(text) for place, text in enumerate(texts)}


@pytest.mark.parametrize(
    ("total", "printed", "counts", "why"),
    [
        (431, ("54%", "46%"), (233, 198), "the nearest to the printed shares"),
        (311, ("1%", "96%", "2%"), (4, 300, 7), "shares that add up to 99 leave one way only"),
        (8, ("13%", "88%"), (1, 7), "12.5 and 87.5 both go up: the shares add up to 101"),
        (431, ("0%", "100%"), (0, 431), "0% is nobody where it can be"),
    ],
)
def test_counts_add_up_and_print_as_published(
    total: int, printed: tuple[str, ...], counts: tuple[int, ...], why: str
) -> None:
    assert tuple(counts_that_print(shares(*printed), total).values()) == counts, why


@pytest.mark.parametrize(("total", "printed"), [(3, ("50%", "50%")), (100, ("54%", "45%"))])
def test_shares_that_no_counts_have_are_refused(total: int, printed: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"a share of|no counts of"):
        counts_that_print(shares(*printed), total)


def test_those_whom_little_suits_are_dealt_first() -> None:
    people = [Child(age=age) for age in (1, 2, 16, 17)]
    suits = {"foster care": range(18), "independent living": range(16, 18)}
    dealt = deal(people, {"foster care": 2, "independent living": 2}, lambda m, p: p.age in suits[m], Dice(1))
    assert dealt == ["foster care", "foster care", "independent living", "independent living"]


def test_a_deal_that_suits_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="suits 0 people and is wanted for 1"):
        deal([Child(age=3)], {"independent living": 1}, lambda _measure, person: person.age >= 16, Dice(1))
