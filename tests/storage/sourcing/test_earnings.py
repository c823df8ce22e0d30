"""A shop's ledger: what it earned and gave back since a day, what it is owed, and what it was paid last."""

from __future__ import annotations

from uuid import UUID

from flows.actor import SYSTEM
from flows.money import MICROS
from storage.database.stores import Database
from storage.sourcing.shop_earnings import COMMISSION, PAYOUT, REVERSAL, Earned, Earnings
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_SHOP, after, do

SHOP, FIRST, SECOND = UUID(int=7), UUID(int=8), UUID(int=9)


async def fill(unit: Unit) -> None:
    """Two commissions, one of which goes back in part, and a payout between them."""
    lines = [
        (FIRST, COMMISSION, 300, 0),
        (None, PAYOUT, -120, 10),
        (SECOND, COMMISSION, 200, 20),
        (SECOND, REVERSAL, -50, 30),
    ]
    for order, kind, amount, minute in lines:
        booked = (SHOP, order, kind, f"{kind}:{minute}", amount * MICROS, "INR", SYSTEM, after(minute))
        assert await unit.of(Earnings).book(*booked)
        assert not await unit.of(Earnings).book(*booked)


async def test_a_payout_is_owed_no_more_and_was_earned_all_the_same(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        await fill(unit)
        assert await unit.of(Earnings).sum_since(SHOP, NOW) == Earned(450 * MICROS, 2, 50 * MICROS)
        assert await unit.of(Earnings).sum_since(SHOP, after(10)) == Earned(150 * MICROS, 1, 50 * MICROS)
        assert await unit.of(Earnings).sum_owed(SHOP) == 330 * MICROS
        paid = await unit.of(Earnings).find_last_payout(SHOP)
        assert paid is not None
        assert (paid.amount, paid.at) == (120 * MICROS, after(10))

    await do(store, tell)


async def test_an_order_of_which_nothing_is_left_is_none_that_was_earned(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        await fill(unit)
        await unit.of(Earnings).book(SHOP, SECOND, REVERSAL, "rest", -150 * MICROS, "INR", SYSTEM, after(40))
        assert await unit.of(Earnings).sum_since(SHOP, NOW) == Earned(300 * MICROS, 1, 200 * MICROS)

    await do(store, tell)


async def test_another_business_owes_it_nothing(store: Database) -> None:
    async def look(unit: Unit) -> None:
        assert await unit.of(Earnings).sum_owed(SHOP) == 0
        assert await unit.of(Earnings).sum_since(SHOP, NOW) == Earned(0, 0)
        assert await unit.of(Earnings).find_last_payout(SHOP) is None

    await do(store, fill)
    await do(store, look, OTHER_SHOP)
