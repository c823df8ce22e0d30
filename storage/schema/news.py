"""What was heard: events from outside and of our own, and the folders that take them while we are away."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, SmallInteger, String, Table, Text, UniqueConstraint, text

from storage.schema.tenancy import metadata, tenants
from storage.types import Id, Moment

events = tenants(
    "events",
    Column("source", String, nullable=False),
    Column("external_id", String, nullable=False),
    Column("type", String, nullable=False),
    Column("contact", Id),
    Column("lane", Id, nullable=False),  # the person, or the thing when nobody is named: one order of arrival
    Column("arrival", Id, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("raw", LargeBinary),
    Column("data", Text),  # how it was read
    Column("status", String, nullable=False),  # new, done, unreadable, parked
    Column("reason", String),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("due_at", Moment),
    Column("lease_until", Moment),
    UniqueConstraint("business", "source", "external_id"),
)
_NEW = text("status = 'new'")
Index("ix_events_new", events.c.arrival, sqlite_where=_NEW, postgresql_where=_NEW)
Index("ix_events_lane", events.c.business, events.c.lane, events.c.arrival, sqlite_where=_NEW, postgresql_where=_NEW)
Index("ix_events_contact", events.c.business, events.c.contact)
_DONE = text("status = 'done'")  # what is old and settled is found by when it came: ids of events are hashes
Index("ix_events_done", events.c.business, events.c.received_at, sqlite_where=_DONE, postgresql_where=_DONE)
_TROUBLED = text("status IN ('parked', 'unreadable')")
Index(
    "ix_events_troubled",
    events.c.business,
    events.c.status,
    events.c.received_at,
    sqlite_where=_TROUBLED,
    postgresql_where=_TROUBLED,
)

spools = Table(  # each host and folder that takes inbound while the database is away
    "spools",
    metadata,
    Column("id", String, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("seen_at", Moment, nullable=False),  # elapsed
)
