"""Events, inbound and our own, and the spools that take them while the database is away."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, SmallInteger, String, Table, Text, UniqueConstraint

from storage.schema.tenancy import index, metadata, tenants
from storage.sql.column_types import Id, Moment

events = tenants(
    "events",
    Column("source", String, nullable=False),
    Column("external_id", String, nullable=False),
    Column("type", String, nullable=False),
    Column("contact", Id),
    Column("lane", Id, nullable=False),  # the person, or the thing without a named person: one order of arrival
    Column("arrival", Id, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("raw", LargeBinary),
    Column("data", Text),  # the parsed form
    Column("status", String, nullable=False),  # new, done, unreadable, parked
    Column("reason", String),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("due_at", Moment),
    Column("lease_until", Moment),
    UniqueConstraint("business", "source", "external_id"),
)
index("ix_events_new", events.c.arrival, where="status = 'new'")
# A person's text is handled before the carts that came in meanwhile.
index("ix_events_texts", events.c.arrival, where="status = 'new' AND type = 'message.received'")
index("ix_events_lane", events.c.business, events.c.lane, events.c.arrival, where="status = 'new'")
Index("ix_events_contact", events.c.business, events.c.contact)
# Old and settled events are found by arrival: ids of events are hashes.
index("ix_events_done", events.c.business, events.c.received_at, where="status = 'done'")
_TROUBLED = "status IN ('parked', 'unreadable')"
index("ix_events_troubled", events.c.business, events.c.status, events.c.received_at, where=_TROUBLED)

spools = Table(  # each host and folder that takes inbound while the database is away
    "spools",
    metadata,
    Column("id", String, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("seen_at", Moment, nullable=False),  # elapsed
)
