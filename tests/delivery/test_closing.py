"""The provider is told when the permitted hours end, so that its queue delivers nothing in the night."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.sender import SenderWorker
from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind, Purpose
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN, HOUR, MINUTE

SECOND = timedelta(seconds=1)
EVENING = 10 * HOUR + 50 * MINUTE  # from the morning's 10:00 on to 20:50 in Missouri, whose hours end at 21:00


async def _in_the_evening(house: House, at: timedelta = EVENING) -> None:
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
    await house.pass_(now=at)


async def _offer(house: House, key: str = "offer", **values: Any) -> UUID:
    return await house.offer(await house.address("sms", ANN), key, text=key, **values)


def _validity(house: House) -> list[str]:
    return [one.first("ValidityPeriod") for one in house.twilio.messages]


async def test_a_reminder_is_void_when_the_hours_end(house: House) -> None:
    await _in_the_evening(house)
    await _offer(house)
    await house.settle()
    assert _validity(house) == ["600"]


async def test_news_of_an_order_may_come_at_night(house: House) -> None:
    await _in_the_evening(house)
    await house.post(await house.address("sms", ANN), "order")
    await house.settle()
    assert _validity(house) == ["14400"]


async def test_a_second_try_has_what_is_left(house: House) -> None:
    await _in_the_evening(house)
    house.twilio.fail(code=30001)
    await _offer(house)
    await house.settle()
    await house.pass_(now=5 * MINUTE, elapsed=5 * MINUTE)
    assert _validity(house) == ["300"]


async def test_in_the_last_minute_it_waits_for_the_morning(house: House) -> None:
    await _in_the_evening(house, EVENING + 9 * MINUTE + SECOND)
    offer = await _offer(house, expires_after=4 * HOUR)
    await house.settle()
    assert (await house.message(offer)).status is MessageStatus.QUEUED
    await house.pass_(now=11 * HOUR + MINUTE)
    assert _validity(house) == ["14400"]


async def test_what_the_night_took_from_the_queue_is_sent_in_the_morning(house: House) -> None:
    await _in_the_evening(house)
    offer = await _offer(house, latest=house.clock.now() + 48 * HOUR)
    await house.settle()
    house.clock.push(now=11 * MINUTE)
    assert await house.twilio.receipt(house.twilio.messages[-1].sid, "undelivered", 30036) == 200
    await house.settle()
    assert ((await house.message(offer)).status, len(house.twilio.messages)) == (MessageStatus.FAILED, 1)
    await house.pass_(now=11 * HOUR)
    assert len(house.twilio.messages) == 2


async def test_what_was_given_up_by_day_stays_so(house: House) -> None:
    await _in_the_evening(house, HOUR)
    await _offer(house, expires_after=2 * HOUR)
    await house.settle()
    house.clock.push(now=2 * HOUR)
    assert await house.twilio.receipt(house.twilio.messages[-1].sid, "undelivered", 30036) == 200
    await house.pass_(now=24 * HOUR)
    assert len(house.twilio.messages) == 1


class _Stalling:
    """The accounts of the service, where the process stands still just before it calls the provider."""

    def __init__(self, house: House, now: timedelta, elapsed: timedelta) -> None:
        self._house, self._now, self._elapsed = house, now, elapsed

    async def channel(self, business: str, channel: str) -> Any:
        return await self._house.service.accounts.channel(business, channel)

    async def caller(self, business: str, provider: str) -> Any:
        return await self._house.service.accounts.caller(business, provider)

    def callback(self, business: str, channel: str, message: UUID) -> str | None:
        self._house.clock.push(self._now, self._elapsed)
        return self._house.service.accounts.callback(business, channel, message)


async def test_a_process_that_stood_still_hands_over_nothing_in_the_night(house: House) -> None:
    await _in_the_evening(house)
    offer = await _offer(house)
    await SenderWorker(house.service.turns, _Stalling(house, 10 * MINUTE, 10 * MINUTE)).step()
    assert ((await house.message(offer)).status, house.twilio.messages) == (MessageStatus.QUEUED, [])


async def test_the_time_it_stood_still_is_not_the_providers(house: House) -> None:
    await _in_the_evening(house)
    await _offer(house, kind=Kind.NUDGE, purpose=Purpose.TRANSACTIONAL, programme=None)
    await SenderWorker(house.service.turns, _Stalling(house, 4 * MINUTE, 4 * MINUTE)).step()
    assert _validity(house) == ["360"]


@pytest.mark.parametrize(
    ("now", "elapsed"),
    [
        pytest.param(0 * SECOND, 4 * SECOND, id="the process stood"),
        pytest.param(4 * SECOND, 0 * SECOND, id="the machine slept"),
    ],
)
@pytest.mark.parametrize("kind", [Kind.MESSAGE, Kind.OPT_IN_ASK])
async def test_marketing_that_stood_still_is_judged_anew(
    house: House, now: timedelta, elapsed: timedelta, kind: Kind
) -> None:
    """Somebody may have been answered meanwhile that it stops: who answers waits for less than such a pause."""
    await _in_the_evening(house, HOUR)
    offer = await _offer(house, kind=kind)
    await SenderWorker(house.service.turns, _Stalling(house, now, elapsed)).step()
    assert ((await house.message(offer)).status, house.twilio.messages) == (MessageStatus.QUEUED, [])
    assert (await house.line()).failures == 0, "the provider did nothing wrong"
    await house.pass_(now=MINUTE, elapsed=MINUTE)
    assert ((await house.message(offer)).status, len(house.twilio.messages)) == (MessageStatus.SENT, 1)


async def test_what_somebody_waits_for_leaves_all_the_same(house: House) -> None:
    await _in_the_evening(house, HOUR)
    order = await house.post(await house.address("sms", ANN), "order")
    await SenderWorker(house.service.turns, _Stalling(house, MINUTE, MINUTE)).step()
    assert (await house.message(order)).status is MessageStatus.SENT
