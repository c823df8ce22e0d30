"""The totals of customers, updated by each event, and the customers' rank among all."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger

from storage.schema.tenancy import index, points, tenants
from storage.sql.column_types import Moment


def _make_count_column(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


# One row for each person with an activity or a gift; for all others everything is 0. storage/store/customer_totals.py
# defines each total and its rows.
customer_totals = tenants(
    "customer_totals",
    _make_count_column("orders"),
    _make_count_column("priced"),
    Column("spend", BigInteger, nullable=False, server_default="0"),
    Column("first_order_at", Moment),
    Column("last_order_at", Moment),
    Column("rhythm", BigInteger),
    _make_count_column("returns"),
    _make_count_column("discounts_given"),
    _make_count_column("discounts_used"),
    _make_count_column("clicks"),
    _make_count_column("replies"),
    _make_count_column("visits"),
    Column("last_active_at", Moment),
    Column("acquired_at", Moment, nullable=False),
    points("contact", "contacts"),
    keys=("contact",),
    by_key=True,
)
_orders, _contact = customer_totals.c.orders, customer_totals.c.contact
Index("ix_customer_totals_orders", customer_totals.c.business, _orders, _contact)
ORDERED = "customer_totals.orders > 0"  # queries use these words, or SQLite ignores these indexes
for _name in ("spend", "last_order_at"):
    # With the orders of its condition: without them SQLite looks each row up to check.
    _by = (customer_totals.c.business, customer_totals.c[_name], _contact, _orders)
    index(f"ix_customer_totals_{_name}", *_by, where=ORDERED.removeprefix("customer_totals."))

# The highest value of each hundredth of customers with orders: a higher value is ahead of so many percent.
customer_cuts = tenants(
    "customer_cuts",
    Column("part", SmallInteger, primary_key=True, autoincrement=False),  # 1 to 99
    Column("orders", Integer, nullable=False),
    Column("spend", BigInteger, nullable=False),
    Column("last_order_at", Moment, nullable=False),
    keys=(),
)
