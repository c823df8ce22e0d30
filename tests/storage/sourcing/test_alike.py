"""What is offered in place of something: three things at most, each of which somebody has for whoever says yes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from flows.availability import FRESH, Availability
from flows.money import Money
from flows.sourcing.order_line import Line
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.sourcing.facts.similar_products import find_similar
from storage.sourcing.own_stock import Stock, Stocks
from storage.sourcing.shop_inventory import ShopInventory, Stated
from storage.store.products import Listing, Product
from tests.sourced import Souvenirs

PRICE = Money.parse(500, "INR")
SARIS = [
    Listing(f"SARI-{name}", f"Sari {name}", PRICE, Availability.SOURCE_2_3_DAYS, category="saris")
    for name in ("Amber", "Blue", "Coral", "Dune", "Ecru", "Fir")
]
Work = Callable[[Turn, dict[str, Product]], Awaitable[None]]


async def offered(house: Souvenirs, *works: Work) -> tuple[str, ...]:
    """What is offered for an amber sari, after these works."""

    async def fill(turn: Turn) -> None:
        products = {one.sku: one for one in await turn.unit.products.add(SARIS, turn.now)}
        for work in works:
            await work(turn, products)

    async def look(turn: Turn) -> tuple[str, ...]:
        wanted = await turn.unit.products.find_by_sku("SARI-Amber")
        assert wanted is not None
        return await find_similar(
            turn.unit, [Line("1", wanted.id, wanted.sku, wanted.title, "", 1, PRICE.micros)], turn.now
        )

    await house.act(fill)
    return await house.act(look)


def own(name: str, count: int, held: int = 0) -> Work:
    """So many pieces of our own, and so many of them held for orders."""

    async def work(turn: Turn, products: dict[str, Product]) -> None:
        await turn.unit.of(Stocks).add([Stock(products[f"SARI-{name}"].id, "", count, held, None, None, turn.now)])

    return work


def stated(house: Souvenirs, name: str, quantity: int, age: timedelta = timedelta(0)) -> Work:
    """A shop said that it has so many, some time ago."""

    async def work(turn: Turn, products: dict[str, Product]) -> None:
        product = products[f"SARI-{name}"].id
        await turn.unit.of(ShopInventory).put([Stated(house.shops["connaught"], product, "", quantity, turn.now - age)])

    return work


def removed(name: str) -> Work:
    """It is not sold any more."""

    async def work(turn: Turn, products: dict[str, Product]) -> None:
        await turn.unit.products.change([replace(products[f"SARI-{name}"], removed_at=turn.now)])

    return work


async def test_three_at_most(house: Souvenirs) -> None:
    works = [own(name, 1) for name in ("Blue", "Coral", "Dune", "Ecru", "Fir")]
    assert await offered(house, *works) == ("Sari Blue", "Sari Coral", "Sari Dune")


async def test_three_at_most_for_several_lines_together(house: Souvenirs) -> None:
    """Each line alone would have three of its own."""
    works = [own(name, 1) for name in ("Blue", "Coral", "Dune", "Ecru", "Fir")]
    await offered(house, *works)

    async def look(turn: Turn) -> tuple[str, ...]:
        wanted = await turn.unit.products.find_by_skus(["SARI-Amber", "SARI-Blue"])
        lines = [Line(sku, one.id, sku, one.title, "", 1, PRICE.micros) for sku, one in sorted(wanted.items())]
        return await find_similar(turn.unit, lines, turn.now)

    assert len(await house.act(look)) == 3


async def test_what_is_held_for_another_order_is_not_offered(house: Souvenirs) -> None:
    assert await offered(house, own("Blue", 2, held=2), own("Coral", 2, held=1)) == ("Sari Coral",)


async def test_a_shop_s_word_counts_while_it_is_fresh(house: Souvenirs) -> None:
    minute = timedelta(minutes=1)
    works = [stated(house, "Blue", 1, FRESH), stated(house, "Coral", 1, FRESH - minute), stated(house, "Dune", 0)]
    assert await offered(house, *works) == ("Sari Coral",)


async def test_what_a_shop_keeps_for_an_order_is_not_offered(house: Souvenirs) -> None:
    assert await offered(house, stated(house, "Blue", 2), stated(house, "Coral", 2)) == ("Sari Blue", "Sari Coral")
    await house.reserve("1234", ("SARI-Blue", "", 2))
    await house.says("1234", "connaught", Says.YES, 2)

    async def look(turn: Turn) -> tuple[str, ...]:
        wanted = await turn.unit.products.find_by_sku("SARI-Amber")
        assert wanted is not None
        return await find_similar(
            turn.unit, [Line("1", wanted.id, wanted.sku, wanted.title, "", 1, PRICE.micros)], turn.now
        )

    assert await house.act(look) == ("Sari Coral",)


async def test_what_is_not_sold_any_more_is_not_offered(house: Souvenirs) -> None:
    assert await offered(house, own("Blue", 1), own("Coral", 1), removed("Blue")) == ("Sari Coral",)
