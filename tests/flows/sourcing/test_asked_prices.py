"""What a shop asks for a piece: up to what it is sold for it is taken, and what is dearer counts for nothing."""

from __future__ import annotations

import pytest

from flows.money import MICROS
from flows.sourcing.order_effects import RequestOutcome
from flows.sourcing.shop_ask import Says
from tests.flows.sourcing.play import CONNAUGHT, HAUZ, KAROL, Play, begun, line

OURS, DEAR = 899 * MICROS, 950 * MICROS


@pytest.mark.parametrize(
    ("price", "outcome"),
    [
        pytest.param(OURS - 1, RequestOutcome.YOURS, id="less than it is sold for"),
        pytest.param(OURS, RequestOutcome.YOURS, id="as much"),
        pytest.param(OURS + 1, RequestOutcome.HELD, id="more"),
    ],
)
def test_a_yes_up_to_our_price_wins(price: int, outcome: str) -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2, price=price)
    assert play.shops_told()[0] == (KAROL, outcome)


def test_two_parts_at_our_price_are_a_whole() -> None:
    play = Play().reserve().says(KAROL, Says.PART, 1, price=OURS).says(CONNAUGHT, Says.PART, 1)
    assert play.status == "available"
    assert {one.shop for one in play.the_order.promises} == {KAROL, CONNAUGHT}


def test_a_dear_part_makes_no_whole_and_who_has_all_of_it_still_wins() -> None:
    play = Play().reserve().says(KAROL, Says.PART, 1, price=DEAR).says(CONNAUGHT, Says.PART, 1)
    assert (play.status, play.the_order.promises) == ("checking", ())
    play.says(HAUZ, Says.YES, 2)
    assert [(one.shop, one.quantity) for one in play.the_order.promises] == [(HAUZ, 2)]
    assert (CONNAUGHT, RequestOutcome.TAKEN) in play.shops_told()


def test_a_dear_part_is_not_divided_when_the_time_to_answer_is_over() -> None:
    play = Play().reserve(begun(line())).says(KAROL, Says.PART, 1, price=DEAR).says(CONNAUGHT, Says.PART, 1)
    play.wait("wave").wait("answer")
    assert play.status == "part_available"
    assert [(one.shop, one.quantity) for one in play.the_order.promises] == [(CONNAUGHT, 1)]
