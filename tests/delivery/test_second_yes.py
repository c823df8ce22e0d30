"""A large campaign needs the yes of two of the staff, and what they say yes to is what was shown."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from flows.actor import Actor
from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.delivery import MessageStatus
from flows.money import Money
from handlers.actions.action import Origin, Refused
from handlers.campaigns import launch_action
from handlers.campaigns.campaign_status import show_status
from handlers.campaigns.drafts import campaign_draft
from handlers.campaigns.drafts.campaign_draft import EditCampaign, NewCampaign, save_draft
from handlers.campaigns.launch_action import LaunchCampaign, WhyNotLaunched
from handlers.campaigns.sending import campaign_control
from handlers.campaigns.sending.campaign_approval import WhyNotAgreed
from handlers.campaigns.sending.campaign_control import MoveCampaign, NamedCampaign
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.campaigns.campaigns import Campaigns
from tests.delivery import shop
from tests.delivery.campaigned import fan_out, people, states
from tests.delivery.house import House
from tests.storage.sending.test_fanout import someone

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
        done = await save_draft(turn, Origin(by, "m1"), NewCampaign("Spring", told, "all", (CampaignText("Kurtas"),)))
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
        (member, *_) = await turn.unit.access.members()
        return make_english(turn).say((await show_status(turn, member, found)).text)

    return await house.act(show)


async def _preview(house: House, which: NamedCampaign) -> str:
    """What is shown before a yes."""

    async def show(turn: Turn) -> str:
        return make_english(turn).say((await launch_action.would_launch(turn, LaunchCampaign(which))).text)

    return await house.act(show)


async def _launch(house: House, which: NamedCampaign, by: Actor) -> Campaign:
    return await house.act(lambda turn: launch_action.launch(turn, Origin(by, "m2"), LaunchCampaign(which)))


async def test_a_large_one_waits_for_the_other_and_the_same_cannot_say_yes_twice(house: House) -> None:
    owner, manager = await _open(house)
    spring = await _ready(house, owner, 6)
    for _ in range(2):
        assert (await _launch(house, spring, owner)).status is CampaignStatus.PREVIEWED
    await house.settle()
    assert "It waits for another owner or manager to say yes: /campaign_launch_Spring" in await _shown(house, spring)
    (told,) = [text for text in house.chats_to(RAVI) if "needs your yes" in text]
    assert "6 people" in told
    assert "/campaign_launch_Spring" in told
    assert (await _launch(house, spring, manager)).status is CampaignStatus.SENDING
    assert "It waits" not in await _shown(house, spring)


async def test_who_asked_is_told_that_another_said_yes_and_the_other_sees_who_asked(house: House) -> None:
    owner, manager = await _open(house)
    spring = await _ready(house, manager, 6)
    before = await _preview(house, spring)
    assert "For more than 5 people, another owner or manager must say yes too." in before
    await _launch(house, spring, manager)
    assert "Ravi said yes. Another owner or manager must say yes to launch it." in await _preview(house, spring)
    await _launch(house, spring, owner)
    await house.settle()
    (told,) = [text for text in house.chats_to(RAVI) if "also said yes to Spring, so it is launched" in text]
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
    await house.act(lambda turn: campaign_draft.edit(turn, Origin(manager, "m3"), other))
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


async def test_a_yes_of_one_who_left_is_told_as_one_that_is_there(house: House) -> None:
    _owner, manager = await _open(house)
    spring = await _ready(house, manager, 6)
    await _launch(house, spring, manager)
    await _leaves(house, manager)
    assert "The first yes is given." in await _preview(house, spring)


LATER = timedelta(days=2)


async def _planned(house: House, by: Actor, other: Actor | None, many: int) -> NamedCampaign:
    """A campaign for the day after tomorrow that one launched, or two."""
    await people(house, many)

    async def make(turn: Turn) -> NamedCampaign:
        told = json.dumps(write_criteria(EVERYBODY))
        texts = (CampaignText("Kurtas"),)
        done = await save_draft(turn, Origin(by, "m1"), NewCampaign("Spring", told, "all", texts, turn.now + LATER))
        return NamedCampaign(done.id, done.name)

    made = await house.act(make)
    await fan_out(house)
    await _launch(house, made, by)
    if other is not None:
        await _launch(house, made, other)
    return made


async def test_what_one_launched_who_left_goes_out(house: House) -> None:
    _owner, manager = await _open(house)
    spring = await _planned(house, manager, None, 4)
    await _leaves(house, manager)
    await house.pass_(now=LATER)
    await fan_out(house)
    await house.settle()
    assert await states(house, spring) == {(MessageStatus.SENT, None): 4}


async def test_what_is_to_be_told_to_one_who_left_is_told_to_those_who_remain(house: House) -> None:
    owner, manager = await _open(house)
    spring = await _planned(house, manager, None, 4)
    await house.act(lambda turn: campaign_control.pause(turn, Origin(owner, "m3"), MoveCampaign(spring)))
    await _leaves(house, manager)
    await house.settle()
    before = len(house.chats_to(RAVI))
    await house.pass_(now=LATER + timedelta(hours=25))
    assert "ended while it was paused" in house.chats_to(shop.OWNER)[-1]
    assert len(house.chats_to(RAVI)) == before, "who left is told nothing"


async def _status(house: House, which: NamedCampaign) -> CampaignStatus:
    async def look(turn: Turn) -> CampaignStatus:
        found = await turn.unit.of(Campaigns).get(which.id)
        assert found is not None
        return found.status

    return await house.act(look)


async def _resume(house: House, which: NamedCampaign, by: Actor) -> None:
    await house.act(lambda turn: campaign_control.resume(turn, Origin(by, "m9"), MoveCampaign(which)))


@pytest.mark.parametrize(
    "change",
    [
        {"texts": (CampaignText("Words that nobody else saw"),)},
        {"terms": Terms(budget=Money.parse(Decimal("500"), "USD"))},
    ],
    ids=["words", "budget"],
)
async def test_what_two_agreed_to_and_one_changes_is_paused_until_another_lets_it_go_on(
    house: House, change: dict[str, Any]
) -> None:
    owner, manager = await _open(house)
    spring = await _planned(house, owner, manager, 6)
    assert await _status(house, spring) is CampaignStatus.SCHEDULED
    edited = await house.act(
        lambda turn: campaign_draft.edit(turn, Origin(manager, "m3"), EditCampaign(spring.id, **change))
    )
    assert edited.status is CampaignStatus.PAUSED
    with pytest.raises(Refused) as refused:
        await _resume(house, spring, manager)
    assert refused.value.reason is WhyNotAgreed.SECOND
    await house.settle()
    assert "was changed after two of you said yes" in house.chats_to(shop.OWNER)[-1]
    await _resume(house, spring, owner)
    assert await _status(house, spring) is CampaignStatus.SCHEDULED


async def test_another_name_needs_nobody_s_yes(house: House) -> None:
    owner, manager = await _open(house)
    spring = await _planned(house, owner, manager, 6)
    await house.act(
        lambda turn: campaign_draft.edit(turn, Origin(manager, "m3"), EditCampaign(spring.id, name="Early"))
    )
    assert await _status(house, spring) is CampaignStatus.SCHEDULED


async def test_nobody_changes_what_two_agreed_to_where_nobody_is_left_to_agree(house: House) -> None:
    owner, manager = await _open(house)
    spring = await _planned(house, owner, manager, 6)
    await _leaves(house, manager)
    with pytest.raises(Refused) as refused:
        await house.act(
            lambda turn: campaign_draft.edit(
                turn, Origin(owner, "m3"), EditCampaign(spring.id, (CampaignText("Other words"),))
            )
        )
    assert refused.value.reason is WhyNotAgreed.ALONE


@pytest.mark.parametrize(("shown", "more", "held"), [(5, 4, True), (4, 1, False), (6, 4, True), (10, 1, False)])
async def test_one_that_has_grown_beyond_what_was_agreed_to_waits_for_another(
    house: House, shown: int, more: int, held: bool
) -> None:
    """One alone may write to five people, and two who saw ten to eleven."""
    owner, manager = await _open(house)
    spring = await _planned(house, owner, manager if shown > 5 else None, shown)

    async def join(turn: Turn) -> None:
        for number in range(shown, shown + more):
            await someone(turn.unit, number, timezone="America/Chicago")

    await house.act(join)
    await house.pass_(now=LATER)
    await fan_out(house)
    await house.settle()
    if not held:
        assert await _status(house, spring) in {CampaignStatus.SENDING, CampaignStatus.DONE}
        return
    assert await _status(house, spring) is CampaignStatus.PAUSED
    assert set(await states(house, spring)) <= {(MessageStatus.QUEUED, None)}, "nothing has left"
    assert " would now go to " in house.chats_to(shop.OWNER)[-1]
    launcher, other = (manager, owner) if shown > 5 else (owner, manager)
    with pytest.raises(Refused):
        await _resume(house, spring, launcher)
    await _resume(house, spring, other)
    await house.settle()
    assert await _status(house, spring) is not CampaignStatus.PAUSED


async def test_one_that_has_grown_while_it_was_paused_waits_for_another_as_well(house: House) -> None:
    owner, manager = await _open(house)
    spring = await _planned(house, owner, None, 5)
    await house.act(lambda turn: campaign_control.pause(turn, Origin(owner, "m4"), MoveCampaign(spring)))

    async def join(turn: Turn) -> None:
        for number in range(5, 9):
            await someone(turn.unit, number, timezone="America/Chicago")

    await house.act(join)
    await house.pass_(now=LATER)
    await fan_out(house)
    await house.settle()
    assert " would now go to " in house.chats_to(shop.OWNER)[-1]
    with pytest.raises(Refused):
        await _resume(house, spring, owner)
    assert set(await states(house, spring)) == {(MessageStatus.QUEUED, None)}, "nothing has left"
    await _resume(house, spring, manager)
    await house.settle()
    assert await _status(house, spring) is CampaignStatus.SENDING
