"""What a shop has left of what it counted: less what it keeps for orders, and what it handed over since."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from flows.availability import Availability, compute_availability
from flows.sourcing.order_events import CalledOff, TakenBack
from flows.sourcing.order_line import Line
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.sourcing.facts.availability_evidence import load_evidence
from storage.sourcing.facts.sourcing_facts import find_possible_shops
from storage.sourcing.shop_inventory import ShopInventory, Stated, StockSource
from storage.store.products import Product
from tests.actors import BUYER
from tests.sourced import Souvenirs, partly_picked
from tests.storage.house import MONDAY


async def shorts(turn: Turn) -> Product:
    product = await turn.unit.products.find_by_sku("SHORTS")
    assert product is not None
    return product


async def count(house: Souvenirs, pieces: int, shop: str = "connaught", size: str = "L") -> None:
    """The shop says how many it has."""

    async def work(turn: Turn) -> None:
        product = (await shorts(turn)).id
        await turn.unit.of(ShopInventory).put([Stated(house.shops[shop], product, size, pieces, turn.now)])

    await house.act(work)


async def left(house: Souvenirs, shop: str = "connaught", size: str = "L") -> tuple[int, int] | None:
    """What is free there, and of how many; the same by the shop and by the product. None where it said nothing."""

    async def work(turn: Turn) -> tuple[int, int] | None:
        inventory, product = turn.unit.of(ShopInventory), (await shorts(turn)).id
        found = [
            {(one.shop, one.size): (one.free, one.quantity) for one in some}.get((house.shops[shop], size))
            for some in (await inventory.list_by_shop(house.shops[shop]), await inventory.of([product]))
        ]
        assert found[0] == found[1]
        return found[0]

    return await house.act(work)


async def promise(house: Souvenirs, ref: str = "1", pieces: int = 2, shop: str = "connaught") -> UUID:
    """An order for which the shop keeps so many."""
    order = await house.reserve(ref, ("SHORTS", "L", pieces))
    await house.says(ref, shop, Says.YES, pieces)
    return order


async def confirmed(house: Souvenirs, ref: str = "1") -> None:
    await house.linked(ref)
    await house.pays(ref)


async def test_what_it_keeps_for_an_order_is_free_again_when_the_order_is_over(house: Souvenirs) -> None:
    await count(house, 5)
    house.later(hours=1)
    await promise(house)
    assert await left(house) == (3, 5)
    await house.give("1", lambda order: CalledOff(order.id, BUYER))
    assert await left(house) == (5, 5)


async def test_its_own_count_stands_when_it_takes_back_its_answer(house: Souvenirs) -> None:
    await count(house, 5)
    await promise(house)
    await house.give("1", lambda order: TakenBack(order.id, house.shops["connaught"], ("1",)))
    assert await left(house) == (5, 5)


async def test_a_new_count_holds_what_it_keeps_and_not_what_it_handed_over(house: Souvenirs) -> None:
    await count(house, 5)
    await promise(house)
    house.later(hours=1)
    await count(house, 4)
    assert await left(house) == (2, 4)
    await confirmed(house)
    house.later(hours=1)
    await house.picked("1", "connaught")
    assert await left(house) == (2, 4)
    house.later(hours=1)
    await count(house, 6)
    assert await left(house) == (6, 6)


async def test_more_may_be_kept_than_was_counted(house: Souvenirs) -> None:
    await count(house, 1)
    await promise(house)
    assert await left(house) == (0, 2)


async def test_what_was_fetched_counts_while_more_of_the_same_line_is_kept(house: Souvenirs) -> None:
    await partly_picked(house)
    assert await left(house) == (0, 2)


@pytest.mark.parametrize(
    ("counted", "says", "quantity", "expected"),
    [
        (5, Says.YES, 2, (3, 5)),
        (1, Says.YES, 2, (0, 2)),
        (None, Says.YES, 2, (0, 2)),
        (None, Says.YES, 5, (3, 5)),
        (9, Says.YES, 5, (3, 5)),
        (5, Says.PART, 1, (1, 1)),
        (5, Says.NO, 0, (0, 0)),
    ],
    ids=["as counted", "more than counted", "as many", "a count", "a lower count", "fewer", "none"],
)
async def test_what_an_answer_tells_of_the_rest(
    house: Souvenirs, counted: int | None, says: Says, quantity: int, expected: tuple[int, int]
) -> None:
    if counted is not None:
        await count(house, counted)
    house.later(hours=1)
    await house.reserve("1", ("SHORTS", "L", 2))
    await house.says("1", "connaught", says, quantity)
    assert await left(house) == expected


async def test_an_answer_that_is_taken_back_tells_nothing_of_the_rest(house: Souvenirs) -> None:
    await house.reserve("1", ("SHORTS", "L", 2))
    await house.says("1", "connaught", Says.YES, 5)
    assert await left(house) == (3, 5)
    await house.give("1", lambda order: TakenBack(order.id, house.shops["connaught"], ("1",)))
    assert await left(house) == (0, 0)


async def test_pieces_that_are_spoken_for_are_neither_promised_nor_asked_for_first(house: Souvenirs) -> None:
    await count(house, 2)
    await promise(house)
    await count(house, 1, "karol")
    await count(house, 0, "hauz")

    async def look(turn: Turn) -> tuple[Availability, list[UUID]]:
        product = await shorts(turn)
        known = (await load_evidence(turn.unit, [product], turn.now))[product.id, "L"]
        line = Line("1", product.id, product.sku, product.title, "L", 1, 0)
        choices = (await find_possible_shops(turn.unit, turn.business, [line], turn.now))["1"]
        return compute_availability(known, turn.now).availability, [one.shop for one in choices]

    availability, asked = await house.act(look)
    assert (availability, asked[0]) == (Availability.SOURCE_2_3_DAYS, house.shops["karol"])
    await promise(house, "2", 1, "karol")
    availability, _ = await house.act(look)
    assert availability is Availability.TEMPORARILY_OUT


async def test_counts_and_promises_of_one_moment_lose_nothing(house: Souvenirs) -> None:
    for number in range(6):
        await house.reserve(str(number), ("SHORTS", "L", 2))
    promises = [house.says(str(number), "connaught", Says.YES, 2) for number in range(6)]
    await asyncio.gather(*promises[:3], count(house, 40), *promises[3:])
    found = await left(house)
    assert found is not None
    assert found[1] - found[0] == min(12, found[1])


async def test_another_size_and_another_shop_are_left_alone(house: Souvenirs) -> None:
    await count(house, 5, size="M")
    await count(house, 5, "karol")
    await promise(house)
    assert (await left(house, size="M"), await left(house, "karol")) == ((5, 5), (5, 5))


async def test_whose_count_it_was_is_kept_with_it(house: Souvenirs) -> None:
    await count(house, 5)
    await promise(house)
    (known,) = await house.act(lambda turn: turn.unit.of(ShopInventory).list_by_shop(house.shops["connaught"]))
    assert (known.source, known.as_of) == (StockSource.SAID, MONDAY)
