"""Two campaigns side by side, and what may be expected of writing: in the words that an owner reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.actor import SYSTEM
from flows.audience.criteria import EVERYBODY
from flows.campaigns.campaign import CampaignStatus
from flows.phrase import Lines
from handlers.actions.action import Origin
from handlers.campaigns.results.campaign_comparison import BothResults
from handlers.campaigns.results.campaign_comparison import compare_campaigns as compared
from handlers.campaigns.results.results_text import describe_results
from handlers.campaigns.results.roi import ROI, ReckonRoi, WhomRoi
from handlers.campaigns.results.roi import describe_return as reckoned
from storage.campaigns.message_history import load_past_messages, load_sold
from storage.database.stores import Database
from storage.schema import messages, orders
from templates.phrases import Phrases
from templates.speech import Speech
from tests.handlers.sourcing.staff.rows import START, TIGER, Shop, play
from tests.storage.campaigns.mailed import Mailed
from tests.storage.sending.test_fanout import someone

SPEECH = Speech(Phrases.load(), "en", {"currency": "USD"}, {})


async def test_a_difference_that_is_more_than_chance_is_said_and_one_that_is_not(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        diwali, holi = await Mailed.out(shop, "Diwali"), await Mailed.out(shop, "Holi")
        await diwali.sent(0, 200, clicked=40, bought=3, price=10_000)
        await holi.sent(0, 200, clicked=10, bought=2)
        found = (await diwali.results(), await holi.results())
        over = tuple(replace(one.campaign, status=CampaignStatus.DONE) for one in (diwali, holi))
        assert SPEECH.say(compared(BothResults((over[0], over[1]), found))).splitlines() == [
            "Diwali · Holi",
            "Sent: 200 · 200",
            "Delivered: 200 · 200",
            "Clicked: 40 (20.0 %) · 10 (5.0 %)",
            "Ordered: 3 (1.5 %) · 2 (1.0 %)",
            "Revenue, net: $120 · $80",
            "Cost: $2 · no cost known",
            "Return: 59× · –",
            "Against the control group, points: – · –",
            "Clicked: Diwali is ahead by +15.0 points (+8.8 to +21.6), more than chance.",
            "Ordered: no more difference than chance makes (-2.2 to +3.4 points).",
            "Their people were not drawn at random: a difference may come from the people, not from the words.",
        ]
        one_goes_on = SPEECH.say(compared(BothResults((over[0], holi.campaign), found)))
        assert "Holi is not over: people who just got it had no time to buy." in one_goes_on
        assert "chance" not in one_goes_on, "its people had less time"

    await play(store, scene)


async def test_revenue_is_compared_as_what_was_kept(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        diwali, holi = await Mailed.out(shop, "Diwali"), await Mailed.out(shop, "Holi")
        first, _ = await diwali.sent(0, 2, price=1_000_000)
        order = await diwali.order(first, 50_000_000, START + timedelta(hours=1))
        await shop.unit.change(orders, order, refunded=10_000_000)
        await holi.sent(0, 2, bought=1)
        both = BothResults((diwali.campaign, holi.campaign), (await diwali.results(), await holi.results()))
        said = SPEECH.say(compared(both)).splitlines()
        assert [line for line in said if line.startswith(("Revenue", "Return"))] == [
            "Revenue, net: $40 · $40", "Return: 19× · –",
        ]  # fmt: skip

    await play(store, scene)


async def test_of_nobody_written_to_nothing_is_said_to_differ(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        diwali, holi = await Mailed.out(shop, "Diwali"), await Mailed.out(shop, "Holi")
        both = BothResults((diwali.campaign, holi.campaign), (await diwali.results(), await holi.results()))
        assert "Sent: 0 · 0" in SPEECH.say(compared(both))
        assert "chance" not in SPEECH.say(compared(both))

    await play(store, scene)


async def test_of_whom_nobody_knows_is_said_beside_the_sent(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        diwali, holi = await Mailed.out(shop, "Diwali"), await Mailed.out(shop, "Holi")
        await diwali.sent(0, 3)
        await diwali.unanswered(0, 2)
        await holi.sent(0, 4)
        both = BothResults((diwali.campaign, holi.campaign), (await diwali.results(), await holi.results()))
        assert SPEECH.say(compared(both)).splitlines()[1:4] == [
            "Sent: 5 · 4", "Delivery unknown: 2 · 0", "Delivered: 3 · 4",
        ]  # fmt: skip
        told = [
            SPEECH.say(Lines(tuple(describe_results(*one)))).splitlines()[:2]
            for one in zip(both.campaigns, both.found, strict=True)
        ]
        assert told[0] == [
            "5 sent, 3 delivered, 0 clicked, 0 replied, 0 opted out",
            "Delivery unknown for 2 of these: the provider has not answered.",
        ]
        assert "may not" not in told[1][1]

    await play(store, scene)


async def test_how_many_got_a_follow_up_is_said_beside_the_first(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        diwali = await Mailed.out(shop, "Diwali")
        made = await diwali.sent(0, 3)
        first = SPEECH.say(Lines(tuple(describe_results(diwali.campaign, await diwali.results()))))
        await diwali.again(made[0], START + timedelta(days=1))
        said = SPEECH.say(Lines(tuple(describe_results(diwali.campaign, await diwali.results()))))
        assert "Follow-ups" not in first
        assert "Follow-ups sent: 1." in said.splitlines()

    await play(store, scene)


async def test_what_writing_returned_before_is_what_is_expected(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        later = START + timedelta(days=30)
        diwali = await Mailed.out(shop, "Diwali")
        made = await diwali.sent(0, 150, bought=6)
        await diwali.sent(0, 20, bought=9, at=later - timedelta(hours=3))  # orders may still come of these
        await diwali.sent(0, 30, bought=7, at=later - timedelta(days=181))  # more than half a year ago
        await diwali.again(made[0], START + timedelta(days=1))  # nobody is two people by a follow-up
        for message in await diwali.sent(0, 10, bought=8):  # of whom recovery wrote to many more buy
            await shop.unit.change(messages, message, campaign=None, experiment="recovery")
        past = await load_past_messages(shop.unit, shop.tenant, later)
        assert (past.people, past.orders, past.revenue) == (150, 6, 240_000_000)
        assert TIGER.counts_for < timedelta(days=29)
        assert len(made) == 150

    await play(store, scene)


async def test_a_period_has_what_left_and_what_was_ordered_in_it(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        day = timedelta(days=1)
        diwali = await Mailed.out(shop, "Diwali")
        early, late = (await diwali.sent(0, 1, at=START - day) + await diwali.sent(0, 1, at=START + day))[:2]
        for message, at in ((early, START - day), (early, START + day), (late, START + 3 * day)):
            await diwali.order(message, 10_000_000, at + timedelta(hours=1))
        found = await load_sold(shop.unit, shop.tenant, START, START + 2 * day, START + 9 * day)
        assert (found.people, found.orders, found.revenue) == (1, 1, 10_000_000)

    await play(store, scene)


async def test_writing_costs_a_message_each_and_may_return_what_it_did_before(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        diwali = await Mailed.out(shop, "Diwali")
        await diwali.sent(0, 200, bought=10)
        for number in range(40):
            await someone(shop.unit, number)
        turn = shop.turn(START + timedelta(days=30))
        assert ROI.does is not None
        done = await ROI.does(turn, Origin(SYSTEM, "key"), ReckonRoi(WhomRoi(EVERYBODY)))
        assert SPEECH.say(reckoned(done)).splitlines() == [
            "40 people can be written to (SMS 40). One message each: $0.33.",
            "To expect: about 2 orders, $80 ($43.81 to $143.33).",
            "It rests on 200 people that campaigns wrote to in half a year and 10 orders that count for it, $40 each. "
            "Some would have bought anyway.",
        ]
        assert done.expected is not None  # a return on a few cents is a huge number about nothing
        dear = replace(done, cost=4_000_000, expected=replace(done.expected, cost=4_000_000))
        assert SPEECH.say(reckoned(dear)).splitlines()[2] == "Return, less the cost: 19× (995 % to 35×)."

    await play(store, scene)
