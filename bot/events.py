"""Every event that is stored: the rooms' own, put together for the store and the spool."""

from __future__ import annotations

from flows import engine, events
from flows.sourcing import news as sourcing
from flows.sourcing.desk import news as desk
from storage.codec import EventTypes

EVENTS = EventTypes((*events.EVENTS, *engine.EVENTS, *sourcing.EVENTS, *desk.EVENTS))
