"""A change of a campaign is taken back: it stands as it was before, and what has not left yet leaves so."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from flows.audience.criteria import EVERYBODY, Compared
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_change import get_setting
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.money import Money
from handlers.actions.action import Preview, Refused
from handlers.campaigns import launch_action
from handlers.campaigns.campaign_undo import UNDOES
from handlers.campaigns.drafts import campaign_draft
from handlers.campaigns.drafts.campaign_draft import EditCampaign, NewCampaign, save_draft
from handlers.campaigns.launch_action import LaunchCampaign
from handlers.campaigns.sending import campaign_control
from handlers.campaigns.sending.campaign_control import EDITED, NamedCampaign
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.businesses.deeds import Deed, Deeds
from storage.campaigns.campaigns import Campaigns
from storage.schema import campaign_changes
from tests.delivery.campaigned import BY_HAND, WORDS, fan_out, launched, move, people
from tests.delivery.house import House

OTHER = (CampaignText("Sarees are here"),)
MONEY = Terms(budget=Money.parse(Decimal("5"), "USD"))


async def _drafted(house: House) -> NamedCampaign:
    async def make(turn: Turn) -> NamedCampaign:
        new = NewCampaign("Spring", json.dumps(write_criteria(EVERYBODY)), "all", (CampaignText(WORDS),))
        done = await save_draft(turn, BY_HAND, new)
        return NamedCampaign(done.id, done.name)

    made = await house.act(make)
    await fan_out(house)
    return made


async def _edit(house: House, which: NamedCampaign, **values: Any) -> None:
    await house.act(lambda turn: campaign_draft.edit(turn, BY_HAND, EditCampaign(which.id, **values)))


async def _campaign(house: House, which: NamedCampaign) -> Campaign:
    found = await house.act(lambda turn: turn.unit.of(Campaigns).get(which.id))
    assert found is not None
    return found


async def _deed(turn: Turn) -> Deed:
    found = await turn.unit.of(Deeds).last(BY_HAND.by, {EDITED})
    assert found is not None
    return found


async def _shown(house: House) -> Preview:
    async def look(turn: Turn) -> Preview:
        return await UNDOES.preview(turn, (await _deed(turn)).id)

    return await house.act(look)


async def _undo(house: House) -> None:
    async def take_back(turn: Turn) -> None:
        await UNDOES.does(turn, BY_HAND, (await _deed(turn)).id)

    await house.act(take_back)


CHANGES: dict[str, dict[str, Any]] = {
    "words": {"texts": OTHER},
    "people": {"criteria": json.dumps(write_criteria(Compared("tag", "=", "vip"))), "phrase": "vip"},
    "terms": {"terms": MONEY},
    "channels": {"channels": ("telegram", "sms")},
    "share left alone": {"holdout": 0.3},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_draft_is_as_it_was_and_looked_through_anew(house: House, change: dict[str, Any]) -> None:
    await people(house, 2)
    spring = await _drafted(house)
    before = await _campaign(house, spring)
    await _edit(house, spring, **change)
    await fan_out(house)
    assert get_setting(await _campaign(house, spring)) != get_setting(before) or "texts" in change
    assert (await _shown(house)).harmless
    await _undo(house)
    after = await _campaign(house, spring)
    assert (after.texts, after.criteria, get_setting(after)) == (before.texts, before.criteria, get_setting(before))
    assert (after.status, after.preview) == (CampaignStatus.DRAFT, None)
    await fan_out(house)
    assert (await _campaign(house, spring)).status is CampaignStatus.PREVIEWED


async def test_an_hour_and_a_time_of_day_come_back(house: House) -> None:
    spring = await _drafted(house)
    at = house.clock.now() + timedelta(days=2)
    await _edit(house, spring, at=at, local="18:00")
    before = await _campaign(house, spring)
    await _edit(house, spring, at_once=True)
    await _undo(house)
    assert (await _campaign(house, spring)).schedule == before.schedule
    await _undo(house)
    assert (await _campaign(house, spring)).schedule.at_once


async def test_what_goes_out_says_its_first_words_again_from_the_next_departure_on(house: House) -> None:
    await people(house, 4)
    spring = await launched(house)
    await move(house, spring, campaign_control.pause)
    await _edit(house, spring, texts=OTHER)
    shown = await _shown(house)
    assert not shown.harmless, "what people get is shown first"
    await _undo(house)
    await move(house, spring, campaign_control.resume)
    await house.settle()
    assert [WORDS in one.first("Body") for one in house.twilio.messages] == [True] * 4


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "Lamps"}, "It is called “Spring” again."),
        (
            {"texts": (CampaignText(WORDS), CampaignText("Hola", locale="es"))},
            f"get the earlier words again: “{WORDS}”",
        ),
    ],
    ids=["its name", "words for some"],
)
async def test_what_comes_back_of_what_goes_out_is_told_before(house: House, change: dict[str, Any], told: str) -> None:
    await people(house, 1)
    await _edit(house, await launched(house, at=house.clock.now() + timedelta(days=1)), **change)
    seen = await _shown(house)
    assert told in await house.act(lambda turn: _said(turn, seen))


async def _said(turn: Turn, seen: Preview) -> str:
    return make_english(turn).say(seen.text)


async def test_a_budget_is_what_it_was(house: House) -> None:
    await people(house, 1)
    spring = await launched(house, terms=MONEY)
    await _edit(house, spring, terms=Terms(budget=Money.parse(Decimal("9"), "USD")))
    await _undo(house)
    assert (await _campaign(house, spring)).terms == MONEY


async def test_a_change_that_another_followed_stays(house: House) -> None:
    spring = await _drafted(house)
    await _edit(house, spring, texts=OTHER)
    first = await house.act(_deed)
    await _edit(house, spring, holdout=0.3)
    with pytest.raises(Refused, match="campaign_changed_since"):
        await house.act(lambda turn: UNDOES.does(turn, BY_HAND, first.id))


async def test_a_change_of_the_draft_stays_once_it_is_launched(house: House) -> None:
    await people(house, 1)
    spring = await _drafted(house)
    await _edit(house, spring, at=house.clock.now() + timedelta(days=2))
    await _edit(house, spring, channels=("sms", "telegram"))
    await fan_out(house)
    await house.act(lambda turn: launch_action.launch(turn, BY_HAND, LaunchCampaign(spring)))
    with pytest.raises(Refused, match="campaign_changed_since"):
        await _undo(house)


async def test_a_campaign_from_before_its_changes_were_kept_whole_is_kept_by_the_next(house: House) -> None:
    spring = await _drafted(house)
    before = await _campaign(house, spring)
    await house.act(lambda turn: turn.unit.change_all(campaign_changes, setting=None))
    await _edit(house, spring, channels=("telegram",))
    await _undo(house)
    assert get_setting(await _campaign(house, spring)) == get_setting(before)
