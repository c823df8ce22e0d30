"""What the staff says of an order on its way to the door: told once, refused where it cannot be, mended afterwards."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from flows.engine import CustomerReplied, Send
from flows.sourcing.order_effects import TellStaff
from flows.sourcing.order_events import Assigned, Handed, ParcelMoved, PhotosTaken, Reserved, TakenBack
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA, STORE
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, KAROL, ORDER, Play, begun, line
from tests.flows.sourcing.test_photos import CHECKED
from tests.flows.sourcing.test_quoting import quoted, says
from tests.flows.sourcing.words import english


def _sourcing() -> Play:
    """Paid, a line by each of two shops."""
    play = Play().reserve(begun(line("1"), line("2")))
    play.says(CONNAUGHT, Says.YES, 2, "1").says(KAROL, Says.YES, 2, "2").linked().paid().later(hours=1)
    play.told(), play.staff_told()
    return play


def _shipped(tracking: str = "", carrier: str = "") -> Play:
    play = _sourcing()
    play.give(ParcelMoved(ORDER, "shipped", ASHA, tracking, carrier))
    assert play.told() == ["order_update"]
    return play.later(days=1)


def _news(play: Play) -> list[tuple[object, object]]:
    """What the customer was told of the order: what happened, and by what it is followed."""
    sent = [one for one in play.effects if isinstance(one, Send)]
    play.told()
    return [(one.values["happened"], one.values.get("tracking")) for one in sent]


def test_what_is_fetched_is_told_to_the_customer_once_all_of_it_is_here() -> None:
    play = _sourcing()
    play.give(Handed(ORDER, CONNAUGHT, ASHA))
    assert (_news(play), play.staff_told()) == ([], [])
    play.later(hours=2).give(Handed(ORDER, KAROL, ASHA))
    assert _news(play) == [("picked", None)]


def test_who_said_that_it_was_fetched_is_not_told_that_it_is_here() -> None:
    play = _sourcing()
    play.give(Handed(ORDER, CONNAUGHT, ASHA))
    play.give(Handed(ORDER, KAROL, ASHA))
    (told,) = play._take(TellStaff)
    assert (english(told.text), told.but) == ("Order 1234 is all here. Next: /packed 1234", ASHA)


@pytest.mark.parametrize("to", ["packed", "shipped", "delivered"])
def test_what_lacks_something_by_then_is_not_moved(to: str) -> None:
    play = _sourcing()
    play.give(TakenBack(ORDER, KAROL, ("2",)))
    play.told(), play.staff_told()
    play.give(ParcelMoved(ORDER, to, ASHA))
    assert (play.status, _news(play)) == ("sourcing", [])
    assert play.staff_told() == [
        f"Order 1234 is not {to}: 2 Thing 2 L is missing since then. /assign 1234 SHOP, or /cantsource 1234"
    ]
    assert all(one.stand.value == "held" for one in play.the_order.promises)


def test_what_the_shops_own_system_shipped_has_left() -> None:
    play = _sourcing()
    play.give(TakenBack(ORDER, KAROL, ("2",)))
    play.give(ParcelMoved(ORDER, "shipped", STORE))
    assert play.status == "shipped"


def test_a_tracking_number_comes_later() -> None:
    play = _shipped()
    assert play.give(ParcelMoved(ORDER, "shipped", ASHA, "AWB1", "Delhivery"))
    assert (play.status, _news(play)) == ("shipped", [("tracking", "Delhivery AWB1")])
    play.later(minutes=1).give(ParcelMoved(ORDER, "shipped", ASHA, "AWB1", "Delhivery"))
    assert _news(play) == []


def test_another_tracking_number_replaces_the_first() -> None:
    play = _shipped("AWB1", "Delhivery")
    assert play.give(ParcelMoved(ORDER, "shipped", ASHA, "AWB2"))
    assert _news(play) == [("tracking", "Delhivery AWB2")]
    assert (play.the_order.tracking, play.the_order.carrier) == ("AWB2", "Delhivery")


def test_it_is_shipped_once_more_without_a_number() -> None:
    play = _shipped("AWB1", "Delhivery")
    play.give(ParcelMoved(ORDER, "shipped", ASHA))
    assert (_news(play), play.the_order.tracking) == ([], "AWB1")


def test_what_is_our_own_is_photographed_too() -> None:
    play = Play(settings=CHECKED, own={"1": 5}).reserve().linked().paid()
    assert play.status == "quality_check"
    assert play.staff_told() == [
        "Order 1234 is confirmed, all from own stock. Send its photos here as a reply to check it."
    ]
    assert play.give(PhotosTaken(ORDER, ASHA, 1))
    assert play.told()[-1] == "approve_photos"


def test_what_is_made_is_photographed_before_it_is_packed() -> None:
    play = quoted()
    play.settings = CHECKED
    says(play, "yes").linked().paid()
    assert play.staff_told() == [
        "Order P12345 is confirmed. Make hand-painted box. Send its photos here as a reply to check it."
    ]
    play.give(PhotosTaken(ORDER, ASHA, 1))
    play.give(CustomerReplied("choice", *CUSTOMER, UUID(int=70), choice=1))
    assert play.staff_told() == ["Order P12345: the customer approves. Next: /packed P12345"]


@pytest.mark.parametrize("linked", [True, False])
def test_who_pays_first_gets_one_link_whoever_has_it(linked: bool) -> None:
    play = Play()
    play.give(Reserved(begun(pay="first")))
    if linked:
        play.linked()
    assert play.give(Assigned(ORDER, CONNAUGHT, (("1", 0),), ASHA))
    assert [kind for kind, _ in play.calls()] == ["payment_link"]
    if not linked:
        play.linked()
    assert (play.told().count("payment_link"), len(play.the_order.payments)) == (1, 1)
    play.paid()
    assert play.status == "sourcing"


def test_who_pays_first_and_waits_is_asked_for_the_money_until_the_reservation_ends() -> None:
    play = Play()
    play.give(Reserved(begun(pay="first")))
    play.linked().give(Assigned(ORDER, CONNAUGHT, (("1", 0),), ASHA))
    play.wait("reservation")
    assert (play.status, play.now - play.the_order.reserved_until) == ("expired", timedelta(0))
