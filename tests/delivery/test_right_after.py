"""A yes and, before anybody has read it, a stop: the later word stands, on every way in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from flows.delivery import MessageStatus
from flows.events import MessageReceived
from flows.policy.departure_facts import ConsentState, Programme
from handlers.people.inbound_event import InboundEvent
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN, ANN_CHAT, NUMBER, TIGER


def said(house: House, channel: str, text: str, number: int, start: str | None = None) -> InboundEvent:
    """A message that came a moment after the one before, or in the same one where the clock stands."""
    address, to = (ANN, NUMBER) if channel == "sms" else (str(ANN_CHAT), "tigertees_bot")
    event = MessageReceived(channel, address, to, f"{channel}{number}", text, house.clock.now(), start=start)
    return InboundEvent("twilio" if channel == "sms" else "telegram", event.provider_id, event, None)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(milliseconds=3)], ids=["in one moment", "a moment later"])
@pytest.mark.parametrize(("channel", "yes"), [("sms", "JOIN"), ("sms", "START"), ("telegram", "/start")], ids=str)
async def test_the_later_word_stands(house: House, channel: str, yes: str, later: timedelta) -> None:
    start = "" if yes == "/start" else None
    await house.tell(shop.consented(shop.customer(), house.clock.now() - timedelta(days=1), (channel,)))
    await house.settle()
    await house.service.inbox.take(TIGER, said(house, channel, yes, 1, start))
    house.clock.push(later, later)
    taken = await house.service.inbox.take(TIGER, said(house, channel, "STOP", 2))
    assert taken.stopped is not None
    await house.settle()
    assert set((await _states(house, channel)).values()) == {ConsentState.REVOKED}
    assert await _said_in(house, channel) == ["stopped"]
    await house.service.inbox.take(TIGER, said(house, channel, yes, 3, start))
    await house.settle()
    assert (await _states(house, channel))[Programme.REMINDERS] is ConsentState.CONFIRMED, "they came back after it"


async def test_a_confirmed_opt_in_is_no_way_round(house: House) -> None:
    told = shop.consented(shop.customer(), house.clock.now(), ("sms",))
    await house.tell(replace(told, consents=tuple(replace(one, double=False) for one in told.consents)))
    await house.settle()
    await house.service.inbox.take(TIGER, said(house, "sms", "YES", 1))
    await house.service.inbox.take(TIGER, said(house, "sms", "STOP", 2))
    await house.settle()
    assert set((await _states(house, "sms")).values()) == {ConsentState.REVOKED}


async def _address(house: House, channel: str) -> UUID:
    return (await house.address(channel, ANN if channel == "sms" else str(ANN_CHAT))).id


async def _states(house: House, channel: str) -> dict[Programme, ConsentState]:
    address = await _address(house, channel)
    states = await house.act(lambda turn: turn.unit.consents.states([address]))
    return {programme: state for (_, programme), state in states.items()}


async def _said_in(house: House, channel: str) -> list[str | None]:
    """The templates of what left for them."""
    address = await _address(house, channel)
    thread = await house.act(lambda turn: turn.unit.messages.thread(address))
    return [one.template for one in thread if one.direction == "out" and one.status is not MessageStatus.REFUSED]
