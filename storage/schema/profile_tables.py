"""Customer data except names and orders: tags, visits, loyalty, returns."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Text, UniqueConstraint

from storage.schema.tenancy import make_actor_columns, points, tenants
from storage.sql.column_types import Id, Moment

# Each tag in compared form (flows/name_folding.py) and as written.
customer_tags = tenants(
    "customer_tags",
    Column("written", String, nullable=False),
    Column("source", String, nullable=False),  # its giver, and only remover: a storefront, or "staff"
    Column("at", Moment, nullable=False),
    points("contact", "contacts"),
    keys=("contact", "tag"),
)
Index("ix_customer_tags_tag", customer_tags.c.business, customer_tags.c.tag, customer_tags.c.contact)

customer_notes = tenants(  # the staff's notes on a customer; deleted with the customer
    "customer_notes",
    Column("contact", Id, nullable=False),
    Column("text", Text, nullable=False),
    *make_actor_columns(),  # the writer
    Column("at", Moment, nullable=False),
    points("contact", "contacts"),
)
Index("ix_customer_notes_contact", customer_notes.c.business, customer_notes.c.contact, customer_notes.c.id)

visits = tenants(
    "visits",
    Column("contact", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("place", String, nullable=False),  # a shop, "" if unknown
    Column("page", String, nullable=False),  # of its site, the same
    points("contact", "contacts"),
)
Index("ix_visits_contact", visits.c.business, visits.c.contact, visits.c.at)

# Each customer's position in each programme: the newest news.
loyalty = tenants(
    "loyalty",
    Column("written", String, nullable=False),
    Column("progress", BigInteger, nullable=False),  # in millionths, like money
    Column("goal", BigInteger, nullable=False),
    Column("reward", String, nullable=False),
    Column("reward_expires", Moment),
    Column("at", Moment, nullable=False),
    points("contact", "contacts"),
    keys=("contact", "programme"),
)

returns = tenants(
    "returns",
    Column("source", String, nullable=False),
    Column("ref", String, nullable=False),  # the shop system's id
    Column("contact", Id),
    Column("order", Id),
    Column("at", Moment, nullable=False),
    Column("city", String, nullable=False),
    UniqueConstraint("business", "source", "ref"),
)
Index("ix_returns_contact", returns.c.business, returns.c.contact, returns.c.at)
Index("ix_returns_order", returns.c.business, returns.c.order)

returned_lines = tenants(
    "returned_lines",
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("sku", String, nullable=False),
    Column("title", String, nullable=False),
    Column("size", String, nullable=False),
    Column("category", String),  # the compared form: flows/name_folding.py
    Column("brand", String),
    Column("quantity", Integer, nullable=False),
    Column("reason", String, nullable=False),
    points("returned", "returns"),
    keys=("returned",),
)
Index(
    "ix_returned_lines_brand",
    returned_lines.c.business, returned_lines.c.brand, returned_lines.c.size, returned_lines.c.returned,
)  # fmt: skip
