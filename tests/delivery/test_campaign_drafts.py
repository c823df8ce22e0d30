"""What cannot be said or kept is refused as a campaign is drafted or changed, and nothing of it stands anywhere."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from flows.audience.criteria import EVERYBODY
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign_terms import LONGEST_SPREAD, Terms
from flows.campaigns.campaign_texts import LONGEST_WORDS, MOST_PLACES, MOST_VARIANTS, CampaignText
from flows.experiments.experiment_arm import FEWEST
from handlers.actions.action import Refused
from handlers.campaigns.campaign_reference import find_leading_campaign
from handlers.campaigns.drafts import campaign_draft
from handlers.campaigns.drafts.campaign_draft import EditCampaign, NewCampaign, save_draft
from handlers.campaigns.drafts.draft_checks import PAST, WhyNoDraft
from handlers.campaigns.launch_action import LaunchCampaign, launch, would_launch
from handlers.campaigns.sending import campaign_control
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.businesses.access import COMMANDED
from storage.campaigns.campaigns import LONGEST_NAME, Campaigns
from storage.schema import audit
from tests.delivery.campaigned import BY_HAND, fan_out, found, launched, move, people
from tests.delivery.house import House
from tests.delivery.shop import OWNER

HI = CampaignText("Hi")
SPRING = NewCampaign("Spring", json.dumps(write_criteria(EVERYBODY)), "all", (HI,))


async def made(house: House, new: NewCampaign, ago: timedelta | None = None) -> int:
    """Draft it, for a moment so long ago; how many campaigns there are."""

    async def make(turn: Turn) -> None:
        await save_draft(turn, BY_HAND, new if ago is None else replace(new, at=turn.now - ago))

    await house.act(make)
    return len(await house.act(lambda turn: turn.unit.of(Campaigns).page(10)))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": "x" * (LONGEST_NAME + 1)}, WhyNoDraft.NAME),
        ({"name": "pause"}, WhyNoDraft.NAME),
        ({"texts": ()}, WhyNoDraft.NO_WORDS),
        ({"texts": (CampaignText(" "),)}, WhyNoDraft.NO_WORDS),
        ({"texts": (CampaignText("{if everyone: }"),)}, WhyNoDraft.NO_WORDS),
        ({"texts": (CampaignText("{name|}"),)}, WhyNoDraft.NO_WORDS),
        ({"texts": (CampaignText("Hi" + " {city|}" * (MOST_PLACES + 1)),)}, WhyNoDraft.PLACE),
        ({"texts": (CampaignText("x" * (LONGEST_WORDS + 1)),)}, WhyNoDraft.LONG),
        ({"texts": (CampaignText("😀" * (LONGEST_WORDS // 2 + 1)),)}, WhyNoDraft.LONG),
        ({"texts": (HI, CampaignText("Hello"))}, WhyNoDraft.TWICE),
        ({"texts": (HI, CampaignText("Hola", "B", "es"))}, WhyNoDraft.FOR_SOME),
        ({"texts": tuple(CampaignText("Hi", f"v{one}") for one in range(MOST_VARIANTS + 1))}, WhyNoDraft.VARIANTS),
        ({"texts": (CampaignText("Hi {nome}"),)}, WhyNoDraft.PLACE),
        ({"channels": ("pigeon",)}, WhyNoDraft.NO_CHANNEL),
        ({"best": True}, WhyNoDraft.NO_CONTEST),
        ({"holdout": -0.05}, WhyNoDraft.ALONE),
        ({"holdout": 0.51}, WhyNoDraft.ALONE),
        ({"terms": Terms(spread=LONGEST_SPREAD + timedelta(hours=1))}, WhyNoDraft.SPREAD),
    ],
    ids=lambda one: one.name.lower() if isinstance(one, WhyNoDraft) else None,
)
async def test_what_is_not_drafted(house: House, changed: dict[str, Any], why: WhyNoDraft) -> None:
    with pytest.raises(Refused) as refused:
        await made(house, replace(SPRING, **changed))
    assert refused.value.reason == why
    assert await made(house, SPRING) == 1


async def test_a_campaign_of_the_past_is_not_drafted(house: House) -> None:
    assert await made(house, SPRING, PAST) == 1
    with pytest.raises(Refused) as refused:
        await made(house, replace(SPRING, name="Summer"), PAST + timedelta(seconds=1))
    assert refused.value.reason == WhyNoDraft.PASSED


async def test_a_launched_campaign_keeps_its_wordings_and_their_number(house: House) -> None:
    """People have theirs already: words are changed, and none is added."""
    await people(house, 1)
    spring = await launched(house)
    several = tuple(CampaignText("Hello", letter) for letter in "AB")
    assert len(several) == FEWEST
    with pytest.raises(Refused) as refused:
        await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, EditCampaign(spring.id, several)))
    assert refused.value.reason == WhyNoDraft.LAUNCHED
    other = EditCampaign(spring.id, (CampaignText("Hello"),))
    await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, other))
    assert [one.text for one in (await found(house, spring)).texts] == ["Hello"]


async def test_what_is_over_is_not_changed(house: House) -> None:
    await people(house, 1)
    spring = await launched(house)
    await move(house, spring, campaign_control.cancel)
    with pytest.raises(Refused) as refused:
        await house.act(
            lambda turn: campaign_draft.edit(turn, BY_HAND, EditCampaign(spring.id, (CampaignText("Hello"),)))
        )
    assert refused.value.reason == WhyNoDraft.OVER


async def test_new_words_that_not_everybody_can_be_sent_are_told_as_such(house: House) -> None:
    """Behind the launch no preview counts them any more."""
    await people(house, 3)
    await launched(house, at=house.clock.now() + timedelta(hours=3))
    lacks = "People with no value for {bought} get no message."
    for words, told in (
        ("You liked {bought}", True),
        ("Again: you liked {bought}", False),
        ("Hi", False),
        ("You liked {bought|our kurtas}, {brand}", False),
    ):
        await house.telegram.say(OWNER, f"/campaign edit Spring: {words}")
        await house.settle()
        answer = house.chats_to(OWNER)[-1]
        assert answer.startswith("People who have not got Spring yet get the new words."), answer
        assert (lacks in answer) is told, words


async def test_each_wording_is_shown_as_its_own(house: House) -> None:
    """Nobody here has a name: of the wording that needs one there is no text, and the other keeps its letter."""
    await people(house, 8)

    async def make(turn: Turn) -> NamedCampaign:
        texts = (CampaignText("Hi {name}", "A"), CampaignText("Hello", "B"))
        done = await save_draft(turn, BY_HAND, replace(SPRING, texts=texts))
        return NamedCampaign(done.id, done.name)

    which = await house.act(make)
    await fan_out(house)

    async def shown(turn: Turn) -> str:
        return make_english(turn).say((await would_launch(turn, LaunchCampaign(which))).text)

    read = await house.act(shown)
    assert "B: “" in read
    assert "A: “" not in read


async def test_an_old_campaign_is_found_by_its_name_however_many_are_newer(house: House) -> None:
    """`/campaign edit` and rename take the name from the beginning of what is said."""

    async def oldest(turn: Turn) -> str:
        for number in range(102):
            await save_draft(turn, BY_HAND, replace(SPRING, name=f"sale {number}"))
        found = await find_leading_campaign(turn, "sale 0 to Cold days")
        return found[0].name + found[1] if found else ""

    assert await house.act(oldest) == "sale 0 to Cold days"


async def test_a_test_brings_each_wording_to_her_own_chat_and_to_nobody_else(house: House) -> None:
    await people(house, 2)
    await made(house, replace(SPRING, texts=(CampaignText("Lamps, {name}", "A"), CampaignText("Kites", "B"))))
    await house.telegram.say(OWNER, "/campaign test Spring")
    await house.settle()
    read = [one for one in house.chats_to(OWNER) if one.startswith(("Lamps, ", "Kites"))]
    assert [one.split()[0].strip(",") for one in read] == ["Lamps", "Kites"], read
    assert house.twilio.messages == []


async def test_a_campaign_command_without_its_slash_stands_in_the_audit(house: House) -> None:
    await made(house, SPRING)
    for said in ("/compare all", "test spring"):
        await house.telegram.say(OWNER, said)
        await house.settle()

    async def commands(turn: Turn) -> list[str]:
        query = select(audit.c.figures).where(turn.unit.owns(audit), audit.c.action == COMMANDED).order_by(audit.c.id)
        return [json.loads(row.figures)["command"] for row in await turn.unit.rows(query)]

    assert await house.act(commands) == ["compare", "campaign"]


async def test_what_goes_out_at_once_does_so_from_its_launch_and_not_from_its_draft(house: House) -> None:
    """It was drafted yesterday, looked at, and let go an hour ago."""
    await people(house, 1)

    async def make(turn: Turn) -> NamedCampaign:
        done = await save_draft(turn, BY_HAND, SPRING)
        return NamedCampaign(done.id, done.name)

    which = await house.act(make)
    await fan_out(house)
    await house.pass_(timedelta(hours=23), timedelta(hours=23))
    began = house.clock.now()
    await house.act(lambda turn: launch(turn, BY_HAND, LaunchCampaign(which)))
    campaign = await found(house, which)
    assert campaign.begins == began
    assert campaign.latest is not None
    assert campaign.latest > began + timedelta(hours=24)


async def test_a_change_of_a_launched_campaign_that_changes_nothing_is_no_change(house: House) -> None:
    await people(house, 1)
    which = await launched(house)
    before = await found(house, which)
    await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, EditCampaign(before.id, terms=before.terms)))
    assert (await found(house, which)).version == before.version
