"""Nightly ranking of all customers, computed in short parts."""

from __future__ import annotations

import json
from datetime import time
from uuid import UUID

from handlers.engine.turn import Turn
from storage.events import recurring_events
from storage.events.event_inbox import Stored
from storage.store.customer_totals import START, Totals
from storage.store.rank_cuts import CustomerCuts, Walk

JOB = "standings"
NIGHT = time(2)


async def work_out(turn: Turn, firing: Stored) -> bool:
    """Do one part of a night in one short transaction. Return True if it was the last.

    After a change of the business's currency, all totals are first recomputed in the new currency.
    """
    told = await recurring_events.load_progress(turn.unit, firing.id) or await _begin_ranks(turn)
    begun = json.loads(told)
    if "after" in begun:
        await recurring_events.go_on(
            turn.unit, firing.id, await _count_anew(turn, UUID(begun["after"]), begun["currency"])
        )
        return False
    walk = Walk.load(told)
    done = await turn.unit.of(CustomerCuts).go_on(walk)
    if not done:
        await recurring_events.go_on(turn.unit, firing.id, walk.dump())
    return done


async def _begin_ranks(turn: Turn) -> str:
    if await turn.unit.of(Totals).are_stale():
        return _make_bookmark(START, turn.business.currency)
    return Walk().dump()


async def _count_anew(turn: Turn, after: UUID, currency: str) -> str:
    """Recompute some totals, and return the next part. The currency at the start is stored, as it may change again."""
    totals = turn.unit.of(Totals)
    _, reached = await totals.rebuild(after)
    if reached is not None:
        return _make_bookmark(reached, currency)
    await totals.settle(currency)
    return Walk().dump()


def _make_bookmark(after: UUID, currency: str) -> str:
    return json.dumps({"after": after.hex, "currency": currency})
