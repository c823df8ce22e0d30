"""What a plan would do today is foretold without its control group, and without the people whom its words lack."""

from __future__ import annotations

import pytest

from flows.campaigns.campaign_texts import CampaignText
from flows.plans.plan_terms import OWN_WORDS, Entrance, EntryBy, PlanStep, PlanTerms
from handlers.campaigns.sending.wording_gaps import LACKS
from handlers.engine.turn import Turn
from handlers.plans.plan_forecast import PlanForecast, foresee
from storage.schema import contacts
from tests.delivery.campaigned import people
from tests.delivery.house import House
from tests.delivery.shop import HOUR

MANY = 40


async def _foretold(house: House, words: str, holdout: float = 0.0) -> PlanForecast:
    step = PlanStep(HOUR, OWN_WORDS, texts=(CampaignText(words),))
    terms = PlanTerms("care", Entrance(EntryBy.AUDIENCE), (step,), holdout=holdout)
    found = await house.act(lambda turn: foresee(turn, "care", terms))
    assert found is not None
    return found


async def test_the_control_group_is_not_counted_as_written_to(house: House) -> None:
    await people(house, MANY)
    found = await _foretold(house, "Hello", holdout=0.5)
    assert found.writes + found.alone == found.people
    assert 0 < found.alone < found.people


@pytest.mark.parametrize(("words", "lacking"), [("Hi {name}, hello", MANY - 1), ("Hi {name|friend}, hello", 0)])
async def test_people_for_whom_the_words_lack_a_value_are_excluded(house: House, words: str, lacking: int) -> None:
    them = await people(house, MANY)

    async def name(turn: Turn) -> None:
        await turn.unit.change(contacts, them[0], name="Bo")

    await house.act(name)
    found = await _foretold(house, words)
    assert (found.excluded.get(LACKS, 0), found.writes) == (lacking, found.people - lacking)
