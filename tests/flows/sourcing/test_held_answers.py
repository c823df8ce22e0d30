"""An answer that is held hears how its hold ends, once: what was offered in part, and what was offered for more."""

from __future__ import annotations

import pytest

from flows.money import MICROS
from flows.sourcing.order_effects import RequestOutcome
from flows.sourcing.order_events import Assigned, CalledOff, ShopGone
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA, BUYER
from tests.flows.sourcing.play import CONNAUGHT, HAUZ, KAROL, ORDER, Play, begun, line
from tests.flows.sourcing.test_searching import choice

DEAR = 950 * MICROS


def _held() -> Play:
    """Karol Bagh has it, for more than it is sold for."""
    play = Play().reserve().says(KAROL, Says.YES, 2, price=DEAR)
    assert play.shops_told() == [(KAROL, RequestOutcome.HELD)]
    return play


def test_another_shop_is_cheaper() -> None:
    play = _held().says(CONNAUGHT, Says.YES, 2)
    assert play.shops_told() == [
        (CONNAUGHT, RequestOutcome.YOURS),
        (KAROL, RequestOutcome.TAKEN),
        (HAUZ, RequestOutcome.SPARED),
    ]


def test_the_order_is_called_off() -> None:
    play = _held()
    assert play.give(CalledOff(ORDER, BUYER))
    assert (KAROL, RequestOutcome.OVER) in play.shops_told()


def test_the_time_to_answer_is_over_and_nothing_was_agreed() -> None:
    play = _held()
    play.wait("wave")
    play.shops_told()
    play.wait("answer")
    assert play.status == "unavailable"
    assert play.shops_told().count((KAROL, RequestOutcome.OVER)) == 1


def test_the_customer_takes_the_part_that_costs_no_more() -> None:
    play = Play().reserve(begun(line("1"), line("2"))).says(KAROL, Says.YES, 2, "1", price=DEAR)
    play.says(CONNAUGHT, Says.YES, 2, "2").wait("wave").wait("answer")
    assert play.status == "part_available"
    play.shops_told()
    assert play.give(choice(1))
    assert play.shops_told() == [(KAROL, RequestOutcome.OVER)]


def test_the_staff_takes_it_all_the_same() -> None:
    """It is theirs, and when the order is called off then they hear that once."""
    play = _held()
    assert play.give(Assigned(ORDER, KAROL, (("1", 0),), ASHA))
    assert (KAROL, RequestOutcome.YOURS) in play.shops_told()
    assert play.give(CalledOff(ORDER, BUYER))
    assert play.shops_told() == [(KAROL, RequestOutcome.FREED)]


def test_the_shop_is_gone() -> None:
    play = _held()
    assert play.give(ShopGone(ORDER, KAROL))
    assert play.shops_told() == [(KAROL, RequestOutcome.SILENT)]


@pytest.mark.parametrize("says", [Says.PART, Says.YES])
def test_what_came_too_late_is_told_so_once(says: Says) -> None:
    play = Play().reserve().says(CONNAUGHT, Says.YES, 2)
    play.says(KAROL, says, 1)
    assert (KAROL, RequestOutcome.TAKEN) in play.shops_told()
    assert play.give(CalledOff(ORDER, BUYER))
    assert play.shops_told() == [(CONNAUGHT, RequestOutcome.FREED)]
