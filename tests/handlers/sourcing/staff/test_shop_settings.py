"""What the staff sets of a shop in chat: its commission, its hours, and that it gets no more requests."""

from __future__ import annotations

import pytest

from storage.database.stores import Database
from storage.sourcing.partner_shops import Shops
from tests.handlers.sourcing.staff.sourced import Desk, play

MICRO = 1_000_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/shop connaught commission 200", "commission ₹200 a piece from the next request on (before: ₹150 a piece)."),
        ("/shop connaught commission 12%", "commission 12 % from the next request on (before: ₹150 a piece)."),
        (
            "/shop connaught commission rs 200",
            "commission ₹200 a piece from the next request on (before: ₹150 a piece).",
        ),
        ("/shops commission connaught 200", "commission ₹200 a piece from the next request on (before: ₹150 a piece)."),
        ("/shop connaught hours 10-20", "open 10:00-20:00 (before: 00:00-24:00)."),
        (
            "/shop connaught handover shop",
            "the shop brings what it keeps from now on (before: we fetch what it keeps).",
        ),
        ("/shop connaught handover us", "we fetch what it keeps from now on (before: we fetch what it keeps)."),
        ("/shops hours connaught 9:30-19:00", "open 09:30-19:00 (before: 00:00-24:00)."),
    ],
)
async def test_it_is_set_at_once_and_said_with_what_it_was(store: Database, text: str, said: str) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask(text)).splitlines()[0] == f"Connaught Souvenirs: {said}"

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/shop connaught commission", "How much? Like: /shop connaught commission 200, or 12 %"),
        ("/shop connaught commission lots", "How much? Like: /shop connaught commission 200, or 12 %"),
        ("/shop connaught hours 20-10", "From when to when? Like: /shop connaught hours 10-20"),
        ("/shop hours", "Which shop?"),
        ("/shop connaught handover", "Who carries it? Like: /shop connaught handover shop, or us"),
        ("/shop connaught handover shop on sundays", "Who carries it? Like: /shop connaught handover shop, or us"),
        ("/shop connaught commission 200 from may", "How much? Like: /shop connaught commission 200, or 12 %"),
        ("/shop connaught hours 10-20 on sundays", "From when to when? Like: /shop connaught hours 10-20"),
        ("/shops remove connaught tomorrow", 'I don\'t know what "tomorrow" means here, so nothing was done.'),
        ("/shop connaught banana", 'I don\'t know what "banana" means here, so nothing was done.'),
    ],
)
async def test_what_is_not_clear_is_asked(store: Database, text: str, said: str) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask(text)).splitlines()[0] == said

    await play(store, scene)


async def test_a_shop_that_brings_it_is_on_no_round(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.ask("/shop connaught handover shop")
        await desk.bought("1234")
        assert await desk.ask("/fetch") == (
            "Nothing is waiting at a shop.\nThe shops bring: /fetch_connaught Connaught Souvenirs 2."
            "\nAll open orders: /orders"
        )
        assert "Keeps 2 pieces for 1 order, and brings it." in await desk.ask("/shop connaught")
        assert (await desk.ask("/fetch connaught")).splitlines()[1] == "The shop brings it."
        assert "1. 2 Tiger Shorts L: Connaught Souvenirs 2, the shop brings it" in await desk.ask("/order 1234")
        confirmed = (
            "Order 1234 is confirmed. The shop brings it: Connaught Souvenirs: 2. Then /picked 1234 and the shop."
        )
        assert confirmed in await desk.told()
        assert await desk.ask("/undo") == (
            "Undone: Connaught Souvenirs: the shop brings what it keeps; before: we fetch what it keeps.\n"
            "Next: /shop_connaught"
        )
        assert (await desk.ask("/fetch")).startswith("To fetch: 2 pieces for 1 order at 1 shop.")

    await play(store, scene)


async def test_a_shop_that_is_removed_says_which_orders_count_on_it(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought("1234")
        shown = await desk.say("/shops remove connaught")
        assert "It keeps pieces for 1 order (1 paid): /order_1234." in (shown.text or "")
        assert await desk.press(shown) == "Connaught Souvenirs gets no more requests.\nAll: /shops"
        assert [one.ref for one in await desk.unit.of(Shops).all()] == ["hauz", "karol-bagh"]
        assert (await desk.ask("/shops remove connaught")).startswith("No shop matches")

    await play(store, scene)


async def test_an_agent_sets_nothing_of_a_shop(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "9002")
        for text in ("/shop connaught commission 200", "/shops remove connaught", "/shop connaught hours 10-20"):
            assert "nly an owner or a manager may" in await desk.ask(text, "Ravi")

    await play(store, scene)


async def test_what_is_out_of_proportion_is_shown_first(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        before = desk.shops["connaught"].commission
        asked = await desk.say("/shop connaught commission 2000000")
        assert asked.text is not None
        assert "The most expensive product costs" in asked.text
        shop = await desk.unit.of(Shops).get(desk.shops["connaught"].id)
        assert shop is not None
        assert shop.commission == before
        assert "commission ₹20,00,000 a piece" in await desk.press(asked)

    await play(store, scene)
