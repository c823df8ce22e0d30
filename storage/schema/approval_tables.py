"""Second yeses: what one of the staff wants done that another has to approve."""

from __future__ import annotations

from sqlalchemy import Column, String, UniqueConstraint

from storage.schema.tenancy import acted, tenants
from storage.sql.column_types import Id, Moment

approvals = tenants(
    "approvals",
    Column("kind", String, nullable=False),  # of what it is about: the noun of a conversation's subject
    Column("subject", Id, nullable=False),
    Column("snapshot", String, nullable=False),  # what was shown of it: another needs another yes
    Column("asked_at", Moment, nullable=False),
    *acted(),  # who asked
    Column("approved_at", Moment),
    Column("approved_by", Id),  # the other member of the staff
    UniqueConstraint("business", "kind", "subject", "snapshot"),
)
