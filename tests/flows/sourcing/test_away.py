"""Shops that are on holiday, or closed: their silence is none, and nobody waits for them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.engine import Elapsed, Send
from flows.sourcing.order_effects import RequestOutcome
from flows.sourcing.order_events import ShopAway
from flows.sourcing.order_facts import ShopChoice, SourcingFacts
from flows.sourcing.order_payment import PaymentState
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Says
from tests.flows.sourcing.play import CONNAUGHT, EAST, HAUZ, KAROL, ORDER, START, Play, begun


class Closed(Play):
    """All shops open some time after the order came in."""

    opens = timedelta(hours=10)

    def facts(self) -> SourcingFacts:
        known, at = super().facts(), START + self.opens
        opens_at = at if at > self.now else None
        shops = {
            name: tuple(ShopChoice(one.shop, one.commission, opens_at) for one in those)
            for name, those in known.shops.items()
        }
        return replace(known, shops=shops)


def test_an_ask_begins_when_the_shop_opens() -> None:
    play = Closed().reserve()
    assert {ask.asked_at for ask in play.the_order.asks} == {START + Closed.opens}


def test_who_opens_too_late_is_not_asked() -> None:
    play = Closed()
    play.opens = timedelta(hours=24)
    assert play.reserve().the_order.asks == ()
    assert play.status == "unavailable"


def test_who_was_closed_all_the_time_was_not_silent() -> None:
    play = Closed().reserve()
    play.order = replace(play.the_order, answer_by=START + timedelta(hours=1), wave_ends=None)
    play.now = START + timedelta(hours=1)
    play.give(Elapsed("answer"))
    assert {ask.says for ask in play.the_order.asks} == {Says.SPARED}
    assert RequestOutcome.SILENT not in {outcome for _, outcome in play.shops_told()}


def test_the_search_goes_on_without_a_shop_on_holiday() -> None:
    play = Play().reserve().says(CONNAUGHT, Says.LATER, 2, ready_at=START + timedelta(hours=20))
    for shop in (KAROL, HAUZ):
        assert play.give(ShopAway(ORDER, shop, ("1",)))
    assert play.the_order.wave_ends == play.now
    play.wait("wave")
    assert play.status == "available"
    assert play.the_order.promises[0].shop == CONNAUGHT


def test_a_shop_on_holiday_may_say_yes_all_the_same() -> None:
    play = Play().reserve()
    play.give(ShopAway(ORDER, KAROL, ("1",)))
    play.says(KAROL, Says.YES, 2)
    assert play.status == "available"


def test_an_answer_stands_when_its_shop_goes_on_holiday() -> None:
    play = Play().reserve().says(KAROL, Says.PART, 1)
    assert not play.give(ShopAway(ORDER, KAROL, ("1",)))
    assert play.the_order.find_ask(KAROL, "1").says is Says.PART  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("says", "unsure"),
    [
        pytest.param([Says.NO] * 4, None, id="all say no"),
        pytest.param([Says.NO] * 3, "yes", id="one is silent"),
        pytest.param([], "yes", id="all are silent"),
    ],
)
def test_no_shop_has_it_is_said_only_where_all_said_so(says: list[Says], unsure: str | None) -> None:
    play = Play().reserve()
    for shop, said in zip((CONNAUGHT, KAROL, HAUZ, EAST), says, strict=False):
        play.says(shop, said)
        if shop is HAUZ:
            play.wait("wave")
    play.now = play.the_order.answer_by
    if play.status == "checking":
        play.wait("wave" if any(one.name == "wave" for one in play.waits) else "answer")
    (said_so,) = [one for one in play.effects if isinstance(one, Send) and one.template == "unavailable"]
    assert said_so.values.get("unsure") == unsure


def test_paid_first_at_night_nobody_was_asked_yet() -> None:
    play = Closed().reserve(begun(pay="first")).linked().paid()
    assert play.the_order.payments[0].state is PaymentState.PAID
    assert play.the_order.status is Status.CHECKING
    (told,) = [one for one in play.effects if isinstance(one, Send) and one.template == "order_update"]
    assert told.values["unasked"] == "yes"
