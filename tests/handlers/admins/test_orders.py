"""/order, /orders and /express: numbers first, who keeps what, and the next step to tap."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.business import Sourcing
from flows.sourcing.order import Says
from handlers.admins import chat
from storage.store import Store
from tests.handlers.admins import rows
from tests.handlers.admins.rows import HOUR
from tests.handlers.admins.sourced import SOUVENIRS, Desk, play


async def test_one_order_from_its_search_to_the_door(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234", ("SHORTS", "L", 2), ("MUG", "", 1))
        await desk.answers(order, "connaught")
        searching = (await desk.ask("/order 1234")).splitlines()
        assert searching[0] == "Order 1234: 3 wanted, 2 kept, 0 here; ₹2,148, checking."
        assert searching[2] == "Shops asked: 3, 3 still to answer, until Tue 21:30."
        assert searching[3:5] == [
            "1. 2 Tiger Shorts L: Connaught Souvenirs 2, to fetch",
            "2. Taj Mug: 1 missing",
        ]
        assert searching[-1] == "Next: /assign 1234 SHOP · /cancel_1234"
        await desk.answers(order, "hauz", Says.YES, 1, "2")
        assert (await desk.ask("/order 1234")).endswith("Next: /settled_1234 · /cancel_1234")
        await desk.pays(order)
        paid = (await desk.ask("#1234 order")).splitlines()
        assert paid[0] == "Order 1234: 3 wanted, 3 kept, 0 here; ₹2,148, sourcing."
        assert paid[1:3] == ["Paid Mon 21:30.", "Promised for Thu 21:30: 3 d left."]
        assert paid[5].startswith("Last: Mon 21:30 sourcing (simulator); ")
        assert paid[-1] == "Next: /picked_1234_connaught · /picked_1234_hauz"

    await play(store, scene)


@pytest.mark.parametrize(
    "text",
    [
        "/order 1234",
        "/order #1234",
        "/orders 1234",
        "/order_1234",
        "order 1234",
        "/odrer 1234",
        "1234 order",
        "/order १२३४",
    ],
)
async def test_an_order_is_found_however_it_is_written(store: Store, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        assert (await desk.ask(text)).startswith("Order 1234: 2 wanted")

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/order 99", "No order 99 is sourced here.\nAll that are open: /orders"),
        ("/order the red one", "Which order? Example: /order_1234"),
        ("/order", "1 open."),
    ],
)
async def test_an_order_that_is_not_there(store: Store, text: str, expected: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        assert (await desk.ask(text)).startswith(expected)

    await play(store, scene)


async def test_numbers_with_letters_and_dashes_can_be_tapped(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("SO-77")
        assert "/cancel_SO_77" in await desk.ask("/order so-77")
        assert (await desk.ask("/order_SO_77")).startswith("Order SO-77:")

    await play(store, scene)


async def test_all_that_is_open_the_most_urgent_first(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        assert await desk.ask("/orders") == "No order is open.\nMore: /shops · /stock"
        await desk.bought("10", "hauz")
        await desk.reserve("11")
        for number in range(20, 25):
            await desk.answers(await desk.reserve(str(number)), "connaught")
        desk.now += timedelta(days=3, hours=1)
        assert (await desk.ask("/orders")).splitlines() == [
            "7 open.",
            "To fetch (1): /order_10 late",
            "To be paid (5): /order_20, /order_21, /order_22, 2 more",
            "Asking shops (1): /order_11",
            "One of them: /order 1234",
        ]

    await play(store, scene)


async def test_express_orders_and_the_time_they_have(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask("/express")).startswith("No express order is open.")
        desk.house.business = replace(SOUVENIRS, sourcing=Sourcing(express_fee=149))
        await desk.bought("31", express=True)
        await desk.reserve("32", express=True)
        await desk.reserve("33")
        desk.now += 12 * HOUR
        assert (await desk.ask("/express")).splitlines() == [
            "2 express orders open.",
            "/order_31: 12 h left (50% used), sourcing",
            "/order_32: not confirmed yet, reserved 12 h ago, checking",
            "Next: /orders",
        ]
        desk.now += 13 * HOUR
        assert "/order_31: late by 1 h" in await desk.ask("/express")
        assert "2 of them express" in await desk.ask("/orders")

    await play(store, scene)


async def test_only_ones_own_orders(store: Store) -> None:
    async def other(house: rows.Shop) -> None:
        await (await Desk.open(house)).reserve("1234")

    async def scene(desk: Desk) -> None:
        assert (await desk.ask("/order 1234")).startswith("No order 1234")
        assert (await desk.ask("/orders")).startswith("No order is open")

    await rows.play(store, other, replace(SOUVENIRS, id="lion"))
    await play(store, scene)


async def test_help_has_a_page_for_each_topic(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        assert "/help_orders - /orders /express /assign" in await desk.ask("/help")
        orders = (await desk.ask("/help_orders")).splitlines()
        assert orders[0] == "/orders - what is open, by what it waits for; /order 1234 shows one"
        assert len(orders) == sum(command.topic == "orders" for command in chat.COMMANDS)
        await desk.member("Ravi", "agent", "9002")
        theirs = await desk.ask("/help orders", "Ravi")
        assert "/picked" in theirs
        assert "/cancel" not in theirs
        assert (await desk.ask("/help cancel")).startswith("/cancel 1234: call it off")

    await play(store, scene)
