"""A shop takes its word back: whose link dies hears it, and who was beaten is asked before all others."""

from datetime import timedelta

import pytest

from flows.business import Sourcing
from flows.engine import CustomerReplied, Send
from flows.sourcing.order_effects import AskShop, RequestOutcome
from flows.sourcing.order_events import TakenBack
from flows.sourcing.shop_ask import Says
from tests.flows.sourcing.play import CONNAUGHT, CUSTOMER, EAST, HAUZ, KAROL, ORDER, Play, begun, line


def words(play: Play, template: str) -> dict[str, object]:
    """What the last message of that template said."""
    return dict([one.values for one in play.effects if isinstance(one, Send) and one.template == template][-1])


def asked(play: Play) -> list[object]:
    """Who was asked since this was looked at last."""
    return [one.shop for one in play._take(AskShop)]


def beaten(says: Says = Says.YES, quantity: int = 2) -> Play:
    """Connaught won, and Karol Bagh said the same a moment later; East was never asked."""
    play = Play(settings=Sourcing(wave=2), shops=(CONNAUGHT, EAST, HAUZ, KAROL)).reserve()
    play.says(EAST, Says.NO).wait("wave")
    play.says(CONNAUGHT, Says.YES, 2).linked()
    play.says(KAROL, says, quantity)
    asked(play)
    return play


@pytest.mark.parametrize(("says", "quantity"), [(Says.YES, 2), (Says.PART, 1), (Says.LATER, 2)])
def test_who_was_beaten_is_asked_first(says: Says, quantity: int) -> None:
    play = beaten(says, quantity)
    play.give(TakenBack(ORDER, CONNAUGHT, ("1",)))
    assert asked(play)[0] == KAROL
    assert play.status == "checking"
    play.says(KAROL, Says.YES, 2)
    assert (KAROL, RequestOutcome.YOURS) in play.shops_told()


def test_after_a_day_it_is_asked_in_its_turn() -> None:
    play = beaten()
    play.now += timedelta(hours=25)
    play.give(TakenBack(ORDER, CONNAUGHT, ("1",)))
    assert asked(play) == [HAUZ, KAROL]


def test_who_took_it_back_is_not_asked_again() -> None:
    play = beaten()
    play.says(KAROL, Says.NO)
    play.give(TakenBack(ORDER, CONNAUGHT, ("1",)))
    assert KAROL not in asked(play)


def test_the_customer_hears_that_the_link_is_dead() -> None:
    play = beaten()
    play.give(TakenBack(ORDER, CONNAUGHT, ("1",)))
    said = words(play, "waiting_on")
    assert (said["lost"], said["dead"]) == ("yes", "yes")


def test_at_the_door_there_was_no_link() -> None:
    play = Play().reserve(begun(pay="cod")).says(CONNAUGHT, Says.YES, 2)
    play.give(TakenBack(ORDER, CONNAUGHT, ("1",)))
    said = words(play, "waiting_on")
    assert (said["lost"], said.get("dead")) == ("yes", None)


def test_who_chooses_to_wait_lost_nothing() -> None:
    play = Play(own={"2": 1}, shops=(CONNAUGHT,)).reserve(begun(line(), line("2", 1)))
    play.says(CONNAUGHT, Says.NO).wait("wave")
    play.give(CustomerReplied("other", *CUSTOMER, ORDER, choice=2))
    assert not {"lost", "dead"} & words(play, "waiting_on").keys()


def test_with_nobody_left_the_word_about_the_link_goes_with_what_is_there() -> None:
    play = Play(shops=(CONNAUGHT,)).reserve().says(CONNAUGHT, Says.YES, 2).linked()
    play.give(TakenBack(ORDER, CONNAUGHT, ("1",)))
    assert play.status == "unavailable"
    assert words(play, "unavailable")["dead"] == "yes"
    assert "unsure" not in words(play, "unavailable")
