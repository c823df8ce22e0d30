"""A number of what is ordered already, in as many words; an address, an hour and a price are none."""

import pytest

from handlers.sourcing.replies.counting_anew import counts_anew
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHORTS, MUG = 0, 1
SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L")), Goods("MUG", "Taj Mug", ("",))])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("plz make it 2", frozenset()),
        ("ok 2 then", frozenset()),
        ("do kar dijiye", frozenset()),
        ("make that 3 please", frozenset()),
        ("5 mugs", frozenset({MUG})),
        ("one more", frozenset()),
        ("2 tazas", frozenset({MUG})),
        ("only 1 shorts", frozenset({SHORTS})),
    ],
)
def test_a_number_is_heard(text: str, named: frozenset[int]) -> None:
    assert counts_anew(text, SHELF) == named


@pytest.mark.parametrize(
    "text",
    [
        "2", "110001", "5 Elm St", "12 MG road", "Flat 3B", "flat 12", "sector 12 noida", "house 5",
        "2nd floor", "9 am", "at 7 pm", "call me at 5", "2 days", "rs 500", "make it 2?", "2 mugs and 1 vase", "",
        "add 1 more mug", "ek aur mug", "mujhe ek taj mug chahiye", "New Delhi 110001", "haan 2 hai",
    ],
)  # fmt: skip
def test_what_counts_nothing_of_the_order(text: str) -> None:
    assert counts_anew(text, SHELF) is None
