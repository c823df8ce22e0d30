"""What one channel refuses for good goes by the campaign's next one, once; what may have come goes by none."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from sqlalchemy import select

from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.follow_up import FollowUp
from flows.delivery import Failure, MessageStatus
from flows.money import Money
from flows.policy.departure_facts import ConsentState
from flows.shop_offers import ShopOffer
from handlers.campaigns.drafts import campaign_draft
from handlers.campaigns.drafts.campaign_draft import EditCampaign
from handlers.campaigns.leaving import channel_fallback
from handlers.campaigns.leaving.message_prices import get_lost_prices
from handlers.campaigns.sending import campaign_control
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.delivery import message_outcome
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from storage.campaigns.campaign_breakdown import CampaignPart
from storage.campaigns.campaign_progress import CampaignProgress, CampaignsUnderWay
from storage.campaigns.campaign_results import CampaignResults, load_results
from storage.campaigns.campaigns import Campaigns
from storage.people.people import Address
from storage.people.people_merge import merge
from storage.schema import discounts
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND, WORDS, fan_out, launched, mailed, move, people
from tests.delivery.house import House
from tests.storage.sending.test_fanout import reached_at

BOTH = ("sms", "telegram")
CHAT = 501
DAYS = timedelta(days=2)
SECONDS = timedelta(seconds=5)
LEAVES = 30  # waits for codes of five seconds each


async def _both(house: House, many: int = 1, **values: Any) -> list[UUID]:
    """People who can be written to by SMS and, some of them otherwise, on Telegram."""
    them = await people(house, many)

    async def reach(turn: Turn) -> None:
        for number, one in enumerate(them):
            chat = str(CHAT + number)
            await reached_at(turn.unit, one, turn.unit.ids.make(), chat, channel="telegram", **values)

    await house.act(reach)
    house.telegram.people |= {CHAT + number: "Ann" for number in range(many)}
    return them


async def _ways(house: House, which: NamedCampaign) -> list[tuple[str, MessageStatus, str | None]]:
    """How each message stands, oldest first."""
    return [(one.channel, one.status, one.code) for one in reversed(await mailed(house, which))]


Parts: TypeAlias = Sequence[CampaignPart]


async def _results(
    house: House, which: NamedCampaign
) -> tuple[CampaignResults, Sequence[CampaignPart], CampaignProgress]:
    async def look(turn: Turn) -> tuple[CampaignResults, Sequence[CampaignPart], CampaignProgress]:
        campaign = await turn.unit.of(Campaigns).get(which.id)
        assert campaign is not None
        told = turn.unit, turn.tenant, campaign, turn.now
        results = await load_results(*told)
        return results, results.parts, await turn.unit.of(CampaignsUnderWay).load_progress(which.id)

    return await house.act(look)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"code": 21211}, "21211"),
        ({"code": 21614}, "21614"),
        ({"code": 21408}, "21408"),
        ({"later": 30005}, "30005"),
        ({"later": 30006}, "30006"),
        ({"later": 30004}, "30004"),
    ],
    ids=["no number", "no SMS", "no such country", "number dead", "landline", "blocked"],
)
async def test_what_a_channel_refuses_for_good_goes_by_the_next(house: House, fault: dict[str, int], code: str) -> None:
    (person,) = await _both(house)
    spring = await launched(house, channels=BOTH)
    house.twilio.fail(**fault)
    await house.settle()
    await house.twilio.deliver()
    await house.settle()
    assert await _ways(house, spring) == [
        ("sms", MessageStatus.FAILED, code),
        ("telegram", MessageStatus.SENT, None),
    ]
    second, first = await mailed(house, spring)
    assert (second.fallback_of, second.contact, second.step, second.latest) == (first.id, person, 1, first.latest)
    assert second.key == f"{first.key}:telegram"
    assert [WORDS in text for text in house.chats_to(CHAT)] == [True]


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ({"cut": True, "stored": True}, MessageStatus.UNKNOWN),
        ({"later": 30036}, MessageStatus.FAILED),
        ({"later": 30007}, MessageStatus.FAILED),
        ({"code": 99999}, MessageStatus.FAILED),
        ({"code": 21610}, MessageStatus.FAILED),
    ],
    ids=["outcome unknown", "ran out of time", "filtered", "nobody knows the code", "the person stopped it"],
)
async def test_what_may_have_come_or_is_nobody_s_refusal_goes_by_no_other(
    house: House, fault: dict[str, Any], status: MessageStatus
) -> None:
    await _both(house)
    spring = await launched(house, channels=BOTH)
    house.twilio.fail(**fault)
    await house.settle()
    if status is MessageStatus.FAILED:
        await house.twilio.deliver()
    await house.settle()
    assert [(channel, how) for channel, how, _ in await _ways(house, spring)] == [("sms", status)]
    assert house.chats_to(CHAT) == []


async def test_a_rule_that_keeps_it_from_one_channel_lets_it_go_by_the_next(house: House) -> None:
    """WhatsApp carries no marketing to numbers of the US; the preview knows it, too."""
    them = await people(house, 3)

    async def reach(turn: Turn) -> None:
        for number, one in enumerate(them):
            await reached_at(turn.unit, one, turn.unit.ids.make(), f"+1314555{number:04d}", channel="whatsapp")

    await house.act(reach)
    spring = await launched(house, channels=("whatsapp", "sms"))
    await house.settle()
    ways = await _ways(house, spring)
    assert sorted(ways[:3]) == [("whatsapp", MessageStatus.REFUSED, "whatsapp-us-marketing")] * 3
    assert ways[3:] == [("sms", MessageStatus.SENT, None)] * 3
    results, (part,), _ = await _results(house, spring)
    assert results.report.refused == {}
    assert (part.channel, part.planned, part.sent, part.refused) == ("sms", 3, 3, {})

    async def foreseen(turn: Turn) -> Any:
        campaign = await turn.unit.of(Campaigns).get(spring.id)
        assert campaign is not None
        assert campaign.preview is not None
        return dict(campaign.preview.by_channel), dict(campaign.preview.excluded)

    assert await house.act(foreseen) == ({"sms": 3}, {})


async def test_nobody_is_written_to_where_they_may_not_be(house: House) -> None:
    await _both(house, consent=ConsentState.REVOKED)
    spring = await launched(house, channels=BOTH)
    house.twilio.fail(code=21211)
    await house.settle()
    assert await _ways(house, spring) == [("sms", MessageStatus.FAILED, "21211")]


async def test_only_the_campaign_s_own_channels_are_tried_in_its_order(house: House) -> None:
    await _both(house)
    spring = await launched(house, channels=("telegram", "sms"))
    house.telegram.fail(status=403, said="Forbidden: bot was blocked by the user")
    house.twilio.fail(code=21211)
    await house.settle()
    assert await _ways(house, spring) == [
        ("telegram", MessageStatus.FAILED, "403"),
        ("sms", MessageStatus.FAILED, "21211"),
    ]


async def test_people_count_once_with_the_channel_it_went_by(house: House) -> None:
    await _both(house, 4)
    spring = await launched(house, channels=BOTH)
    house.twilio.fail(times=2, code=21211)
    await house.settle()
    await house.twilio.deliver()
    await house.settle()
    results, parts, progress = await _results(house, spring)
    assert (results.planned, results.sent) == (4, 4)
    assert [(one.channel, one.planned, one.sent, dict(one.refused)) for one in parts] == [
        ("sms", 2, 2, {}),
        ("telegram", 2, 2, {}),
    ]
    assert progress == CampaignProgress(made=4, left=4, never=0)


async def test_a_budget_is_charged_once_for_what_left(house: House) -> None:
    await _both(house)
    spring = await launched(house, channels=BOTH, terms=Terms(budget=Money.parse(Decimal("5"), "USD")))
    house.twilio.fail(later=30005)
    await house.settle()
    assert await _spent(house, spring) > 0
    await house.twilio.deliver()
    await house.settle()
    assert (await _ways(house, spring))[-1][:2] == ("telegram", MessageStatus.SENT)
    assert await _spent(house, spring) == 0, "Telegram is free"


async def test_what_is_given_back_to_a_budget_is_what_its_message_took(house: House) -> None:
    """Its campaign has longer words by the time at which it is known to have failed."""
    await _both(house, 2)
    spring = await launched(house, channels=BOTH, terms=Terms(budget=Money.parse(Decimal("5"), "USD")), holdout=0.0)
    house.twilio.fail(later=30006)
    await house.settle()
    both = await _spent(house, spring)
    longer = EditCampaign(spring.id, (CampaignText(f"{WORDS} " * 15),))
    await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, longer))
    await house.twilio.deliver()
    await house.settle()
    assert sorted(await _ways(house, spring)) == [
        ("sms", MessageStatus.DELIVERED, None),
        ("sms", MessageStatus.FAILED, "30006"),
        ("telegram", MessageStatus.SENT, None),
    ]
    assert await _spent(house, spring) * 2 == both > 0


async def test_what_takes_a_lost_one_s_place_gives_its_money_back_once_however_often_it_is_tried(house: House) -> None:
    await _both(house, 2)
    spring = await launched(house, channels=BOTH, terms=Terms(budget=Money.parse(Decimal("5"), "USD")), holdout=0.0)
    house.twilio.fail(later=30006)
    await house.settle()
    both = await _spent(house, spring)
    house.telegram.fail(2, status=503)
    await house.twilio.deliver()
    for _ in range(10):
        await house.pass_(timedelta(seconds=30), timedelta(seconds=30))
    assert sorted(await _ways(house, spring))[-1] == ("telegram", MessageStatus.SENT, None)
    assert await _spent(house, spring) * 2 == both > 0


async def test_what_was_refused_in_between_keeps_no_money_back(house: House) -> None:
    """An SMS was lost, a rule kept WhatsApp from it, and Telegram leaves for the money of the SMS."""
    await _both(house)
    spring = await launched(house, channels=BOTH, terms=Terms(budget=Money.parse(Decimal("5"), "USD")))
    await house.settle()
    (lost,) = await mailed(house, spring)

    async def chain(turn: Turn) -> tuple[UUID, Mapping[UUID, int]]:
        refused = replace(lost, id=turn.unit.ids.make(), key="refused", fallback_of=lost.id, left_at=None)
        await turn.unit.messages.add(refused)
        last = replace(refused, id=turn.unit.ids.make(), key="last", fallback_of=refused.id, text=None)
        return last.id, await get_lost_prices(turn, [last])

    last, taken = await house.act(chain)
    assert taken == {last: await _spent(house, spring)}


async def _spent(house: House, which: NamedCampaign) -> int:
    async def look(turn: Turn) -> int:
        found = await turn.unit.of(Campaigns).get(which.id)
        return found.spent if found else -1

    return await house.act(look)


async def test_the_code_stays_the_person_s_and_is_the_message_s_that_came(house: House) -> None:
    await house.apply(shop.file(store=True))
    await _both(house)
    spring = await launched(house, channels=BOTH, terms=Terms(ShopOffer.make_percent(15, timedelta(days=7))))
    house.twilio.fail(later=30005)
    for _ in range(LEAVES):
        await house.pass_(SECONDS, SECONDS)
    await house.twilio.deliver()
    await house.settle()

    async def look(turn: Turn) -> list[tuple[str, UUID]]:
        rows = await turn.unit.rows(select(discounts).where(turn.unit.owns(discounts)))
        return [(row.code, row.message) for row in rows]

    second, first = await mailed(house, spring)
    assert first.status is MessageStatus.FAILED
    ((code, message),) = await house.act(look)
    assert message == second.id
    (told,) = house.chats_to(CHAT)
    assert code in told
    assert code in house.twilio.messages[0].first("Body")


async def test_whoever_was_reached_otherwise_is_written_to_again_as_well(house: House) -> None:
    await _both(house)
    again = FollowUp(DAYS, (CampaignText("Still time"),))
    await launched(house, channels=BOTH, terms=Terms(follow_ups=(again,)))
    house.twilio.fail(code=21211)
    await house.settle()
    for _ in range(50):
        await house.pass_(timedelta(hours=1))
        await fan_out(house)
    await house.settle()
    first, second = house.chats_to(CHAT)
    assert WORDS in first
    assert "Still time" in second


async def test_a_receipt_that_comes_twice_brings_one(house: House) -> None:
    await _both(house)
    spring = await launched(house, channels=BOTH)
    house.twilio.fail(later=30005)
    await house.settle()
    for _ in range(2):
        await house.twilio.receipt(house.twilio.messages[0].sid, "undelivered", 30005)
    await house.settle()
    assert [channel for channel, _, _ in await _ways(house, spring)] == ["sms", "telegram"]


async def test_whoever_got_it_as_another_gets_it_by_no_other_channel(house: House) -> None:
    """Two who turn out to be one: the number of the one is dead, and the other has had the message."""
    one, other = await _both(house, 2)
    spring = await launched(house, channels=BOTH, holdout=0.0)
    await house.settle()
    assert [channel for channel, _, _ in await _ways(house, spring)] == ["sms", "sms"]
    await house.act(lambda turn: merge(turn.unit, other, one, turn.now))
    await house.twilio.receipt(house.twilio.messages[0].sid, "sent")
    await house.twilio.receipt(house.twilio.messages[0].sid, "undelivered", 30005)
    await house.settle()
    assert [channel for channel, _, _ in await _ways(house, spring)] == ["sms", "sms"]


async def test_what_came_after_all_is_followed_by_no_other(house: House) -> None:
    """A late "delivered" wins; what waited in its place is withdrawn, and counts for nothing."""
    await _both(house)
    spring = await launched(house, channels=BOTH, terms=Terms(budget=Money.parse(Decimal("5"), "USD")))
    house.twilio.fail(later=30005)
    await house.settle()
    paid = await _spent(house, spring)
    await move(house, spring, campaign_control.pause)
    await house.twilio.deliver()
    await house.settle()
    await house.twilio.receipt(house.twilio.messages[0].sid, "delivered")
    await house.settle()
    await move(house, spring, campaign_control.resume)
    await house.settle()
    assert [(channel, how) for channel, how, _ in await _ways(house, spring)] == [
        ("sms", MessageStatus.DELIVERED),
        ("telegram", MessageStatus.VOID),
    ]
    assert await _spent(house, spring) == paid > 0
    _, parts, progress = await _results(house, spring)
    assert [(one.channel, one.planned, one.delivered) for one in parts] == [("sms", 1, 1)]
    assert progress == CampaignProgress(made=1, left=1, never=0)


@pytest.mark.parametrize("over", ["cancelled", "too late"])
async def test_nothing_follows_behind_the_campaign_s_end(house: House, over: str) -> None:
    await _both(house)
    spring = await launched(house, channels=BOTH)
    house.twilio.fail(later=30005)
    await house.settle()
    if over == "cancelled":
        await move(house, spring, campaign_control.cancel)
    else:
        house.clock.push(now=timedelta(days=3))
    await house.twilio.deliver()
    await house.settle()
    assert [channel for channel, _, _ in await _ways(house, spring)] == ["sms"]


class PowerCut(Exception):
    """The process dies here."""


async def test_whoever_dies_between_loses_neither_the_refusal_nor_what_follows(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _both(house)
    spring = await launched(house, channels=BOTH, terms=Terms(budget=Money.parse(Decimal("5"), "USD")))
    await house.settle()
    (message,) = await mailed(house, spring)
    before = await _spent(house, spring)

    async def dies(turn: Turn, to: Address, letter: OutboundMessage) -> None:
        await post(turn, to, letter)
        raise PowerCut

    def fails(turn: Turn) -> Awaitable[None]:
        return message_outcome.fail_late(turn, message, Failure.ADDRESS, "30005")

    with monkeypatch.context() as patched:
        patched.setattr(channel_fallback, "post", dies)
        with pytest.raises(PowerCut):
            await house.act(fails)
    assert await _ways(house, spring) == [("sms", MessageStatus.SENT, None)]
    assert await _spent(house, spring) == before
    for _ in range(2):
        await house.act(fails)
    assert [(channel, how) for channel, how, _ in await _ways(house, spring)] == [
        ("sms", MessageStatus.FAILED),
        ("telegram", MessageStatus.QUEUED),
    ]
    assert await _spent(house, spring) == before, "it may come after all"
    await house.settle()
    assert await _spent(house, spring) == 0
