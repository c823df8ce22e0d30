"""A refund of whose end no webhook tells, through the providers' stand-ins: they are asked, and the order is over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from flows.sourcing.order import Order
from flows.sourcing.order_state import Status
from handlers.engine.turn import Turn
from storage.sql import json_codec
from tests.delivery import shop
from tests.delivery.shop import HOUR, MINUTE, TIGER
from tests.delivery.till import Till, open_till
from tests.sourced import Souvenirs

DAY = timedelta(days=1)
PROVIDERS = {"razorpay": (shop.RAZORPAY, "processed"), "stripe": (shop.STRIPE, "succeeded")}


@asynccontextmanager
async def refunding(database: str, name: str) -> AsyncIterator[tuple[Till, Any]]:
    """An order that was paid there, cannot be had, and waits for its refund to go through."""
    async with open_till(database, payments=PROVIDERS[name][0]) as till:
        tenant = await till.house.service.turns.tenant(TIGER)
        market = Souvenirs(till.house.service.turns, till.house.clock, tenant.business)  # type: ignore[arg-type]
        await market.open()
        await market.reserve("1234", ("MUG", "", 1))
        await till.house.settle()
        stand = getattr(till, name)
        assert await stand.tell(stand.pay(next(iter(stand.links if name == "razorpay" else stand.sessions)))) == [200]
        await till.house.settle()
        await market.given_up("1234")
        await till.house.settle()
        stand.move(next(iter(stand.refunds)), "pending" if name == "stripe" else "created")
        assert (await the_order(till)).status is Status.REFUNDING
        yield till, stand


async def the_order(till: Till) -> Order:
    async def look(turn: Turn) -> Order:
        known = await turn.unit.orders.find_by_ref("api", "1234")
        assert known is not None
        run = await turn.unit.runs.get_open("sourcing", str(known.id))
        assert run is not None
        return json_codec.load(Order, run.state)

    return await till.house.act(look)


@pytest.mark.parametrize("name", PROVIDERS)
async def test_a_day_later_the_provider_is_asked(database: str, name: str) -> None:
    async with refunding(database, name) as (till, stand):
        (refund,) = stand.refunds
        stand.move(refund, PROVIDERS[name][1])  # and its webhook is lost
        await till.house.pass_(now=DAY - HOUR, elapsed=MINUTE)
        assert (await the_order(till)).status is Status.REFUNDING
        await till.house.pass_(now=HOUR, elapsed=MINUTE)
        assert (await the_order(till)).status is Status.REFUNDED
        assert len([call for call in stand.calls if call.path.endswith(f"/refunds/{refund}")]) == 1


async def test_a_provider_that_is_away_is_asked_the_day_after(database: str) -> None:
    async with refunding(database, "razorpay") as (till, stand):
        told = len(till.house.alerts())
        stand.move(next(iter(stand.refunds)), "processed")
        stand.fail(times=1000, status=503)
        await till.house.pass_(now=DAY, elapsed=MINUTE)
        for _ in range(5):
            await till.house.pass_(now=HOUR, elapsed=MINUTE)
        stand.heal()
        assert (await the_order(till)).status is Status.REFUNDING
        assert len(till.house.alerts()) == told, "nobody can do anything about it yet"
        await till.house.pass_(now=DAY, elapsed=MINUTE)
        assert (await the_order(till)).status is Status.REFUNDED
