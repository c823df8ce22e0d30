"""Short links, discount codes, the one reason an order counts, draws and calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from storage.draws import Draw
from storage.links import Attribution, DiscountCode, find_link
from storage.store import Store
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_SHOP, SHOP, after, do, person

MESSAGE, RUN = UUID(int=1), UUID(int=2)
URL = "https://kiln.example/cart?a=1&b=ž"


async def test_a_code_is_unique_across_businesses(store: Store) -> None:
    async def add(unit: Unit) -> bool:
        return await unit.links.add("Ab3dE6g", f"{URL}&shop={unit.business}", MESSAGE, None, NOW)

    assert [await do(store, add), await do(store, add), await do(store, add, OTHER_SHOP)] == [True, False, False]
    found = await do(store, lambda unit: find_link(unit, "Ab3dE6g"), OTHER_SHOP)
    assert found is not None
    assert (found.business, found.url) == (SHOP, f"{URL}&shop={SHOP}")
    assert await store.read(OTHER_SHOP, lambda unit: unit.links.get("Ab3dE6g")) is None
    assert await store.read(SHOP, lambda unit: find_link(unit, "ab3de6g")) is None, "codes have upper and lower case"


async def test_visits_of_people_count_and_those_of_robots_do_not(store: Store) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        await unit.links.add("code", URL, MESSAGE, contact, NOW)
        link = await unit.links.get("code")
        assert link is not None
        for minutes, robot in ((1, True), (5, False), (3, False)):
            await unit.links.visit(link, after(minutes), robot=robot)
        assert await unit.links.clicks_of(contact, after(2)) == [(MESSAGE, after(5)), (MESSAGE, after(3))]
        assert await unit.links.clicks_of(contact, after(4)) == [(MESSAGE, after(5))]
        assert await unit.links.clicked_at(MESSAGE) == after(3)
        assert await unit.links.clicked_at(RUN) is None

    await do(store, tell)


async def test_the_life_of_a_discount_code(store: Store) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        code = DiscountCode(unit.ids.new(), "SAVE-AB12", contact, RUN, 10, "asked", NOW, NOW + timedelta(hours=48))
        newer = replace(code, id=unit.ids.new(), code="SAVE-CD34", created_at=after(1))
        assert await unit.discounts.add(code)
        assert not await unit.discounts.add(replace(code, id=unit.ids.new()))
        assert await unit.discounts.add(newer)
        assert await unit.discounts.latest_of(contact) == newer
        await unit.discounts.set_status("SAVE-CD34", "failed")
        assert await unit.discounts.latest_of(contact) == code
        await unit.discounts.set_status("SAVE-AB12", "used", MESSAGE)
        assert await unit.discounts.find(["save-ab12", "OTHER"]) == [replace(code, status="used")]
        assert await unit.discounts.find([]) == []

    await do(store, tell)


async def test_an_order_counts_once_and_for_one_reason(store: Store) -> None:
    async def tell(unit: Unit) -> None:
        order = await unit.orders.find("shopify", "o1", NOW)
        first = Attribution(order.id, "code", MESSAGE, None, 3, NOW)
        assert await unit.attributions.add(first)
        assert not await unit.attributions.add(replace(first, reason="click", message=RUN))
        assert await unit.attributions.of_message(MESSAGE) == first
        assert await unit.attributions.of_message(RUN) is None

    await do(store, tell)


@pytest.mark.parametrize(("chance", "draw", "held_out"), [(0.1, 0.05, True), (0.1, 0.1, False), (0.0, 0.0, False)])
async def test_the_first_draw_stays(store: Store, chance: float, draw: float, held_out: bool) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        first = Draw("recovery", contact, chance, draw)
        assert await unit.draws.keep(first, NOW) == first
        kept = await unit.draws.keep(Draw("recovery", contact, 1.0, 0.5), after(1))
        assert kept == first
        assert kept.held_out is held_out
        assert (await unit.draws.keep(Draw("campaign", contact, 1.0, 0.5), NOW)).held_out

    await do(store, tell)


async def test_a_call_is_asked_for_once(store: Store) -> None:
    async def tell(unit: Unit) -> None:
        request = {"percent": 10, "until": after(5), "codes": ["a"]}
        call = unit.ids.new()
        assert await unit.calls.add(call, "discount", "k", RUN, None, request, NOW)
        assert not await unit.calls.add(unit.ids.new(), "discount", "k", RUN, None, request, NOW)
        await unit.calls.set_status(call, "done", after(1), provider_id="gid")
        found = await unit.calls.get(call)
        assert found is not None
        assert (found.request, found.status, found.provider_id, found.created_at) == (request, "done", "gid", NOW)
        assert await unit.calls.get(RUN) is None

    await do(store, tell)
