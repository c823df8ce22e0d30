"""An order's photos: shown to its customer, who approves, asks for another look, or says nothing for a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.actor import Actor
from flows.business import Sourcing
from flows.engine import CustomerReplied, Departed, Send
from flows.sourcing import order_flow
from flows.sourcing.order_effects import Record, TellStaff
from flows.sourcing.order_events import Flawed, Handed, ParcelMoved, PhotosTaken, Remarked, TakenBack
from flows.sourcing.order_facts import Lost, SourcingFacts
from flows.sourcing.order_waits import PHOTOS_QUESTION
from flows.sourcing.photo_approval import AFTER_ALL, SILENCE
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, KAROL, ORDER, Play, begun, line
from tests.flows.sourcing.words import noted

CHECKED = Sourcing(quality_check=True)


def _sourcing(*shops: UUID) -> Play:
    """Paid, and kept by these shops, a line by each."""
    play = Play(settings=CHECKED).reserve(begun(*(line(str(at)) for at, _ in enumerate(shops, 1))))
    for at, shop in enumerate(shops, 1):
        play.says(shop, Says.YES, 2, str(at))
    play.linked().paid()
    play.told(), play.staff_told()
    return play


def _here() -> Play:
    """All of it is fetched, and its photos are waited for."""
    play = _sourcing(CONNAUGHT)
    play.give(Handed(ORDER, CONNAUGHT, ASHA))
    assert play.status == "quality_check"
    assert play.staff_told() == ["Order 1234 is all here. Send its photos here as a reply to check it."]
    play.later(hours=1).told()
    return play


def _shows(play: Play, photos: int = 2) -> Play:
    play.give(PhotosTaken(ORDER, ASHA, photos))
    return play


def _chooses(play: Play, choice: int | None) -> bool:
    return play.give(CustomerReplied("choice", *CUSTOMER, UUID(int=70), choice=choice))


def _waits(play: Play) -> set[str]:
    return {one.name for one in play.waits}


def _notes(play: Play) -> list[str]:
    return [noted(one) for one in play.effects if isinstance(one, Record)]


def test_the_customer_approves() -> None:
    play = _shows(_here())
    assert play.told() == ["approve_photos"]
    assert play.the_order.photos_until == play.now + SILENCE
    assert _chooses(play, 1)
    assert (play.told(), play.staff_told()) == (
        ["photos_answered"],
        ["Order 1234: the customer approves. Next: /packed 1234"],
    )
    assert (play.status, play.the_order.approved, "photos" in _waits(play)) == ("quality_check", True, False)
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    assert play.status == "packed"


def test_the_customer_asks_for_another_look_and_gets_it() -> None:
    play = _shows(_here())
    for _ in range(2):  # the staff hears of each, though it is the same day
        assert _chooses(play, 2)
        assert play.staff_told() == [
            "Order 1234: the customer wants it checked again. Send its photos here as a reply to check it."
        ]
        assert (play.the_order.approved, play.the_order.photos_until) == (False, None)
        _shows(play.later(hours=1))
    keys = [one.key for one in play.effects if getattr(one, "template", "") == "approve_photos"]
    assert len(keys) == len(set(keys)) == 3
    assert _chooses(play, 1)
    assert play.the_order.approved


def test_silence_for_a_day_makes_it_ready_to_pack() -> None:
    play = _shows(_here())
    play.told()
    begun_at = play.now
    play.wait("photos")
    assert play.now == begun_at + timedelta(hours=24)
    assert play.staff_told() == [
        "Order 1234: no answer to the photos for 24 h, so it is to ship now. Next: /packed 1234"
    ]
    assert (play.told(), play.the_order.approved) == ([], True)
    assert "no answer to the photos" in _notes(play)
    assert not _chooses(play, 2)  # it is on its way; who writes now is heard by a person


@pytest.mark.parametrize("choice", [None, 0, 3, 9])
def test_another_number_is_no_answer(choice: int | None) -> None:
    play = _shows(_here())
    assert not _chooses(play, choice)
    assert play.the_order.photos_until is not None


def test_photos_of_one_shop_before_the_other_was_fetched() -> None:
    """It stays with the fetching, whose promised day is still watched."""
    play = _shows(_sourcing(CONNAUGHT, KAROL))
    assert (play.status, play.told()) == ("sourcing", ["approve_photos"])
    assert {"photos", "promised", "late"} <= _waits(play)
    assert _chooses(play, 1)
    assert play.staff_told() == ["Order 1234: the customer approves. Still to fetch: 2 Thing 1 L, 2 Thing 2 L."]
    for shop in (CONNAUGHT, KAROL):
        play.give(Handed(ORDER, shop, ASHA))
    assert play.status == "quality_check"
    assert play.staff_told() == ["Order 1234 is all here, and its photos are approved. Next: /packed 1234"]


def test_all_of_it_comes_while_the_customer_looks() -> None:
    play = _shows(_sourcing(CONNAUGHT))
    play.give(Handed(ORDER, CONNAUGHT, ASHA))
    assert play.staff_told() == ["Order 1234 is all here. The customer is looking at the photos."]
    assert (play.status, "photos" in _waits(play)) == ("quality_check", True)


def test_a_shop_that_takes_its_word_back_after_its_photos_is_replaced() -> None:
    """Photos do not end the search: what is missing again is asked for."""
    play = _shows(_sourcing(CONNAUGHT, KAROL))
    play.give(TakenBack(ORDER, KAROL, ("2",)))
    assert play.status == "sourcing"
    assert {"photos", "wave"} <= _waits(play)


def test_a_problem_ends_the_customers_day() -> None:
    play = _shows(_here())
    play.give(Flawed(ORDER, Actor.shop(KAROL), "a torn seam"))
    assert play.staff_told() == [
        "Order 1234: Karol Bagh Gifts found a problem: “a torn seam”. Send its photos here as a reply to check it. "
        "To give it up: /cantsource 1234"
    ]
    assert (play.the_order.photos_until, "photos" in _waits(play)) == (None, False)
    assert "problem: a torn seam" in _notes(play)


@pytest.mark.parametrize("event", [PhotosTaken(ORDER, ASHA, 1), Flawed(ORDER, ASHA, "x")])
@pytest.mark.parametrize("to", ["packed", "shipped", "delivered"])
def test_what_has_left_is_not_looked_over(event: Any, to: str) -> None:
    play = _here()
    play.give(ParcelMoved(ORDER, to, ASHA))
    play.told(), play.staff_told()
    play.give(event)
    assert (play.status, play.told(), play.staff_told(), play.the_order.photos_until) == (to, [], [], None)


def test_packing_does_not_wait_for_the_customer() -> None:
    play = _shows(_here())
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    assert (play.status, play.the_order.photos_until, "photos" in _waits(play)) == ("packed", None, False)


def test_photos_that_nobody_can_be_shown_are_not_approved_by_silence() -> None:
    play = _here()
    facts = replace(play.facts(), ways=())
    decision = order_flow.decide(play.order, PhotosTaken(ORDER, ASHA, 1), facts, play.now)
    assert decision is not None
    assert decision.state.photos_until is None
    assert "photos" not in {one.name for one in decision.waits}


LOST = Lost("approve_photos", CUSTOMER[0], {"order": "1234"})


def _departs(play: Play, facts: SourcingFacts) -> Any:
    gone = Departed(UUID(int=9), UUID(int=8), "photos:1", CUSTOMER[1], "refused", "window")
    return order_flow.decide(play.order, gone, facts, play.now)


def test_photos_that_did_not_arrive_are_not_approved_by_silence() -> None:
    play = _shows(_here())
    decision = _departs(play, replace(play.facts(), lost=LOST))
    assert decision.state.photos_until is None
    assert "the photos did not reach the customer" in [
        noted(one) for one in decision.effects if isinstance(one, Record)
    ]
    assert "photos" not in {one.name for one in decision.waits}


def test_photos_that_go_another_way_are_still_waited_for() -> None:
    play = _shows(_here())
    facts = replace(play.facts(), lost=LOST, ways=(CUSTOMER, (UUID(int=51), "telegram")))
    gone = Departed(UUID(int=9), UUID(int=8), "photos:1", CUSTOMER[1], "refused", "blocked")
    decision = order_flow.decide(play.order, gone, facts, play.now)
    assert decision is not None
    assert [(one.template, one.channel) for one in decision.effects if isinstance(one, Send)] == [
        ("approve_photos", "telegram")
    ]
    assert decision.state.photos_until is not None


def test_what_is_no_answer_ends_the_silence_that_ships_and_leaves_the_question_open() -> None:
    play = _shows(_here())
    assert play.give(Remarked(ORDER))
    (wait,) = [one for one in play.waits if one.name == "photos"]
    assert (wait.due_at, wait.question) == (None, PHOTOS_QUESTION)
    assert not play.give(Remarked(ORDER))
    assert _chooses(play, 1)
    assert play.the_order.approved


def test_new_photos_after_it_are_approved_by_silence_again() -> None:
    play = _shows(_here())
    play.give(Remarked(ORDER))
    _shows(play.later(hours=2))
    play.wait("photos")
    assert play.the_order.approved


@pytest.mark.parametrize("when", ["nothing was shown", "it was approved"])
def test_without_an_open_question_nothing_is_held(when: str) -> None:
    play = _here()
    if when == "it was approved":
        _shows(play)
        _chooses(play, 1)
    assert not play.give(Remarked(ORDER))


def test_why_it_is_to_be_checked_again_is_told_to_the_staff() -> None:
    play = _shows(_here())
    play.give(
        CustomerReplied(
            "unclear", *CUSTOMER, UUID(int=70), choice=2, words="size galat lag raha hai, dobara check karo"
        )
    )
    assert play.staff_told() == [
        "Order 1234: the customer wants it checked again: “size galat lag raha hai, dobara check karo”. Send its "
        "photos here as a reply to check it."
    ]


def test_photos_within_the_half_hour_take_the_place_of_the_older_step() -> None:
    play = _sourcing(CONNAUGHT)
    play.later(minutes=10).give(Handed(ORDER, CONNAUGHT, ASHA))
    assert (play.told(), "tell" in _waits(play)) == ([], True)
    _shows(play.later(minutes=5))
    assert play.told() == ["approve_photos"]
    assert "tell" not in _waits(play)


def test_what_was_photographed_at_a_shop_is_not_refunded_by_itself() -> None:
    play = _shows(_sourcing(CONNAUGHT, KAROL))
    play.wait("photos").wait("promised")
    play.calls(), play.staff_told()
    play.wait("late")
    (asked,) = play.staff_told()
    assert "/cantsource 1234" in asked
    assert (play.status, play.calls(), "late" in _waits(play)) == ("sourcing", [], False)


@pytest.mark.parametrize(
    ("to", "told"),
    [
        (None, "is here, but not packed. Send its photos here as a reply to check it. To pack it anyway: "),
        ("packed", "is packed, but not shipped. Next: /shipped 1234 TRACKING"),
    ],
)
def test_what_is_here_on_its_day_and_has_not_left_is_asked_about(to: str | None, told: str) -> None:
    play = _here()
    if to is not None:
        play.give(ParcelMoved(ORDER, to, ASHA))
    play.staff_told()
    play.wait("promised")
    (asked,) = play.staff_told()
    assert told in asked
    assert {"promised", "late"} & _waits(play) == {"late"}


def _keys(play: Play) -> list[str]:
    return [one.key for one in play.effects if isinstance(one, Send)]


def test_two_answers_in_one_moment_are_both_answered() -> None:
    """Where the clock stands, as it may in the demo, what is said again is not taken for what was said before."""
    play = _here()
    play.effects.clear()
    for _ in range(2):
        _shows(play)
        _chooses(play, 2)
    _shows(play)
    _chooses(play, 1)
    keys, abouts = _keys(play), [one.about for one in play.effects if isinstance(one, TellStaff)]
    assert len(keys) == len(set(keys)) == 6
    assert len(abouts) == len(set(abouts)) == 3


def _says_to_send(play: Play) -> bool:
    return play.give(CustomerReplied(AFTER_ALL, *CUSTOMER, UUID(int=71)))


def test_who_asked_for_another_look_may_have_it_sent_after_all() -> None:
    play = _shows(_here())
    _chooses(play, 2)
    play.told(), play.staff_told()
    assert _says_to_send(play)
    assert (play.told(), play.the_order.approved) == (["photos_answered"], True)
    assert play.staff_told() == ["Order 1234: the customer approves after all, without new photos. Next: /packed 1234"]
    assert not _says_to_send(play)


@pytest.mark.parametrize("event", [Flawed(ORDER, ASHA, "a stain"), ParcelMoved(ORDER, "packed", ASHA)])
def test_what_has_a_fault_or_is_packed_is_not_sent_after_all(event: Any) -> None:
    play = _shows(_here())
    _chooses(play, 2)
    play.give(event)
    assert not _says_to_send(play)


def test_a_number_alone_sends_nothing_after_another_look_was_asked_for() -> None:
    play = _shows(_here())
    _chooses(play, 2)
    assert not _chooses(play, 1)
