"""A preview knows of the other launched campaigns to the same people, and of what the business spends in a day."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from math import ceil

import pytest

from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.campaign_course import count_days
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.campaign_terms import PLAIN, Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.follow_up import FollowUp
from flows.coming_messages import AlsoComing
from flows.delivery import MessageStatus
from flows.money import Money
from flows.policy.departure_facts import ConsentState
from flows.policy.message_price import convert_worth, estimate_price
from handlers.actions.action import Refused
from handlers.campaigns.commands import is_unseen
from handlers.campaigns.drafts.campaign_draft import NewCampaign, save_draft
from handlers.campaigns.launch_action import LaunchCampaign, WhyNotLaunched, launch, would_launch
from handlers.campaigns.sending.campaign_control import NamedCampaign, cancel, pause
from handlers.delivery.message_departure import BUSY
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.campaigns.campaigns import Campaigns
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND, WORDS, fan_out, found, mailed, move, people, states
from tests.delivery.house import House
from tests.delivery.offered import FIFTEEN, SECONDS, settle_codes
from tests.storage.sending.test_fanout import someone

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MANY = 6
CHICAGO = {"timezone": "America/Chicago"}
STILL = FollowUp(DAY, (CampaignText("Still time for kites"),))


async def _drafted(
    house: House, name: str, after: timedelta, terms: Terms = PLAIN, holdout: float = 0
) -> NamedCampaign:
    async def make(turn: Turn) -> NamedCampaign:
        told, texts = json.dumps(write_criteria(EVERYBODY)), (CampaignText(WORDS),)
        new = NewCampaign(name, told, "all", texts, turn.now + after, holdout=holdout, terms=terms)
        done = await save_draft(turn, BY_HAND, new)
        return NamedCampaign(done.id, done.name)

    made = await house.act(make)
    await fan_out(house)
    return made


async def _launched(
    house: House, name: str, after: timedelta, terms: Terms = PLAIN, holdout: float = 0
) -> NamedCampaign:
    made = await _drafted(house, name, after, terms, holdout)
    await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(made)))
    return made


async def _preview(house: House, which: NamedCampaign) -> CampaignPreview:
    preview = (await found(house, which)).preview
    assert preview is not None
    return preview


async def _shown(house: House, which: NamedCampaign) -> str:
    async def look(turn: Turn) -> str:
        return make_english(turn).say((await would_launch(turn, LaunchCampaign(which))).text)

    return await house.act(look)


async def test_what_another_campaign_will_have_sent_by_then_counts_for_the_caps(house: House) -> None:
    await house.apply(shop.file(cap=1))
    await people(house, MANY)
    diwali = await _launched(house, "Diwali", HOUR)
    kites = await _drafted(house, "Kites", 2 * HOUR)
    preview, first = await _preview(house, kites), await found(house, diwali)
    assert preview.beside == (AlsoComing("Diwali", first.schedule.at, MANY),)
    assert (preview.excluded, preview.expected) == ({"cap.business": MANY}, 0)


async def test_one_that_comes_later_is_told_and_keeps_nobody_from_this_one(house: House) -> None:
    await house.apply(shop.file(cap=1))
    await people(house, MANY)
    await _launched(house, "Diwali", 3 * HOUR)
    kites = await _drafted(house, "Kites", HOUR)
    preview = await _preview(house, kites)
    assert f"“Diwali” also goes to {MANY} of the {MANY}, from " in await _shown(house, kites)
    assert ([one.people for one in preview.beside], preview.expected, preview.later) == ([MANY], MANY, {})


async def test_of_two_offers_around_the_same_time_the_first_one_is_foretold(house: House) -> None:
    """What is foretold is what comes: each person has one discount in 30 days."""
    await house.apply(shop.file(store=True))
    await people(house, MANY)
    await _launched(house, "Diwali", HOUR, Terms(FIFTEEN))
    kites = await _drafted(house, "Kites", 2 * HOUR, Terms(FIFTEEN))
    preview = await _preview(house, kites)
    assert (preview.excluded, preview.expected) == ({"campaign.promised": MANY}, 0)
    with pytest.raises(Refused) as refused:
        await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(kites)))
    assert refused.value.reason == WhyNotLaunched.KEPT


async def test_those_whom_the_other_leaves_alone_get_this_one(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 120)
    diwali = await _launched(house, "Diwali", HOUR, Terms(FIFTEEN), holdout=0.5)
    kites = await _drafted(house, "Kites", 4 * HOUR, Terms(FIFTEEN))
    preview = await _preview(house, kites)
    await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(kites)))
    for _ in range(5):
        await house.pass_(HOUR, HOUR)
        await fan_out(house)
    await settle_codes(house)
    sent = (await states(house, kites))[MessageStatus.SENT, None]
    assert preview.expected == sent
    assert 0 < sent < 120
    assert (await states(house, diwali))[MessageStatus.SENT, None] == 120 - sent


async def test_one_that_was_called_off_is_not_told(house: House) -> None:
    await people(house, MANY)
    await move(house, await _launched(house, "Diwali", HOUR), cancel)
    assert (await _preview(house, await _drafted(house, "Kites", HOUR))).beside == ()


async def test_of_one_that_is_paused_nothing_is_reckoned_with(house: House) -> None:
    """Nobody knows whether it goes on."""
    await house.apply(shop.file(store=True))
    await people(house, MANY)
    await move(house, await _launched(house, "Diwali", HOUR, Terms(FIFTEEN)), pause)
    preview = await _preview(house, await _drafted(house, "Kites", 2 * HOUR, Terms(FIFTEEN)))
    assert (preview.beside, preview.expected) == ((), MANY)


async def test_one_that_has_gone_out_is_due_to_nobody_also_not_to_whoever_came_since(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, MANY)
    out = await _launched(house, "Holi", HOUR, Terms(FIFTEEN, follow_ups=(STILL,)))
    await house.pass_(HOUR, HOUR)
    await fan_out(house)
    await settle_codes(house)
    assert await states(house, out) == {(MessageStatus.SENT, None): MANY}
    assert (await found(house, out)).status is CampaignStatus.SENDING
    await house.pass_(HOUR, HOUR)
    await house.act(lambda turn: someone(turn.unit, 99, timezone="America/Chicago"))
    preview = await _preview(house, await _drafted(house, "Kites", HOUR, Terms(FIFTEEN)))
    assert (preview.beside, preview.expected, preview.excluded) == ((), 1, {"campaign.discount": MANY})


async def test_many_that_were_called_off_hide_none_that_goes_out(house: House) -> None:
    await people(house, MANY)
    await _launched(house, "Diwali", HOUR)
    for number in range(11):
        await move(house, await _launched(house, f"Off {number}", HOUR), cancel)
    preview = await _preview(house, await _drafted(house, "Kites", 2 * HOUR))
    assert [one.name for one in preview.beside] == ["Diwali"]


async def test_whom_the_other_does_not_reach_either_is_not_due_anything_from_it(house: House) -> None:
    """It is judged as its own messages are: by consent, caps and discounts, and by what leaves before it."""
    await house.apply(shop.file(cap=1))
    await people(house, 2)
    await house.act(lambda turn: someone(turn.unit, 50, **CHICAGO, consent=ConsentState.GRANTED))
    await _launched(house, "Diwali", HOUR)
    second = await _drafted(house, "Holi", 2 * HOUR, holdout=0.0)
    assert (await _preview(house, second)).excluded == {"cap.business": 2, "consent.unconfirmed": 1}
    preview = await _preview(house, await _drafted(house, "Kites", 3 * HOUR))
    assert [(one.name, one.people) for one in preview.beside] == [("Diwali", 2)]


async def test_of_two_that_were_looked_through_before_either_was_launched_the_second_says_so(house: House) -> None:
    await people(house, MANY)
    diwali, kites = await _drafted(house, "Diwali", HOUR), await _drafted(house, "Kites", 2 * HOUR)
    before = await _shown(house, kites)
    assert "launched since" not in before
    await house.pass_(timedelta(seconds=1))
    await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(diwali)))
    after = await _shown(house, kites)
    assert "Note: “Diwali” was launched since this check and may go to some of the same people." in after

    async def stands_for(turn: Turn) -> tuple[str | None, bool]:
        campaign = await turn.unit.of(Campaigns).get(kites.id)
        assert campaign is not None
        return (await would_launch(turn, LaunchCampaign(kites))).stands_for, await is_unseen(turn, campaign)

    told, unseen = await house.act(stands_for)
    assert str(diwali.id) in str(told), "a yes to what was shown before is no yes to this"
    assert unseen, "the command looks through it again"


async def test_of_a_budget_that_does_for_some_so_many_are_due_theirs(house: House) -> None:
    """By chance, for nobody knows for whom it will do; the others get this one."""
    await house.apply(shop.file(store=True))
    await people(house, 90)
    half = Money(45 * PRICE, "USD")
    await _launched(house, "Diwali", HOUR, Terms(FIFTEEN, budget=half))
    preview = await _preview(house, await _drafted(house, "Kites", 2 * HOUR, Terms(FIFTEEN)))
    due, whole = preview.excluded["campaign.promised"], 90
    assert preview.expected + due == whole
    assert whole / 4 < due < whole * 3 / 4


async def test_of_two_others_the_one_that_comes_first_takes_the_cap_whichever_was_drafted_first(house: House) -> None:
    await house.apply(shop.file(cap=1))
    await people(house, MANY)
    await _launched(house, "Later", 3 * HOUR)
    await _launched(house, "Sooner", HOUR)
    preview = await _preview(house, await _drafted(house, "Kites", 4 * HOUR))
    assert [(one.name, one.people) for one in preview.beside] == [("Sooner", MANY)]


async def test_the_rest_of_a_contest_is_due_when_its_wording_is_known(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, MANY)

    async def make(turn: Turn) -> NamedCampaign:
        told, texts = json.dumps(write_criteria(EVERYBODY)), (CampaignText("Kurtas", "A"), CampaignText("Lamps", "B"))
        new = NewCampaign("Diwali", told, "all", texts, turn.now + HOUR, terms=Terms(FIFTEEN), best=True)
        done = await save_draft(turn, BY_HAND, new)
        return NamedCampaign(done.id, done.name)

    diwali = await house.act(make)
    await fan_out(house)
    await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(diwali)))
    preview = await _preview(house, await _drafted(house, "Kites", 2 * HOUR, Terms(FIFTEEN)))
    assert (preview.expected, [one.name for one in preview.beside]) == (MANY, ["Diwali"])


LIMIT = 1  # dollar a day
PRICE = convert_worth(estimate_price("sms", "+13145550001"), "USD")


async def test_what_costs_more_than_a_day_may_goes_out_over_days(house: House) -> None:
    """None of it ends before its people have had their day: what waits for the next day's money is no lateness."""
    await house.apply(shop.file(daily_spend=str(LIMIT)))
    many = int(2.2 * LIMIT * 1_000_000 / PRICE)
    await people(house, many)
    kites = await _drafted(house, "Kites", HOUR)
    assert (await _preview(house, kites)).warnings == {"days_of_spend": "3"}
    assert "so sending takes 3 days." in await _shown(house, kites)
    await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(kites)))
    for _ in range(ceil(3 * DAY / (6 * HOUR))):
        await house.pass_(6 * HOUR, HOUR)
        await fan_out(house)
        for _ in range(20):  # one batch behind the other, as each knows what the one before it took
            await house.pass_(SECONDS, SECONDS)
    assert await states(house, kites) == {(MessageStatus.SENT, None): many}


async def test_what_the_days_money_is_enough_for_leaves_on_its_day(house: House) -> None:
    """Words that may take more than they do are reckoned with while they leave, and put nothing off for the day."""
    await house.apply(shop.file(daily_spend=str(LIMIT)))
    many = int(0.9 * LIMIT * 1_000_000 / PRICE)
    await people(house, many)
    kites = await _drafted(house, "Kites", HOUR)
    assert (await _preview(house, kites)).warnings == {}
    await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(kites)))
    await fan_out(house)
    await house.pass_(HOUR, HOUR)
    for _ in range(100):
        await house.pass_(BUSY, BUSY)
    assert await states(house, kites) == {(MessageStatus.SENT, None): many}
    assert not [one for one in house.alerts() if "budget for messages is spent" in one]


async def test_two_campaigns_share_the_day_s_money(house: House) -> None:
    """The second one knows what the first is still to spend, to whomever."""
    await house.apply(shop.file(daily_spend=str(LIMIT)))
    await people(house, int(1.5 * LIMIT * 1_000_000 / PRICE))
    await _launched(house, "Diwali", HOUR)
    kites = await _drafted(house, "Kites", HOUR)
    assert (await _preview(house, kites)).warnings == {"days_of_spend": "3"}


async def test_what_goes_out_weeks_later_takes_nothing_of_these_days_money(house: House) -> None:
    await house.apply(shop.file(daily_spend=str(LIMIT)))
    await people(house, int(0.8 * LIMIT * 1_000_000 / PRICE))
    await _launched(house, "Diwali", 20 * DAY)
    assert (await _preview(house, await _drafted(house, "Kites", HOUR))).warnings == {}


async def test_no_more_than_its_budget_is_taken_of_the_day_s_money(house: House) -> None:
    await house.apply(shop.file(daily_spend=str(LIMIT)))
    await people(house, int(2.5 * LIMIT * 1_000_000 / PRICE))
    kites = await _drafted(house, "Kites", HOUR, Terms(budget=Money.parse("0.50", "USD")))
    assert (await _preview(house, kites)).warnings == {}


async def test_whoever_gets_it_on_a_later_day_of_the_money_gets_its_follow_up_too(house: House) -> None:
    await house.apply(shop.file(daily_spend=str(LIMIT)))
    many = int(1.5 * LIMIT * 1_000_000 / PRICE)
    await people(house, many)
    kites = await _launched(house, "Kites", HOUR, Terms(follow_ups=(STILL,)))
    for _ in range(ceil(8 * DAY / (6 * HOUR))):
        await house.pass_(6 * HOUR, HOUR)
        await fan_out(house)
        for _ in range(20):
            await house.pass_(SECONDS, SECONDS)
    steps = Counter(one.step or 1 for one in await mailed(house, kites) if one.status is MessageStatus.SENT)
    assert steps == {1: many, 2: many}


async def test_of_messages_that_take_most_of_a_day_s_money_one_a_day_leaves(house: House) -> None:
    """No part of a message leaves for what is left of a day's money."""
    await house.apply(shop.file(daily_spend=str(LIMIT)))
    await people(house, 1)
    preview = await _preview(house, await _drafted(house, "Kites", HOUR))
    dear = replace(preview, by_channel={"sms": 10}, cost=10 * 620_000)
    assert await house.act(lambda turn: _days(turn, dear)) == 10


async def _days(turn: Turn, preview: CampaignPreview) -> int:
    return count_days(preview, PLAIN, turn.business)


async def test_whoever_launched_hears_how_many_did_not_leave_in_time(house: House) -> None:
    await house.apply(shop.file(sms_rate=0.01))
    await people(house, MANY)
    kites = await _launched(house, "Kites", HOUR)
    await fan_out(house)
    await house.pass_(HOUR, HOUR)
    sent = (await states(house, kites))[MessageStatus.SENT, None]
    assert 0 < sent < MANY
    await house.act(lambda turn: turn.unit.businesses.pause("test", turn.now))
    await house.pass_(3 * DAY, HOUR)
    assert (await found(house, kites)).status is CampaignStatus.DONE
    (told,) = (one for one in house.alerts() if "is over" in one)
    assert told.startswith(f"Kites is over, but {MANY - sent} of its messages were not sent in time. Why: ")


async def test_a_pause_of_all_sending_hides_no_reason(house: House) -> None:
    await people(house, MANY)
    await house.act(lambda turn: someone(turn.unit, 50, **CHICAGO, consent=ConsentState.REVOKED))
    await house.act(lambda turn: turn.unit.businesses.pause("test", turn.now))
    kites = await _drafted(house, "Kites", HOUR)
    preview = await _preview(house, kites)
    assert (preview.expected, preview.excluded) == (MANY, {"consent.revoked": 1})
    assert "Note: all sending is paused; nothing is sent before /resume." in await _shown(house, kites)


async def test_people_whom_another_campaign_wrote_to_within_a_day_wait_and_the_preview_says_so(house: House) -> None:
    """Both leave in the end: the second one a day after the first."""
    await people(house, MANY)
    diwali = await _launched(house, "Diwali", HOUR)
    kites = await _drafted(house, "Kites", 2 * HOUR)
    preview, shown = await _preview(house, kites), await _shown(house, kites)
    assert (preview.expected, preview.later, preview.excluded) == (MANY, {"distance.business": MANY}, {})
    assert f"{MANY} get it later: they heard from you within 1 day (/distance)." in shown
    assert f"“Diwali” also goes to {MANY} of the {MANY}" in shown
    await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(kites)))
    await house.pass_(now=2 * HOUR)
    await fan_out(house)
    assert await states(house, diwali) == {(MessageStatus.SENT, None): MANY}
    assert await states(house, kites) == {(MessageStatus.QUEUED, None): MANY}
    await house.pass_(now=DAY)
    assert await states(house, kites) == {(MessageStatus.SENT, None): MANY}
