"""After any sequence of events the totals that were kept are what all rows make, by a rebuild or the first step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from flows.delivery import MessageStatus
from flows.events import CartUpdated, Customer, Item, OrderCreated, ReturnCompleted, ReturnedItem
from flows.money import Money
from storage.database.stores import Database
from storage.erasure import erasure
from storage.migrations.release_0_2_0.totals import POSTGRES_TOTALS, SQLITE_TOTALS
from storage.people.people import Identity
from storage.profiles.customer_returns import Returns
from storage.profiles.customer_visits import Visits
from storage.schema import customer_totals
from storage.sending import received_messages
from storage.sending.short_links import Link
from storage.store.customer_totals import START, Totals
from storage.store.discounts import DiscountCode
from storage.unit import Unit
from tests.storage.world import NOW, SHOP, after, do, message, open_shops

DAY = 24 * 60
ITEM = (Item("TEA", "Tea"),)
_NOTHING = ("orders", "returns", "discounts_given", "clicks", "replies", "visits")

PEOPLE, ORDERS = st.integers(0, 3), st.integers(0, 4)
DAYS = st.integers(-400, 60)
MONEY = st.builds(Money.parse, st.sampled_from(["0", "0.01", "10", "19.99"]), st.sampled_from(["USD", "USD", "EUR"]))
OF_0_1_0 = st.one_of(
    st.tuples(st.just("place"), ORDERS, st.none() | PEOPLE, MONEY, DAYS),
    st.tuples(st.just("refund"), ORDERS, st.integers(0, 2), MONEY),
    st.tuples(st.just("call_off"), ORDERS, DAYS),
    st.tuples(st.just("came_of"), ORDERS, PEOPLE),
    st.tuples(st.just("merge"), PEOPLE, PEOPLE),
    st.tuples(st.just("told_as_one"), PEOPLE, PEOPLE),
    st.tuples(st.just("erase"), PEOPLE),
    st.tuples(st.just("click"), PEOPLE, st.booleans(), DAYS),
    st.tuples(st.just("reply"), st.lists(st.tuples(PEOPLE, st.integers(0, 5)), min_size=1, max_size=4), DAYS),
    st.tuples(st.just("discount"), PEOPLE, st.sampled_from(["asked", "created", "used", "failed"])),
)
STEPS = st.one_of(
    OF_0_1_0,
    st.tuples(st.just("returned"), PEOPLE, st.integers(0, 3), DAYS),
    st.tuples(st.just("visit"), PEOPLE, DAYS),
)


class Told:
    """The shop's systems and its customers, who tell one thing after the other; each name is of one example alone."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.example = unit.ids.make().hex

    async def who(self, number: int) -> UUID:
        """A person by number: one with a chat, one with another, one whom the shop's system calls so, one by mail."""
        channel = ("telegram", "telegram", "customer", "email")[number]
        return await self.unit.people.resolve([Identity(channel, f"{number}-{self.example}")], NOW)

    async def order(self, ref: int) -> Any:
        return await self.unit.orders.ensure("shop", f"{ref}-{self.example}", NOW)

    async def place(self, ref: int, whose: int | None, total: Money, day: int) -> None:
        known = await self.order(ref)
        if known.placed_at is None:  # told twice it is there
            contact = None if whose is None else await self.who(whose)
            told = OrderCreated(known.ref, known.ref, total, ITEM, Customer(), after(day * DAY))
            await self.unit.orders.place(known, told, contact, None)

    async def refund(self, ref: int, refund: int, amount: Money) -> None:
        await self.unit.orders.refund((await self.order(ref)).id, str(refund), amount, NOW)

    async def call_off(self, ref: int, day: int) -> None:
        await self.unit.orders.call_off((await self.order(ref)).id, after(day * DAY))

    async def came_of(self, ref: int, whose: int) -> None:
        news = CartUpdated(f"{ref}{whose}-{self.example}", Money.parse("1", "USD"), ITEM, "", Customer(), NOW)
        cart = await self.unit.carts.put("shop", news, await self.who(whose), None, NOW)
        await self.unit.orders.set_cart(await self.order(ref), cart)

    async def merge(self, one: int, other: int) -> None:
        """A channel shows that two are one."""
        await self.who(one), await self.who(other)
        names = [(("telegram", "telegram", "customer", "email")[at], f"{at}-{self.example}") for at in (one, other)]
        await self.unit.people.prove([Identity(*name) for name in names], NOW)

    async def told_as_one(self, one: int, other: int) -> None:
        """The shop's system names both in one breath."""
        names = [(("telegram", "telegram", "customer", "email")[at], f"{at}-{self.example}") for at in (one, other)]
        await self.unit.people.resolve([Identity(*name) for name in names], NOW)

    async def erase(self, number: int) -> None:
        await erasure.scrub_person(self.unit, await self.who(number), NOW, lambda value: f"h{value}")

    async def returned(self, number: int, ref: int, day: int) -> None:
        told = ReturnCompleted(f"{ref}-{self.example}", "", (ReturnedItem("Tea"),), Customer(), after(day * DAY))
        await self.unit.of(Returns).add("shop", told, await self.who(number), None)

    async def click(self, number: int, robot: bool, day: int) -> None:
        contact = await self.who(number)
        link = Link(SHOP, self.unit.ids.make().hex, "https://kiln.example", self.unit.ids.make(), contact)
        await self.unit.links.add_all([link], NOW)
        await self.unit.links.visit(link, after(day * DAY), robot=robot)

    async def visit(self, number: int, day: int) -> None:
        await self.unit.of(Visits).add(await self.who(number), after(day * DAY), "Station", "")

    async def reply(self, wrote: list[tuple[int, int]], day: int) -> None:
        """Several at once, some of which were told before."""
        letters = []
        for number, key in wrote:
            contact = await self.who(number)
            addresses = await self.unit.people.addresses_of(contact)
            if not addresses:
                continue  # a merge gave them to another person
            address = addresses[0]
            values = {
                "key": f"{key}-{self.example}",
                "direction": "in",
                "status": MessageStatus.RECEIVED,
                "created_at": after(day * DAY),
            }
            letters.append((SHOP, message(self.unit, contact, address.id, **values)))
        await received_messages.receive(self.unit, letters)

    async def discount(self, number: int, status: str) -> None:
        code = f"{number}-{self.example}".upper()
        until = NOW + timedelta(days=1)
        made = DiscountCode(self.unit.ids.make(), code, await self.who(number), None, 10, "asked", NOW, until)
        await self.unit.discounts.add(made)
        await self.unit.discounts.set_status(code, status)


async def kept(unit: Unit) -> dict[UUID, tuple[Any, ...]]:
    """The totals of all who did anything or were given anything."""
    rows = await unit.rows(select(customer_totals).where(unit.owns(customer_totals)))
    return {row.contact: tuple(row) for row in rows if row.last_active_at or any(getattr(row, one) for one in _NOTHING)}


async def rebuild(unit: Unit) -> None:
    """In parts, as the command does."""
    reached: UUID | None = START
    while reached is not None:
        reached = (await Totals(unit).rebuild(reached, 7))[1]


async def fill(unit: Unit) -> None:
    """Fill the totals as the step of 0.2.0 does for people of 0.1.0, which knew no returns and no visits."""
    await unit.remove(customer_totals)
    await unit.connection.execute(text(POSTGRES_TOTALS if unit.postgres else SQLITE_TOTALS))


@settings(max_examples=30)
@given(steps=st.lists(STEPS, max_size=14))
async def test_kept_totals_are_those_of_all_rows(store: Database, steps: list[tuple[Any, ...]]) -> None:
    await _compare(store, steps, rebuild)


@settings(max_examples=20)
@given(steps=st.lists(OF_0_1_0, max_size=14))
async def test_the_step_makes_the_totals_of_all_rows(store: Database, steps: list[tuple[Any, ...]]) -> None:
    await _compare(store, steps, fill)


async def _compare(store: Database, steps: list[tuple[Any, ...]], again: Callable[[Unit], Awaitable[None]]) -> None:
    """Take the steps, and compare the kept totals with those that are made again."""
    await open_shops(store)

    async def work(unit: Unit) -> None:
        told = Told(unit)
        for name, *given_ in steps:
            tell: Callable[..., Awaitable[None]] = getattr(told, name)
            await tell(*given_)
        before = await kept(unit)
        await again(unit)
        assert await kept(unit) == before

    await do(store, work)
