"""Short links lead one recipient to one place, and count people."""

from __future__ import annotations

from uuid import UUID

from storage.database.stores import Database
from storage.sending.short_links import find_link
from storage.unit import Unit
from tests.single import add_link
from tests.storage.world import NOW, OTHER_SHOP, SHOP, after, do, person

MESSAGE, OTHER = UUID(int=1), UUID(int=2)
URL = "https://kiln.example/cart?a=1&b=ž"


async def test_a_code_is_unique_across_businesses(store: Database) -> None:
    async def add(message: UUID, shop: str) -> bool:
        url = f"{URL}&shop={shop}"
        return await do(store, lambda unit: add_link(unit, "Ab3dE6g", url, message, None, NOW), shop)

    made = [await add(MESSAGE, SHOP), await add(MESSAGE, SHOP), await add(OTHER, SHOP), await add(MESSAGE, OTHER_SHOP)]
    assert made == [True, True, False, False]
    found = await do(store, lambda unit: find_link(unit, "Ab3dE6g"), OTHER_SHOP)
    assert found is not None
    assert (found.business, found.url) == (SHOP, f"{URL}&shop={SHOP}")
    assert await store.read(OTHER_SHOP, lambda unit: unit.links.get("Ab3dE6g")) is None
    assert await store.read(SHOP, lambda unit: find_link(unit, "ab3de6g")) is None, "codes have upper and lower case"


async def test_visits_of_people_count_and_those_of_robots_do_not(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        await add_link(unit, "code", URL, MESSAGE, contact, NOW)
        link = await unit.links.get("code")
        assert link is not None
        for minutes, robot in ((1, True), (5, False), (3, False)):
            await unit.links.visit(link, after(minutes), robot=robot)
        assert await unit.links.clicks_of(contact, after(2)) == [(MESSAGE, after(5)), (MESSAGE, after(3))]
        assert await unit.links.clicks_of(contact, after(4)) == [(MESSAGE, after(5))]
        assert await unit.links.find_clicked_at(MESSAGE) == after(3)
        assert await unit.links.find_clicked_at(OTHER) is None

    await do(store, tell)
