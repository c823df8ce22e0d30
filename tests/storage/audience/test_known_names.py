"""What the goods of a business are called: of its catalogue, and of the orders that count."""

from __future__ import annotations

from flows.availability import Availability
from flows.events import Item
from flows.money import Money
from storage.audience.business_names import KnownNames, OwnGoods
from storage.database.stores import Database
from storage.schema import contacts, places, returns
from storage.store.products import Listing, Products
from storage.unit import Unit
from tests.storage.store.test_order_lines import place
from tests.storage.world import NOW, OTHER_SHOP, after, do


def listing(sku: str, title: str) -> Listing:
    return Listing(sku, title, Money.parse("20", "USD"), Availability.IN_STOCK)


async def test_goods_are_those_of_the_catalogue_and_of_orders_that_count(store: Database) -> None:
    async def work(unit: Unit) -> None:
        await unit.of(Products).add([listing("TS-01", "Tiger Shorts"), listing("MUG", "Chai Mug")], NOW)
        await place(unit, "o1", None, Item("TS-01", "Tiger Shorts"), Item("", "Glow Socks"))
        gone = await place(unit, "o2", None, Item("HAT", "Straw Hat"))
        await unit.orders.call_off(gone.id, after(9))
        assert await unit.of(KnownNames).goods() == OwnGoods(
            ["Chai Mug", "Glow Socks", "Tiger Shorts"], ["MUG", "TS-01"]
        )

    await do(store, work)


async def test_goods_of_another_business_are_not_known(store: Database) -> None:
    async def other(unit: Unit) -> None:
        await unit.of(Products).add([listing("TS-01", "Tiger Shorts")], NOW)

    async def ours(unit: Unit) -> None:
        assert await unit.of(KnownNames).goods() == OwnGoods([], [])

    await do(store, other, OTHER_SHOP)
    await do(store, ours)


async def test_cities_are_those_of_main_addresses_and_of_parcels_that_came_back(store: Database) -> None:
    async def work(unit: Unit) -> None:
        for city in ("Austin", "Pune", "Austin", None):
            await unit.add(contacts, id=unit.ids.make(), created_at=NOW, city=city)
        await unit.add(returns, id=unit.ids.make(), source="shop", ref="r1", at=NOW, city="Mobile")
        assert (await unit.of(KnownNames).all()).cities == ["Austin", "Mobile", "Pune"]

    await do(store, work)


async def test_regions_are_those_that_were_told_each_once(store: Database) -> None:
    async def work(unit: Unit) -> None:
        for region in ("Jalisco", "MH", "Jalisco", None):
            contact = unit.ids.make()
            await unit.add(contacts, id=contact, created_at=NOW)
            told = {"kind": "stated", "source": "shop", "first_told_at": NOW, "told_at": NOW}
            await unit.add(places, id=unit.ids.make(), contact=contact, country="IN", region=region, **told)
        assert (await unit.of(KnownNames).all()).regions == ["Jalisco", "MH"]

    await do(store, work)
