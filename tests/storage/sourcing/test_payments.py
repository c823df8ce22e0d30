"""Payments one by one: each is kept with the account that it was asked through."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from flows.business import PaymentSettings
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.schema import payments
from tests.sourced import SOUVENIRS, Souvenirs


async def test_a_payment_stays_the_account_s_that_it_was_asked_through(house: Souvenirs) -> None:
    await house.reserve("1234")
    await house.says("1234", "connaught", Says.YES, 2)
    await house.linked("1234")
    await house.becomes(replace(SOUVENIRS, payments=(PaymentSettings("razorpay"), PaymentSettings("simulator"))))
    await house.pays("1234")

    async def kept(turn: Turn) -> list[tuple[str, str]]:
        return [(row.provider, row.state) for row in await turn.unit.rows(select(payments))]

    assert await house.act(kept) == [("simulator", "paid")]
