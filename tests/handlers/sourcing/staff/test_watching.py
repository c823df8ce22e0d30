"""The morning's look: stock that runs low, shops that fail or are silent, the best of a month; each told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flows.sourcing.shop_ask import Says
from handlers.sourcing.staff import morning_checks
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.sourcing.own_stock import Stocks
from storage.sourcing.partner_shops import Shops
from storage.sourcing.shop_inventory import ShopInventory, Stated
from tests.handlers.sourcing.staff.sourced import NOW, Desk, play

DAY = timedelta(days=1)


async def morning(desk: Desk) -> list[str]:
    """What the staff is told by a look."""
    before = len(await desk.told())
    firing = Stored("tiger", desk.unit.ids.make(), "schedule", morning_checks.JOB, None, desk.now, 0, None)
    assert await morning_checks.run_check(desk.turn, firing)
    return (await desk.told())[before:]


async def test_what_runs_low_is_told_once_until_it_is_refilled(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        product, shop = desk.products["SHORTS"].id, desk.shops["connaught"].id
        await desk.stock("SHORTS", "L", 5, low=2)
        await desk.unit.of(ShopInventory).put([Stated(shop, product, "L", 5, NOW), Stated(shop, product, "M", 5, NOW)])
        assert await morning(desk) == []
        await desk.unit.of(Stocks).take(product, "L", 3)
        low = (
            "Our own stock is running low.\nTiger Shorts L: 2 free (mark 2); Connaught Souvenirs may have some\n"
            "Next: /restock_SHORTS_L_2"
        )
        assert await morning(desk) == [low]
        desk.now += DAY
        assert await morning(desk) == []
        await desk.unit.of(Stocks).refill(product, "L", 4, desk.now)
        await desk.unit.of(Stocks).take(product, "L", 5)
        assert len(await morning(desk)) == 1

    await play(store, scene)


async def test_the_last_pieces_are_told_when_an_order_takes_them(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.stock("SHORTS", "L", 4, low=2)
        await desk.stock("MUG", "", 1, low=2)
        await desk.reserve("1234")
        assert [text for text in await desk.told() if "is running low" in text] == [
            "Our own stock is running low.\nTiger Shorts L: 2 free (mark 2)\nNext: /restock_SHORTS_L_2"
        ]
        assert await morning(desk) == ["Our own stock is running low.\nTaj Mug: 1 free (mark 2)\nNext: /restock_MUG_3"]

    await play(store, scene)


async def test_agents_are_left_alone(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "9002")
        await desk.stock("SHORTS", "L", 1, low=2)
        assert len(await morning(desk)) == 1
        assert await desk.told("Ravi") == []

    await play(store, scene)


async def test_a_shop_that_lets_requests_pass(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        for number in range(3):
            order = await desk.reserve(str(number))
            await desk.answers(order, "karol-bagh", Says.NO, 0)
            await desk.answers(order, "hauz")
            await desk.answers(order, "connaught", Says.SILENT, 0)
        told = (
            "Connaught Souvenirs failed 3 requests this week: it gave no answer in time, or withdrew its yes.\n"
            "More: /shop_connaught"
        )
        desk.now += DAY
        assert await morning(desk) == [told]
        assert "Careful: 3 failed this week." in await desk.ask("/shop connaught")
        desk.now += DAY
        assert await morning(desk) == []

    await play(store, scene)


async def test_a_shop_that_is_silent_and_one_on_holiday(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1")
        desk.now += timedelta(hours=1)
        await desk.answers(order, "karol-bagh", Says.NO, 0)
        await desk.unit.of(Shops).close_until(desk.shops["hauz"].id, desk.now + 30 * DAY)
        desk.now += 2 * DAY
        assert await morning(desk) == []
        await desk.answers(await desk.reserve("2"), "karol-bagh", Says.NO, 0)
        desk.now += DAY
        assert await morning(desk) == ["Connaught Souvenirs has answered nothing for 3 days.\nMore: /shop_connaught"]
        desk.now += DAY
        assert await morning(desk) == []
        desk.now += 2 * DAY
        await desk.answers(await desk.reserve("3"), "karol-bagh", Says.NO, 0)
        desk.now += DAY
        assert len(await morning(desk)) == 1
        assert "Careful: silent for 7 days." in await desk.ask("/shop connaught")

    await play(store, scene)


async def test_the_best_of_the_month_on_its_first_day(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        for number, ref in enumerate(("connaught", "connaught", "hauz")):
            await desk.bought(str(number), ref)
            await desk.ask(f"/picked {number} {ref}")
        await desk.heard()
        desk.now = datetime(2026, 3, 31, 4, tzinfo=UTC)
        await morning(desk)
        desk.now = datetime(2026, 3, 31, 20, tzinfo=UTC)  # April in Delhi
        told = [text for text in await morning(desk) if text.startswith("Best of")]
        assert told == [
            "Best of March: Connaught Souvenirs, 4 pieces for 2 orders; it had 100% of what it was asked for.\n"
            "All: /shops"
        ]
        assert [text for text in await morning(desk) if text.startswith("Best of")] == []

    await play(store, scene)


async def test_nothing_to_say_without_shops(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.unit.of(Shops).update([replace(shop, removed_at=desk.now) for shop in desk.shops.values()])
        assert await morning(desk) == []

    await play(store, scene)
