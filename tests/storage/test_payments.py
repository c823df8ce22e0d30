"""Payments one by one: each is kept with the account that it was asked through."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.clock import PushedClock
from flows.business import PaymentSettings
from flows.sourcing.order import Says
from handlers.turn import Turn
from storage.schema import payments
from storage.store import Store
from tests.sourced import SOUVENIRS, Souvenirs, turns_of


@pytest.fixture
async def house(store: Store) -> Souvenirs:
    clock = PushedClock(datetime(2026, 3, 2, 6, 0, tzinfo=UTC))
    return await Souvenirs(turns_of(store, clock), clock).open()


async def test_a_payment_stays_the_account_s_that_it_was_asked_through(house: Souvenirs) -> None:
    await house.reserve("1234")
    await house.says("1234", "connaught", Says.YES, 2)
    await house.linked("1234")
    await house.becomes(replace(SOUVENIRS, payments=(PaymentSettings("razorpay"), PaymentSettings("simulator"))))
    await house.pays("1234")

    async def kept(turn: Turn) -> list[tuple[str, str]]:
        return [(row.provider, row.state) for row in await turn.unit.rows(select(payments))]

    assert await house.act(kept) == [("simulator", "paid")]
