"""An order that is sourced is a purchase like another: what waits for one of its customer hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.clock import PushedClock
from bot.conversations import EVENTS
from flows.actor import SYSTEM
from flows.campaigns.campaign_texts import CampaignText
from flows.plans.plan_terms import Entrance, EntryBy, PlanStep, PlanTerms
from handlers.engine.turn import Turn
from handlers.plans import plan_admission
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.people.people import Identity
from storage.plans.plan_entries import PlanEntries, PlanEntry
from storage.plans.plan_versions import KeptPlans
from storage.schema import events
from tests.sourced import NOOR, Souvenirs, turns_of

HAND = Entrance(EntryBy.HAND)
STEPS = (PlanStep(timedelta(days=9), texts=(CampaignText("Come by"),)),)


async def _noor(turn: Turn) -> UUID:
    return await turn.unit.people.resolve([Identity("whatsapp", NOOR.whatsapp or "")], turn.now)


async def _entries(turn: Turn) -> Sequence[PlanEntry]:
    return await turn.unit.of(PlanEntries).list_entries(await _noor(turn), "care")


@pytest.mark.parametrize(
    ("exits", "items", "ended"), [({"bought"}, set(), "bought"), (set(), {"SHORTS"}, "bought"), (set(), {"MUG"}, None)]
)
async def test_it_ends_the_plans_of_its_customer(
    store: Database, clock: PushedClock, exits: set[str], items: set[str], ended: str | None
) -> None:
    house = await Souvenirs(turns_of(store, clock), clock).open()
    terms = PlanTerms("care", HAND, STEPS, exits=frozenset(exits), items=frozenset(items))

    async def enter(turn: Turn) -> None:
        plan = await turn.unit.of(KeptPlans).ensure("care", terms, SYSTEM, turn.now)
        assert await plan_admission.enter(turn, plan, await _noor(turn), "by hand")

    await house.act(enter)
    await house.confirmed("1234")
    (entry,) = await house.act(_entries)
    assert entry.ended == ended


async def test_it_lets_its_customer_into_plans_that_begin_with_an_order(store: Database, clock: PushedClock) -> None:
    house = await Souvenirs(turns_of(store, clock), clock).open()
    terms = PlanTerms("care", Entrance(EntryBy.EVENT, "order.created"), STEPS)

    async def keep(turn: Turn) -> None:
        plan = await turn.unit.of(KeptPlans).ensure("care", terms, SYSTEM, turn.now)
        await turn.unit.of(KeptPlans).set_enabled(plan.id, True, turn.now)

    async def hear(turn: Turn) -> None:
        """What was told of the order, as the consumer has it heard."""
        for row in await turn.unit.rows(
            select(events).where(turn.unit.owns(events), events.c.type == "order.progressed")
        ):
            news = EVENTS.load(row.type, row.data)
            stored = Stored(house.business.id, row.id, "parley", row.type, row.contact, turn.now, 0, news)
            await plan_admission.admit(turn, stored, news)

    await house.act(keep)
    await house.reserve("1234")
    await house.act(hear)
    assert await house.act(_entries) == [], "nothing is bought yet"
    await house.confirmed("1235")
    await house.act(hear)
    (entry,) = await house.act(_entries)
    assert entry.ended is None
