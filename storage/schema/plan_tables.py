"""Stored plans, the versions of each, and the entrants."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Text, UniqueConstraint

from storage.schema.tenancy import make_actor_columns, points, tenants
from storage.sql.column_types import Id, Moment

plans = tenants(
    "plans",
    Column("name", String, nullable=False),  # also its experiment's name
    Column("enabled", Boolean, nullable=False),
    Column("event", String),  # that people enter on; empty for another way
    Column("version", Integer, nullable=False),  # the newest: new entrants get it
    Column("made_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    UniqueConstraint("business", "name"),
)

# People finish on the version that they entered on, so versions are never changed or deleted.
plan_versions = tenants(
    "plan_versions",
    Column("terms", Text, nullable=False),  # as JSON: flows/plans/plan_json.py
    Column("made_at", Moment, nullable=False),
    *make_actor_columns(),  # its maker
    points("plan", "plans"),
    keys=("plan", "version"),
)

# A person's entry into a plan: its run's subject. The end's reason, and the rest time for plans of that kind.
plan_entries = tenants(
    "plan_entries",
    Column("plan", Id, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("contact", Id, nullable=False),
    Column("occasion", String, nullable=False),  # makes an entry unique: a day, an event, a message of the staff
    Column("stage", String, nullable=False),  # flows.lifecycle.Lifecycle at the entry; "" without an order
    Column("entered_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended", String),  # the reason, as in the run
    Column("rests_until", Moment),
    UniqueConstraint("business", "plan", "contact", "occasion"),
    points("plan", "plans"),
    points("contact", "contacts"),
)
Index("ix_plan_entries_contact", plan_entries.c.business, plan_entries.c.contact, plan_entries.c.kind)
Index("ix_plan_entries_plan", plan_entries.c.business, plan_entries.c.plan, plan_entries.c.entered_at)
