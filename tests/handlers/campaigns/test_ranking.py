"""Questions which campaign was the best, and sentences that only hold the words."""

from __future__ import annotations

import pytest

from flows.actor import SYSTEM
from handlers.actions.action import Origin
from handlers.campaigns.results.best import RankCampaigns, Ranked, rank, told
from handlers.campaigns.sentences.ranking import asks_for_the_best
from handlers.replies.text import words
from storage.database import Database
from storage.reports.experiment import experiment_report
from storage.schema import orders
from templates.phrases import Phrases
from templates.speech import Speech
from tests.handlers.sourcing.staff.rows import START, Shop, play
from tests.storage.campaigns.mailed import HOUR, Mailed


@pytest.mark.parametrize(
    "said",
    [
        "which campaign was best", "best campaign", "top campaigns", "which campaign sold the most?",
        "what campaign made the most money", "¿cuál campaña fue la mejor?", "mejor campaña", "qué campaña vendió más",
        "sabse achha campaign kaunsa tha", "kis campaign se sabse zyada bikri hui",
        "सबसे अच्छा कैंपेन कौन सा था", "सबसे अच्छा कैंपेन", "how much did i spend on campaigns",
        "what did our campaigns cost", "cuánto gasté en campañas", "campaigns par kitna kharcha hua",
    ],
)  # fmt: skip
def test_the_best_is_asked_for(said: str) -> None:
    assert asks_for_the_best(words(said))


@pytest.mark.parametrize(
    "said",
    [
        "best sellers last month", "new campaign best offers to vip", "which campaigns are running",
        "send the best campaign to vip",
        "campaign", "best time to send",
    ],
)  # fmt: skip
def test_something_else_is_asked(said: str) -> None:
    assert not asks_for_the_best(words(said))


async def test_the_best_is_what_earned_most_after_refunds_and_its_cost(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dear, fair, back, unsent = [await Mailed.out(shop, name) for name in ("Dear", "Fair", "Back", "Unsent")]
        await dear.sent(0, 10, bought=3, price=10_000_000)
        await fair.sent(0, 10, bought=2, price=1_000_000)
        (one,) = await back.sent(0, 1)
        order = await back.order(one, 90_000_000, START + HOUR)
        await shop.unit.change(orders, order, refunded=50_000_000)
        await unsent.sent(0, 5, left_alone=True)
        ranked = await rank(shop.turn(START + 5 * HOUR), Origin(SYSTEM, "key"), RankCampaigns())
        assert [(one.campaign.name, str(one.earned)) for one in ranked] == [
            ("Fair", "70.00"), ("Back", "40.00"), ("Dear", "20.00"),
        ]  # fmt: skip

    await play(store, scene)


async def test_four_are_named_and_the_others_counted(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        one = await Mailed.out(shop)
        await one.sent(0, 3)
        report = await experiment_report(shop.unit, shop.tenant, one.campaign.experiment, None, None, None, START)
        said = Speech(Phrases.load(), "en", {}, {}).say(told([Ranked(one.campaign, report, 0)] * 6))
        assert said.count("3 sent") == 4
        assert "2 more." in said.splitlines()

    await play(store, scene)
