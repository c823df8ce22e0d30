"""A bare yes of a member whose yes a campaign waits for: it shows that campaign, to be launched."""

from __future__ import annotations

from flows.actor import Actor
from flows.campaigns.campaign import UNLAUNCHED
from flows.engine import Subject
from handlers.admins.command import OWNERS
from handlers.admins.yes_or_no import bare_answer
from handlers.turn import Turn
from storage.access import Member
from storage.approvals import Approvals
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.mailings import SUBJECT

_LATEST = 60  # campaigns of which one may wait


async def seconded(turn: Turn, member: Member, text: str) -> str | None:
    """What stands behind /campaign for such a yes; None for any other text, and where no campaign waits, or several."""
    if member.role not in OWNERS or bare_answer(text) != "do":
        return None
    approvals, waiting = turn.unit.of(Approvals), []
    for one in await turn.unit.of(Campaigns).page(_LATEST):
        if one.status in UNLAUNCHED and one.preview is not None and one.preview.holds(one.version, turn.now):
            asked = await approvals.of(Subject(SUBJECT, one.id), one.preview.snapshot)
            if asked is not None and asked.approved_at is None and asked.asked_by != Actor.staff(member.id):
                waiting.append(one)
    return f"launch {waiting[0].name}" if len(waiting) == 1 else None
