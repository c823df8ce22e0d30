"""What is known of customers as totals, moved by each event, and where they stand among all."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger

from storage.schema.tenancy import index, points, tenants
from storage.sql.column_types import Moment


def _many(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


# One row of whoever did something or was given something; of everybody else all is 0. What each means and which rows
# it is made of stands in storage/store/customer_totals.py.
customer_totals = tenants(
    "customer_totals",
    _many("orders"),
    _many("priced"),
    Column("spend", BigInteger, nullable=False, server_default="0"),
    Column("first_order_at", Moment),
    Column("last_order_at", Moment),
    Column("rhythm", BigInteger),
    _many("returns"),
    _many("discounts_given"),
    _many("discounts_used"),
    _many("clicks"),
    _many("replies"),
    _many("visits"),
    Column("last_active_at", Moment),
    Column("acquired_at", Moment, nullable=False),
    points("contact", "contacts"),
    keys=("contact",),
    by_key=True,
)
_orders, _contact = customer_totals.c.orders, customer_totals.c.contact
Index("ix_customer_totals_orders", customer_totals.c.business, _orders, _contact)
ORDERED = "customer_totals.orders > 0"  # to be asked for in these words, or SQLite passes over these indexes
for _name in ("spend", "last_order_at"):
    # With the orders that it is asked for: without them SQLite looks each row up, to be sure of its condition.
    _by = (customer_totals.c.business, customer_totals.c[_name], _contact, _orders)
    index(f"ix_customer_totals_{_name}", *_by, where=ORDERED.removeprefix("customer_totals."))

# Of each hundredth of those who ordered the highest value: whoever is above it is ahead of so many of a hundred.
customer_cuts = tenants(
    "customer_cuts",
    Column("part", SmallInteger, primary_key=True, autoincrement=False),  # 1 to 99
    Column("orders", Integer, nullable=False),
    Column("spend", BigInteger, nullable=False),
    Column("last_order_at", Moment, nullable=False),
    keys=(),
)
