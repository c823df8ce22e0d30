"""The second approval: a large request needs the confirmation of its author and of another owner or manager.

One table stores the requests of all subjects (storage/businesses/approvals.py); an approval covers only what was shown.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from flows.actor import Actor, ActorKind
from flows.engine import Subject
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.businesses.access import Member
from storage.businesses.approvals import Approvals

APPROVED = "approved"
"""The audit's name of a second yes."""


class SecondYes(StrEnum):
    """The state of the second approval."""

    NOBODY = "nobody"  # missing, and there is no other owner or manager
    ASKED = "asked"  # requested now: notify the others
    AWAITED = "awaited"  # requested before, by the same actor
    GIVEN = "given"  # given by another member, now or before


async def take_second_yes(turn: Turn, by: Actor, about: Subject, snapshot: str) -> SecondYes:
    """Record an actor's confirmation: the first one asks for a second, and the second one approves. ``snapshot`` is
    what was shown of the subject when the actor confirmed."""
    approvals = turn.unit.of(Approvals)
    others = await alerts.list_chats(turn, alerts.RESPONSIBLE, but=by)
    asked = await approvals.find_approval(about, snapshot)
    if asked is None and not others:
        return SecondYes.NOBODY
    if asked is None and await approvals.ask(about, snapshot, by, turn.now):
        return SecondYes.ASKED
    asked = asked or await approvals.find_approval(about, snapshot)
    assert asked is not None, "it was asked for"
    if asked.approved_at is not None:
        return SecondYes.GIVEN
    if asked.asked_by == by or by.kind is not ActorKind.STAFF:
        return SecondYes.AWAITED if others else SecondYes.NOBODY
    if await approvals.approve(asked.id, UUID(by.id), turn.now):
        await turn.unit.access.log(by, APPROVED, turn.now, about)
    return SecondYes.GIVEN


async def find_first_approver(turn: Turn, about: Subject, snapshot: str) -> Member | None:
    """Return the staff member who confirmed the snapshot first. Return None if nobody did, for a program, and for a
    former member."""
    asked = await turn.unit.of(Approvals).find_approval(about, snapshot)
    return await find_member(turn, asked.asked_by) if asked is not None else None


async def find_member(turn: Turn, actor: Actor) -> Member | None:
    """Return the staff member for an actor; None for other actors."""
    members = await turn.unit.access.members() if actor.kind is ActorKind.STAFF else ()
    return next((one for one in members if one.id == actor.row), None)
