"""Approvals: requests of the staff that another member must approve."""

from __future__ import annotations

from sqlalchemy import Column, String, UniqueConstraint

from storage.schema.tenancy import make_actor_columns, tenants
from storage.sql.column_types import Id, Moment

approvals = tenants(
    "approvals",
    Column("kind", String, nullable=False),  # of the subject: the noun of a conversation
    Column("subject", Id, nullable=False),
    Column("snapshot", String, nullable=False),  # of the preview: another preview needs another approval
    Column("asked_at", Moment, nullable=False),
    *make_actor_columns(),  # the requester
    Column("approved_at", Moment),
    Column("approved_by", Id),  # the other member of the staff
    UniqueConstraint("business", "kind", "subject", "snapshot"),
)
