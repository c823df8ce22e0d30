"""Whoever launched a campaign is told how far it is: by one message that changes, and nothing of a small one."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import update

from flows.actor import Actor
from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns import progress_watch as watching
from flows.campaigns.campaign_terms import PLAIN, Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.follow_up import FollowUp
from flows.delivery import MessageStatus
from flows.policy.departure_facts import ConsentState
from handlers.actions.action import Origin
from handlers.campaigns import launch_action
from handlers.campaigns.campaign_status import show_details, show_status
from handlers.campaigns.drafts.campaign_draft import NewCampaign, save_draft
from handlers.campaigns.launch_action import LaunchCampaign
from handlers.campaigns.sending import campaign_control
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.campaigns.campaigns import Campaigns
from storage.schema import permissions
from tests.delivery.campaigned import WORDS, fan_out, mailed, move, people, states
from tests.delivery.house import House

HOUR = timedelta(hours=1)


async def launched_by_the_owner(house: House, terms: Terms = PLAIN, holdout: float | None = None) -> None:
    """A campaign to everybody, launched by a member of the staff."""

    async def make(turn: Turn) -> tuple[NamedCampaign, Origin]:
        (owner,) = [one for one in await turn.unit.access.members() if one.role == "owner"]
        by = Origin(Actor.staff(owner.id), "m1")
        told, words = json.dumps(write_criteria(EVERYBODY)), (CampaignText(WORDS),)
        new = NewCampaign("Spring", told, "them", words, terms=terms, holdout=holdout)
        done = await save_draft(turn, by, new)
        return NamedCampaign(done.id, done.name), by

    which, by = await house.act(make)
    await fan_out(house)
    await house.act(lambda turn: launch_action.launch(turn, by, LaunchCampaign(which)))


def told(house: House) -> list[str]:
    return [one for one in house.alerts() if one.startswith("Spring: ")]


async def test_one_message_says_how_far_it_is(house: House) -> None:
    await people(house, 230)
    await launched_by_the_owner(house)
    await fan_out(house)
    await house.settle()
    assert told(house) == [], "nobody looked yet"
    await house.pass_(timedelta(minutes=1))
    (said,) = told(house)
    assert said.startswith("Spring: ")
    assert "not to be sent" in said, "some are left alone"
    sent = int(said.removeprefix("Spring: ").partition(" ")[0])
    assert 150 < sent < 230
    for _ in range(5):
        await house.pass_(timedelta(minutes=10))
    assert told(house) == [said], "it is looked at again, and nothing is news"


async def test_the_whole_is_known_before_the_last_wave_begins(house: House) -> None:
    """Over four hours there is a wave for each: the first made a quarter of the messages, with some left alone: of a
    tenth there was nobody among these once in 400 times."""
    await people(house, 230)
    await launched_by_the_owner(house, Terms(spread=4 * HOUR), holdout=0.5)
    await _hours(house, 2)
    spring = await _named(house)
    assert 0 < len(await mailed(house, spring)) < 200
    assert " of 230 sent, " in told(house)[-1], "whoever is left alone is among these, and among those not to be sent"
    await _hours(house, 30)
    found = Counter("sent" if one.left_at else "not" for one in await mailed(house, spring))
    said = told(house)[-1]
    assert said.startswith(f"Spring: {found['sent']} of 230 sent, {found['not']} not to be sent")


@pytest.mark.parametrize("many", [20])
async def test_of_a_small_one_nothing_is_told(house: House, many: int) -> None:
    await people(house, many)
    await launched_by_the_owner(house)
    await fan_out(house)
    await house.settle()
    await house.pass_(timedelta(minutes=5))
    assert told(house) == []


async def test_a_follow_up_makes_up_for_nobody_who_got_no_first_message(house: House) -> None:
    await people(house, 120)
    again = FollowUp(timedelta(days=2), (CampaignText("Still time for kurtas"),))
    await launched_by_the_owner(house, Terms(spread=4 * HOUR, follow_ups=(again,)))
    spring = await _named(house)
    await _hours(house, 1)
    await move(house, spring, campaign_control.pause)
    await _hours(house, 30)
    await move(house, spring, campaign_control.resume)
    await _hours(house, 22)
    steps = Counter(one.step for one in await mailed(house, spring) if one.left_at)
    assert 0 < steps[2] <= steps[1] < 100
    assert told(house)[-1].startswith(f"Spring: {steps[1]} of ")
    await move(house, spring, campaign_control.pause)
    await _hours(house, 30)
    (said,) = [one for one in house.alerts() if "ended while it was paused" in one]
    campaign = await house.act(lambda turn: turn.unit.of(Campaigns).get(spring.id))
    assert campaign is not None
    assert campaign.preview is not None
    assert f"{campaign.preview.expected - steps[1]} did not get it" in said


async def test_it_is_looked_at_while_its_first_step_goes_out(house: House) -> None:
    again = FollowUp(timedelta(days=20), (CampaignText("Still time for kurtas"),))
    await people(house, 3)
    await launched_by_the_owner(house, Terms(follow_ups=(again,)))
    await _hours(house, 1)
    spring = await _named(house)
    assert await _is_watched(house, spring)
    await house.pass_(timedelta(days=5))
    assert not await _is_watched(house, spring)


async def test_what_was_called_off_is_looked_at_no_more(house: House) -> None:
    await people(house, 3)
    await launched_by_the_owner(house)
    await _hours(house, 1)
    spring = await _named(house)
    assert await _is_watched(house, spring)
    await move(house, spring, campaign_control.cancel)
    assert not await _is_watched(house, spring)


async def _is_watched(house: House, which: NamedCampaign) -> bool:
    return await house.act(lambda turn: turn.unit.runs.get_open(watching.NAME, str(which.id))) is not None


async def _hours(house: House, many: int) -> None:
    """So many hours go by, and what is due is put into the queue and leaves."""
    for _ in range(many):
        await fan_out(house)
        await house.settle()
        await house.pass_(HOUR)


async def _named(house: House) -> NamedCampaign:
    async def find(turn: Turn) -> NamedCampaign:
        found = await turn.unit.of(Campaigns).find_by_name("spring")
        assert found is not None
        return NamedCampaign(found.id, found.name)

    return await house.act(find)


async def test_whoever_launched_it_is_told_that_it_ended_in_its_pause(house: House) -> None:
    await people(house, 5)
    await launched_by_the_owner(house)
    await fan_out(house)
    spring = await _named(house)
    await move(house, spring, campaign_control.pause)
    await house.pass_(timedelta(hours=25))
    (said,) = [one for one in house.alerts() if "ended while it was paused" in one]
    assert "5 did not get it" in said
    assert await states(house, spring) == {(MessageStatus.REFUSED, "campaign.lapsed"): 5}

    async def look(turn: Turn) -> str:
        found = await turn.unit.of(Campaigns).get(spring.id)
        assert found is not None
        (member, *_) = await turn.unit.access.members()
        answers = await show_status(turn, member, found), await show_details(turn, member, found)
        return "\n".join(make_english(turn).say(one.text) for one in answers)

    stands = await house.act(look)
    assert stands.startswith("Spring: ended while paused, ")
    assert "5 it ended while paused" in stands
    assert "cancelled" not in stands


async def test_whoever_launched_it_is_told_that_nobody_got_it(house: House) -> None:
    await people(house, 5)
    await launched_by_the_owner(house)
    await house.act(lambda turn: turn.unit.run(update(permissions).values(state=ConsentState.REVOKED.value)))
    await fan_out(house)
    await house.settle()
    await house.pass_(timedelta(hours=25))
    (said,) = [one for one in house.alerts() if "is over" in one]
    assert said == "Spring is over, and nobody got it. Why: /campaign_Spring"
