"""Variants of a campaign with hours of their own: each person gets theirs at its hour, once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_arms import CampaignArm
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.follow_up import FollowUp
from flows.campaigns.send_schedule import Schedule
from handlers.actions.action import Refused
from handlers.campaigns import launch_action
from handlers.campaigns.drafts.campaign_draft import EditCampaign, NewCampaign, edit, save_draft
from handlers.campaigns.drafts.draft_checks import WhyNoDraft
from handlers.campaigns.drafts.variant_checks import WhyNoArms
from handlers.campaigns.launch_action import LaunchCampaign, would_launch
from handlers.campaigns.previews.preview_text import render_preview
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.schema import contacts
from storage.sending.message import Message
from tests.delivery.campaigned import BY_HAND, fan_out, found, mailed, people
from tests.delivery.house import House
from tests.delivery.test_contests import _as_it_is, _bought, _hours, _pass

CHICAGO = ZoneInfo("America/Chicago")
ONE = (CampaignText("Kurtas are here"),)
TWO = (*ONE, CampaignText("Silk from 9 dollars", "B"))
HOUR = timedelta(hours=1)


def _at(house: House, hours: int) -> datetime:
    return house.clock.now() + hours * HOUR


def _arms(house: House, *hours: int, local: bool = False) -> tuple[CampaignArm, ...]:
    """A, B and so on, due so many hours from now."""
    due = [_at(house, one) for one in hours]
    clocks = [one.astimezone(CHICAGO).time() if local else None for one in due]
    both = zip("ABCDE", due, clocks, strict=False)
    return tuple(CampaignArm(name, Schedule(at, clock)) for name, at, clock in both)


async def _drafted(
    house: House, arms: tuple[CampaignArm, ...], texts: tuple[CampaignText, ...] = ONE, **values: Any
) -> NamedCampaign:
    terms = Terms(arms=arms, follow_ups=values.pop("follow_ups", ()))

    async def make(turn: Turn) -> NamedCampaign:
        told, at = json.dumps(write_criteria(EVERYBODY)), arms[0].schedule.at if arms[0].schedule else None
        new = NewCampaign("Spring", told, "them", texts, at, terms=terms, **{"holdout": 0.0, **values})
        done = await save_draft(turn, BY_HAND, new)
        return NamedCampaign(done.id, done.name)

    made = await house.act(make)
    await fan_out(house)
    return made


async def _launched(house: House, arms: tuple[CampaignArm, ...], *args: Any, **values: Any) -> NamedCampaign:
    made = await _drafted(house, arms, *args, **values)
    await house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(made)))
    await fan_out(house)
    return made


def _hours_of(house: House, some: Sequence[Message]) -> set[tuple[int | None, int]]:
    return {(one.variant, one.left_at.astimezone(CHICAGO).hour) for one in some if one.left_at}


async def test_each_gets_their_variant_at_its_hour_and_once(house: House) -> None:
    them, now = await people(house, 60), house.clock.now().astimezone(CHICAGO).hour
    spring = await _launched(house, _arms(house, 2, 5))
    assert await mailed(house, spring) == [], "an hour ahead at the most"
    await _hours(house, 3)
    first = await mailed(house, spring)
    assert 15 < len(first) < 45
    assert _hours_of(house, first) == {(0, now + 2)}
    await _hours(house, 4)
    every = await mailed(house, spring)
    assert sorted(one.contact for one in every) == sorted(them)
    assert _hours_of(house, every) == {(0, now + 2), (1, now + 5)}


async def test_a_crash_between_parts_loses_and_repeats_nobody(house: House) -> None:
    them = await people(house, 60)
    spring = await _launched(house, _arms(house, 2, 4))
    for _ in range(6):
        await house.pass_(HOUR)
        await fan_out(house, dying=True)
        await house.settle()
    every = await mailed(house, spring)
    assert sorted(one.contact for one in every) == sorted(them)
    assert all(one.left_at for one in every)


async def test_of_those_who_live_elsewhere_each_gets_it_at_their_own_time(house: House) -> None:
    them = await people(house, 60)

    async def move(turn: Turn) -> None:
        for place, one in enumerate(them):
            zone = ("America/New_York", None, "America/Chicago")[place % 3]
            await turn.unit.change(contacts, one, timezone=zone)

    await house.act(move)
    now = house.clock.now().astimezone(CHICAGO).hour
    one_moment, own_time = _arms(house, 2, 5, local=True)
    assert one_moment.schedule is not None
    arms = (CampaignArm("A", Schedule(one_moment.schedule.at)), own_time)
    spring = await _launched(house, arms)
    await _hours(house, 8)
    every = await mailed(house, spring)
    assert sorted(one.contact for one in every) == sorted(them), "nobody twice, and nobody left out"
    assert _hours_of(house, every) == {(0, now + 2), (1, now + 4), (1, now + 5)}


async def test_a_variant_stays_with_its_campaign_where_it_has_no_hour(house: House) -> None:
    them = await people(house, 40)
    spring = await _launched(house, (CampaignArm("A"), *_arms(house, 1, 3)[1:]), TWO)
    await house.settle()
    first = await mailed(house, spring)
    assert {one.variant for one in first} == {0}, "it goes out at once"
    await _hours(house, 4)
    every = await mailed(house, spring)
    assert sorted(one.contact for one in every) == sorted(them)


async def test_a_follow_up_counts_from_the_hour_of_its_own_variant(house: House) -> None:
    them = await people(house, 40)
    again = FollowUp(timedelta(hours=12), (CampaignText("Still time"),))
    spring = await _launched(house, _arms(house, 1, 5), follow_ups=(again,))
    await _hours(house, 30)
    every = await mailed(house, spring)
    variants = {one.contact: one.variant for one in every if one.step == 1}
    due = {(variants[one.contact], one.due_at) for one in every if one.step == 2}
    firsts = {one.variant: one.due_at for one in every if one.step == 1}
    assert due == {(place, at + again.after) for place, at in firsts.items() if at}
    assert sorted(one.contact for one in every if one.step == 2) == sorted(them)


async def test_who_is_left_alone_is_drawn_as_without_hours(house: House) -> None:
    await people(house, 200)
    spring = await _launched(house, _arms(house, 1, 3), holdout=0.2)
    campaign = await found(house, spring)
    assert campaign.preview is not None
    await _hours(house, 6)
    every = await mailed(house, spring)
    assert len(every) == 200
    assert Counter(one.code for one in every)["holdout"] == campaign.preview.held_out


async def test_the_preview_judges_each_at_the_hour_of_their_variant(house: House) -> None:
    await people(house, 60)
    night = 23 - house.clock.now().astimezone(CHICAGO).hour
    spring = await _drafted(house, _arms(house, 2, night), best=True)
    preview = (await found(house, spring)).preview
    assert preview is not None
    assert preview.expected == 60
    assert 15 < sum(preview.later.values()) < 45, "of B alone"
    shown = await house.act(lambda turn: _shown(turn, spring))
    assert "A is sent " in shown
    assert "B is sent " in shown
    assert "each of A, B needs about" in shown
    assert "Results count for 1 day after each message" in shown
    assert "The rest get the best one at its time, from " in shown
    assert "too few people for a clear winner" in shown
    campaign, many = await found(house, spring), replace(preview, by_channel={"sms": 100_000})
    shown = await house.act(lambda turn: _previewed(turn, campaign, many))
    assert "too few people for a clear winner" not in shown


async def test_variants_of_the_same_hour_are_due_then_and_not_with_their_campaign(house: House) -> None:
    them, now = await people(house, 20), house.clock.now().astimezone(CHICAGO)
    arms = _arms(house, 3, 3)
    spring = await _drafted(house, arms, TWO)
    at = EditCampaign(spring.id, at=_at(house, 1))
    await house.act(lambda turn: edit(turn, BY_HAND, at))
    await fan_out(house)
    shown = await house.act(lambda turn: _shown(turn, spring))
    assert f"It is sent {(now + 3 * HOUR):%a %H:%M}" in shown
    await house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(spring)))
    await _hours(house, 4)
    every = await mailed(house, spring)
    assert sorted(one.contact for one in every) == sorted(them)
    assert _hours_of(house, every) == {(0, now.hour + 3), (1, now.hour + 3)}


async def _previewed(turn: Turn, campaign: Campaign, preview: CampaignPreview) -> str:
    return make_english(turn).say(await render_preview(turn, campaign, preview))


async def _shown(turn: Turn, which: NamedCampaign) -> str:
    return make_english(turn).say((await would_launch(turn, LaunchCampaign(which))).text)


@pytest.mark.parametrize("better", [0, 1], ids=["the sooner one", "the later one"])
async def test_the_rest_gets_the_best_one_at_its_hour_of_a_later_day(house: House, better: int) -> None:
    them, now = await people(house, 60), house.clock.now().astimezone(CHICAGO)
    spring = await _launched(house, _arms(house, 2, 6), best=True)
    await _hours(house, 8)
    first = list(await mailed(house, spring))
    assert len(them) * 0.2 < len(first) < len(them) * 0.8
    assert _hours_of(house, first) == {(0, now.hour + 2), (1, now.hour + 6)}
    await _bought(house, [one for one in first if one.variant == better][:3])
    await _hours(house, 30)
    assert len(await mailed(house, spring)) == len(first), "both have a day"
    await _hours(house, 30)
    every = list(await mailed(house, spring))
    assert sorted(one.contact for one in every) == sorted(them), "each person once"
    known: set[UUID] = {one.id for one in first}
    rest = [one for one in every if one.id not in known]
    left = {(one.variant, one.left_at.astimezone(CHICAGO)) for one in rest if one.left_at}
    assert {(variant, at.day, at.hour) for variant, at in left} == {(better, now.day + 2, now.hour + (2, 6)[better])}
    told = [one for one in house.alerts() if "the rest" in one]
    assert told == [f"Spring: the rest get {'AB'[better]} at its time."]
    assert (await _as_it_is(house, spring)).contest is not None


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"best_hour": True}, WhyNoArms.PACED),
        ({"spread": timedelta(hours=3)}, WhyNoArms.PACED),
    ],
    ids=["at their best hour", "over some hours"],
)
async def test_hours_of_variants_go_with_no_other_pace(house: House, terms: dict[str, Any], why: WhyNoArms) -> None:
    await people(house, 2)
    told, arms = json.dumps(write_criteria(EVERYBODY)), _arms(house, 2, 5)
    new = NewCampaign("Spring", told, "them", ONE, terms=Terms(arms=arms, **terms))
    with pytest.raises(Refused) as refused:
        await house.act(lambda turn: save_draft(turn, BY_HAND, new))
    assert refused.value.reason == why


@pytest.mark.parametrize(
    ("hours", "texts", "why"),
    [
        ((2,), ONE, WhyNoArms.ALONE),
        ((2, 8 * 24), ONE, WhyNoArms.APART),
        ((2, -3), ONE, WhyNoArms.PASSED),
        ((2, 5, 6), TWO, WhyNoArms.WORDLESS),
    ],
    ids=["one alone", "too far apart", "one has passed", "one has no words"],
)
async def test_what_no_variant_can_have(
    house: House, hours: tuple[int, ...], texts: tuple[CampaignText, ...], why: WhyNoArms
) -> None:
    await people(house, 2)
    with pytest.raises(Refused) as refused:
        await _drafted(house, _arms(house, *hours), texts)
    assert refused.value.reason == why


async def test_what_is_launched_keeps_its_hours_and_takes_one_wording_for_all(house: House) -> None:
    await people(house, 40)
    spring = await _launched(house, _arms(house, 2, 5))
    terms = Terms(arms=_arms(house, 3, 6))
    with pytest.raises(Refused) as refused:
        await house.act(lambda turn: edit(turn, BY_HAND, EditCampaign(spring.id, terms=terms)))
    assert refused.value.reason == WhyNoDraft.LAUNCHED
    await house.act(lambda turn: edit(turn, BY_HAND, EditCampaign(spring.id, (CampaignText("Sarees"),))))
    assert {one.text for one in (await found(house, spring)).texts} == {"Sarees"}
    assert (await found(house, spring)).variants == ("A", "B")
    await _pass(house, timedelta(0))
