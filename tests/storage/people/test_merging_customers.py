"""Two customers who turn out to be one: whatever was known of either is known of the one, and counts once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from flows.actor import Actor
from flows.events import Customer, Item, OrderCreated
from flows.money import Money
from storage.database.stores import Database
from storage.identity.people_search import PeopleSearch
from storage.people.people import Identity
from storage.profiles.customer_notes import CustomerNotes
from storage.profiles.customer_tags import STAFF, CustomerTags
from storage.profiles.customer_visits import Visits
from storage.profiles.loyalty import Loyalty, Progress
from storage.schema import customer_tags, customer_totals
from storage.store.customer_totals import START, Totals
from storage.unit import Unit
from tests.storage.world import NOW, SHOP, after, do, open_shops

DAY = 24 * 60
CHAT, CUSTOMER = Identity("telegram", "7101"), Identity("customer", "shop:7")
ITEM = (Item("TEA", "Tea"),)
PEOPLE = [(None, "Dana Reyes", "Dana Reyes"), ("Dana Reyes", None, "Dana Reyes"), ("Dana", "D. Lopez", "D. Lopez")]


@pytest.fixture
async def shop(store: Database) -> Database:
    await open_shops(store)
    return store


async def _bought(unit: Unit, who: UUID, ref: str, total: str, day: int) -> None:
    order = await unit.orders.ensure("shop", ref, NOW)
    told = OrderCreated(ref, ref, Money.parse(total, "USD"), ITEM, Customer(), after(day * DAY))
    await unit.orders.place(order, told, who, None)


async def _known(unit: Unit, who: UUID, name: str | None, mark: str, at: int) -> None:
    """Something of everything."""
    await unit.people.save_details(who, {"name": name} if name else {}, after(at))
    await _bought(unit, who, f"{mark}1", "10", at)
    await _bought(unit, who, f"{mark}2", "2.50", at + 3)
    await unit.of(CustomerTags).tell(who, [mark, "tea"], "shop", after(at))
    await unit.of(CustomerNotes).add(who, f"note {mark}", Actor.staff(unit.ids.make()), NOW)
    await unit.of(Loyalty).put(who, Progress("Stamps", Decimal(at), Decimal(10), "a cup", None, after(at)))
    await unit.of(Loyalty).put(who, Progress(f"Only {mark}", Decimal(1), Decimal(10), "a cup", None, after(at)))
    await unit.of(Visits).add(who, after(at), "Station", "")


async def _totals(unit: Unit) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await unit.rows(select(customer_totals).where(unit.owns(customer_totals)))]


@pytest.mark.parametrize(("chats", "customers", "name"), PEOPLE, ids=["only the other's", "only theirs", "both"])
async def test_nothing_of_either_is_lost(shop: Database, chats: str | None, customers: str | None, name: str) -> None:
    async def work(unit: Unit) -> None:
        chat = await unit.people.resolve([CHAT], NOW)
        customer = await unit.people.resolve([CUSTOMER], NOW)
        await _known(unit, chat, chats, "a", 7)
        await _known(unit, customer, customers, "b", 4)
        assert await unit.people.prove([CHAT, CUSTOMER], after(9)) == customer
        one = await unit.people.get(customer)
        assert one is not None
        assert one.name == name
        for called in filter(None, (chats, customers)):
            assert await unit.of(PeopleSearch).find_by_name(called, 9) == [customer]
        assert {each.channel for each in await unit.people.addresses_of(customer)} == {"telegram", "customer"}
        assert {each.tag for each in await unit.rows(select(customer_tags))} == {"a", "b", "tea"}
        notes = await unit.of(CustomerNotes).page(customer, 9)
        assert {each.text for each in notes} == {"note a", "note b"}
        stands = {each.programme: each.progress for each in await unit.of(Loyalty).list_progress(customer)}
        assert stands == {"Stamps": 7, "Only a": 1, "Only b": 1}
        totals = await unit.of(Totals).find_totals(customer)
        assert totals is not None
        assert (totals.orders, totals.spend, totals.visits) == (4, 25_000_000, 2)
        before = await _totals(unit)
        assert len(before) == 1
        await Totals(unit).rebuild(START)
        assert await _totals(unit) == before

    await do(shop, work, SHOP)


@pytest.mark.parametrize("staffs", [CHAT, CUSTOMER], ids=["of the other", "of the one who stays"])
async def test_a_tag_of_the_staff_stays_theirs_whoever_had_it(shop: Database, staffs: Identity) -> None:
    async def work(unit: Unit) -> None:
        tags = unit.of(CustomerTags)
        people = {one: await unit.people.resolve([one], NOW) for one in (CHAT, CUSTOMER)}
        for one, who in people.items():
            await (tags.give(who, "VIP", NOW) if one == staffs else tags.tell(who, ["vip"], "shop", NOW))
        customer = await unit.people.prove([CHAT, CUSTOMER], after(1))
        assert await tags.source(customer, "vip") == STAFF
        await tags.tell(customer, [], "shop", after(2))
        assert await tags.source(customer, "vip") == STAFF

    await do(shop, work)


async def test_old_news_of_tags_is_old_for_both(shop: Database) -> None:
    async def work(unit: Unit) -> None:
        chat = await unit.people.resolve([CHAT], NOW)
        await unit.people.resolve([CUSTOMER], NOW)
        await unit.of(CustomerTags).tell(chat, ["new"], "shop", after(5))
        customer = await unit.people.prove([CHAT, CUSTOMER], after(6))
        assert not await unit.of(CustomerTags).tell(customer, ["old"], "shop", after(3))
        assert [each.tag for each in await unit.rows(select(customer_tags))] == ["new"]

    await do(shop, work)
