"""A campaign's words name what each person bought last, left in the cart, and what others bought beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.delivery import MessageStatus
from flows.events import CartUpdated, Item, OrderCreated
from flows.money import Money
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.turn import Turn
from tests.delivery import shop
from tests.delivery.campaigned import launched, mailed, people, states
from tests.delivery.house import House

PRICE = Money.parse("40", "USD")


def _items(*titles: str) -> tuple[Item, ...]:
    return tuple(Item(title.upper(), title, price=PRICE) for title in titles)


def _each(goods: Iterable[str | Item]) -> tuple[Item, ...]:
    return tuple(one if isinstance(one, Item) else _items(one)[0] for one in goods)


async def _bought(house: House, contact: UUID, ref: str, ago: int, *goods: str | Item) -> None:
    async def keep(turn: Turn) -> None:
        order = await turn.unit.orders.ensure("shop", ref, turn.now)
        at = turn.now - timedelta(days=ago)
        event = OrderCreated(ref, f"#{ref}", PRICE, _each(goods), shop.customer(), at)
        await turn.unit.orders.place(order, event, contact, None)

    await house.act(keep)


async def _left(house: House, contact: UUID, *goods: str | Item, ref: str = "c1", completed: bool = False) -> None:
    async def keep(turn: Turn) -> None:
        event = CartUpdated(ref, PRICE, _each(goods), "https://tiger.example/c1", shop.customer(), turn.now)
        await turn.unit.carts.put("shop", replace(event, completed=completed), contact, None, turn.now)

    await house.act(keep)


async def _read(house: House, which: NamedCampaign) -> dict[UUID, str]:
    return {one.contact: one.text or "" for one in await mailed(house, which)}


async def test_each_reads_of_their_own_things(house: House) -> None:
    ann, bo, cy, dee = await people(house, 4)
    await _bought(house, ann, "o1", 90, "Cap")
    await _bought(house, ann, "o2", 30, "Blue kurta")
    await _bought(house, bo, "o3", 20, "Blue kurta", "Scarf", "Belt")
    await _bought(house, cy, "o4", 10, "Blue kurta", "Scarf")
    await _left(house, dee, "Red saree", "Bindi")
    spring = await launched(house, "{bought|Something} goes with {together|a smile}. {cart|Hats}?")
    await house.settle()
    read = await _read(house, spring)
    assert "Blue kurta goes with Scarf. Hats?" in read[ann]
    assert "Blue kurta goes with" in read[bo]
    assert "a smile" in read[bo], "he has all that was bought beside it"
    assert "Something goes with a smile. Red saree?" in read[dee]


async def test_a_free_gift_is_named_only_where_nothing_was_paid_for(house: House) -> None:
    ann, bo = await people(house, 2)
    free = Money.parse("0", "USD")
    gifts = tuple(replace(one, price=free) for one in _items("Sticker"))
    await _bought(house, ann, "o1", 5, *gifts, *_items("Cap"))
    await _bought(house, bo, "o2", 5, *gifts)
    await _left(house, ann, *gifts, *_items("Red saree"))
    await _left(house, bo, *gifts, ref="c2")
    spring = await launched(house, "Your {bought}, and {cart}?")
    await house.settle()
    read = await _read(house, spring)
    assert "Your Cap, and Red saree?" in read[ann]
    assert "Your Sticker, and Sticker?" in read[bo]


async def test_what_was_bought_is_no_more_left_in_a_cart(house: House) -> None:
    ann, bo = await people(house, 2)
    await _left(house, ann, "Red saree", completed=True)
    await _left(house, bo, "Bindi", ref="c2")
    await _left(house, bo, "Red saree", ref="c3", completed=True)
    spring = await launched(house, "{cart|Hats}?")
    await house.settle()
    read = await _read(house, spring)
    assert "Hats?" in read[ann]
    assert "Bindi?" in read[bo]


async def test_who_has_no_such_thing_gets_no_message_that_names_one(house: House) -> None:
    ann, _bo = await people(house, 2)
    await _bought(house, ann, "o1", 5, "Cap")
    spring = await launched(house, "How do you like your {bought}?")
    await house.settle()
    assert await states(house, spring) == {
        (MessageStatus.SENT, None): 1,
        (MessageStatus.REFUSED, "template.missing"): 1,
    }
    assert "How do you like your Cap?" in (await _read(house, spring))[ann]
