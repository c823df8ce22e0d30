"""A shop that refuses one sum for another haggles; sizes, counts and prices by themselves are answers."""

import pytest

from handlers.sourcing.replies.haggling import haggles


@pytest.mark.parametrize(
    "text",
    [
        "200 not 120", "180, not 120", "150 nahi 200 loonga", "120 me nahi, 180 me de dunga", "not 120, i want 200",
        "150 नहीं 200 लूँगा", "120 नहीं, 180", "no 120, 200", "120 nahi chalega 200 chahiye", "120 no, 200 sí",
        "no 120, quiero 200", "por 120 no, por 180 sí", "120 me nahi hoga, 200 me hoga", "make it 200 not 120",
        "not for 120, 180 yes", "120 में नहीं, 180 में दूँगा", "₹200 not ₹120", "120rs nahi 200rs", "100 nahi 120 hai",
    ],
)  # fmt: skip
def test_one_sum_is_refused_for_another(text: str) -> None:
    """ "200 not 120" was a yes at 120, and "180, not 120" one for 180 pieces."""
    assert haggles(text, {120}, {1042, 38})


@pytest.mark.parametrize(
    "text",
    [
        "38 nahi, 40 hai", "5 nahi 3 hai", "not 2, 1", "200 se kam nahi dunga", "150 me nahi dunga", "180 each",
        "haan 150 me dunga", "1042 nahi, 200 hai", "100 nahi 130 hai", "1042 not 200", "not 50, 40 left",
        "30 nahi 25", "200 not 120?", "120 haan 200 haan", "haan 2, XL nahi",
    ],
)  # fmt: skip
def test_an_answer_haggles_over_nothing(text: str) -> None:
    assert not haggles(text, {120}, {1042, 38})


def test_a_figure_within_what_is_asked_for_counts_pieces() -> None:
    assert haggles("80 not 60", {120})
    assert not haggles("80 not 60", {120}, most=100)
