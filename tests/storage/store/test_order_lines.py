"""What was bought, line by line: placed, called off, of somebody known later, of two who are one, and of an erased."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from flows.events import CartUpdated, Customer, Item, OrderCreated
from flows.money import Money
from storage.database.stores import Database
from storage.erasure import erasure
from storage.people.people import Identity
from storage.schema import order_lines
from storage.store.purchases import Purchase
from storage.unit import Unit
from tests.storage.world import NOW, after, do, person

SMS, CHAT = Identity("sms", "+13145550123"), Identity("telegram", "77019")
AIR = Item("AIR-9", "Air", "9 / white", 2, Money.parse("120", "USD"), category="Shoes", brand="Nike ", size="9")
SOCKS = Item("", "Socks")


async def place(unit: Unit, ref: str, contact: UUID | None, *items: Item) -> Purchase:
    known = await unit.orders.ensure("shop", ref, NOW)
    total = Money.parse("250", "USD")
    told = OrderCreated(ref, ref, total, items, Customer(), after(5))
    await unit.orders.place(known, told, contact, None)
    found = await unit.orders.get(known.id)
    assert found is not None
    return found


async def lines(unit: Unit) -> list[tuple[object, ...]]:
    """Whose, what, by what brand and category, how many and for how much each."""
    one = order_lines.c
    query = select(one.contact, one.title, one.brand, one.category, one.size, one.quantity, one.price, one.at)
    found = await unit.rows(query.where(unit.owns(order_lines)).order_by(one.order, one.line))
    return [tuple(row) for row in found]


async def test_a_line_is_a_row(store: Database) -> None:
    async def work(unit: Unit) -> None:
        ann, _ = await person(unit)
        await place(unit, "o1", ann, AIR, SOCKS)
        assert await lines(unit) == [
            (ann, "Air", "nike", "shoes", "9", 2, 120_000_000, after(5)),
            (ann, "Socks", None, None, "", 1, None, after(5)),
        ]

    await do(store, work)


async def test_an_order_that_is_called_off_has_no_lines(store: Database) -> None:
    """Whichever of the two news comes first."""

    async def work(unit: Unit) -> None:
        ann, _ = await person(unit)
        placed = await place(unit, "o1", ann, AIR)
        await unit.orders.call_off(placed.id, after(9))
        early = await unit.orders.ensure("shop", "o2", NOW)
        await unit.orders.call_off(early.id, after(3))
        await place(unit, "o2", ann, AIR)
        assert await lines(unit) == []

    await do(store, work)


async def test_an_order_called_off_before_it_was_told_of_is_no_purchase(store: Database) -> None:
    async def work(unit: Unit) -> None:
        ann, _ = await person(unit)
        early = await unit.orders.ensure("shop", "o2", NOW)
        await unit.orders.call_off(early.id, after(3))
        await place(unit, "o2", ann, AIR)
        whose = await unit.people.get(ann)
        assert whose is not None
        assert whose.last_purchase_at is None

    await do(store, work)


async def test_whose_an_order_is_may_be_known_later(store: Database) -> None:
    async def work(unit: Unit) -> None:
        placed = await place(unit, "o1", None, SOCKS)
        ann, _ = await person(unit)
        news = CartUpdated("c1", placed.total or Money.parse("1", "USD"), (SOCKS,), "", Customer(), after(1))
        cart = await unit.carts.put("shop", news, ann, None, NOW)
        await unit.orders.set_cart(placed, cart)
        assert [row[0] for row in await lines(unit)] == [ann]
        whose = await unit.people.get(ann)
        assert (whose and whose.last_purchase_at) == placed.placed_at

    await do(store, work)


async def test_what_one_of_two_bought_is_the_others(store: Database) -> None:
    async def work(unit: Unit) -> None:
        ann, _ = await person(unit, SMS)
        await place(unit, "o1", ann, AIR)
        both = await unit.people.prove([CHAT, SMS], NOW)
        assert [row[0] for row in await lines(unit)] == [both]

    await do(store, work)


async def test_an_erasure_takes_the_lines(store: Database) -> None:
    """And nobody else's."""

    async def work(unit: Unit) -> None:
        ann, _ = await person(unit, SMS)
        bo, _ = await person(unit, CHAT)
        await place(unit, "o1", ann, AIR)
        await place(unit, "o2", bo, SOCKS)
        await erasure.scrub_person(unit, ann, NOW, lambda value: "h")
        assert [(row[0], row[1]) for row in await lines(unit)] == [(bo, "Socks")]
        kept = await unit.orders.find_by_ref("shop", "o1")
        assert kept is not None
        assert kept.placed_at == after(5)

    await do(store, work)
