"""Carts and orders end the same, whatever the order in which the news of them came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from itertools import permutations

import pytest

from flows.events import CartUpdated, Customer, Item, OrderCreated
from flows.money import Money
from storage.database.stores import Database
from storage.store.carts import BOUGHT, OPEN, Cart
from storage.unit import Unit
from tests.storage.world import NOW, after, do, person

ITEMS = (Item("MUG-1", "Mug", "blue", 2, Money.parse("19.90", "EUR")), Item("S", "Saucer"))


def euros(amount: str) -> Money:
    return Money.parse(amount, "EUR")


def cart(minutes: float, total: str = "39.80", **values: object) -> CartUpdated:
    plain = {"cart": "c1", "items": ITEMS, "checkout_url": "https://kiln.example/c1", "customer": Customer()}
    return CartUpdated(total=euros(total), occurred_at=after(minutes), **plain | values)  # type: ignore[arg-type]


def order(**values: object) -> OrderCreated:
    plain = {"order": "o1", "number": "#1001", "total": euros("39.80"), "items": ITEMS, "customer": Customer()}
    return OrderCreated(occurred_at=after(5), **plain | values)  # type: ignore[arg-type]


async def put(unit: Unit, *news: CartUpdated) -> Cart:
    contact, _ = await person(unit)
    return [await unit.carts.put("shopify", one, contact, None, NOW) for one in news][-1]


@pytest.mark.parametrize("told", list(permutations([1, 2, 3])), ids=str)
async def test_the_newest_news_of_a_cart_holds(store: Database, told: tuple[int, ...]) -> None:
    found = await do(store, lambda unit: put(unit, *(cart(minutes, str(minutes)) for minutes in told)))
    assert (found.total, found.as_of, found.items, found.status) == (euros("3"), after(3), ITEMS, OPEN)


@pytest.mark.parametrize("told", list(permutations([(1, False), (2, True), (3, False)])), ids=str)
async def test_a_bought_cart_stays_bought(store: Database, told: tuple[tuple[int, bool], ...]) -> None:
    news = [cart(minutes, completed=completed) for minutes, completed in told]
    assert (await do(store, lambda unit: put(unit, *news))).status == BOUGHT


async def test_a_cart_is_known_by_every_name_it_ever_had(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        first = await put(unit, cart(1, tokens=("t1", "")), cart(2, tokens=("t2",)))
        other = await unit.carts.put("shopify", cart(1, cart="c2", tokens=("t1",)), None, "no address", NOW)
        names = ["shopify:t1", "shopify:t2", "shopify:c1", "", "shopify:unheard of"]
        assert await unit.carts.list_named(names) == [first]
        assert await unit.carts.list_named(["shopify:c2"]) == [other]
        assert await unit.carts.list_named([]) == []
        assert (other.contact, other.reason) == (None, "no address")
        assert first.contact is not None
        assert await unit.carts.list_open(first.contact) == [first]
        await unit.carts.buy([first.id])
        assert await unit.carts.list_open(first.contact) == []

    await do(store, tell)


async def test_a_cart_is_found_as_it_is_after_each_change_of_its_transaction(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        added = await put(unit, cart(1))
        assert await unit.carts.find_by_store_id("shopify", "c1") == await unit.carts.get(added.id) == added
        assert await unit.carts.find_by_store_id("shopify", "c2") is None
        assert await unit.carts.find_by_store_id("api", "c1") is None
        later = await unit.carts.put("shopify", cart(2, "5"), added.contact, None, NOW)
        assert await unit.carts.find_by_store_id("shopify", "c1") == later
        other = await put(unit, cart(1, cart="c2"))
        await unit.carts.buy([other.id])
        found = await unit.carts.find_by_store_id("shopify", "c2")
        assert found is not None
        assert found.status == BOUGHT

    await do(store, tell)


async def test_a_known_person_is_not_forgotten_by_anonymous_news(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        known = await put(unit, cart(1))
        again = await unit.carts.put("shopify", cart(2), None, None, NOW)
        assert again.contact == known.contact

    await do(store, tell)


async def test_an_order_may_be_heard_of_before_it_is_placed(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        early = await unit.orders.ensure("shopify", "o1", NOW)
        assert (early.placed_at, early.total, early.items) == (None, None, ())
        await unit.orders.note(early.id, shipped_at=after(9), carrier="DHL")
        assert await unit.orders.of(contact) == []
        basket = await put(unit, cart(1))
        news = order(discount_codes=("SAVE10",), carts=("c1", "c9"))
        await unit.orders.place(early, news, contact, basket.id)
        found = await unit.orders.ensure("shopify", "o1", NOW)
        assert await unit.orders.of(contact) == [found]
        assert (found.id, found.number, found.total, found.items) == (early.id, "1001", euros("39.80"), ITEMS)
        assert (found.codes, found.carts, found.cart) == (("SAVE10",), ("c1", "c9"), basket.id)
        assert (found.placed_at, found.shipped_at, found.carrier) == (after(5), after(9), "DHL")

    await do(store, tell)


async def test_an_order_may_name_a_cart_that_was_not_heard_of(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        basket = await put(unit, cart(1))
        early = await unit.orders.ensure("shopify", "o1", NOW)
        await unit.orders.place(early, order(carts=("c9",)), None, None)
        found = await unit.orders.ensure("shopify", "o1", NOW)
        assert await unit.orders.list_naming("shopify", ["c8", "c9"], after(5)) == [found]
        assert await unit.orders.list_naming("shopify", ["c2"], after(5)) == []
        assert await unit.orders.list_naming("other", ["c9"], after(5)) == []
        assert await unit.orders.list_naming("shopify", ["c9"], after(6)) == []
        await unit.orders.note(early.id, cart=basket.id)
        assert await unit.orders.list_naming("shopify", ["c9"], after(5)) == []

    await do(store, tell)


@pytest.mark.parametrize(("number", "found"), [("1001", True), ("#1001", True), ("o1", True), ("100", False)])
async def test_an_order_is_found_by_what_people_call_it(store: Database, number: str, found: bool) -> None:
    async def tell(unit: Unit) -> bool:
        contact, _ = await person(unit)
        placed = await unit.orders.ensure("shopify", "o1", NOW)
        await unit.orders.place(placed, order(), contact, None)
        return await unit.orders.find_by_number(contact, number) is not None

    assert await do(store, tell) is found


@pytest.mark.parametrize("order_of", list(permutations(range(4), 4))[::5], ids=str)
async def test_a_refund_in_another_currency_takes_nothing_off(store: Database, order_of: tuple[int, ...]) -> None:
    """In whatever order all of it is heard of; told in no currency it is the order's."""

    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        placed = await unit.orders.ensure("shopify", "o1", NOW)
        told: list[Callable[[], Awaitable[object]]] = [
            partial(unit.orders.refund, placed.id, "r1", euros("2.50"), NOW),
            partial(unit.orders.refund, placed.id, "r2", Money.parse("3", "USD"), NOW),
            partial(unit.orders.refund, placed.id, "r3", Money.parse("4", ""), NOW),
            partial(unit.orders.place, placed, order(), contact, None),
        ]
        for one in order_of:
            await told[one]()
        assert (await unit.orders.ensure("shopify", "o1", NOW)).refunded == euros("6.50").micros
        assert await unit.orders.refunds_left_out(placed.id) == 1

    await do(store, tell)


async def test_a_refund_told_twice_counts_once(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        placed = await unit.orders.ensure("shopify", "o1", NOW)
        await unit.orders.place(placed, order(), contact, None)
        told = [("r1", "10"), ("r1", "10"), ("r2", "2.50")]
        assert [await unit.orders.refund(placed.id, name, euros(amount), NOW) for name, amount in told] == [
            True,
            False,
            True,
        ]
        assert (await unit.orders.ensure("shopify", "o1", NOW)).refunded == euros("12.50").micros

    await do(store, tell)
