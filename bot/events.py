"""What conversations bring to the store: every event that is kept, and every table that names people."""

from __future__ import annotations

from flows import engine, events
from flows.sourcing import events as sourcing
from flows.sourcing.desk import events as desk
from storage import everybodys
from storage.codec import EventTypes
from storage.personal import Holdings
from storage.sourcing import personal as sourcing_personal

EVENTS = EventTypes((*events.EVENTS, *engine.EVENTS, *sourcing.EVENTS, *desk.EVENTS))
HOLDINGS = Holdings(EVENTS, (*everybodys.PERSONAL, *sourcing_personal.PERSONAL))
