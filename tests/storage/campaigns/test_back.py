"""What people waited for and is there again: told by its title and size to those alone who waited, and bought none."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, update

from storage.campaigns.message_items import BACK, CampaignItems
from storage.database.stores import Database
from storage.schema import inventory, order_lines, products, shops, stocks
from storage.sourcing.waitlist_people import WaitingPeople
from storage.unit import Unit
from tests.storage.sending.test_fanout import someone
from tests.storage.world import NOW, SHOP

DAY = timedelta(days=1)
WHERE = {"business": SHOP}


async def _product(unit: Unit, sku: str, title: str) -> UUID:
    made = unit.ids.make()
    row = {**WHERE, "id": made, "sku": sku, "title": title, "sizes": "[]", "price": 1, "currency": "USD"}
    await unit.run(insert(products).values(**row, availability="in_stock", created_at=NOW))
    return made


async def _own(unit: Unit, product: UUID, size: str, count: int, held: int = 0) -> None:
    row = {**WHERE, "product": product, "size": size, "count": count, "held": held, "as_of": NOW}
    await unit.run(insert(stocks).values(**row))


async def _at_a_shop(unit: Unit, product: UUID, quantity: int) -> UUID:
    shop = unit.ids.make()
    told = {"ref": shop.hex, "name": "Karol", "location": "x", "opens": 0, "closes": 1, "language": "en"}
    await unit.run(insert(shops).values(**WHERE, id=shop, **told, follows=False, created_at=NOW))
    stated = {"shop": shop, "product": product, "size": "", "quantity": quantity, "as_of": NOW, "source": "said"}
    await unit.run(insert(inventory).values(**WHERE, **stated))
    return shop


async def _named(unit: Unit, *people: UUID) -> dict[UUID, str]:
    found = await unit.of(CampaignItems).find_titles(people, {BACK})
    return {one: places[BACK] for one, places in found.items()}


@pytest.mark.parametrize("told", [False, True], ids=["waits", "was told"])
async def test_it_is_named_to_whoever_waited_and_to_nobody_else(store: Database, told: bool) -> None:
    async def scene(unit: Unit) -> None:
        ann, bo = [await someone(unit, number) for number in range(2)]
        shirt = await _product(unit, "SHIRT", "Silk shirt")
        await unit.of(WaitingPeople).add(shirt, "L", ann, None, NOW - DAY)
        if told:
            (waiting,) = await unit.of(WaitingPeople).list_people(shirt, "L", 5)
            await unit.of(WaitingPeople).tell(waiting, NOW)
        await _own(unit, shirt, "M", 5)
        assert await _named(unit, ann, bo) == {}, "another size is there"
        await _own(unit, shirt, "L", 2, held=2)
        assert await _named(unit, ann, bo) == {}, "both pieces are spoken for"
        await unit.run(update(stocks).where(stocks.c.size == "L").values(held=1))
        assert await _named(unit, ann, bo) == {ann: "Silk shirt L"}
        await unit.run(update(products).values(removed_at=NOW))
        assert await _named(unit, ann, bo) == {}, "it is sold no more"

    await store.write(SHOP, scene)


async def test_a_shop_s_pieces_count_while_it_works_with_the_business(store: Database) -> None:
    async def scene(unit: Unit) -> None:
        ann = await someone(unit, 1)
        mug = await _product(unit, "MUG", "Mug")
        await unit.of(WaitingPeople).add(mug, "", ann, None, NOW - DAY)
        await _at_a_shop(unit, mug, 0)
        assert await _named(unit, ann) == {}
        shop = await _at_a_shop(unit, mug, 3)
        assert await _named(unit, ann) == {ann: "Mug"}
        await unit.run(update(shops).where(shops.c.id == shop).values(removed_at=NOW))
        assert await _named(unit, ann) == {}

    await store.write(SHOP, scene)


async def test_of_several_the_newest_and_none_that_was_bought_since(store: Database) -> None:
    async def scene(unit: Unit) -> None:
        ann = await someone(unit, 1)
        for sku, ago in (("MUG", 3), ("CAP", 2)):
            product = await _product(unit, sku, sku.title())
            await unit.of(WaitingPeople).add(product, "", ann, None, NOW - ago * DAY)
            await _own(unit, product, "", 1)
        assert await _named(unit, ann) == {ann: "Cap"}
        order = await unit.orders.ensure("shop", "o1", NOW)
        line = {"order": order.id, "line": 0, "contact": ann, "at": NOW, "sku": "CAP", "title": "Cap", "variant": ""}
        await unit.run(insert(order_lines).values(**WHERE, **line, size="", quantity=1))
        assert await _named(unit, ann) == {ann: "Mug"}

    await store.write(SHOP, scene)
