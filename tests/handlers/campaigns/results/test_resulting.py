"""Which version is better, in the words that an owner reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

import pytest

from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.wording_contest import WordingContest
from flows.campaigns.wording_trial import Measure, Trial, judge_trial
from flows.experiments.experiment_arm import Arm
from handlers.campaigns.results.results_text import describe, describe_results, sum_up
from storage.campaigns.campaign_progress import CampaignsUnderWay
from storage.database.stores import Database
from storage.schema import messages
from templates.phrases import Phrases
from templates.speech import Speech
from tests.cases import each
from tests.flows.campaigns.test_preview import PREVIEW
from tests.handlers.sourcing.staff.rows import START, Shop, play
from tests.storage.campaigns.mailed import HOUR, Mailed

SPEECH = Speech(Phrases.load(), "en", {}, {})
TRIAL = Trial(Measure.CLICKS, 0.05, 0.02)
Said: TypeAlias = tuple[list[Arm], dict[str, bool], str]
WORDS: dict[str, Said] = {
    "a winner": (
        [Arm(200, 4), Arm(200, 60)], {},
        "B is better: +28.0 points of clicks ({low} to {high}).",
    ),
    "a winner of the first part": (
        [Arm(200, 4), Arm(200, 60)], {"over": True, "drawn": True},
        "B is better among the 400 tested: +28.0 points of clicks ({low} to {high}).",
    ),
    "too few": (
        [Arm(150, 9), Arm(140, 7)], {},
        "A is ahead by +1.0 points of clicks ({low} to {high}). No winner yet: about "
        "2167 more people per version needed.",
    ),
    "too few, and nobody else gets it": (
        [Arm(150, 9), Arm(140, 7)], {"closed": True},
        "A is ahead by +1.0 points of clicks ({low} to {high}). No winner yet.",
    ),
    "too few at the end": (
        [Arm(150, 9), Arm(140, 7)], {"over": True, "closed": True},
        "A is ahead by +1.0 points of clicks ({low} to {high}). Too few people to name a winner.",
    ),
    "too few in the first part": (
        [Arm(150, 9), Arm(140, 7)], {"over": True, "drawn": True},
        "A is ahead by +1.0 points of clicks among the 290 tested ({low} to {high}). "
        "Too few people to name a winner.",
    ),
    "many, and not clear": (
        [Arm(2400, 120), Arm(2400, 115)], {},
        "A is ahead by +0.2 points of clicks ({low} to {high}). No winner yet.",
    ),
    "no difference at the end": (
        [Arm(2400, 120), Arm(2400, 115)], {"over": True},
        "No difference in clicks between the versions (A: {low} to {high} points).",
    ),
    "a handful": (
        [Arm(99, 9), Arm(140, 7)], {},
        "No winner yet: about 2208 more people per version needed.",
    ),
    "a handful at the end": (
        [Arm(99, 9), Arm(140, 7)], {"over": True, "closed": True},
        "Too few people got each version to name a winner.",
    ),
}  # fmt: skip


@each(("arms", "how", "words"), WORDS.values(), ids=WORDS)
def test_what_is_said_of_wordings(arms: list[Arm], how: dict[str, bool], words: str) -> None:
    found = judge_trial(TRIAL, arms, over=how.pop("over", False))
    ahead = found.judgement.difference
    ends = {name: f"{getattr(ahead, name) * 100:+.1f}" for name in ("low", "high")} if ahead else {}
    assert SPEECH.say(describe("AB", found, **how)) == words.format(**ends)


def test_nothing_is_said_of_one_wording() -> None:
    assert describe("A", None) == ""


async def test_who_ordered_twice_is_one_of_the_people_whose_orders_count(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        one, *_ = await spring.sent(0, 2, bought=1)
        await spring.order(one, 20_000_000, START + HOUR)
        said = list(map(SPEECH.say, describe_results(spring.campaign, await spring.results())))
        assert "1 ordered: $60" in said

    await play(store, scene)


async def test_the_wording_that_won_says_that_the_rest_is_among_its_people(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        contest = WordingContest(0.5, 1, START + 2 * HOUR)
        spring = await Mailed.out(shop, contest=contest, status=CampaignStatus.DONE)
        await spring.sent(0, 2)
        read, *_ = await spring.sent(1, 2, clicked=1)
        await shop.unit.change(messages, read, read_at=START + HOUR)
        await spring.sent(1, 3, at=START + 3 * HOUR)
        found = await spring.results(START + 30 * HOUR)
        assert list(filter(None, map(SPEECH.say, describe_results(spring.campaign, found)))) == [
            "7 sent, 7 delivered, 1 read, 1 clicked, 0 replied, 0 opted out",
            "0 ordered: $0",
            "A: 2 sent, 0 clicked, 0 ordered",
            "B: 5 sent, 1 clicked, 0 ordered (with the rest of the people)",
            "Too few people got each version to name a winner.",
            "The rest got B.",
        ]

    await play(store, scene)


@pytest.mark.parametrize(
    ("bought", "said"),
    [
        (60, "Against the control group of 100, the share that ordered differs by +60.0 points (+50.2 to +69.1)."),
        (2, "Against the control group of 100: no difference to be seen yet (-1.8 to +7.0 points)."),
    ],
    ids=["more than chance", "chance"],
)
async def test_a_campaign_is_told_by_what_it_sold_cost_and_changed(store: Database, bought: int, said: str) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.drawn(await spring.sent(0, 100, bought=bought, price=10_000))
        await spring.drawn(await spring.sent(0, 100, left_alone=True), held=True)
        lines = list(map(SPEECH.say, describe_results(spring.campaign, await spring.results())))
        assert [line for line in lines if line.startswith(("Against", "It cost", "Not sent"))] == [
            f"It cost $1; the revenue is {40 * bought:,} times that.",
            said,
            "Not sent: 100 in the control group",
        ]

    await play(store, scene)


async def test_the_audience_is_who_got_it_waits_is_left_alone_or_does_not_get_it(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.drawn(await spring.sent(0, 30))
        await spring.drawn(await spring.sent(0, 20, left_alone=True), held=True)
        await spring.queued(0, 10)
        progress = await shop.unit.of(CampaignsUnderWay).load_progress(spring.campaign.id)
        previewed = replace(spring.campaign, preview=replace(PREVIEW, people=100, reached=60))
        said = list(filter(None, map(SPEECH.say, sum_up(previewed, await spring.results(), progress))))
        assert said[:5] == [
            "Sent to 30 of 100 people; 0 ordered: $0.",
            "In the queue: 10.",
            "Control group: 20",
            "Not sent: 40",
            "Clicked: 0",
        ]

    await play(store, scene)
