"""A large campaign needs the yes of two of the staff, and what they say yes to is what was shown."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest

from flows.actor import Actor
from flows.audience.criteria import EVERYBODY
from flows.audience.reading import write_criteria
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.texts import CampaignText
from handlers.actions.action import Origin, Refused
from handlers.campaigns import launching
from handlers.campaigns.drafts import drafting
from handlers.campaigns.drafts.drafting import EditCampaign, NewCampaign, draft
from handlers.campaigns.launching import LaunchCampaign, WhyNotLaunched
from handlers.campaigns.sending.moving import NamedCampaign
from handlers.campaigns.shown import shown
from handlers.speech import english
from handlers.turn import Turn
from storage.campaigns.campaigns import Campaigns
from tests.delivery import shop
from tests.delivery.campaigned import fan_out, people
from tests.delivery.house import House

RAVI = 9002
SECOND = f"""
[[staff]]
name = "Ravi"
role = "manager"
address = "telegram:{RAVI}"
"""
MOST = "[policy]\nsecond_yes_above = 5"


async def _open(house: House, others: str = SECOND) -> list[Actor]:
    """A shop where more than five people need two yeses; its staff, the owner first."""
    await house.apply(shop.file().replace("[policy]", MOST) + others)
    members = await house.act(lambda turn: turn.unit.access.members())
    return [Actor.staff(one.id) for one in sorted(members, key=lambda one: one.role, reverse=True)]


async def _ready(house: House, by: Actor, many: int) -> NamedCampaign:
    await people(house, many)

    async def make(turn: Turn) -> NamedCampaign:
        told = json.dumps(write_criteria(EVERYBODY))
        done = await draft(turn, Origin(by, "m1"), NewCampaign("Spring", told, "all", (CampaignText("Kurtas"),)))
        return NamedCampaign(done.id, done.name)

    made = await house.act(make)
    await fan_out(house)
    return made


async def _leaves(house: House, who: Actor) -> None:
    """Somebody is one of the staff no more."""

    async def work(turn: Turn) -> int:
        others = [one.id for one in await turn.unit.access.members() if one.id != UUID(who.id)]
        return await turn.unit.access.keep_members(others, turn.now)

    await house.act(work)


async def _shown(house: House, which: NamedCampaign) -> str:
    """How the campaign stands, as a chat shows it."""

    async def show(turn: Turn) -> str:
        found = await turn.unit.of(Campaigns).get(which.id)
        assert found is not None
        return english(turn).say(await shown(turn, found))

    return await house.act(show)


async def _preview(house: House, which: NamedCampaign) -> str:
    """What is shown before a yes."""

    async def show(turn: Turn) -> str:
        return english(turn).say((await launching.would_launch(turn, LaunchCampaign(which))).text)

    return await house.act(show)


async def _launch(house: House, which: NamedCampaign, by: Actor) -> Campaign:
    return await house.act(lambda turn: launching.launch(turn, Origin(by, "m2"), LaunchCampaign(which)))


async def test_a_large_one_waits_for_the_other_and_the_same_cannot_say_yes_twice(house: House) -> None:
    owner, manager = await _open(house)
    spring = await _ready(house, owner, 6)
    for _ in range(2):
        assert (await _launch(house, spring, owner)).status is CampaignStatus.PREVIEWED
    await house.settle()
    assert "It waits for the yes of another owner or manager: /campaign_launch_Spring" in await _shown(house, spring)
    (told,) = [text for text in house.chats_to(RAVI) if "needs your yes" in text]
    assert "6 people" in told
    assert "/campaign_launch_Spring" in told
    assert (await _launch(house, spring, manager)).status is CampaignStatus.SENDING
    assert "It waits" not in await _shown(house, spring)


async def test_who_asked_is_told_that_another_said_yes_and_the_other_sees_who_asked(house: House) -> None:
    owner, manager = await _open(house)
    spring = await _ready(house, manager, 6)
    before = await _preview(house, spring)
    assert "To more than 5 people another owner or manager has to say yes, too." in before
    await _launch(house, spring, manager)
    assert "Ravi said yes. The yes of another owner or manager launches it." in await _preview(house, spring)
    await _launch(house, spring, owner)
    await house.settle()
    (told,) = [text for text in house.chats_to(RAVI) if "said yes to Spring, too" in text]
    assert "/campaign_Spring" in told


async def test_a_yes_to_what_holds_no_more_is_not_said_to_wait(house: House) -> None:
    owner, _manager = await _open(house)
    spring = await _ready(house, owner, 6)
    await _launch(house, spring, owner)
    assert "It waits" in await _shown(house, spring)
    house.clock.push(timedelta(hours=25))
    assert "It waits" not in await _shown(house, spring)


async def test_a_small_one_needs_nobody_else(house: House) -> None:
    owner, _manager = await _open(house)
    spring = await _ready(house, owner, 5)
    assert (await _launch(house, spring, owner)).status is CampaignStatus.SENDING


async def test_another_wording_needs_another_yes(house: House) -> None:
    owner, manager = await _open(house)
    spring = await _ready(house, owner, 6)
    await _launch(house, spring, owner)
    other = EditCampaign(spring.id, (CampaignText("Sarees"),))
    await house.act(lambda turn: drafting.edit(turn, Origin(manager, "m3"), other))
    await fan_out(house)
    assert (await _launch(house, spring, manager)).status is CampaignStatus.PREVIEWED
    assert (await _launch(house, spring, owner)).status is CampaignStatus.SENDING


async def test_the_api_asks_and_never_approves(house: House) -> None:
    owner, _manager = await _open(house)
    spring = await _ready(house, owner, 6)
    await _launch(house, spring, owner)
    assert (await _launch(house, spring, Actor.provider("api"))).status is CampaignStatus.PREVIEWED


async def test_who_is_alone_is_told_to_add_somebody(house: House) -> None:
    (owner,) = await _open(house, "")
    spring = await _ready(house, owner, 6)
    with pytest.raises(Refused) as refused:
        await _launch(house, spring, owner)
    assert refused.value.reason is WhyNotLaunched.ALONE


async def test_who_remains_may_say_yes_to_what_was_asked_by_one_who_left(house: House) -> None:
    owner, manager = await _open(house)
    spring = await _ready(house, manager, 6)
    assert (await _launch(house, spring, manager)).status is CampaignStatus.PREVIEWED
    await _leaves(house, manager)
    assert (await _launch(house, spring, owner)).status is CampaignStatus.SENDING


async def test_who_asked_and_remains_alone_is_told_to_add_somebody(house: House) -> None:
    owner, manager = await _open(house)
    spring = await _ready(house, owner, 6)
    assert (await _launch(house, spring, owner)).status is CampaignStatus.PREVIEWED
    await _leaves(house, manager)
    with pytest.raises(Refused) as refused:
        await _launch(house, spring, owner)
    assert refused.value.reason is WhyNotLaunched.ALONE


async def test_the_one_owner_says_the_second_yes_to_what_a_program_asked(house: House) -> None:
    (owner,) = await _open(house, "")
    spring = await _ready(house, owner, 6)
    assert (await _launch(house, spring, Actor.provider("api"))).status is CampaignStatus.PREVIEWED
    assert (await _launch(house, spring, owner)).status is CampaignStatus.SENDING
