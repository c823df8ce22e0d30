"""Who meets a plan's condition; nobody, where that names an audience that is gone."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flows.audience.expanding import BadAudience
from flows.plans.terms import PlanTerms
from handlers.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.audience.segments import Segments


async def those_who_meet(turn: Turn, terms: PlanTerms, people: Collection[UUID]) -> set[UUID]:
    """Those of these people who meet the condition of a plan."""
    try:
        return await turn.unit.of(Audiences).among(Selection(terms.condition, turn.now, turn.zone), people)
    except BadAudience:
        return set()


async def has_its_audience(turn: Turn, terms: PlanTerms) -> bool:
    """Whether the audiences that the condition of a plan names are there."""
    try:
        await turn.unit.of(Segments).expanded(terms.condition, turn.today)
    except BadAudience:
        return False
    return True
