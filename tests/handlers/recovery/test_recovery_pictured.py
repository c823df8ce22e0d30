"""Recovery's figures as a table and as a chart: those of its report, each in its own place."""

from __future__ import annotations

import csv
import io

from flows.actor import SYSTEM
from flows.charts.chart import Funnel
from flows.events import ConsentAction
from handlers.actions.action import Origin
from handlers.recovery.recovery_chart import draw_chart, make_table
from handlers.recovery.recovery_figures import FigureSpan, StatsOf
from storage.database.stores import Database
from storage.schema import orders
from templates.phrases import Phrases
from templates.speech import Speech
from tests.handlers.sourcing.staff.rows import DAY, HOUR, MINUTE, START, Shop, play

SPEECH = Speech(Phrases.load(), "en", {"currency": "USD"}, {})


async def week(shop: Shop) -> None:
    """Of five carts four were written about, three of them clicked, and two bought; one person was left alone."""
    people = [await shop.person(f"+1314555010{number}") for number in range(5)]
    carts = [await shop.cart(who) for who in people]
    written = [await shop.sent(who, cart, price=2_000_000) for who, cart in zip(people[:4], carts, strict=False)]
    for message in written[:3]:
        await shop.click(message, START + HOUR)
    for who, cart, message in list(zip(people, carts, written, strict=False))[:2]:
        await shop.order(who, "40", START + 2 * HOUR, cart, message)
    known, *_ = await shop.unit.orders.list_by_cart(carts[0].id)
    await shop.unit.change(orders, known.id, refunded=8_000_000)
    await shop.refused(people[4], carts[4], "holdout")
    for who, draw in zip(people, (0.9, 0.9, 0.9, 0.9, 0.1), strict=True):
        await shop.drawn(who, draw)
    await shop.consent(people[3], ConsentAction.REVOKED, START + 3 * HOUR)
    await shop.consent(people[2], ConsentAction.REVOKED, START + 3 * HOUR)
    await shop.consent(people[1], ConsentAction.REVOKED, START + 3 * HOUR)


async def test_a_table_has_each_figure_under_its_name(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        await week(shop)
        _, file = await make_table(shop.turn(START + DAY), Origin(SYSTEM, "key"), StatsOf(FigureSpan(None, None, "")))
        whole, *rest = csv.DictReader(io.StringIO(file.body.decode()))
        told = {name: value for name, value in whole.items() if value and not name.startswith("lift_")}
        assert told == {
            "of": "all", "carts": "5", "reachable": "5", "sent": "4", "delivered": "4", "clicked": "3",
            "recovered": "2", "revenue": "72.00", "currency": "USD", "refunded": "8.00", "cost": "8.00", "roi": "8.0",
            "opted_out": "3", "held_out": "1", "lift": "0.5",
        }  # fmt: skip
        assert float(whole["lift_low"]) < 0.5 < float(whole["lift_high"])
        assert {row["of"] for row in rest} == {"step"}

    await play(store, scene)


async def test_each_bar_has_its_number(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        await week(shop)
        told = await draw_chart(shop.turn(START + DAY + MINUTE), {"label": "all"}, SPEECH)
        assert isinstance(told.chart, Funnel)
        assert [one.said for one in told.chart.steps] == ["5", "5 · 100%", "4 · 80%", "3 · 60%", "2 · 40% · $72"]
        assert told.chart.title.endswith(": carts · All time")
        assert SPEECH.say(told.text) == "5 carts left, 4 messaged, 2 recovered: $72"

    await play(store, scene)
