"""What a person has in hand on the page of a sandbox."""

from __future__ import annotations

import pytest

from flows.events import CartUpdated, Customer, Item, OrderCreated
from flows.money import Money
from storage.database.stores import Database
from storage.identity.identity import Identity
from storage.promotions.sponsors import Sponsors
from storage.unit import Unit
from storage.upkeep.sandbox_scene import MOST_PEOPLE, cast, load_in_hand
from tests.storage.promotions.promoted import sponsor
from tests.storage.world import NOW, after, do, person

MONEY, ITEMS = Money.parse("39", "USD"), (Item("MUG-1", "Mug"),)


@pytest.mark.parametrize(
    ("told", "held"),
    [
        pytest.param([("cart", 0)], "cart", id="a cart"),
        pytest.param([("cart", 0), ("order", 1)], "order", id="an order after it"),
        pytest.param([("order", 0), ("cart", 1)], "cart", id="a cart after it"),
        pytest.param([("order", 1), ("cart", 0)], "order", id="an older cart that was heard of later"),
        pytest.param([("order", 0), ("cart", 0)], "cart", id="a cart begun at the moment of the order"),
        pytest.param([("cart", 0), ("order", 0)], "order", id="an order at the moment of a cart"),
    ],
)
async def test_the_newer_of_cart_and_order_is_in_hand(store: Database, told: list[tuple[str, int]], held: str) -> None:
    async def tell(unit: Unit) -> str:
        contact, _ = await person(unit)
        for kind, minutes in told:
            if kind == "cart":
                cart = CartUpdated("c1", MONEY, ITEMS, "", Customer(), after(minutes))
                await unit.carts.put("api", cart, contact, None, after(9))
            else:
                placed = await unit.orders.ensure("api", "o1", after(9))
                order = OrderCreated("o1", "1001", MONEY, ITEMS, Customer(), after(minutes))
                await unit.orders.place(placed, order, contact, None)
        found = await load_in_hand(unit, contact)
        return "cart" if found.cart is not None else "order"

    assert await do(store, tell) == held


async def test_the_staff_and_partners_are_there_however_many_customers_are(store: Database) -> None:
    async def found(unit: Unit) -> list[str | None]:
        anna, _ = await person(unit, Identity("telegram", "9001"))
        member, _ = await unit.access.put_member("Anna", "owner", NOW)
        await unit.access.link(member.id, anna, NOW)
        for number in range(MOST_PEOPLE):
            await unit.people.resolve([Identity("telegram", str(number + 1))], after(1))
        writer = await unit.people.resolve([Identity("telegram", "9201")], NOW)
        await unit.of(Sponsors).link((await sponsor(unit)).id, writer)
        players = await cast(unit)
        assert writer in {one.contact for one in players}
        return [one.role for one in players]

    roles = await do(store, found)
    assert len(roles) == MOST_PEOPLE
    assert roles[-1] == "owner", "the newest thread first"
