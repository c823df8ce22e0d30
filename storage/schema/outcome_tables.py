"""Outcomes: codes, links, visits, the orders that count, and the control groups."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, SmallInteger, String, UniqueConstraint

from storage.schema.tenancy import index, points, tenants
from storage.sql.column_types import Id, Moment

discounts = tenants(
    "discounts",
    Column("code", String, nullable=False),
    Column("contact", Id, nullable=False),
    Column("run", Id),
    Column("campaign", Id),  # its giver, with this message
    Column("message", Id),  # none after a withdrawal
    Column("percent", SmallInteger, nullable=False),  # 0 for money off and for free shipping
    Column("status", String, nullable=False),  # asked, created, failed, used
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("order", Id),
    UniqueConstraint("business", "code"),
)
Index("ix_discounts_contact", discounts.c.business, discounts.c.contact)
index("uq_discounts_message", discounts.c.business, discounts.c.message, where="message IS NOT NULL", unique=True)

links = tenants(
    "links",
    Column("url", String, nullable=False),
    Column("message", Id, nullable=False),
    Column("contact", Id),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("code"),
    keys=("code",),
)
Index("ix_links_message", links.c.business, links.c.message)

clicks = tenants(
    "clicks",
    Column("code", String, nullable=False),
    Column("contact", Id),
    Column("message", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("robot", Boolean, nullable=False),
    points("code", "links", "code"),
)
Index("ix_clicks_contact", clicks.c.business, clicks.c.contact, clicks.c.at)
Index("ix_clicks_code", clicks.c.business, clicks.c.code)

attributions = tenants(
    "attributions",
    Column("reason", String, nullable=False),  # code, checkout, click
    Column("message", Id, nullable=False),
    Column("contact", Id),
    Column("step", SmallInteger),
    Column("at", Moment, nullable=False),
    points("order", "orders"),
    keys=("order",),
)

draws = tenants(  # the control groups, with the chance of the draw: lift needs both
    "draws",
    Column("chance", Float, nullable=False),
    Column("draw", Float, nullable=False),
    Column("held_out", Boolean, nullable=False),
    keys=("experiment", "contact"),
)
