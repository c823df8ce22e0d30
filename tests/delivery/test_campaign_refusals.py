"""What is refused of a campaign changes nothing of it, though the chat that says so is not rolled back."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from flows.actor import Actor
from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from handlers.actions.action import Origin, Refused
from handlers.campaigns.campaign_status import show_details
from handlers.campaigns.campaign_undo import UNDOES
from handlers.campaigns.drafts import campaign_draft
from handlers.campaigns.drafts.campaign_draft import EditCampaign, NewCampaign, save_draft
from handlers.campaigns.drafts.draft_checks import WhyNoDraft
from handlers.campaigns.launch_action import LaunchCampaign, launch
from handlers.campaigns.sending import campaign_control
from handlers.campaigns.sending.campaign_approval import WhyNotAgreed
from handlers.campaigns.sending.campaign_control import MoveCampaign, NamedCampaign, cancel
from handlers.campaigns.sending.campaign_departure_checks import PAUSED
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.own_codes.own_code_creation import WhyNoCodes
from storage.businesses.access import Member
from storage.businesses.deeds import Deeds
from storage.campaigns.campaigns import Campaigns
from tests.delivery import shop
from tests.delivery.campaigned import BY_HAND, WORDS, fan_out, found, launched, move, people
from tests.delivery.house import House
from tests.delivery.offered import FIFTEEN

RAVI = '\n[[staff]]\nname = "Ravi"\nrole = "manager"\naddress = "telegram:9002"\n'
OTHERS = (CampaignText("Words that nobody else saw"),)


async def _refused(house: House, deed: Callable[[Turn], Awaitable[object]]) -> Refused:
    """The refusal of a deed in a turn that goes on, as a chat's does to answer."""

    async def told(turn: Turn) -> Refused:
        with pytest.raises(Refused) as refused:
            await deed(turn)
        return refused.value

    return await house.act(told)


async def _staff(house: House) -> list[Member]:
    """A shop where more than five people need two yeses: its owner and its manager."""
    await house.apply(shop.file().replace("[policy]", "[policy]\nsecond_yes_above = 5") + RAVI)
    members = await house.act(lambda turn: turn.unit.access.members())
    return sorted(members, key=lambda one: one.role, reverse=True)


async def _planned(house: House, *by: Member) -> NamedCampaign:
    """A campaign for the day after tomorrow to which both said yes."""
    await people(house, 6)

    async def make(turn: Turn) -> NamedCampaign:
        told, at = json.dumps(write_criteria(EVERYBODY)), turn.now + timedelta(days=2)
        origin = Origin(Actor.staff(by[0].id), "m1")
        done = await save_draft(turn, origin, NewCampaign("Spring", told, "all", (CampaignText(WORDS),), at))
        return NamedCampaign(done.id, done.name)

    made = await house.act(make)
    await fan_out(house)
    for one in by:
        origin = Origin(Actor.staff(one.id), "m2")
        await house.act(lambda turn, origin=origin: launch(turn, origin, LaunchCampaign(made)))  # type: ignore[misc]
    assert (await found(house, made)).status is CampaignStatus.SCHEDULED
    return made


async def test_other_words_that_nobody_could_agree_to_do_not_go_out(house: House) -> None:
    owner, manager = await _staff(house)
    spring = await _planned(house, owner, manager)
    before = await found(house, spring)
    await house.apply(shop.file().replace("[policy]", "[policy]\nsecond_yes_above = 5"))
    origin = Origin(Actor.staff(owner.id), "m3")
    refused = await _refused(house, lambda turn: campaign_draft.edit(turn, origin, EditCampaign(spring.id, OTHERS)))
    assert refused.reason is WhyNotAgreed.ALONE
    assert await found(house, spring) == before


async def test_an_undo_lets_nothing_go_on_that_another_has_to_agree_to(house: House) -> None:
    """She pauses it, changes it, which another has to agree to, and takes her pause back."""
    owner, manager = await _staff(house)
    spring = await _planned(house, owner, manager)
    origin = Origin(Actor.staff(manager.id), "m3")
    await house.act(lambda turn: campaign_control.pause(turn, origin, MoveCampaign(spring)))
    deed = await house.act(lambda turn: turn.unit.of(Deeds).last(origin.by, {PAUSED}))
    assert deed is not None
    await house.act(lambda turn: campaign_draft.edit(turn, origin, EditCampaign(spring.id, OTHERS)))
    refused = await _refused(house, lambda turn: UNDOES.does(turn, origin, deed.id))
    assert refused.reason is WhyNotAgreed.SECOND
    assert (await found(house, spring)).status is CampaignStatus.PAUSED
    other = Origin(Actor.staff(owner.id), "m4")
    await house.act(lambda turn: campaign_control.resume(turn, other, MoveCampaign(spring)))
    assert (await found(house, spring)).status is CampaignStatus.SCHEDULED


async def test_a_launch_without_a_store_for_its_codes_leaves_it_previewed(house: House) -> None:
    await house.apply(shop.file(store=True))
    await people(house, 3)

    async def make(turn: Turn) -> NamedCampaign:
        told = json.dumps(write_criteria(EVERYBODY))
        new = NewCampaign("Spring", told, "all", (CampaignText(WORDS),), terms=Terms(FIFTEEN))
        done = await save_draft(turn, BY_HAND, new)
        return NamedCampaign(done.id, done.name)

    spring = await house.act(make)
    await fan_out(house)
    await house.apply(shop.file())
    refused = await _refused(house, lambda turn: launch(turn, BY_HAND, LaunchCampaign(spring)))
    assert refused.reason is WhyNoCodes.NO_STORE
    assert (await found(house, spring)).status is CampaignStatus.PREVIEWED


async def test_the_name_of_one_that_was_launched_and_called_off_is_taken(house: House) -> None:
    await people(house, 3)
    spring = await launched(house, at=house.clock.now() + timedelta(days=1))
    await move(house, spring, campaign_control.cancel)

    async def make(turn: Turn) -> NamedCampaign:
        told = json.dumps(write_criteria(EVERYBODY))
        done = await save_draft(turn, BY_HAND, NewCampaign("Autumn", told, "all", (CampaignText(WORDS),)))
        return NamedCampaign(done.id, done.name)

    autumn = await house.act(make)
    refused = await _refused(
        house, lambda turn: campaign_draft.edit(turn, BY_HAND, EditCampaign(autumn.id, name="spring"))
    )
    assert refused.reason is WhyNoDraft.TAKEN
    assert (await found(house, autumn)).name == "Autumn"


async def test_the_taps_of_an_undo_lead_to_the_campaign_as_it_is_called_now(house: House) -> None:
    await people(house, 3)
    spring = await launched(house, at=house.clock.now() + timedelta(days=1))
    deed = await house.act(lambda turn: turn.unit.of(Deeds).last(BY_HAND.by, {campaign_control.LAUNCHED}))
    assert deed is not None
    await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, EditCampaign(spring.id, name="दिवाली")))

    async def shown(turn: Turn) -> str:
        return make_english(turn).say((await UNDOES.preview(turn, deed.id)).text)

    assert f"/campaign_pause_{spring.id.hex[-12:]}" in await house.act(shown)

    async def undone(turn: Turn) -> str:
        return make_english(turn).say(await UNDOES.does(turn, BY_HAND, deed.id))

    assert f"/campaign_{spring.id.hex[-12:]}" in await house.act(undone)


async def _said(house: House, which: NamedCampaign) -> str:
    async def look(turn: Turn) -> str:
        one = await turn.unit.of(Campaigns).get(which.id)
        (member, *_) = await turn.unit.access.members()
        assert one is not None
        return make_english(turn).say((await show_details(turn, member, one)).text)

    return await house.act(look)


async def test_whoever_stops_before_it_leaves_stands_among_those_who_did_not_get_it(house: House) -> None:
    """All who were planned are told: sent, waiting, or not sent and why."""
    first, *_ = await people(house, 3)
    spring = await launched(house, at=house.clock.now() + timedelta(minutes=30))
    await house.act(lambda turn: turn.unit.outbox.void(turn.now, contact=first))
    await house.pass_(timedelta(minutes=31), timedelta(minutes=31))
    said = await _said(house, spring)
    assert "3 reachable, 2 sent" in said
    assert "Not sent: 1 stopped before it left" in said


async def test_what_a_campaign_that_was_called_off_had_in_the_queue_is_told(house: House) -> None:
    await people(house, 3)
    spring = await launched(house, at=house.clock.now() + timedelta(minutes=30))
    await move(house, spring, cancel)
    assert "Removed from the queue: 3." in await _said(house, spring)
