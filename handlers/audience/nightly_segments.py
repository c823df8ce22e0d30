"""Saved audiences by night: the customers who joined and left each, their number and their worth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from flows.events import SegmentEntered, SegmentLeft
from flows.events.event import Event
from handlers.engine.own_events import make_arrival
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.audience.membership_changes import AudienceNights, Moved, Night
from storage.audience.nightly_audiences import FollowedAudience, FollowedAudiences
from storage.events import recurring_events
from storage.events.event_inbox import Arrival, Stored

JOB = "audiences"
NIGHT = time(3)  # when the customers' ranks are computed: handlers/engine/nightly_ranks.py


async def work_out(turn: Turn, firing: Stored) -> bool:
    """Process one part of a night in one short transaction; return True at the end."""
    begun = await recurring_events.load_progress(turn.unit, firing.id)
    night = Night.load(begun) if begun else Night.begin(turn.now, turn.today)
    nights, audiences = turn.unit.of(AudienceNights), await turn.unit.of(FollowedAudiences).all()
    audience = night.find_next(audiences)
    if audience is not None:
        moved = await nights.go_on(night, audience, turn.business.currency, turn.zone)
        await _tell(turn, night, audience, moved)
    elif await nights.drop_others(audiences):
        return True
    await recurring_events.go_on(turn.unit, firing.id, night.dump())
    return False


async def accept_event(_turn: Turn, _stored: Stored, _event: SegmentEntered | SegmentLeft) -> None:
    """Accept an event for the customer's history; no conversation begins with it."""


async def _tell(turn: Turn, night: Night, audience: FollowedAudience, moved: Moved) -> None:
    """Store events for the people who joined or left, marked as handled unless a conversation uses them."""
    hears = conversations_of(turn).hears
    acted_upon = any(hear is not accept_event for kind in (SegmentEntered, SegmentLeft) for hear in hears[kind])
    await turn.unit.inbox.add_all(list(_arrivals(turn, night, audience, moved)), over=not acted_upon)


def _arrivals(turn: Turn, night: Night, audience: FollowedAudience, moved: Moved) -> Iterator[Arrival]:
    kinds: tuple[type[SegmentEntered | SegmentLeft], ...] = (SegmentEntered, SegmentLeft)
    for kind, people in zip(kinds, (moved.entered, moved.gone), strict=True):
        event: Event = kind(audience.key, audience.name, turn.now)
        for one in people:
            yield make_arrival(turn, one, event, f"{kind.TYPE}:{audience.key}:{one}:{night.today}")
