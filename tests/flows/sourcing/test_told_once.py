"""What the staff is told once a day: each different thing by itself, and the same thing once."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.engine import Departed
from flows.sourcing import order_flow
from flows.sourcing.order_effects import TellStaff
from flows.sourcing.order_events import Assigned, CalledOff, ParcelMoved, TakenBack
from flows.sourcing.order_facts import Lost
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA, STORE
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, ORDER, Play
from tests.flows.sourcing.words import english


def bought() -> Play:
    """One shop keeps all of it, and it is paid."""
    play = Play(shops=(CONNAUGHT,)).reserve()
    play.says(CONNAUGHT, Says.YES, 2).linked().paid()
    play.effects.clear()
    return play


def abouts(play: Play, word: str) -> list[str]:
    """What makes an alert that says this once, of each since the last look."""
    found = [one.about for one in play.effects if isinstance(one, TellStaff) and word in english(one.text)]
    play.effects.clear()
    return found


def test_a_line_that_is_lost_twice_on_one_day() -> None:
    play, told = bought(), list[str]()
    for _ in range(2):
        play.give(TakenBack(ORDER, CONNAUGHT, ("1",)))
        told += abouts(play, "no shop is left to ask")
        play.give(Assigned(ORDER, CONNAUGHT, (("1", 0),), ASHA))
    assert len(told) == len(set(told)) == 2


def test_it_names_the_pieces_that_are_missing() -> None:
    play = bought()
    play.give(TakenBack(ORDER, CONNAUGHT, ("1",)))
    play.give(Assigned(ORDER, CONNAUGHT, (("1", 0),), ASHA, (("1", 1),)))
    play.effects.clear()
    play.wait("wave")
    assert [text for text in play.staff_told() if "ask for 1 Thing 1 L." in text]


def test_what_was_shipped_and_is_called_off_by_two() -> None:
    play = bought()
    play.give(ParcelMoved(ORDER, "shipped", STORE))
    for by in (ASHA, STORE, STORE):
        play.give(CalledOff(ORDER, by))
    told = abouts(play, "cancelled by")
    assert (len(told), len(set(told))) == (3, 2)


def test_two_messages_that_cannot_be_sent() -> None:
    play = bought()
    told = list[str]()
    for status in ("shipped", "delivered"):
        decision = order_flow.decide(
            play.the_order, ParcelMoved(ORDER, status, STORE), replace(play.facts(), ways=()), play.now
        )
        assert decision is not None
        told += [
            one.about
            for one in decision.effects
            if isinstance(one, TellStaff) and "could not be sent" in english(one.text)
        ]
        play.order = decision.state
        play.later(hours=1)
    assert len(told) == len(set(told)) == 2


def test_two_steps_that_did_not_reach_the_customer() -> None:
    play, told = bought(), list[str]()
    for step in ("paid", "shipped"):
        event = Departed(UUID(int=8), UUID(int=9), f"update:{step}:1", "whatsapp", "refused", "suppressed")
        facts = replace(play.facts(), lost=Lost("order_update", CUSTOMER[0], {"happened": step}))
        decision = order_flow.decide(play.the_order, event, facts, play.now)
        assert decision is not None
        told += [one.about for one in decision.effects if isinstance(one, TellStaff)]
    assert len(told) == len(set(told)) == 2


def test_two_prices_of_one_shop() -> None:
    play, told = Play(shops=(CONNAUGHT,)).reserve(), list[str]()
    for price in (950, 990, 990):
        play.says(CONNAUGHT, Says.YES, 2, price=price * 1_000_000)
        told += abouts(play, "but wants")
    assert (len(told), len(set(told))) == (3, 2)
