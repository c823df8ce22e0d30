"""Departures: calls to other systems, and the common queue of calls and messages."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, SmallInteger, String, Text, UniqueConstraint

from storage.schema.tenancy import index, tenants
from storage.sql.column_types import Id, Moment

calls = tenants(
    "calls",
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("run", Id),
    Column("contact", Id),
    Column("request", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("status_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("provider_id", String),
    Column("code", String),
    Column("detail", String),
    Column("attempted_at", Moment),
    UniqueConstraint("business", "key"),
)

outbox = tenants(
    "outbox",
    Column("kind", String, nullable=False),  # message, call
    Column("sender", Id, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("due_at", Moment),  # the shop's time; None waits for the business's resume
    Column("not_before", Moment),  # elapsed time: after a failure of ours or theirs, or while news is read
    Column("address", Id),
    Column("contact", Id),
    Column("marketing", Boolean, nullable=False),
    Column("run", Id),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),  # how often the provider was tried
    Column("mistakes", SmallInteger, nullable=False, server_default="0"),  # our own failures with it
    Column("lease_until", Moment),  # elapsed
    Column("parked_at", Moment),
)
# Up to the id, which orders entries of one moment: a campaign makes a million due at once.
Index("ix_outbox_due", outbox.c.business, outbox.c.sender, outbox.c.priority, outbox.c.due_at, outbox.c.id)
index("ix_outbox_held", outbox.c.not_before, where="not_before IS NOT NULL")
Index("ix_outbox_contact", outbox.c.business, outbox.c.contact)
index("ix_outbox_run", outbox.c.business, outbox.c.run, where="run IS NOT NULL")
