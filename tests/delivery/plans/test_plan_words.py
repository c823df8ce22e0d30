"""What the words of a plan say of each person as their messages leave."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import cast

from flows.audience.criteria import EVERYBODY, Compared, Criteria
from flows.audience.criteria_json import write_criteria
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.text_conditions import make_key
from flows.plans.plan_terms import PlanStep, PlanTerms
from handlers.conversation.message_extras import Along
from handlers.plans.plan_messages import gives
from tests.delivery.house import House
from tests.delivery.planned import CARE, DAY, keep, let_in, sent_to
from tests.delivery.shop import ANN

REGULARS = Compared("orders", ">=", 50)


def _said_to(gold: Criteria, kind: str) -> PlanTerms:
    """A plan whose words are for "gold" people, whom it was told so when it was kept."""
    words = CampaignText("{if gold: Dear|Hello}", conditions=(("gold", json.dumps(write_criteria(gold))),))
    return replace(CARE, kind=kind, steps=(PlanStep(DAY, texts=(words,)),))


async def test_the_same_word_in_two_plans_means_in_each_its_own_people(house: House) -> None:
    await let_in(house, ANN, await keep(house, _said_to(EVERYBODY, "care"), "care"))
    await let_in(house, ANN, await keep(house, _said_to(REGULARS, "thanks"), "thanks"))
    await house.pass_(now=DAY)
    both = await sent_to(house, ANN)
    assert len(both) == 2
    given = await house.act(lambda turn: gives(turn, both, {}))
    golden = {one.experiment for one in both if make_key("gold") in cast(Along, given[one.id]).values}
    assert golden == {"care"}
