"""Plans that are kept, each version of them, and who entered one."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Text, UniqueConstraint

from storage.schema.tenancy import acted, points, tenants
from storage.sql.column_types import Id, Moment

plans = tenants(
    "plans",
    Column("name", String, nullable=False),  # also that of its experiment
    Column("enabled", Boolean, nullable=False),
    Column("event", String),  # by which people enter it; empty for another way
    Column("version", Integer, nullable=False),  # the newest: whoever enters is on it
    Column("made_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    UniqueConstraint("business", "name"),
)

# Whoever is inside finishes on the version on which they entered, so none is changed or taken away.
plan_versions = tenants(
    "plan_versions",
    Column("terms", Text, nullable=False),  # as JSON: flows/plans/plan_json.py
    Column("made_at", Moment, nullable=False),
    *acted(),  # who made it
    points("plan", "plans"),
    keys=("plan", "version"),
)

# Somebody went into a plan: its run's subject. What ended it, and until when they enter none of that kind.
plan_entries = tenants(
    "plan_entries",
    Column("plan", Id, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("contact", Id, nullable=False),
    Column("occasion", String, nullable=False),  # what makes an entry once: a day, an event, a message of the staff
    Column("stage", String, nullable=False),  # flows.lifecycle.Lifecycle as they entered; "" where they never ordered
    Column("entered_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended", String),  # the reason, as the run has it
    Column("rests_until", Moment),
    UniqueConstraint("business", "plan", "contact", "occasion"),
    points("plan", "plans"),
    points("contact", "contacts"),
)
Index("ix_plan_entries_contact", plan_entries.c.business, plan_entries.c.contact, plan_entries.c.kind)
Index("ix_plan_entries_plan", plan_entries.c.business, plan_entries.c.plan, plan_entries.c.entered_at)
