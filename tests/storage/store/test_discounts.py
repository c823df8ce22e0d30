"""A discount code from being asked for to being used."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from storage.database.stores import Database
from storage.store.discounts import DiscountCode
from storage.unit import Unit
from tests.storage.world import NOW, after, do, person

ORDER, RUN = UUID(int=1), UUID(int=2)


async def test_the_life_of_a_discount_code(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        code = DiscountCode(unit.ids.make(), "SAVE-AB12", contact, RUN, 10, "asked", NOW, NOW + timedelta(hours=48))
        newer = replace(code, id=unit.ids.make(), code="SAVE-CD34", created_at=after(1))
        assert await unit.discounts.add(code)
        assert not await unit.discounts.add(replace(code, id=unit.ids.make()))
        assert await unit.discounts.add(newer)
        assert await unit.discounts.find_latest(contact) == newer
        await unit.discounts.set_status("SAVE-CD34", "failed")
        assert await unit.discounts.find_latest(contact) == code
        await unit.discounts.set_status("SAVE-AB12", "used", ORDER)
        assert await unit.discounts.list_by_codes(["save-ab12", "OTHER"]) == [replace(code, status="used")]
        assert await unit.discounts.list_by_codes([]) == []

    await do(store, tell)
