"""Until when things hold: a search that begins anew has its time, and what was fetched is not taken back."""

from __future__ import annotations

from datetime import timedelta

from flows.engine import Send
from flows.sourcing.order_events import Handed, ParcelMoved, TakenBack
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import HAUZ, KAROL, ORDER, START, Play, begun, line
from tests.flows.sourcing.test_searching import choice

HOURS = timedelta(hours=1)


def test_a_search_that_begins_anew_near_the_end_moves_the_end() -> None:
    """The customer was promised 48 hours, and of them two are left when the shop takes its word back."""
    play = Play().reserve().says(KAROL, Says.YES, 2).linked().later(hours=46)
    assert play.give(TakenBack(ORDER, KAROL, ("1",)))
    assert (play.the_order.answer_by, play.the_order.reserved_until) == (START + 50 * HOURS, START + 54 * HOURS)
    play.says(HAUZ, Says.YES, 2)
    assert play.status == "available"


def test_who_waits_for_the_rest_keeps_the_part_for_as_long_again() -> None:
    play = Play(shops=(KAROL,)).reserve(begun(line("1"), line("2"))).says(KAROL, Says.YES, 2, "1")
    play.wait("answer")
    assert play.status == "part_available"
    assert play.give(choice(2))
    assert (play.the_order.answer_by, play.the_order.reserved_until) == (play.now + 24 * HOURS, play.now + 48 * HOURS)


def test_what_was_fetched_is_not_taken_back() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2).linked().paid()
    play.give(Handed(ORDER, KAROL, ASHA))
    assert not play.give(TakenBack(ORDER, KAROL, ("1",)))
    assert [(one.shop, one.stand) for one in play.the_order.promises] == [(KAROL, "picked")]


def test_of_steps_that_come_close_together_the_last_is_told() -> None:
    play = Play().reserve().says(KAROL, Says.YES, 2).linked().paid()
    play.told()
    play.later(minutes=5).give(Handed(ORDER, KAROL, ASHA))
    play.later(minutes=5).give(ParcelMoved(ORDER, "packed", ASHA))
    assert play.told() == []
    play.wait("tell")
    assert [one.values["happened"] for one in play._take(Send)] == ["packed"]
