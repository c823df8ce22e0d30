"""The one reason for which an order counts."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from storage.database.stores import Database
from storage.store.attributions import Attribution
from storage.unit import Unit
from tests.storage.world import NOW, do

MESSAGE, OTHER = UUID(int=1), UUID(int=2)


async def test_an_order_counts_once_and_for_one_reason(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        order = await unit.orders.ensure("shopify", "o1", NOW)
        first = Attribution(order.id, "code", MESSAGE, None, 3, NOW)
        assert await unit.attributions.add(first)
        assert not await unit.attributions.add(replace(first, reason="click", message=OTHER))
        assert await unit.attributions.find_attribution(MESSAGE) == first
        assert await unit.attributions.find_attribution(OTHER) is None

    await do(store, tell)
