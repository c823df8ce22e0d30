"""Sourcing on demand: orders reserved before payment, the shops' promises for them, and payments.

The state of an order is in its run; these rows are written with it, to query across orders. Payments and refunds are
stored individually, because reports of them come late, twice and out of order. A photo's bytes are stored outside the
database. A customer who refers another gets a credit, which is no money: it lowers the price of one order, is used
whole by one order, and is never paid out.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Text, UniqueConstraint

from storage.schema.tenancy import index, make_actor_columns, points, tenants
from storage.sql.column_types import Id, Moment

reservations = tenants(  # the id is the order's
    "reservations",
    Column("run", Id),
    Column("contact", Id),
    Column("status", String, nullable=False),
    Column("express", Boolean, nullable=False),
    Column("for_stock", Boolean, nullable=False),  # for our own shelf: nobody pays
    Column("pay", String, nullable=False),  # the payment method; the business's current one may differ
    Column("amount", BigInteger, nullable=False),
    Column("fee", BigInteger, nullable=False),  # of an express order, in the amount
    Column("credit", BigInteger, nullable=False),  # the referral's discount on the amount
    Column("currency", String, nullable=False),
    Column("token", String, nullable=False),  # of its page; derived, so it cannot be guessed
    Column("payment", String),  # the payment's state
    Column("link", String),  # the payment page
    Column("promised_at", Moment),
    Column("approved", Boolean, nullable=False),  # its photos are, so it may be packed
    Column("tracking", String),  # the parcel's tracking number or address
    Column("carrier", String),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    points("id", "orders"),
    UniqueConstraint("token"),
)
Index("ix_reservations_created", reservations.c.business, reservations.c.created_at)
Index("ix_reservations_status", reservations.c.business, reservations.c.status)
Index("ix_reservations_contact", reservations.c.business, reservations.c.contact)


reserved_lines = tenants(
    "reserved_lines",
    Column("product", Id, nullable=False),
    Column("sku", String, nullable=False),
    Column("title", String, nullable=False),
    Column("size", String, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("price", BigInteger, nullable=False),  # for one piece
    Column("dropped", Integer, nullable=False, server_default="0"),  # pieces not wanted any more
    Column("status", String, nullable=False),
    points("order", "reservations"),
    keys=("order", "line"),
)
Index("ix_reserved_lines_product", reserved_lines.c.business, reserved_lines.c.product, reserved_lines.c.size)

promises = tenants(  # pieces kept for a line by own stock (source "own") or a shop
    "promises",
    Column("shop", Id),
    Column("product", Id, nullable=False),  # of its line, like the size: a shop's remainder is queried by them
    Column("size", String, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("commission", BigInteger, nullable=False),  # for one piece
    Column("ready_at", Moment),
    Column("at", Moment, nullable=False),
    points("order", "reservations"),
    keys=("order", "line", "source", "stand"),  # of one shop's pieces some may be fetched and some still be kept
)
Index("ix_promises_shop", promises.c.business, promises.c.shop, promises.c.stand, promises.c.at)
_STOCK = (promises.c.product, promises.c.shop, promises.c.size)
Index("ix_promises_product", promises.c.business, *_STOCK, promises.c.stand, promises.c.at)

stock_asks = tenants(  # one shop's request about one line: the basis of its performance
    "stock_asks",
    Column("wave", Integer, nullable=False),
    Column("says", String, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("answered_at", Moment),
    points("order", "reservations"),
    keys=("order", "line", "shop"),
)
Index("ix_stock_asks_shop", stock_asks.c.business, stock_asks.c.shop, stock_asks.c.asked_at)

restock_plans = tenants(  # weekly restocks
    "restock_plans",
    Column("number", Integer, nullable=False),  # the staff's name for it
    Column("product", Id, nullable=False),
    Column("size", String, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("starts_on", Integer, nullable=False),  # a local day, counted from 0001-01-01; its weekday is the plan's
    Column("paused", Boolean, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("asked_on", Integer),  # the local day of the last question to shops
    Column("order", Id),  # the restock of that day
    Column("created_at", Moment, nullable=False),
    *make_actor_columns(),
    points("product", "products"),
    UniqueConstraint("business", "number"),
)

order_history = tenants(
    "order_history",
    Column("order", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("status", String, nullable=False),
    *make_actor_columns(),
    Column("reason", String),  # flows.sourcing.order_reason.Reason; none if the state says it
    Column("figures", Text, nullable=False, server_default="{}"),  # as JSON
    points("order", "reservations"),
)
Index("ix_order_history_order", order_history.c.business, order_history.c.order, order_history.c.id)

order_notes = tenants(  # the staff's notes on an order; deleted with its customer
    "order_notes",
    Column("order", Id, nullable=False),
    Column("contact", Id),  # the order's customer
    Column("staff", Id, nullable=False),  # the writer
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    points("order", "reservations"),
)
Index("ix_order_notes_order", order_notes.c.business, order_notes.c.order)
Index("ix_order_notes_contact", order_notes.c.business, order_notes.c.contact)

delivery_addresses = tenants(  # an order's delivery address, as its customer wrote it; deleted with the customer
    "delivery_addresses",
    Column("order", Id, nullable=False),
    Column("contact", Id, nullable=False),  # the order's customer
    Column("text", Text),  # none before the customer's answer
    Column("at", Moment, nullable=False),  # when they were asked, or answered
    Column("note", Text),  # their delivery wishes: when, to call before
    points("order", "reservations"),
    UniqueConstraint("business", "order"),
)
Index("ix_delivery_addresses_contact", delivery_addresses.c.business, delivery_addresses.c.contact)

payments = tenants(  # the id is the reference for the provider
    "payments",
    Column("order", Id, nullable=False),
    Column("provider", String, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("link", String),  # the provider's id of it
    Column("url", String),
    Column("state", String, nullable=False),
    Column("payment", String),  # the provider's id of the received money
    Column("created_at", Moment, nullable=False),
    Column("paid_at", Moment),
    points("order", "reservations"),
)
Index("ix_payments_order", payments.c.business, payments.c.order)
index("ix_payments_link", payments.c.business, payments.c.link, where="link IS NOT NULL")

repayments = tenants(  # refunds; the id is the reference for the provider
    "repayments",
    Column("order", Id, nullable=False),
    Column("payment", String, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("refund", String),  # the provider's id of it
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    points("order", "reservations"),
)
Index("ix_repayments_order", repayments.c.business, repayments.c.order)
Index("ix_repayments_payment", repayments.c.business, repayments.c.payment)

waiting_people = tenants(  # people who wait for a product
    "waiting_people",
    Column("order", Id),
    Column("since", Moment, nullable=False),
    Column("told_at", Moment),
    Column("wish", Id),  # their consent to one message, about this id; none for a mere buyer
    Column("address", Id),  # of the request, and for the news
    points("contact", "contacts"),
    keys=("product", "size", "contact"),
)
Index("ix_waiting_people_contact", waiting_people.c.business, waiting_people.c.contact)
Index("ix_waiting_people_wish", waiting_people.c.business, waiting_people.c.wish)

earnings = tenants(  # a ledger: lines are added, never changed
    "earnings",
    Column("shop", Id, nullable=False),
    Column("order", Id),
    Column("kind", String, nullable=False),  # commission, reversal, payout
    Column("key", String, nullable=False),  # its unique key
    Column("amount", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("at", Moment, nullable=False),
    *make_actor_columns(),
    Column("note", Text),
    UniqueConstraint("business", "key"),
)
Index("ix_earnings_shop", earnings.c.business, earnings.c.shop, earnings.c.at)

photos = tenants(  # the id is that of its fetching call
    "photos",
    Column("order", Id, nullable=False),
    Column("run", Id, nullable=False),  # its check
    Column("message", Id, nullable=False),  # that sent it
    Column("place", Integer, nullable=False),  # among the media of that message
    Column("shop", Id),  # the sending shop, or
    Column("staff", Id),  # a member of the staff
    Column("sha", String, nullable=False),  # SHA-256 of our JPEG
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("stored_as", String),  # its name in the photo store; NULL once deleted there
    Column("created_at", Moment, nullable=False),
    Column("shown_at", Moment),  # when the customer was first asked about it
    Column("removed_at", Moment),  # from then on hidden
    points("order", "reservations"),
    points("message", "messages"),
    UniqueConstraint("business", "message", "place"),
)
Index("ix_photos_order", photos.c.business, photos.c.order)
Index("ix_photos_created", photos.c.business, photos.c.created_at)
_LEFT = "removed_at IS NOT NULL AND stored_as IS NOT NULL"
index("ix_photos_left", photos.c.business, photos.c.removed_at, where=_LEFT)

referrals = tenants(
    "referrals",
    Column("contact", Id, nullable=False),  # the code's owner
    Column("created_at", Moment, nullable=False),
    points("contact", "contacts"),
    keys=("code",),
)
Index("ix_referrals_contact", referrals.c.business, referrals.c.contact)

credits = tenants(
    "credits",
    Column("contact", Id, nullable=False),  # the user
    Column("why", String, nullable=False),  # invited, inviting
    Column("key", String, nullable=False),  # its unique key: for each new person
    Column("amount", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("other", Id),  # their inviter, or their invited friend
    Column("created_at", Moment, nullable=False),
    Column("used_by", Id),  # the order with the discount
    Column("used_at", Moment),
    points("contact", "contacts"),
    UniqueConstraint("business", "key"),
)
Index("ix_credits_contact", credits.c.business, credits.c.contact)
Index("ix_credits_order", credits.c.business, credits.c.used_by)
