"""The recovery report as programs read it."""

from __future__ import annotations

from handlers.api.report_request import build_body
from storage.database.stores import Database
from tests.handlers.sourcing.staff.rows import DAY, HOUR, START, Shop, play


async def test_the_body_of_the_report(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dana, ravi = await shop.person("+13145550123"), await shop.person("+13145550124")
        await shop.drawn(dana)
        await shop.drawn(ravi, 0.1)
        cart = await shop.cart(dana)
        message = await shop.sent(dana, cart)
        await shop.click(message, START + HOUR)
        await shop.order(dana, "69.12", START + 2 * HOUR, cart, message)
        await shop.refused(ravi, await shop.cart(ravi), "holdout")
        assert build_body(await shop.report(START - DAY, START + DAY, START + DAY)) == {
            "from": "2026-03-01T15:00:00Z",
            "to": "2026-03-03T15:00:00Z",
            "currency": "USD",
            "carts": 2,
            "reachable": 2,
            "held_out": 1,
            "messaged": 1,
            "clicked": 1,
            "recovered": 1,
            "revenue": "69.12",
            "refunded": "0.00",
            "refunds_left_out": 0,
            "cost": "0.0079",
            "cost_currency": "USD",
            "costs": {"USD": "0.0079"},
            "roi": 8748.3671,
            "opted_out": 0,
            "by_step": [
                {"step": 1, "sent": 1, "delivered": 1, "clicked": 1, "recovered": 1, "revenue": "69.12"},
                {"step": 2, "sent": 0, "delivered": 0, "clicked": 0, "recovered": 0, "revenue": "0.00"},
                {"step": 3, "sent": 0, "delivered": 0, "clicked": 0, "recovered": 0, "revenue": "0.00"},
            ],
            "by_variant": [],
            "unsent": {},
            "refused": {"holdout": 1},
            "treated": {"carts": 1, "ordered": 1, "revenue": "69.12"},
            "control": {"carts": 1, "ordered": 0, "revenue": "0.00"},
            "lift": {"rate": 1.0, "low": -0.5869, "high": 1.0},
        }

    await play(store, scene)


async def test_all_time_has_no_bounds(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        told = build_body(await shop.report())
        assert (told["from"], told["to"], told["cost"], told["lift"]) == (None, None, "0.00", None)

    await play(store, scene)
