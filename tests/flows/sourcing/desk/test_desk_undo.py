"""What "undo" takes back: the last answer alone, and what was only offered as well as what is kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flows.sourcing.desk.events import FreeOrder, OutcomeTold, ShopAnswer, Undone
from flows.sourcing.effects import RequestOutcome
from tests.flows.sourcing.desk.test_desk import FIRST, SECOND, SHOP, WAY, Play, yes

UNDO = Undone((), *WAY, UUID(int=98))


def test_an_offer_that_is_held_is_not_there_any_more() -> None:
    play = Play().asks(FIRST, "1234", "1").answers(ShopAnswer(FIRST, "1", "part", 1))
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.HELD, 1)).effects.clear()
    play.give(UNDO)
    assert play.told() == [ShopAnswer(FIRST, "1", "no")]
    assert [one for one in play.effects if isinstance(one, FreeOrder)] == []


def test_what_was_said_before_the_last_answer_stands() -> None:
    play = Play().asks(FIRST, "1234", "1").asks(SECOND, "1235", "1")
    for order in (FIRST, SECOND):
        play.now += timedelta(minutes=10)
        play.answers(yes(order)).give(OutcomeTold(SHOP, order, "1", RequestOutcome.YOURS, 2))
    play.give(UNDO)
    assert [one for one in play.effects if isinstance(one, FreeOrder)] == [FreeOrder(SECOND, ("1",))]
    play.give(UNDO)
    assert [one for one in play.effects if isinstance(one, FreeOrder)][1:] == [FreeOrder(FIRST, ("1",))]
