"""Actions take values and return values or a reason: whoever calls them, a chat or another, is refused the same."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from flows.actor import Actor
from flows.sourcing.order_state import Status
from handlers.actions.action import Origin, Refused
from handlers.sourcing.actions.order_progress import Move, move
from handlers.sourcing.actions.order_refusals import OrderStays, WhyNot
from handlers.sourcing.actions.product_prices import OfferedQuote, Quote, quote
from handlers.sourcing.actions.shelf_restock import RestockShelf, restock, would_restock
from handlers.sourcing.actions.shop_assignments import AssignShop, PickUp, assign, pick_up
from handlers.sourcing.actions.shop_onboarding import Added, AddShop, add_shop
from handlers.sourcing.actions.shop_payouts import PayShop, pay, would_pay
from storage.database.stores import Database
from storage.unit import Unit
from tests.handlers.sourcing.staff.rows import Shop
from tests.handlers.sourcing.staff.sourced import NOW, SOURCING, SOUVENIRS, Desk, play

NOBODY = UUID(int=7)


def origin(desk: Desk) -> Origin:
    """Asha asks, in some message."""
    member, _ = desk.people["Asha"]
    return Origin(Actor.staff(member.id), str(desk.unit.ids.make()), member.contact)


@pytest.mark.parametrize("parts", [(("1", 3),), (("1", 0),), (("9", 1),)])
async def test_no_shop_is_given_more_than_is_missing(store: Database, parts: tuple[tuple[str, int], ...]) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234")
        with pytest.raises(Refused) as refused:
            await assign(desk.turn, origin(desk), AssignShop(order, desk.shops["hauz"].id, parts))
        assert refused.value.values["why"].name == OrderStays.NOTHING_MISSING
        assert await desk.heard() == []

    await play(store, scene)


async def test_a_shop_that_is_gone_gets_nothing(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234")
        with pytest.raises(Refused) as refused:
            await assign(desk.turn, origin(desk), AssignShop(order, NOBODY))
        assert refused.value.values["why"].name == OrderStays.SHOP_GONE
        for nothing in (would_pay(desk.turn, PayShop(5, NOBODY)), pay(desk.turn, origin(desk), PayShop(5, NOBODY))):
            with pytest.raises(Refused) as gone:
                await nothing
            assert gone.value.reason is WhyNot.SHOP_GONE

    await play(store, scene)


@pytest.mark.parametrize(("title", "replaced"), [("red brass tiger", 1), ("calendar", 0)])
async def test_of_two_who_offer_at_once_the_second_replaces(store: Database, title: str, replaced: int) -> None:
    """Both confirm before the first offer has begun: it stands in the inbox alone, and two prices would be open."""

    async def scene(desk: Desk) -> None:
        noor = await desk.house.person("+919820000001", "Noor", "whatsapp", agreed=False)
        zoya = await desk.house.person("+919820000002", "Zoya", "whatsapp", agreed=False)
        for other in (noor, zoya):
            await quote(desk.turn, origin(desk), Quote(other.id, 900_000_000, "brass tiger", "brass tiger"))
        second = await quote(desk.turn, origin(desk), Quote(noor.id, 800_000_000, title, title))
        assert isinstance(second, OfferedQuote)
        assert (len(second.replaced), len(second.others)) == (replaced, 1 - replaced)
        assert await desk.heard() == []

    await play(store, scene)


async def test_of_two_who_offer_in_two_transactions_one_replaces(store: Database) -> None:
    """On PostgreSQL two transactions go on beside each other: the second waits, and sees what the first offered."""

    async def begun(desk: Desk) -> tuple[UUID, Origin, Origin]:
        noor = await desk.house.person("+919820000001", "Noor", "whatsapp", agreed=False)
        return noor.id, origin(desk), origin(desk)

    noor, *origins = await play(store, begun)

    async def offer(price: int, by: Origin) -> OfferedQuote:
        async def work(unit: Unit) -> OfferedQuote:
            turn = replace(Shop(unit, SOUVENIRS).turn(NOW), tools=SOURCING)
            offered = await quote(turn, by, Quote(noor, price, "jade owl", "jade owl"))
            await asyncio.sleep(0.05)  # the other one comes meanwhile
            return offered

        return await store.write(SOUVENIRS.id, work)

    prices = (900_000_000, 800_000_000)
    made = await asyncio.gather(*(offer(price, by) for price, by in zip(prices, origins, strict=True)))
    assert sorted(len(one.replaced) for one in made) == [0, 1]


async def test_what_is_given_is_said_in_values(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order, shop = await desk.reserve("1234"), desk.shops["hauz"]
        given = await assign(desk.turn, origin(desk), AssignShop(order, shop.id, (("1", 1),)))
        assert [(line.id, many) for line, many in given.parts] == [("1", 1)]
        await desk.heard()
        with pytest.raises(Refused):
            await pick_up(desk.turn, origin(desk), PickUp((order,), desk.shops["connaught"].id))
        fetched = await desk.bought("1235")
        (picked,) = await pick_up(desk.turn, origin(desk), PickUp((fetched,), desk.shops["connaught"].id, ("1",)))
        assert (len(picked.promises), picked.left) == (1, ())

    await play(store, scene)


async def test_an_order_is_moved_once_for_what_it_came_with(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order, asks = await desk.bought(), origin(desk)
        for _ in range(2):
            await move(desk.turn, asks, Move(order, Status.PACKED))
        assert await desk.heard() == ["order.moved"]

    await play(store, scene)


@pytest.mark.parametrize("size", ["XS", ""])
async def test_what_is_not_sold_is_not_restocked(store: Database, size: str) -> None:
    async def scene(desk: Desk) -> None:
        wanted = RestockShelf(desk.products["SHORTS"].id, size, 5)
        for nothing in (would_restock(desk.turn, wanted), restock(desk.turn, origin(desk), wanted)):
            with pytest.raises(Refused) as refused:
                await nothing
            assert refused.value.reason is WhyNot.NOT_SOLD

    await play(store, scene)


async def test_a_shop_is_there_once(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert isinstance(await add_shop(desk.turn, origin(desk), AddShop("Janpath Crafts")), Added)
        with pytest.raises(Refused) as refused:
            await add_shop(desk.turn, origin(desk), AddShop("JANPATH CRAFTS", "New Delhi"))
        assert refused.value.reason is WhyNot.SHOP_THERE

    await play(store, scene)


COMMANDS = (
    "/orders", "/order 1234", "/orders asking shops", "/order 9", "/express", "/assign", "/assign 1234",
    "/assign 1234 karol socks", "/assign 1234 karol", "/picked", "/picked 1235", "/packed 1235", "/shipped 1235 AWB1",
    "/cantsource 1236 socks", "/cantsource 1236", "/settled 1236 5", "/refunded 1236", "/cancel 1236", "/quote",
    "/shops", "/shop hauz", "/shop taj", "/shops add", "/shops add Janpath, Delhi", "/paid", "/paid 50",
    "/paid hauz 50", "/stock", "/stock shorts", "/stock socks", "/restock", "/restock shorts", "/restock mug 5",
)  # fmt: skip
ENGLISH = ("Next:", "More:", "Example:", "Which", " open", " shops", "Nothing", "Own stock", "Say ")


@pytest.mark.parametrize("locale", ["es", "hi", "hi-Latn"])
async def test_every_command_speaks_the_language_of_whoever_reads(store: Database, locale: str) -> None:
    async def scene(desk: Desk) -> None:
        desk.house.business = replace(SOUVENIRS, locale=locale)
        await desk.stock("MUG", "", 2, low=3)
        await desk.reserve("1234")
        await desk.bought("1235")
        await desk.bought("1236", "hauz")
        for text in COMMANDS:
            answer = await desk.ask(text)
            words = [word for word in ENGLISH if word in answer]
            assert words == [], f"{text}: {answer}"
            await desk.heard()

    await play(store, scene)
