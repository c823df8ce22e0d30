"""Nightly deletion of data that is older than its retention, in short parts."""

import json
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows.business import Business
from handlers.api.idempotency import forget_requests
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.businesses.audit_chain import AuditChain
from storage.businesses.page_sessions import PageSessions
from storage.events import recurring_events
from storage.events.event_inbox import Stored
from storage.upkeep import retention

JOB = "retention"
NIGHT = time(3)
# The attribution window is followed by the month for answering a person's request to know (GDPR, article 12(3)): until
# its end none of their data is deleted.
ANSWERED = timedelta(days=31)
SIGN_INS_KEPT = timedelta(days=7)
"""How long an ended sign-in to pages stays, so that its old link is explained."""


def find_retention_start(business: Business, days: int, now: datetime) -> datetime:
    """Return the time before which only required data is stored: ``days`` ago, or earlier if attribution needs it."""
    return now - max(timedelta(days=days), business.counts_for + ANSWERED)


def _find_start(turn: Turn, days: int) -> datetime | None:
    """Return the moment before which data that is kept for these days goes; None for 0, for ever."""
    if not days:
        return None
    return min(find_retention_start(turn.business, days, turn.now), turn.now - turn.counts_for - ANSWERED)


async def delete_old_data(turn: Turn, firing: Stored) -> bool:
    """Delete one part of a night in one short transaction. Return True if it was the last, or if all data stays."""
    days = turn.tools.retention_days
    starts = {kind: _find_start(turn, own) for kind, own in turn.business.retention.items()}
    if not days and not any(starts.values()):
        return True
    marks, before = await _load_marks(turn, firing), _find_start(turn, days)
    proofs_before = before and min(before, turn.now - turn.business.consent.keep)
    reached, done = await retention.sweep(turn.unit, marks, before, proofs_before, starts)
    if done and days:
        await turn.unit.access.forget_ended_invites(turn.now)
        await turn.unit.of(PageSessions).forget_ended(turn.elapsed - SIGN_INS_KEPT)
        for one in conversations_of(turn).manifests:
            await one.retire(turn, find_retention_start(turn.business, days, turn.now))
    keep = recurring_events.note if done else recurring_events.go_on
    await keep(turn.unit, firing.id, json.dumps(reached))
    return done


async def delete_old_records(turn: Turn, before: datetime) -> None:
    """Delete old API requests and command records; deeds stay in the audit."""
    await forget_requests(turn, before)
    key = turn.tools.seeds.make_audit_key(turn.unit.business)
    await turn.unit.of(AuditChain).forget_commands(key, before, turn.now)


async def _load_marks(turn: Turn, firing: Stored) -> dict[str, str]:
    """Return the place to continue from: after the progress of this run, or of the last one.

    On the first of each month it starts again, for data that was not old enough at the last pass.
    """
    begun = await recurring_events.load_progress(turn.unit, firing.id)
    if begun is None and firing.received_at.astimezone(ZoneInfo(turn.business.timezone)).day != 1:
        begun = await recurring_events.load_progress_before(turn.unit, JOB)
    marks: Any = json.loads(begun) if begun else {}
    return dict(marks)
