"""Runs of flows, and what resumes them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, SmallInteger, String, Text

from storage.schema.tenancy import index, points, tenants
from storage.sql.column_types import Id, Moment

runs = tenants(
    "runs",
    Column("flow", String, nullable=False),
    Column("key", String, nullable=False),
    Column("contact", Id),
    Column("subject_kind", String),
    Column("subject", Id),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended", String),
    points("contact", "contacts"),
)
index("uq_runs_open", runs.c.business, runs.c.flow, runs.c.key, where="ended_at IS NULL", unique=True)
# With the id that orders them: without it SQLite, which has no statistics, walks all rows in their order.
Index("ix_runs_contact", runs.c.business, runs.c.contact, runs.c.id)
Index("ix_runs_subject", runs.c.business, runs.c.subject)

waits = tenants(
    "waits",
    Column("run", Id, nullable=False),
    Column("contact", Id),
    Column("name", String, nullable=False),
    Column("due_at", Moment),
    Column("question", String),
    Column("expecting", String),
    Column("created_at", Moment, nullable=False),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("lease_until", Moment),
    Column("parked_at", Moment),
    points("run", "runs"),
)
Index("ix_waits_run", waits.c.business, waits.c.run)
Index("ix_waits_contact", waits.c.business, waits.c.contact, waits.c.id)
index("ix_waits_due", waits.c.business, waits.c.due_at, where="due_at IS NOT NULL AND parked_at IS NULL")
