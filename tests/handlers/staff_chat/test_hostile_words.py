"""Whatever stands behind a command: one answer on one screen, nothing done, and no error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.engine import Left
from handlers.engine import host
from storage.database.stores import Database
from storage.sourcing.partner_shops import Shops
from tests.handlers.sourcing.staff.sourced import Desk, play

COMMANDS = (
    "/orders", "/order", "/express", "/assign", "/picked", "/packed", "/shipped", "/delivered", "/cantsource",
    "/cancel", "/settled", "/refunded", "/shops", "/shop", "/stock", "/paid",
)  # fmt: skip
HOSTILE = (
    "9" * 60, "#", "%' OR 1=1 --", "‮1234", "१२३५", "x " * 400, "🦄🦄🦄", '"', "/order /order",
    "-1", "1e9999", "NaN", "{}", "_____", "a" * 5000, "ß ﬀ ǅ", "\n\n1\n2",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
async def test_words_that_mean_nothing(store: Database, command: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        for words in HOSTILE[COMMANDS.index(command) % 3 :: 3]:
            text = await desk.ask(f"{command} {words}")  # 700 characters at most
            assert text
        assert await desk.heard() == []
        assert await desk.trail() == []

    await play(store, scene)


@pytest.mark.parametrize("command", COMMANDS[3:12])
async def test_an_order_whose_customer_is_erased_hears_nothing(store: Database, command: str) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        run = await desk.unit.runs.get_open("sourcing", str(order))
        assert run is not None
        await host.advance(desk.turn, run, Left("erased"))
        told = await desk.ask(f"{command} 1234{' connaught' if command in {'/assign', '/picked'} else ''}")
        assert told.startswith("Order 1234 is refunding: ")
        assert ". Nothing was " in told
        assert await desk.heard() == []

    await play(store, scene)


async def test_long_names_stay_on_one_screen(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        for shop in desk.shops.values():
            long = replace(shop, name=f"{shop.ref} {'very ' * 11}long", location="far " * 25)
            await desk.unit.of(Shops).update([long])
        await desk.reserve("1234", *[("SHORTS", size, 2) for size in ("M", "L", "XL")], ("MUG", "", 1))
        for text in ("/order 1234", "/assign 1234", "/shops", "/shop connaught", "/stock shorts"):
            answer = await desk.ask(text)
            assert len(answer) <= 700, text

    await play(store, scene)
