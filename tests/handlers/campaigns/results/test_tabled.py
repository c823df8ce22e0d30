"""A campaign's table and its chart: the same figures, in rows that a spreadsheet can tell apart and in bars."""

from __future__ import annotations

import csv
import io

from flows.actor import SYSTEM
from flows.campaigns.campaign_texts import CampaignText
from flows.charts.chart import Bars, Funnel
from handlers.actions.action import Origin
from handlers.campaigns.results.campaign_chart import make_chart, make_table
from handlers.campaigns.sending.campaign_control import MoveCampaign, NamedCampaign
from storage.database.stores import Database
from templates.phrases import Phrases
from templates.speech import Speech
from tests.handlers.sourcing.staff.rows import START, Shop, play
from tests.storage.campaigns.mailed import HOUR, Mailed

SPEECH = Speech(Phrases.load(), "en", {}, {})


async def _rows(shop: Shop, spring: Mailed) -> list[dict[str, str]]:
    which = NamedCampaign(spring.campaign.id, spring.campaign.name)
    _, file = await make_table(shop.turn(START + 2 * HOUR), Origin(SYSTEM, "key"), MoveCampaign(which))
    return list(csv.DictReader(io.StringIO(file.body.decode())))


async def test_each_division_has_its_rows_and_all_have_the_same_figures(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.drawn(await spring.sent(0, 4, clicked=2, bought=2, price=8_000))
        first, *_ = written = await spring.sent(1, 4, price=8_000, channel="telegram")
        await spring.drawn(written)
        await spring.drawn(await spring.sent(0, 4, left_alone=True), held=True)
        await spring.replies(first, START + HOUR / 2)
        await spring.again(first, START + HOUR)
        rows = await _rows(shop, spring)
        names = ("of", "wording", "channel", "step", "planned", "sent", "replied", "bought", "roi", "lift")
        assert [tuple(row[name] for name in names) for row in rows] == [
            ("campaign", "", "", "", "12", "8", "1", "2", "1249.0", "0.25"),
            ("wording", "A", "", "", "8", "4", "0", "2", "2499.0", "0.5"),
            ("wording", "B", "", "", "4", "4", "1", "0", "-1.0", ""),
            ("channel", "", "sms", "", "9", "5", "0", "2", "2499.0", "0.5"),
            ("channel", "", "telegram", "", "4", "4", "1", "0", "-1.0", ""),
            ("step", "", "", "1", "12", "8", "1", "2", "1249.0", "0.25"),
            ("step", "", "", "2", "1", "1", "0", "0", "", ""),
            ("part", "A", "sms", "1", "8", "4", "0", "2", "2499.0", "0.5"),
            ("part", "A", "sms", "2", "1", "1", "0", "0", "", ""),
            ("part", "B", "telegram", "1", "4", "4", "1", "0", "-1.0", ""),
            ("audience", "", "", "", "12", "8", "1", "2", "1249.0", "0.25"),
        ]
        assert (rows[0]["held_out"], rows[0]["not_sent"], rows[0]["why"]) == ("4", "4", "holdout 4")
        assert float(rows[0]["lift_low"]) < 0.25 < float(rows[0]["lift_high"])

    await play(store, scene)


async def test_who_waits_in_the_queue_is_counted_in_each_row(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 3)
        await spring.sent(0, 1, left_alone=True)
        await spring.queued(0, 1)
        await spring.queued(1, 2)
        await spring.queued(1, 1, left_at=START)  # its channel said to try again
        whole, *parts = await _rows(shop, spring)
        assert [whole[name] for name in ("planned", "sent", "not_sent", "waiting")] == ["8", "4", "1", "3"]
        wordings = {one["wording"]: one["waiting"] for one in parts if one["of"] == "wording"}
        assert wordings == {"A": "1", "B": "2"}
        assert [one["waiting"] for one in parts if one["of"] in {"channel", "audience"}] == ["3"]

    await play(store, scene)


async def test_a_chart_has_what_arrived_where_every_channel_tells_it(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop, texts=(CampaignText("Kurtas are here"),))
        await spring.sent(0, 4, clicked=2, bought=1)
        chart = make_chart(spring.campaign, await spring.results(), SPEECH)
        assert isinstance(chart, Funnel)
        assert [(one.label, one.said) for one in chart.steps][2:] == [
            ("Delivered", "4 · 100%"),
            ("Clicked", "2 · 50%"),
            ("Ordered", "1 · 25% · $40"),
        ]
        await spring.sent(0, 4, clicked=4, channel="telegram")
        chart = make_chart(spring.campaign, await spring.results(), SPEECH)
        assert isinstance(chart, Funnel)
        assert "Delivered" not in [one.label for one in chart.steps], "fewer than opened it would have it"

    await play(store, scene)


async def test_a_chart_of_wordings_says_of_how_many(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 100, clicked=25)
        await spring.sent(1, 110)
        chart = make_chart(spring.campaign, await spring.results(), SPEECH)
        assert isinstance(chart, Bars)
        assert [one.said for one in chart.rows] == ["25/100 · 25.0 %", "0/110 · 0.0 %"]

    await play(store, scene)


async def test_a_chart_compares_no_wordings_of_which_too_few_people_count(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 4, clicked=1)
        chart = make_chart(spring.campaign, await spring.results(), SPEECH)
        assert isinstance(chart, Funnel), "it said 0/0 of the other"
        assert [one.said for one in chart.steps][:2] == ["4", "4 · 100%"]

    await play(store, scene)
