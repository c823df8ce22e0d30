"""What is all here and does not leave: the staff is asked twice, and the customer hears once that it takes longer."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from flows.engine import CustomerReplied, Send, Void
from flows.sourcing.order_events import Flawed, Handed, ParcelMoved, PhotosTaken, Remarked
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, KAROL, ORDER, Play, begun, line, sourcing

DAY = timedelta(hours=24)


def here(*, checked: bool = False, **values: object) -> Play:
    """Paid and fetched within the hour."""
    play = Play(settings=sourcing(quality_check=checked)).reserve(begun(**values))  # type: ignore[arg-type]
    play.says(CONNAUGHT, Says.YES, 2).linked().paid()
    play.later(hours=1).give(Handed(ORDER, CONNAUGHT, ASHA))
    play.told(), play.staff_told()
    return play


def shown(**values: object) -> Play:
    play = here(checked=True, **values)
    play.later(hours=1).give(PhotosTaken(ORDER, ASHA, 2))
    play.told(), play.staff_told()
    return play


def waits(play: Play) -> set[str]:
    return {one.name for one in play.waits}


def the_word(play: Play) -> Send:
    (said,) = [one for one in play.effects if isinstance(one, Send)]
    assert said.template == "order_late"
    return said


@pytest.mark.parametrize("packed", [False, True])
def test_the_customer_hears_when_the_day_is_over_and_the_staff_is_asked_twice(packed: bool) -> None:
    play = here()
    if packed:
        play.give(ParcelMoved(ORDER, "packed", ASHA))
        play.told()
    play.effects.clear()
    play.wait("promised")
    assert (play.told(), len(play.staff_told())) == ([], 1)
    promised = play.now
    play.wait("late")
    assert play.now == promised + DAY
    said = the_word(play)
    assert (said.values["here"], said.values.get("looks"), said.latest) == ("yes", None, play.now + DAY)
    (asked,) = play.staff_told()
    far = "is packed, but not shipped. Next: /shipped" if packed else "is here, but not packed. Next: /packed"
    assert f"Order 1234 is a day late and {far} 1234" in asked
    assert waits(play) <= {"tell"}  # it is not asked about every day
    assert play.calls() == []


def test_of_an_express_order_the_customer_hears_at_the_hour_and_once() -> None:
    play = here(express=True, fee=149)
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    play.told()
    play.wait("promised")
    assert the_word(play).values["here"] == "yes"
    play.told()
    play.wait("late")
    assert (play.told(), len(play.staff_told())) == ([], 2)
    assert "refund" not in {kind for kind, _ in play.calls()}  # it was ready in time, as was promised


def test_who_heard_that_it_is_not_here_does_not_hear_it_again_once_it_is() -> None:
    play = Play().reserve().says(CONNAUGHT, Says.YES, 2).linked().paid()
    play.wait("promised")
    play.told()
    play.give(Handed(ORDER, CONNAUGHT, ASHA))
    assert Void("order_late") in play.effects
    (said,) = [one for one in play.effects if isinstance(one, Send)]
    assert (said.values["happened"], said.values["late"], "expected" in said.values) == (
        "picked", play.the_order.promised_at, False,
    )  # fmt: skip
    play.told(), play.staff_told()
    play.wait("late")
    assert (play.told(), len(play.staff_told())) == ([], 1)


@pytest.mark.parametrize("to", ["shipped", "delivered"])
def test_the_word_that_waits_for_the_morning_does_not_leave_after_the_parcel(to: str) -> None:
    play = here()
    play.wait("promised").wait("late")
    play.give(ParcelMoved(ORDER, to, ASHA))
    assert Void("order_late") in play.effects


def test_the_word_that_waits_for_the_morning_leaves_though_it_is_packed_meanwhile() -> None:
    play = here()
    play.wait("promised").wait("late")
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    assert Void("order_late") not in play.effects


def test_while_its_customer_looks_at_the_photos_they_hear_that_we_wait_for_them() -> None:
    play = here(checked=True)
    play.wait("promised")
    play.later(hours=23).give(PhotosTaken(ORDER, ASHA, 2))
    play.told(), play.staff_told()
    play.wait("late")
    assert the_word(play).values["looks"] == "yes"
    (asked,) = play.staff_told()
    assert "waits for the customer to answer to the photos" in asked


def test_while_the_staff_judges_what_they_wrote_they_are_not_waited_for() -> None:
    play = here(checked=True)
    play.wait("promised")
    play.later(hours=23).give(PhotosTaken(ORDER, ASHA, 2))
    play.give(Remarked(ORDER))
    play.told()
    play.wait("late")
    assert "looks" not in the_word(play).values


def test_silence_tells_the_staff_that_it_is_to_ship_now_and_asks_once_more() -> None:
    play = shown()
    play.wait("photos")
    (told,) = play.staff_told()
    assert told == "Order 1234: no answer to the photos for 24 h, so it is to ship now. Next: /packed 1234"
    silent = play.now
    play.give(ParcelMoved(ORDER, "packed", ASHA))
    play.wait("urge")
    assert play.now == silent + DAY
    (asked,) = play.staff_told()
    assert asked == (
        "The customer of order 1234 is waiting for it: it is packed, but not shipped. Next: /shipped 1234 TRACKING"
    )
    assert "urge" not in waits(play)


@pytest.mark.parametrize("meanwhile", ["shipped", "flawed", "photos"])
def test_nobody_is_urged_to_send_what_has_left_or_must_not(meanwhile: str) -> None:
    play = shown()
    play.give(CustomerReplied("choice", *CUSTOMER, UUID(int=70), choice=1))
    assert "urge" in waits(play)
    play.give(
        {
            "shipped": ParcelMoved(ORDER, "shipped", ASHA),
            "flawed": Flawed(ORDER, ASHA, "a stain"),
            "photos": PhotosTaken(ORDER, ASHA, 1),
        }[meanwhile]
    )
    assert "urge" not in waits(play)


def test_who_was_asked_on_the_promised_day_is_not_urged_as_well() -> None:
    play = shown()
    play.later(days=2).give(CustomerReplied("choice", *CUSTOMER, UUID(int=70), choice=1))
    play.staff_told()
    play.wait("promised").staff_told()
    assert waits(play) & {"urge", "late"} == {"late"}


def test_what_is_approved_after_it_was_late_is_asked_about_once_more() -> None:
    play = shown()
    play.give(Remarked(ORDER))
    play.wait("promised").wait("late").staff_told()
    play.give(CustomerReplied("choice", *CUSTOMER, UUID(int=70), choice=1))
    play.staff_told()
    play.wait("urge")
    assert len(play.staff_told()) == 1
    assert not waits(play) & {"urge", "late", "promised"}


def test_what_is_here_when_the_rest_is_given_up_is_not_asked_about_in_the_same_moment() -> None:
    play = Play().reserve(begun(line("1", 1), line("2", 1)))
    play.says(CONNAUGHT, Says.YES, 1).says(KAROL, Says.YES, 1, "2").linked().paid()
    play.give(Handed(ORDER, CONNAUGHT, ASHA))
    play.wait("promised").staff_told()
    play.wait("late")
    assert [text.partition(".")[0] for text in play.staff_told()] == [
        "Order 1234: Thing 2 L was not fetched, and is refunded",
        "Order 1234 is all here",
    ]
    assert "late" not in waits(play)
