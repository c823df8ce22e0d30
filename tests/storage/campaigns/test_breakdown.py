"""A campaign's figures by wording, channel and step: each person in one line, and all lines together the campaign."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from flows.events import ConsentAction
from flows.experiments.experiment_arm import Arm
from flows.money import Money
from flows.policy.message_price import convert_worth
from handlers.people.opt_outs import ERASURE
from storage.campaigns.campaign_breakdown import CampaignPart, by_channel, by_variant, split_by_step
from storage.campaigns.campaign_stops import stops_of, sum_usual_stops
from storage.campaigns.stage_breakdown import split_audience
from storage.database.stores import Database
from storage.people.people_merge import merge
from storage.schema import contacts, messages, orders
from tests.handlers.sourcing.staff.rows import START, Shop, play
from tests.storage.campaigns.mailed import HOUR, Mailed

DAY = timedelta(days=1)


async def test_each_wording_has_its_people_its_orders_and_its_cost(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 5, clicked=3, bought=2, price=8_000)
        await spring.sent(1, 4, clicked=1, price=8_000)
        await spring.sent(1, 1, left_alone=True)
        (robots, *_) = await spring.sent(0, 1)
        await spring.click(robots, START, robot=True)
        results = await spring.results()
        first: dict[str, Any] = {
            "planned": 6,
            "sent": 6,
            "delivered": 6,
            "clicked": 3,
            "bought": 2,
            "revenue": 80_000_000,
        }
        second: dict[str, Any] = {"planned": 5, "sent": 4, "delivered": 4, "clicked": 1, "refused": {"holdout": 1}}
        assert [replace(one, groups=None) for one in results.parts] == [
            CampaignPart(variant=0, channel="sms", step=1, cost=40_000, **first),
            CampaignPart(variant=1, channel="sms", step=1, cost=32_000, **second),
        ]
        assert [part.roi for part in results.parts] == [1999.0, -1.0]
        assert (results.planned, results.sent, results.clicked) == (11, 10, 4)
        whole = results.whole
        assert (whole.cost, whole.held_out, whole.revenue, whole.roi) == (72_000, 1, 80_000_000, 79_928_000 / 72_000)

    await play(store, scene)


async def test_who_replies_or_stops_does_so_to_the_newest_message(store: Database) -> None:
    """Two got the follow-up as well: what they say after it is said to that."""

    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        first, second, third, late = await spring.sent(0, 4)
        await spring.replies(first, START + HOUR)
        for one in (second, third):
            await spring.again(one, START + DAY)
        await spring.replies(second, START + DAY + HOUR)
        await spring.stops(third, START + DAY + HOUR)
        await spring.stops(first, START + 2 * HOUR)
        await spring.replies(late, START + 4 * DAY)
        await spring.replies(late, START + HOUR, unwritten=True)
        await spring.stops(late, START + 4 * DAY)
        results = await spring.results(START + 5 * DAY)
        assert {key: (one.sent, one.replied, one.opted_out) for key, one in split_by_step(results.parts).items()} == {
            1: (4, 1, 1), 2: (2, 1, 1),
        }  # fmt: skip
        assert (results.replied, results.opted_out) == (2, 2), "what comes four days later is no answer to it"

    await play(store, scene)


async def test_each_wording_and_channel_is_compared_with_whom_it_left_alone(store: Database) -> None:
    """Half of those who got B by Telegram bought, and of no others anybody: also not of B's held-out."""

    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        for variant in (0, 1):
            for channel in ("sms", "telegram"):
                bought = 5 if (variant, channel) == (1, "telegram") else 0
                await spring.drawn(await spring.sent(variant, 10, bought=bought, channel=channel))
                alone = await spring.sent(variant, 10, left_alone=True, channel=channel)
                await spring.drawn(alone, held=True)
        (one,) = await spring.sent(0, 1)
        await spring.again(one, START + DAY)  # a message that nobody is held against
        results = await spring.results(START + 2 * DAY)
        rates = {(one.variant, one.channel, one.step): one.lift and round(one.lift.rate, 3) for one in results.parts}
        assert rates == {
            (0, "sms", 1): 0, (0, "telegram", 1): 0, (1, "sms", 1): 0, (1, "telegram", 1): 0.5, (0, "sms", 2): None,
        }  # fmt: skip
        wordings, channels = by_variant(results.parts), by_channel(results.parts)
        for rest, best in ((wordings[0], wordings[1]), (channels["sms"], channels["telegram"])):
            assert rest.lift is not None
            assert best.lift is not None
            assert (rest.lift.rate, best.lift.rate) == (0, 0.25)
            assert rest.held_out == best.held_out == 20
        assert results.report.lift is not None
        assert (results.report.lift.rate, results.whole.lift) == (0.125, results.report.lift)

    await play(store, scene)


async def test_a_person_whom_a_second_channel_reached_is_held_against_those_of_the_first(store: Database) -> None:
    """Nobody knows whom of those left alone Telegram would have failed."""

    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        failed, *_ = written = await spring.sent(0, 4, channel="telegram")
        await spring.drawn(written)
        await spring.drawn(await spring.sent(0, 4, channel="telegram", left_alone=True), held=True)
        await shop.unit.change(messages, failed, status="failed", code="403", delivered_at=None)
        instead = await spring.again(failed, START + HOUR, step=1)
        await shop.unit.change(messages, instead, fallback_of=failed)
        await spring.order(instead, 40_000_000, START + 2 * HOUR)
        results = await spring.results(START + DAY)
        assert results.by_channel == {"telegram": 3, "sms": 1}
        channels = by_channel(results.parts)
        assert {key: (one.planned, one.sent, one.bought) for key, one in channels.items()} == {
            "sms": (1, 1, 1), "telegram": (7, 3, 0),
        }  # fmt: skip
        assert channels["sms"].lift is None
        assert channels["telegram"].lift is not None
        assert channels["telegram"].lift.rate == 0.25, "one of the four to whom it was sent bought"

    await play(store, scene)


async def test_of_whom_nobody_knows_is_told_beside_the_sent(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 3)
        await spring.unanswered(0, 2)
        results = await spring.results()
        assert (results.sent, results.delivered, results.unknown) == (5, 3, 2)
        (part,) = results.parts
        assert (part.sent, part.delivered, part.unknown) == (5, 3, 2)
        (stage,) = await split_audience(shop.unit, shop.tenant, spring.campaign, START)
        assert (stage.sent, stage.delivered, stage.unknown) == (5, 3, 2)

    await play(store, scene)


async def test_two_who_turn_out_to_be_one_are_one_in_the_whole_and_in_each_part(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        await spring.sent(0, 4)
        one, other, *_ = [row.id for row in await shop.unit.rows(select(contacts.c.id))]
        await merge(shop.unit, one, other, START + HOUR)
        results = await spring.results()
        (part,) = results.parts
        for told in (results.whole, part, by_channel(results.parts)["sms"]):
            assert (told.planned, told.sent, told.delivered) == (3, 3, 3)
        (stage,) = await split_audience(shop.unit, shop.tenant, spring.campaign, START)
        assert (stage.planned, stage.sent) == (3, 3)

    await play(store, scene)


async def test_the_money_of_each_part_is_what_was_kept_of_it(store: Database) -> None:
    """One order is whole, of one a part went back, goods of the third came back, and the fourth was called off."""

    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        written = await spring.sent(0, 5)
        made = [await spring.order(one, 40_000_000, START + HOUR) for one in written]
        await shop.unit.change(orders, made[1], refunded=15_000_000)
        await shop.unit.change(orders, made[2], returned=30_000_000, refunded=10_000_000)
        await shop.unit.change(orders, made[3], cancelled_at=START + 2 * HOUR)
        await shop.unit.change(orders, made[4], currency="EUR")
        results = await spring.results()
        (part,) = results.parts
        (stage,) = await split_audience(shop.unit, shop.tenant, spring.campaign, START)
        for told in (results.whole, part, stage):
            assert (told.bought, told.revenue) == (4, 75_000_000), "an order in another currency is one without money"

    await play(store, scene)


async def test_what_was_charged_in_another_currency_is_told_in_that_of_the_business(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        paid, _ = await spring.sent(0, 2, price=8_000)
        await shop.unit.change(messages, paid, price=8_000_000, price_currency="INR")
        results = await spring.results()
        (part,) = results.parts
        cost = 8_000 + convert_worth(Money(8_000_000, "INR"), "USD")
        assert (part.cost, results.whole.cost) == (cost, cost)
        assert cost < 8_000_000

    await play(store, scene)


async def test_who_agrees_to_more_after_it_has_not_stopped(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        (one,) = await spring.sent(0, 1)
        letter = await shop.unit.messages.get(one)
        assert letter is not None
        who = await shop.unit.people.address_by_id(letter.address)
        await shop.consent(who, ConsentAction.GRANTED, START + HOUR)
        assert (await spring.results()).opted_out == 0

    await play(store, scene)


async def test_who_is_erased_after_it_has_not_stopped(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        stopped, erased, _ = await spring.sent(0, 3)
        await spring.stops(stopped, START + HOUR)
        letter = await shop.unit.messages.get(erased)
        assert letter is not None
        assert letter.contact is not None
        await shop.unit.consents.revoke(letter.contact, "the shop", ERASURE, START + HOUR)
        results, now = await spring.results(), START + 2 * HOUR
        assert (results.opted_out, [one.opted_out for one in results.parts]) == (1, [1])
        assert await stops_of(shop.unit, shop.tenant, spring.campaign.id, now) == Arm(3, 1), "as the warning counts"

    await play(store, scene)


async def test_what_is_usual_is_of_the_other_campaigns_of_half_a_year(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring, diwali = await Mailed.out(shop), await Mailed.out(shop, "Diwali")
        for one in (await spring.sent(0, 9))[:4]:
            await spring.stops(one, START + HOUR)
        first, late, *_ = await diwali.sent(0, 7)
        await diwali.stops(first, START + HOUR)
        await diwali.stops(late, START + 4 * DAY)
        for one in await diwali.sent(0, 2, at=START - 190 * DAY):
            await diwali.stops(one, START - 190 * DAY + HOUR)
        await shop.sent(await shop.person("+13145550142"), await shop.cart(None))  # a reminder is none of a campaign
        usual = await sum_usual_stops(shop.unit, shop.tenant, spring.campaign.id, START + 5 * DAY)
        assert usual == Arm(7, 1)

    await play(store, scene)


async def test_whom_a_carrier_failed_is_among_those_who_did_not_get_it(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        failed, late, _ = await spring.sent(0, 3)
        await shop.unit.change(messages, failed, status="failed", code="30005", delivered_at=None)
        await shop.unit.change(messages, late, status="expired", code="expired", delivered_at=None, left_at=None)
        results = await spring.results()
        (part,) = results.parts
        for told in (results.whole, part):
            assert (told.sent, told.delivered, told.refused) == (2, 1, {"expired": 1, "failed": 1})

    await play(store, scene)


async def test_nothing_is_told_of_what_nobody_was_to_get(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        assert (await spring.results()).parts == []

    await play(store, scene)
