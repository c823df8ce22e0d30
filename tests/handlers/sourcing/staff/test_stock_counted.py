"""/stock with a number: our own stock, or a shop's, as a member of the staff counted it."""

from __future__ import annotations

import pytest

from storage.database.stores import Database
from storage.sourcing.own_stock import Stocks
from storage.sourcing.shop_inventory import ShopInventory
from tests.handlers.sourcing.staff.sourced import Desk, play


async def test_our_own_is_counted_anew_and_what_is_held_stays_held(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.stock("MUG", "", 3)
        await desk.reserve("1234", ("MUG", "", 1))
        said = await desk.ask("/stock MUG 10")
        assert said == "own stock: 10 Taj Mug (before: 3), 1 of them held for orders."
        stock = await desk.unit.of(Stocks).get(desk.products["MUG"].id, "")
        assert stock is not None
        assert (stock.count, stock.held) == (10, 1)
        assert (await desk.ask("/stock shorts L 4")).startswith("own stock: 4 Tiger Shorts L.")

    await play(store, scene)


async def test_so_many_more_are_added_to_what_lies_there(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.stock("MUG", "", 10)
        said = await desk.ask("/stock mug +3")
        assert said == "3 more than the 10 we have makes 13. To set that: /stock_MUG_13"
        stock = await desk.unit.of(Stocks).get(desk.products["MUG"].id, "")
        assert stock is not None
        assert stock.count == 10

    await play(store, scene)


async def test_a_shops_is_counted_where_it_is_named_first(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask("/stock connaught MUG 3")).startswith("Connaught Souvenirs: 3 Taj Mug.")
        (stated,) = await desk.unit.of(ShopInventory).list_by_shop(desk.shops["connaught"].id)
        assert (stated.product, stated.quantity) == (desk.products["MUG"].id, 3)
        assert await desk.unit.of(Stocks).get(desk.products["MUG"].id, "") is None

    await play(store, scene)


async def test_a_button_says_that_a_shop_has_none_left(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.ask("/stock connaught shorts L 3")
        shown = await desk.say("/stock shorts")
        (button,) = (one for one in shown.buttons if one["text"] == "Connaught Souvenirs L: none left")
        assert (await desk.ask(button["id"])).startswith("Connaught Souvenirs: 0 Tiger Shorts L (before: 3).")
        assert not any("none left" in one["text"] for one in (await desk.say("/stock shorts")).buttons)

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/stock shorts 4", "Which size, and how many, from 0 to 999?"),
        ("/stock MUG -4", "Which size, and how many, from 0 to 999?"),
        ("stock mug 10", "Own stock would be 10 Taj Mug (now: 0)."),
        ("/stock MUG", "Taj Mug (MUG):"),
    ],
)
async def test_what_is_no_count_changes_nothing(store: Database, text: str, said: str) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask(text)).startswith(said)
        assert await desk.unit.of(Stocks).get(desk.products["MUG"].id, "") is None

    await play(store, scene)
