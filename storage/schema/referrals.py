"""Customers who bring customers: each one's code, and the money off that came of it.

A credit is no money: it lowers what one order costs, is used whole by one order, and is never paid out.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, String, UniqueConstraint

from storage.schema.tenancy import points, tenants
from storage.types import Id, Moment

referrals = tenants(
    "referrals",
    Column("contact", Id, nullable=False),  # whose code it is
    Column("created_at", Moment, nullable=False),
    points("contact", "contacts"),
    keys=("code",),
)
Index("ix_referrals_contact", referrals.c.business, referrals.c.contact)

credits = tenants(
    "credits",
    Column("contact", Id, nullable=False),  # who may use it
    Column("why", String, nullable=False),  # invited, inviting
    Column("key", String, nullable=False),  # what makes it once: for each new person
    Column("amount", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("other", Id),  # who invited them, or whom they invited
    Column("created_at", Moment, nullable=False),
    Column("used_by", Id),  # the order that costs less for it
    Column("used_at", Moment),
    points("contact", "contacts"),
    UniqueConstraint("business", "key"),
)
Index("ix_credits_contact", credits.c.business, credits.c.contact)
Index("ix_credits_order", credits.c.business, credits.c.used_by)
