"""A campaign's figures by wording, channel and step: each person in one line, and all lines together the campaign."""

from __future__ import annotations

from storage.campaigns.breakdown import CampaignPart
from storage.campaigns.results import parts_now
from storage.campaigns.stood import audience_of
from storage.database import Database
from tests.handlers.sourcing.staff.rows import START, Shop, play
from tests.storage.campaigns.mailed import HOUR, Mailed


async def test_each_wording_has_its_people_its_orders_and_its_cost(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 5, clicked=3, bought=2, price=8_000)
        await spring.sent(1, 4, clicked=1, price=8_000)
        await spring.sent(1, 1, left_alone=True)
        (robots, *_) = await spring.sent(0, 1)
        await spring.click(robots, START, robot=True)
        found = await parts_now(shop.unit, shop.tenant, spring.campaign, START + 2 * HOUR)
        assert found == [
            CampaignPart(0, "sms", 1, 6, 6, 6, 0, 3, 2, 80_000_000, 40_000, {}),
            CampaignPart(1, "sms", 1, 5, 4, 4, 0, 1, 0, 0, 32_000, {"holdout": 1}),
        ]
        results = await spring.results()
        assert (results.planned, results.sent, results.clicked) == (11, 10, 4)

    await play(store, scene)


async def test_of_whom_nobody_knows_is_told_beside_the_sent(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 3)
        await spring.unanswered(0, 2)
        results = await spring.results()
        assert (results.sent, results.delivered, results.unknown) == (5, 3, 2)
        (part,) = await parts_now(shop.unit, shop.tenant, spring.campaign, START)
        assert (part.sent, part.delivered, part.unknown) == (5, 3, 2)
        (stage,) = await audience_of(shop.unit, shop.tenant, spring.campaign, START)
        assert (stage.sent, stage.delivered, stage.unknown) == (5, 3, 2)

    await play(store, scene)


async def test_nothing_is_told_of_what_nobody_was_to_get(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        assert await parts_now(shop.unit, shop.tenant, spring.campaign, START) == []

    await play(store, scene)
