"""A campaign goes out: each person once, whatever process dies, and nothing that a pause or an end forbids."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.conversations import CONVERSATIONS
from bot.jobs.job_workbench import MOST_FAILURES
from flows.audience.criteria import EVERYBODY, Compared
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.campaign_waves import Wave
from flows.delivery import MessageStatus
from handlers.actions.action import Origin, Refused
from handlers.campaigns import launch_action
from handlers.campaigns.commands import campaign
from handlers.campaigns.drafts.campaign_draft import EditCampaign, NewCampaign, edit, save_draft
from handlers.campaigns.launch_action import LaunchCampaign
from handlers.campaigns.sending import campaign_control, wave_fanout
from handlers.campaigns.sending.campaign_control import MoveCampaign, NamedCampaign
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from storage.campaigns.campaigns import Campaigns
from storage.jobs.jobs import Jobs, JobState
from storage.people.people_merge import merge
from storage.profiles.customer_tags import CustomerTags
from storage.schema import contacts
from storage.upkeep.table_statistics import Statistics
from tests.delivery import shop
from tests.delivery.campaigned import (
    BY,
    BY_HAND,
    PEOPLE,
    WORDS,
    drafted,
    fan_out,
    found,
    launch_to,
    launched,
    mailed,
    move,
    people,
    states,
)
from tests.delivery.house import House


async def _foretold_alone(house: House) -> int:
    """How many the preview of the one campaign said would be left alone."""
    (found,) = await house.act(lambda turn: turn.unit.of(Campaigns).page(2))
    assert found.preview is not None
    return found.preview.held_out


async def test_what_is_planned_heads_the_list_however_many_drafts_are_newer(house: House) -> None:
    await people(house, 3)
    await launched(house, at=house.clock.now() + timedelta(days=3))

    async def drafts(turn: Turn) -> None:
        told = json.dumps(write_criteria(EVERYBODY))
        for number in range(9):
            await save_draft(turn, BY_HAND, NewCampaign(f"Draft {number}", told, "them", (CampaignText(WORDS),)))

    async def listed(turn: Turn, *words: str, role: str = "owner") -> tuple[list[str], list[str]]:
        (member, *_) = await turn.unit.access.members()
        asked = IssuedCommand(
            turn, replace(member, role=role), words, turn.unit.ids.make(), " ".join(("/campaign", *words))
        )
        found = await campaign(asked)
        assert isinstance(found, Reply)
        return make_english(turn).say(found.text).splitlines(), [command for command, _ in found.buttons]

    await house.act(drafts)
    lines, buttons = await house.act(listed)
    assert lines[1].startswith("Spring · scheduled")
    assert len([one for one in lines if "Draft" in one]) == 7
    assert buttons == ["/campaign_Spring", *(f"/campaign_Draft_{number}" for number in range(8, 1, -1))]
    assert lines[-2] == "2 more: /campaign_list_2"
    lines, buttons = await house.act(lambda turn: listed(turn, "list", "2", role="agent"))
    assert [line.split(" · ")[0] for line in lines] == ["Campaigns:", "Draft 1", "Draft 0"]
    assert buttons == ["/campaign_Draft_1", "/campaign_Draft_0"]
    lines, buttons = await house.act(lambda turn: listed(turn, "list", "3"))
    assert (lines[0], buttons) == ("There are no more campaigns.", [])


@pytest.mark.parametrize("kept", [0, 1], ids=["the older stays", "the younger stays"])
async def test_two_who_turn_out_to_be_one_get_it_once(house: House, kept: int) -> None:
    """Also where both messages wait in the queue by then: the older one leaves, the other is judged behind it."""
    them = await people(house, 3)
    spring = await launched(house, at=house.clock.now() + timedelta(minutes=30), holdout=0.0)
    assert len(await mailed(house, spring)) == 3
    await house.act(lambda turn: merge(turn.unit, them[kept], them[1 - kept], turn.now))
    await house.pass_(timedelta(minutes=31))
    assert (await states(house, spring))[MessageStatus.SENT, None] == 2
    await house.pass_(timedelta(minutes=11))
    assert await states(house, spring) == {(MessageStatus.SENT, None): 2, (MessageStatus.REFUSED, "campaign.twice"): 1}


@pytest.mark.parametrize("kept", [0, 1], ids=["of the first wave", "of the second"])
async def test_who_got_it_as_another_gets_it_in_no_later_wave(house: House, kept: int) -> None:
    them = await people(house, 40)
    spring = await launched(house, holdout=0.0, terms=Terms(spread=timedelta(hours=2)))
    await house.pass_(timedelta(minutes=30))
    got = [one.contact for one in await mailed(house, spring) if one.status is MessageStatus.SENT]
    pair = [got[0], next(one for one in them if one not in got)]
    await house.act(lambda turn: merge(turn.unit, pair[kept], pair[1 - kept], turn.now))
    for _ in range(3):
        await house.pass_(timedelta(hours=1))
        await fan_out(house)
        await house.settle()
    left = Counter(one.contact for one in await mailed(house, spring) if one.status is MessageStatus.SENT)
    assert (len(left), set(left.values())) == (39, {1})


@pytest.mark.parametrize("dying", [False, True], ids=["one process", "a process dies after each part"])
async def test_each_person_gets_it_once(house: House, dying: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        wave_fanout, "PART", timedelta(0) if dying else wave_fanout.PART
    )  # a chunk each: so many may die
    them = await people(house, PEOPLE)
    spring = await launch_to(house)
    assert await fan_out(house, dying=dying) >= (3 if dying else 1)
    assert sorted(one.contact for one in await mailed(house, spring)) == sorted(them)
    await house.settle()
    came = await states(house, spring)
    assert set(came) == {(MessageStatus.SENT, None), (MessageStatus.REFUSED, "holdout")}
    assert came[MessageStatus.REFUSED, "holdout"] == await _foretold_alone(house), "of few people all are judged"
    assert PEOPLE * 0.03 < came[MessageStatus.REFUSED, "holdout"] < PEOPLE * 0.2
    sent = [one.first("To") for one in house.twilio.messages if WORDS in one.first("Body")]
    assert len(sent) == len(set(sent)) == came[MessageStatus.SENT, None]


async def test_who_sends_knows_how_large_the_queue_has_become(house: House) -> None:
    """Without statistics PostgreSQL looks each message up by a walk over all of them."""
    await people(house, PEOPLE)
    await launch_to(house)
    await fan_out(house)

    async def look(turn: Turn) -> float:
        counted = text("SELECT reltuples FROM pg_class WHERE relname = 'messages'")
        return float(await turn.unit.value(counted)) if turn.unit.postgres else float(PEOPLE)

    for _ in range(20):  # whom the database is counting by itself at that moment is passed over
        if await house.act(look) >= PEOPLE:
            break
        await house.act(lambda turn: turn.unit.of(Statistics).renew())
    assert await house.act(look) >= PEOPLE


async def test_its_parts_are_no_jobs_that_anybody_sees_or_cancels(house: House) -> None:
    await people(house, 3)
    await launch_to(house)
    kinds = CONVERSATIONS.long_jobs
    inner = [name for name, kind in kinds.items() if not kind.asked_for]
    assert len(await house.act(lambda turn: turn.unit.of(Jobs).page(10))) == 2
    assert await house.act(lambda turn: turn.unit.of(Jobs).page(10, but=inner)) == []


async def test_a_wave_that_failed_for_good_is_told_to_the_staff_once(house: House) -> None:
    await people(house, 3)
    spring = await launched(house)
    campaign = await found(house, spring)
    for _ in range(2):
        await house.act(
            lambda turn: wave_fanout.ask(turn, campaign, 1, (Wave(turn.now, turn.now),))
        )  # it has no second
        for _ in range(MOST_FAILURES):
            await fan_out(house)
            house.clock.push(elapsed=timedelta(minutes=10))
    await house.settle()
    (job, *_) = await house.act(lambda turn: turn.unit.of(Jobs).page(2))
    assert job.state is JobState.FAILED
    told = house.alerts()
    assert len(told) == 2, "each is told once"
    assert told[0].startswith("Spring: some people are not in the queue and get nothing for now.")
    assert "/campaign_resume_Spring" in told[0]


async def test_a_wave_that_was_given_up_goes_on_by_a_resume(house: House) -> None:
    """What broke it is mended meanwhile; each person gets it once, and a second resume begins nothing."""
    await people(house, 30)
    spring = await launch_to(house)
    await _rename(house, "permissions", "permissions_away")
    for _ in range(MOST_FAILURES):
        await fan_out(house)
        house.clock.push(elapsed=timedelta(minutes=10))
    await _rename(house, "permissions_away", "permissions")
    await house.settle()
    assert not await mailed(house, spring)
    assert len(house.alerts()) == 1
    (given_up,) = await house.act(lambda turn: turn.unit.of(Jobs).list_failed(wave_fanout.KIND))
    resumed = await house.act(lambda turn: campaign_control.resume(turn, Origin(BY, "m2"), MoveCampaign(spring)))
    assert resumed.status is CampaignStatus.SENDING
    assert not await house.act(lambda turn: turn.unit.of(Jobs).begin_again(given_up)), "somebody works at it already"
    with pytest.raises(Refused):
        await house.act(lambda turn: campaign_control.resume(turn, Origin(BY, "m3"), MoveCampaign(spring)))
    await fan_out(house)
    assert len({one.contact for one in await mailed(house, spring)}) == len(await mailed(house, spring)) == 30


async def test_a_wave_that_was_given_up_in_a_pause_goes_on_with_the_resume(house: House) -> None:
    await people(house, 30)
    spring = await launch_to(house)
    await move(house, spring, campaign_control.pause)
    await _rename(house, "permissions", "permissions_away")
    for _ in range(MOST_FAILURES):
        await fan_out(house)
        house.clock.push(elapsed=timedelta(minutes=10))
    await _rename(house, "permissions_away", "permissions")
    await move(house, spring, campaign_control.resume)
    await fan_out(house)
    assert len({one.contact for one in await mailed(house, spring)}) == 30


async def test_of_a_campaign_without_a_channel_left_the_staff_hears_and_a_resume_sends_it(house: House) -> None:
    await people(house, 3)
    spring = await launched(house, at=house.clock.now() + timedelta(hours=3), channels=("sms",), holdout=0.0)
    await house.act(_without_sms)
    await house.pass_(timedelta(hours=3))
    await fan_out(house)
    await house.settle()
    (told,) = house.alerts()
    assert told.startswith("Spring: no channel can send it any more")
    await house.apply(shop.file())
    await move(house, spring, campaign_control.resume)
    await fan_out(house)
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.SENT, None): 3}


async def _without_sms(turn: Turn) -> None:
    sender = await turn.unit.senders.find_for_channel("sms")
    assert sender is not None
    await turn.unit.senders.retire([sender.id], turn.elapsed)


async def _rename(house: House, table: str, to: str) -> None:
    async def rename(turn: Turn) -> None:
        await turn.unit.run(text(f"ALTER TABLE {table} RENAME TO {to}"))

    await house.act(rename)


async def test_a_paused_campaign_leaves_nobody_s_phone_ringing_until_it_goes_on(house: House) -> None:
    await people(house, 20)
    spring = await launch_to(house)
    await fan_out(house)
    await move(house, spring, campaign_control.pause)
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.QUEUED, None): 20}
    await house.pass_(timedelta(hours=1))
    await move(house, spring, campaign_control.resume)
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.SENT, None): 20}


async def test_what_is_called_off_leaves_no_more(house: House) -> None:
    await people(house, 20)
    spring = await launch_to(house, after=timedelta(minutes=30))
    await fan_out(house)
    await move(house, spring, campaign_control.cancel)
    await house.pass_(timedelta(minutes=31))
    assert await states(house, spring) == {(MessageStatus.REFUSED, "campaign.over"): 20}
    with pytest.raises(Refused):
        await move(house, spring, campaign_control.resume)


async def test_who_left_the_audience_meanwhile_gets_nothing(house: House) -> None:
    them = await people(house, 20, "vip")
    await launch_to(house, Compared("tag", "=", "vip"), after=timedelta(minutes=30))
    spring = await _launch_named(house)
    await fan_out(house)

    async def leave(turn: Turn) -> None:
        for one in them[:5]:
            await turn.unit.of(CustomerTags).drop(one, "vip")

    await house.act(leave)
    await house.pass_(timedelta(minutes=31))
    assert await states(house, spring) == {
        (MessageStatus.REFUSED, "campaign.left"): 5,
        (MessageStatus.SENT, None): 15,
    }


async def _launch_named(house: House) -> NamedCampaign:
    async def find(turn: Turn) -> NamedCampaign:
        found = await turn.unit.of(Campaigns).find_by_name("spring")
        assert found is not None
        return NamedCampaign(found.id, found.name)

    return await house.act(find)


async def test_nobody_is_queued_more_than_an_hour_ahead_and_at_its_end_it_is_done(house: House) -> None:
    await people(house, 3)
    spring = await launch_to(house, after=timedelta(hours=3))
    assert await fan_out(house) == 0
    await house.pass_(timedelta(hours=2))
    await fan_out(house)
    assert await states(house, spring) == {(MessageStatus.QUEUED, None): 3}
    await house.pass_(timedelta(hours=1))
    assert await states(house, spring) == {(MessageStatus.SENT, None): 3}
    await house.pass_(timedelta(hours=25))

    async def look(turn: Turn) -> CampaignStatus | None:
        found = await turn.unit.of(Campaigns).get(spring.id)
        return found.status if found else None

    assert await house.act(look) is CampaignStatus.DONE


async def test_a_carrier_s_filter_pauses_the_campaign_and_not_the_shop(house: House) -> None:
    await people(house, 20)
    spring = await launch_to(house)
    await fan_out(house)
    house.twilio.fail(code=30007)
    await house.settle()
    came = await states(house, spring)
    assert came[MessageStatus.FAILED, "30007"] >= 1
    assert sum(came.values()) == 20, "nobody is lost"

    async def look(turn: Turn) -> tuple[CampaignStatus | None, bool]:
        found = await turn.unit.of(Campaigns).get(spring.id)
        return found.status if found else None, turn.tenant.paused_at is not None

    assert await house.act(look) == (CampaignStatus.PAUSED, False)
    (told,) = house.alerts()
    assert "Spring is paused" in told
    assert "/campaign_resume_" in told


CAPPED = shop.file(distance="0").replace('marketing_caps = [{ count = 50, per = "7d" }]', "marketing_caps = CAPS")


async def _second(house: House) -> NamedCampaign:
    """Another campaign to everybody, looked through right behind the first."""

    async def make(turn: Turn) -> NamedCampaign:
        told = json.dumps(write_criteria(EVERYBODY))
        done = await save_draft(turn, BY_HAND, NewCampaign("Summer", told, "all", (CampaignText("Tees"),)))
        return NamedCampaign(done.id, done.name)

    await launched(house)
    await house.settle()
    made = await house.act(make)
    await fan_out(house)
    return made


async def _preview_of(turn: Turn, which: NamedCampaign) -> CampaignPreview:
    found = await turn.unit.of(Campaigns).get(which.id)
    assert found is not None
    assert found.preview is not None
    return found.preview


async def test_whom_a_cap_lets_go_before_the_end_would_get_it_later(house: House) -> None:
    await house.apply(CAPPED.replace("CAPS", '[{ count = 1, per = "12h" }]'))
    await people(house, 2)
    summer = await _second(house)
    preview = await house.act(lambda turn: _preview_of(turn, summer))
    assert (preview.excluded, preview.later, preview.expected) == ({}, {"cap.business": 2}, 2)
    await house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(summer)))
    await fan_out(house)
    await house.pass_(timedelta(hours=23))
    assert await states(house, summer) == {(MessageStatus.SENT, None): 2}


async def test_what_nobody_would_get_is_not_launched_and_may_be_edited(house: House) -> None:
    await house.apply(CAPPED.replace("CAPS", '[{ count = 1, per = "7d" }]'))
    await people(house, 2)
    summer = await _second(house)
    with pytest.raises(Refused) as refused:
        await house.act(lambda turn: launch_action.would_launch(turn, LaunchCampaign(summer)))
    assert refused.value.reason is launch_action.WhyNotLaunched.KEPT

    async def say(turn: Turn) -> str:
        return make_english(turn).say(refused.value.text)

    said = await house.act(say)
    assert said.startswith("None of 2 people would get it: 2 ")
    assert said.endswith("/campaign_edit_Summer")


async def test_an_audience_of_nobody_is_not_launched(house: House) -> None:
    await people(house, 2)
    spring = await drafted(house, Compared("tag", "=", "gold"))
    with pytest.raises(Refused) as refused:
        await house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(spring)))
    assert refused.value.reason is launch_action.WhyNotLaunched.NOBODY
    assert (await found(house, spring)).status is CampaignStatus.PREVIEWED


async def test_what_was_changed_is_not_launched_before_it_is_looked_through_again(house: House) -> None:
    await people(house, 2)
    spring = await drafted(house)
    other = EditCampaign(spring.id, (CampaignText("Words that nobody saw"),))
    await house.act(lambda turn: edit(turn, BY_HAND, other))
    with pytest.raises(Refused) as refused:
        await house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(spring)))
    assert refused.value.reason is launch_action.WhyNotLaunched.UNSEEN
    await fan_out(house)
    await house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(spring)))


async def test_whoever_the_words_lack_something_for_is_in_no_group_that_is_compared(house: House) -> None:
    """They get nothing, so none of them may be among those who were left alone."""
    them = await people(house, PEOPLE)

    async def name(turn: Turn) -> None:
        for one in them[::2]:
            await turn.unit.change(contacts, one, name="Bo Kim")

    await house.act(name)
    spring = await launched(house, words="Kurtas for {name}", holdout=0.4)
    await house.settle()
    stands = await states(house, spring)
    assert stands[MessageStatus.REFUSED, "template.missing"] == PEOPLE // 2
    named = {one.contact for one in await mailed(house, spring) if one.code in {None, "holdout"}}
    assert named == set(them[::2])
    assert stands[MessageStatus.REFUSED, "holdout"] > 0


async def test_whom_a_condition_leaves_nothing_to_read_is_in_no_group_that_is_compared(house: House) -> None:
    them = await people(house, PEOPLE)

    async def tag(turn: Turn) -> None:
        for one in them[::2]:
            await turn.unit.of(CustomerTags).add(one, ["gold"], "test", turn.now)

    await house.act(tag)
    spring = await launched(house, words="{if tag gold: Kurtas for you}", holdout=0.4)
    await house.settle()
    stands = await states(house, spring)
    assert stands[MessageStatus.REFUSED, "template.missing"] == PEOPLE // 2
    assert {one.contact for one in await mailed(house, spring) if one.code in {None, "holdout"}} == set(them[::2])
