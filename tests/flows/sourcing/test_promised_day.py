"""The promised day is here: what is missing is counted, and the customer hears that it takes longer."""

from datetime import timedelta

from flows.engine import Send, Void
from flows.policy.departure_facts import Kind
from flows.sourcing.order_events import Handed
from flows.sourcing.shop_ask import Says
from tests.actors import ASHA
from tests.flows.sourcing.play import CONNAUGHT, ORDER, Play, begun, line


def late(own: int = 0, **values: object) -> Play:
    """Four pieces were promised for now, and what is not our own is at Connaught."""
    play = Play(own={"1": own}).reserve(begun(line(quantity=4), **values))  # type: ignore[arg-type]
    play.says(CONNAUGHT, Says.YES, 4 - own).linked().paid()
    play.staff_told(), play.told()
    play.wait("promised")
    return play


def the_word(play: Play) -> Send:
    (said,) = [one for one in play.effects if isinstance(one, Send) and one.template == "order_late"]
    return said


def test_what_is_not_fetched_is_counted() -> None:
    (text,) = late(own=3).staff_told()
    assert "promised for now. Not here yet: 1 of 4 Thing 1 L. Still to fetch: Connaught: 1" in text


def test_all_of_it_is_named_without_a_count_of_all() -> None:
    (text,) = late().staff_told()
    assert "Not here yet: 4 Thing 1 L" in text


def test_of_what_is_here_in_part_a_person_decides() -> None:
    play = late(own=3)
    play.staff_told()
    play.wait("late")
    (text,) = play.staff_told()
    assert "Nothing is refunded automatically" in text
    assert play.calls()[-1][0] != "refund"


def test_the_customer_hears_once_and_not_at_night() -> None:
    play = late()
    said = the_word(play)
    assert (said.kind, said.latest) == (Kind.NUDGE, play.now + timedelta(hours=24))
    assert said.values["back"] == play.now + timedelta(hours=24)
    play.give(Handed(ORDER, CONNAUGHT, ASHA))
    assert Void("order_late") in play.effects
    assert "promised" not in {one.name for one in play.waits}


def test_no_day_is_named_for_money_that_does_not_go_back_by_itself() -> None:
    assert "back" not in the_word(late(own=3)).values


def test_an_express_order_comes_back_as_money_too_and_its_customer_is_warned() -> None:
    play = late(express=True, fee=149)
    assert the_word(play).values["back"] == play.now + timedelta(hours=24)
    play.wait("express").wait("express").wait("express")
    assert [kind for kind, _ in play.calls()][-1] == "refund"  # the fee, of which they hear by itself
