"""The staff gives a shop a part of a line: the rest is looked for, whoever was asked for it before."""

from __future__ import annotations

from uuid import UUID

import pytest

from flows.sourcing.order_effects import AskShop, RequestOutcome
from flows.sourcing.order_events import Assigned, TakenBack
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import CONNAUGHT, EAST, HAUZ, KAROL, ORDER, Play, sourcing


def asking() -> Play:
    """Connaught is asked for two pieces, and the others are not."""
    return Play(settings=sourcing(wave=1)).reserve()


def give(play: Play, shop: UUID, quantity: int) -> None:
    """The staff says that a shop has so many."""
    play.effects.clear()
    play.give(Assigned(ORDER, shop, (("1", 0),), ASHA, (("1", quantity),)))


def asked(play: Play) -> list[tuple[UUID, int]]:
    """Who was asked for how many since the last look."""
    return [(one.shop, one.wanted[0].quantity) for one in play.effects if isinstance(one, AskShop)]


def test_the_rest_is_asked_of_the_next_where_the_only_one_that_was_asked_got_a_part() -> None:
    play = asking()
    give(play, CONNAUGHT, 1)
    assert play.the_order.count_missing(play.the_order.lines[0]) == 1
    play.wait("wave")
    assert asked(play) == [(KAROL, 1)]
    play.says(KAROL, Says.YES, 1)
    assert play.status == Status.AVAILABLE


def test_who_was_asked_is_asked_on_for_the_rest_where_another_got_a_part() -> None:
    play = asking()
    give(play, HAUZ, 1)
    assert play.shops_told() == [(HAUZ, RequestOutcome.YOURS), (CONNAUGHT, RequestOutcome.FEWER)]
    play.says(CONNAUGHT, Says.YES, 1)
    assert play.status == Status.AVAILABLE


def test_the_customer_chooses_where_nobody_else_has_the_rest() -> None:
    play = asking()
    give(play, CONNAUGHT, 1)
    for shop in (KAROL, HAUZ, EAST):
        play.wait("wave")
        play.says(shop, Says.NO)
    play.wait("wave")
    assert play.status == Status.PART_AVAILABLE


@pytest.mark.parametrize("shop", [CONNAUGHT, HAUZ], ids=["was asked", "was not"])
def test_who_takes_back_what_it_was_given_is_not_asked_for_it_again(shop: UUID) -> None:
    play = asking()
    give(play, shop, 2)
    play.effects.clear()
    play.give(TakenBack(ORDER, shop, ("1",)))
    assert play.status == Status.CHECKING
    assert shop not in {one for one, _ in asked(play)}


def test_a_shop_that_was_not_asked_confirms_what_it_was_given() -> None:
    play = asking()
    give(play, HAUZ, 2)
    play.shops_told()
    play.says(HAUZ, Says.YES, 2)
    assert play.shops_told() == [(HAUZ, RequestOutcome.YOURS)]
    assert play.status == Status.AVAILABLE
