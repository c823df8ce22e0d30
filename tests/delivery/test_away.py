"""The database goes away over work that was taken: it is given back when it is there again, not when its lease ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.consumer import BATCH, LEASE, Consumer
from bot.timers import Timers
from storage.database.stores import DatabaseAway
from storage.events.event_inbox import claim_events
from storage.schema import events
from tests.delivery import shop
from tests.delivery.cut import Cut
from tests.delivery.house import House
from tests.delivery.shop import ANN, FIRST_STEP, TIGER


@pytest.fixture
def turns(house: House) -> Cut:
    service = house.service
    return Cut(service.turns.store, house.clock, service.turns.tools)


async def test_news(house: House, turns: Cut) -> None:
    news = Consumer(turns)
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
    turns.away = 1
    with pytest.raises(DatabaseAway):
        await news.step()
    assert await news.step() == 1, "no time passed"
    assert await _leases(house) == 0


async def test_waits(house: House, turns: Cut) -> None:
    timers = Timers(turns)
    await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
    await house.tell(shop.cart(shop.customer(), house.clock.now()))
    await house.settle()
    house.clock.push(now=FIRST_STEP)
    turns.away = 1
    with pytest.raises(DatabaseAway):
        await timers.step()
    assert await timers.step() == 1, "no time passed"
    assert len(await house.reminders()) == 1


async def test_what_another_took_meanwhile_stays_its_own(house: House, turns: Cut) -> None:
    """The outage was longer than the lease, and another process has the event now."""
    news, other = Consumer(turns), Consumer(house.service.turns)
    await house.tell(shop.cart(shop.customer(phone=ANN), house.clock.now()))
    turns.away = 1
    with pytest.raises(DatabaseAway):
        await news.step()
    house.clock.push(elapsed=timedelta(seconds=61))
    now = house.clock.get_real_time()
    await house.service.turns.store.write("", lambda unit: claim_events(unit, now, LEASE, BATCH))
    assert await news.step() == 0
    assert await _leases(house) == 1
    assert await other.step() == 0


async def _leases(house: House) -> int:
    query = select(events.c.id).where(events.c.lease_until.is_not(None))
    return len(await house.service.turns.store.read(TIGER, lambda unit: unit.rows(query)))
