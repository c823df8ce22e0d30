"""What a service tells of itself when it worked: one reminder and its receipt, in its figures."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.app import Service
from bot.consumer import Consumer
from bot.sender import SenderWorker
from bot.timers import Timers
from tests.delivery.house import House
from tests.processes.waiting import until


def watched(house: House) -> Service:
    """The house's workers, as the composition root makes them."""
    service = house.service
    house.consumer, house.timers = (
        Consumer(service.turns, metrics=service.metrics),
        Timers(service.turns, service.metrics),
    )
    house.sender = SenderWorker(service.turns, service.accounts, service.spool, service.metrics)
    return service


async def shown(house: House) -> str:
    service = house.service
    return (
        await service.metrics.scrape(service.turns.store, house.clock.now(), house.clock.get_real_time(), 0)
    ).decode()


async def test_a_reminder(house: House) -> None:
    watched(house)
    await house.remind()
    text = await shown(house)
    assert 'parley_claimed_total{queue="outbox"} 1.0' in text
    assert 'parley_claimed_total{queue="waits"} 1.0' in text
    assert 'parley_send_seconds_count{channel="sms"} 1.0' in text
    assert 'parley_send_delay_seconds_count{channel="sms",priority="sequence"} 1.0' in text
    assert "parley_lease_losses_total{" not in text


async def test_a_worker_that_hangs_loses_its_lease(house: House) -> None:
    watched(house)
    house.twilio.fail(slow=True)
    working = asyncio.create_task(house.remind())

    async def called() -> bool:
        return bool(house.twilio.calls)

    await until("the call", called)
    house.clock.push(elapsed=timedelta(seconds=61))
    house.twilio.gate.set()
    await working
    assert 'parley_lease_losses_total{queue="outbox"} 1.0' in await shown(house)
