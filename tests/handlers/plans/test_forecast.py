"""What is foreseen of a plan's first message: it is due in the zone by which the run counts."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import UUID

import pytest

from flows.campaigns.campaign_texts import CampaignText
from flows.events import ConsentAction
from flows.plans.plan_terms import Entrance, EntryBy, KeptPlan, PlanStep, PlanTerms
from flows.policy.departure_facts import Programme
from handlers.plans.plan_forecast import explain_first_delay
from storage.database.stores import Database
from tests.handlers.sourcing.staff.rows import START, Shop, play

LOS_ANGELES, CHICAGO = "+12135550142", "+13125550142"


@pytest.mark.parametrize("number", [LOS_ANGELES, CHICAGO])
async def test_the_first_message_is_due_by_the_clock_where_the_number_is(store: Database, number: str) -> None:
    """Half past nine in Chicago, where the shop is, is half past seven in Los Angeles: too early for a message."""
    step = PlanStep(timedelta(0), texts=(CampaignText("How is it?"),), at=time(9, 30))
    terms = PlanTerms("care", Entrance(EntryBy.HAND), (step,), programme=Programme.REMINDERS)
    plan = KeptPlan(UUID(int=1), "care", True, 1, terms, START)

    async def scene(shop: Shop) -> None:
        her = await shop.person(number, "Dana")
        await shop.consent(her, ConsentAction.CONFIRMED, START - timedelta(days=1))
        assert await explain_first_delay(shop.turn(), plan, her.contact) == ""

    await play(store, scene)
