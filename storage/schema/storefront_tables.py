"""News of the shops' systems: carts and orders."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Text, UniqueConstraint, false

from storage.schema.tenancy import index, points, tenants
from storage.sql.column_types import Id, Moment

carts = tenants(
    "carts",
    Column("source", String, nullable=False),
    Column("cart", String, nullable=False),
    Column("contact", Id),
    Column("total", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("items", Text, nullable=False),
    Column("checkout_url", String, nullable=False),
    Column("as_of", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("status", String, nullable=False),  # open, bought
    Column("reason", String),  # why it cannot get a message
    Column("mail", String),  # a keyed hash of the mail address typed at its checkout
    UniqueConstraint("business", "source", "cart"),
)
Index("ix_carts_contact", carts.c.business, carts.c.contact)
index("ix_carts_mail", carts.c.business, carts.c.mail, where="mail IS NOT NULL")
Index("ix_carts_created", carts.c.business, carts.c.created_at)

cart_tokens = tenants("cart_tokens", Column("cart", Id, nullable=False), points("cart", "carts"), keys=("token",))

orders = tenants(
    "orders",
    Column("source", String, nullable=False),
    Column("ref", String, nullable=False),
    Column("number", String, nullable=False),
    Column("contact", Id),
    Column("cart", Id),
    Column("total", BigInteger),
    Column("currency", String),
    Column("items", Text),
    Column("codes", Text),
    Column("carts", Text),  # the cart ids it named, including those not heard of yet
    Column("placed_at", Moment),  # None: only later news has come so far
    Column("paid_at", Moment),
    Column("cancelled_at", Moment),
    Column("shipped_at", Moment),
    Column("delivered_at", Moment),
    Column("carrier", String),
    Column("tracking_url", String),
    Column("expected", String),
    Column("refunded", BigInteger, nullable=False, server_default="0"),
    Column("returned", BigInteger, nullable=False, server_default="0"),  # the worth of its returned goods, of its total
    Column("created_at", Moment, nullable=False),
    Column("mail", String),  # a keyed hash of the mail address of the order
    Column("by_mail", Boolean, nullable=False, server_default=false()),  # only that address links it to a person
    UniqueConstraint("business", "source", "ref"),
)
# With the moment of the queries: without it SQLite walks along ix_orders_placed, over everybody's orders.
Index("ix_orders_contact", orders.c.business, orders.c.contact, orders.c.placed_at, orders.c.cancelled_at)
index("ix_orders_mail", orders.c.business, orders.c.mail, where="mail IS NOT NULL")
Index("ix_orders_number", orders.c.business, orders.c.number)
Index("ix_orders_ref", orders.c.business, orders.c.ref)
Index("ix_orders_cart", orders.c.business, orders.c.cart)
Index("ix_orders_placed", orders.c.business, orders.c.placed_at)

# Purchases, a row for each line of the orders that count: placed, and not cancelled.
order_lines = tenants(
    "order_lines",
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("contact", Id),
    Column("at", Moment, nullable=False),  # when the order was placed
    Column("sku", String, nullable=False),
    Column("title", String, nullable=False),
    Column("variant", String, nullable=False),
    Column("size", String, nullable=False),
    Column("category", String),  # the compared form: flows/name_folding.py
    Column("brand", String),
    Column("quantity", Integer, nullable=False),
    Column("price", BigInteger),  # of one piece, in the order's currency
    points("order", "orders"),
    keys=("order",),
)
Index("ix_order_lines_contact", order_lines.c.business, order_lines.c.contact, order_lines.c.at)
# By person, then moment: for the buyers of a brand, and for one person's purchases, also lately.
for _name in ("brand", "category"):
    _by = (order_lines.c.business, order_lines.c[_name], order_lines.c.contact, order_lines.c.at)
    Index(f"ix_order_lines_{_name}", *_by)

refunds = tenants(
    "refunds",
    Column("amount", BigInteger, nullable=False),
    Column("currency", String),  # none given: the order's own
    Column("at", Moment, nullable=False),
    points("order", "orders"),
    keys=("order", "refund"),
)
