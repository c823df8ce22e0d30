"""Whom a shop's system made known to us, so that they go with it; whom we know otherwise, too, stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from flows.delivery import MessageStatus
from flows.events import CartUpdated, Customer, CustomerConsented, OrderCreated
from flows.money import Money
from storage.database.stores import Database
from storage.erasure.erasure import forget_nobodys
from storage.events.event_inbox import Arrival, event_id
from storage.people.contact_origins import find_known
from storage.people.people import Identity
from storage.schema import carts, events, orders, staff
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_SHOP, PHONE, do, person, queued

Fact = Callable[[Unit, UUID], Awaitable[object]]
MONEY = Money(39_000_000, "USD")


async def cart(unit: Unit, contact: UUID | None, source: str = "shopify") -> None:
    told = CartUpdated(f"c{contact}", MONEY, (), "https://kiln.example/cart/31", Customer(), NOW)
    await unit.carts.put(source, told, contact, None, NOW)


async def order(unit: Unit, contact: UUID | None, source: str = "shopify") -> None:
    placed = await unit.orders.ensure(source, "o1", NOW)
    await unit.orders.place(placed, OrderCreated("o1", "1001", MONEY, (), Customer(), NOW), contact, None)
    await unit.orders.note(placed.id, tracking_url="https://ups.example/31")


async def heard(unit: Unit, contact: UUID | None, source: str = "shopify", status: str = "done") -> UUID:
    told = CustomerConsented(Customer(name="Dana Peters"), (), NOW)
    identity = event_id(unit.business, source, f"e{contact}{status}")
    lane = contact or identity
    await unit.inbox.add(Arrival(identity, source, str(identity), NOW, b"Dana Peters", told, lane, contact))
    await unit.run(update(events).where(events.c.id == identity).values(status=status))
    return identity


async def own_id(unit: Unit, contact: UUID) -> None:
    await person(unit, Identity("customer", "shopify:81"), PHONE)


async def on_the_staff(unit: Unit, contact: UUID) -> None:
    await unit.add(staff, id=unit.ids.make(), name="Asha", role="owner", contact=contact)


async def written_to(unit: Unit, contact: UUID) -> None:
    await queued(unit)


async def wrote(unit: Unit, contact: UUID) -> None:
    await queued(unit, direction="in", status=MessageStatus.RECEIVED, text="is it cotton?")


async def told_by_api(unit: Unit, contact: UUID) -> None:
    await heard(unit, contact, "api")


async def bought_elsewhere(unit: Unit, contact: UUID) -> None:
    await order(unit, contact, "api")


@pytest.mark.parametrize(
    ("facts", "goes"),
    [
        pytest.param([cart], True, id="a guest with a cart"),
        pytest.param([order], True, id="a guest with an order"),
        pytest.param([heard], True, id="a guest's consent"),
        pytest.param([cart, written_to, wrote], True, id="a guest who answered us"),
        pytest.param([own_id], True, id="a customer of its own"),
        pytest.param([own_id, on_the_staff, bought_elsewhere], True, id="a customer of its own, whatever else"),
        pytest.param([], False, id="nobody it told of"),
        pytest.param([cart, on_the_staff], False, id="a guest on the staff"),
        pytest.param([cart, told_by_api], False, id="a guest another system told of"),
        pytest.param([cart, bought_elsewhere], False, id="a guest who bought elsewhere"),
        pytest.param([wrote, cart], False, id="somebody who wrote first"),
    ],
)
async def test_who_is_known_by_a_shops_system(store: Database, facts: list[Fact], goes: bool) -> None:
    async def tell(unit: Unit) -> tuple[list[UUID], list[UUID]]:
        contact, _ = await person(unit)
        for fact in facts:
            await fact(unit, contact)
        return await find_known(unit, "shopify"), [contact] if goes else []

    found, expected = await do(store, tell)
    assert found == expected
    assert await do(store, lambda unit: find_known(unit, "shopify"), OTHER_SHOP) == []


async def test_what_it_told_of_nobody_is_scrubbed(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        for whose in (None, contact):
            await cart(unit, whose)
            await heard(unit, whose)
        await heard(unit, None, status="new")
        await heard(unit, None, "api")
        await order(unit, None)
        await forget_nobodys(unit, "shopify")

    async def left(unit: Unit) -> dict[str, int]:
        kept: tuple[Any, ...] = (
            carts.c.checkout_url != "",
            events.c.raw.is_not(None),
            orders.c.tracking_url.is_not(None),
        )
        found = [await unit.rows(select(one.left.table.c.id).where(unit.owns(one.left.table), one)) for one in kept]
        return dict(zip(("carts", "events", "orders"), map(len, found), strict=True))

    await do(store, tell)
    assert await do(store, left) == {"carts": 1, "events": 3, "orders": 0}
