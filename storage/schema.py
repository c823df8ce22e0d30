"""The tables that everything shares. One picture of them stands in docs/architecture.md.

Every row belongs to a business: primary keys are (business, id) and foreign keys are composite, so that no row can
point into another tenant. Texts and phones of people live only in contacts, addresses, messages, events, orders and
carts, so that erasure has few places to scrub and never touches a ledger.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.types import Id, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *parts: Any, key: str = "id") -> Table:
    """A tenant's table: (business, ``key``) is its primary key."""
    business = Column("business", String, primary_key=True)
    keyed = Column(key, Id if key in {"id", "message", "order", "address", "contact"} else String, primary_key=True)
    return Table(name, metadata, business, keyed, *parts)


def _points(column: str, table: str, key: str = "id") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["business", column], [f"{table}.business", f"{table}.{key}"])


businesses = Table(
    "businesses",
    metadata,
    Column("id", String, primary_key=True),
    Column("settings", Text, nullable=False),  # flows.business.Business as JSON, without secrets
    Column("paused_at", Moment),
    Column("paused_by", String),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

revisions = Table(  # one row: running processes compare it with what they cached
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("sandbox_now", Moment),  # the pushed clock, only in a sandbox's database
)

credentials = _table(
    "credentials",
    Column("secret", LargeBinary, nullable=False),  # encrypted with a key derived from PARLEY_SECRET_KEY
    Column("fingerprint", String, nullable=False),  # keyed hash: tells whether it changed without decrypting it
    Column("updated_at", Moment, nullable=False),
    key="name",
)

senders = _table(
    "senders",
    Column("channel", String, nullable=False),
    Column("provider", String, nullable=False),
    Column("address", String, nullable=False),
    Column("rate", Float, nullable=False),  # a second
    Column("tokens", Float, nullable=False),
    Column("tokens_at", Moment, nullable=False),  # elapsed time, never the shop's
    Column("held_until", Moment),  # elapsed: Retry-After, back-off
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("paused_at", Moment),
    Column("paused_reason", String),
    Column("removed_at", Moment),
    UniqueConstraint("business", "channel", "address"),
)

contacts = _table(
    "contacts",
    Column("name", String),
    Column("locale", String),
    Column("timezone", String),
    Column("country", String),
    Column("region", String),
    Column("postal_code", String),
    Column("orders", Integer),  # how many the shop says they placed before us
    Column("last_purchase_at", Moment),
    Column("as_of", Moment),  # older news of their details is not applied
    Column("merged_into", Id),
    Column("erased_at", Moment),
    Column("automatic_from", Moment),  # the loop guard's hour
    Column("automatic_count", Integer, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
)

addresses = _table(
    "addresses",
    Column("contact", Id, nullable=False),
    Column("channel", String, nullable=False),  # sms, whatsapp, telegram; customer, email: known by, never written to
    Column("value", String, nullable=False),
    Column("state", String, nullable=False),
    Column("state_at", Moment, nullable=False),
    Column("state_reason", String),
    Column("last_inbound_at", Moment),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("business", "channel", "value"),
    _points("contact", "contacts"),
)
Index("ix_addresses_contact", addresses.c.business, addresses.c.contact)

staff = _table(
    "staff",
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),  # owner, manager, agent
    Column("contact", Id),
    Column("linked_at", Moment),
    Column("removed_at", Moment),
    UniqueConstraint("business", "name"),
    _points("contact", "contacts"),
)

invites = _table(
    "invites",
    Column("kind", String, nullable=False),  # staff, customer
    Column("staff", Id),
    Column("contact", Id),
    Column("payload", Text),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("used_at", Moment),
    key="token",  # a keyed hash of it: the token itself is shown once
)

consents = _table(
    "consents",
    Column("contact", Id, nullable=False),
    Column("address", Id, nullable=False),
    Column("purpose", String, nullable=False),
    Column("programme", String, nullable=False),
    Column("action", String, nullable=False),
    Column("source", String, nullable=False),
    Column("text", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("event", Id),
    _points("contact", "contacts"),
    _points("address", "addresses"),
)
Index("ix_consents_contact", consents.c.business, consents.c.contact, consents.c.id)
Index("ix_consents_address", consents.c.business, consents.c.address)

consent_proofs = _table(  # scrubbed by an erasure; the ledger beside it never is
    "consent_proofs",
    Column("ip", String),
    Column("user_agent", String),
)

permissions = Table(
    "permissions",
    metadata,
    Column("business", String, primary_key=True),
    Column("address", Id, primary_key=True),
    Column("purpose", String, primary_key=True),
    Column("programme", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("since", Moment, nullable=False),
    _points("address", "addresses"),
)

events = _table(
    "events",
    Column("source", String, nullable=False),
    Column("external_id", String, nullable=False),
    Column("type", String, nullable=False),
    Column("contact", Id),
    Column("lane", Id, nullable=False),  # the person, or the thing when nobody is named: one order of arrival
    Column("arrival", Id, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("raw", LargeBinary),
    Column("data", Text),  # how it was read
    Column("status", String, nullable=False),  # new, done, unreadable, parked
    Column("reason", String),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("due_at", Moment),
    Column("lease_until", Moment),
    UniqueConstraint("business", "source", "external_id"),
)
_NEW = text("status = 'new'")
Index("ix_events_new", events.c.arrival, sqlite_where=_NEW, postgresql_where=_NEW)
Index("ix_events_lane", events.c.business, events.c.lane, events.c.arrival, sqlite_where=_NEW, postgresql_where=_NEW)
Index("ix_events_contact", events.c.business, events.c.contact)
_TROUBLED = text("status IN ('parked', 'unreadable')")
Index(
    "ix_events_troubled",
    events.c.business,
    events.c.status,
    events.c.received_at,
    sqlite_where=_TROUBLED,
    postgresql_where=_TROUBLED,
)

runs = _table(
    "runs",
    Column("flow", String, nullable=False),
    Column("key", String, nullable=False),
    Column("contact", Id),
    Column("subject_kind", String),
    Column("subject", Id),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended", String),
    _points("contact", "contacts"),
)
_OPEN = text("ended_at IS NULL")
Index("uq_runs_open", runs.c.business, runs.c.flow, runs.c.key, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("ix_runs_contact", runs.c.business, runs.c.contact)
Index("ix_runs_subject", runs.c.business, runs.c.subject)

waits = _table(
    "waits",
    Column("run", Id, nullable=False),
    Column("contact", Id),
    Column("name", String, nullable=False),
    Column("due_at", Moment),
    Column("question", String),
    Column("expecting", String),
    Column("created_at", Moment, nullable=False),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("lease_until", Moment),
    Column("parked_at", Moment),
    _points("run", "runs"),
)
Index("ix_waits_run", waits.c.business, waits.c.run)
Index("ix_waits_contact", waits.c.business, waits.c.contact)
_DUE = text("due_at IS NOT NULL AND parked_at IS NULL")
Index("ix_waits_due", waits.c.due_at, sqlite_where=_DUE, postgresql_where=_DUE)

messages = _table(
    "messages",
    Column("direction", String, nullable=False),  # in, out
    Column("key", String, nullable=False),  # in: channel and provider id; out: what makes it once
    Column("channel", String, nullable=False),
    Column("address", Id, nullable=False),
    Column("contact", Id, nullable=False),
    Column("sender", Id),
    Column("purpose", String, nullable=False),
    Column("programme", String),
    Column("kind", String, nullable=False),
    Column("template", String),
    Column("locale", String),
    Column("data", Text),  # the values a template needs, as JSON; kept with the text's lifetime
    Column("text", Text),
    Column("content", String),  # the provider's id of the approved template that left in place of the text
    Column("variables", Text),  # what was filled into it, as JSON
    Column("buttons", Text),
    Column("media", Text),
    Column("status", String, nullable=False),
    Column("status_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("left_at", Moment),  # marked sending: what caps and lift count from
    Column("sent_at", Moment),
    Column("delivered_at", Moment),
    Column("read_at", Moment),
    Column("expires_after", BigInteger),  # microseconds of lateness from the first permitted minute
    Column("latest", Moment),
    Column("provider_id", String),
    Column("price", BigInteger),  # micro-units
    Column("price_currency", String),
    Column("code", String),
    Column("run", Id),
    Column("step", SmallInteger),
    Column("subject", Id),
    Column("reply_to", Id),  # the message of ours (in) or theirs (out) that this one answers
    Column("about", Id),  # a staff message: the customer's address it is about
    Column("fallback_of", Id),
    Column("attempted_at", Moment),  # elapsed time of the last call
    Column("asked", SmallInteger, nullable=False, server_default="0"),  # how often the provider was asked about it
    UniqueConstraint("business", "key"),
    _points("address", "addresses"),
    _points("contact", "contacts"),
)
Index("ix_messages_thread", messages.c.business, messages.c.address, messages.c.id)
Index("ix_messages_contact", messages.c.business, messages.c.contact, messages.c.left_at)
Index("ix_messages_provider", messages.c.business, messages.c.provider_id)
Index("ix_messages_left", messages.c.business, messages.c.left_at)
Index("ix_messages_run", messages.c.business, messages.c.run)
Index("ix_messages_subject", messages.c.business, messages.c.subject)
_FLYING = text("status IN ('sending', 'unknown')")
Index("ix_messages_flying", messages.c.contact, sqlite_where=_FLYING, postgresql_where=_FLYING)

calls = _table(
    "calls",
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("run", Id),
    Column("contact", Id),
    Column("request", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("status_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("provider_id", String),
    Column("code", String),
    Column("detail", String),
    Column("attempted_at", Moment),
    UniqueConstraint("business", "key"),
)

outbox = _table(
    "outbox",
    Column("kind", String, nullable=False),  # message, call
    Column("sender", Id, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("due_at", Moment),  # the shop's time; None waits for an event (resume, news read)
    Column("not_before", Moment),  # elapsed time: back-off after a failure of ours or theirs
    Column("address", Id),
    Column("contact", Id),
    Column("marketing", Boolean, nullable=False),
    Column("run", Id),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("lease_until", Moment),  # elapsed
    Column("parked_at", Moment),
)
Index("ix_outbox_due", outbox.c.business, outbox.c.sender, outbox.c.priority, outbox.c.due_at)
_HELD = text("not_before IS NOT NULL")
Index("ix_outbox_held", outbox.c.not_before, sqlite_where=_HELD, postgresql_where=_HELD)
Index("ix_outbox_contact", outbox.c.business, outbox.c.contact)
Index("ix_outbox_run", outbox.c.business, outbox.c.run)

verdicts = _table(
    "verdicts",
    Column("message", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("outcome", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("until", Moment),
    _points("message", "messages"),
)
Index("ix_verdicts_message", verdicts.c.business, verdicts.c.message, verdicts.c.id)

carts = _table(
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
    Column("reason", String),  # why nobody can be written to about it
    UniqueConstraint("business", "source", "cart"),
)
Index("ix_carts_contact", carts.c.business, carts.c.contact)
Index("ix_carts_created", carts.c.business, carts.c.created_at)

cart_tokens = Table(
    "cart_tokens",
    metadata,
    Column("business", String, primary_key=True),
    Column("token", String, primary_key=True),
    Column("cart", Id, nullable=False),
    _points("cart", "carts"),
)

orders = _table(
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
    Column("carts", Text),  # the cart ids it named, also those not heard of yet
    Column("placed_at", Moment),  # None: only news about it has come so far
    Column("paid_at", Moment),
    Column("cancelled_at", Moment),
    Column("shipped_at", Moment),
    Column("delivered_at", Moment),
    Column("carrier", String),
    Column("tracking_url", String),
    Column("expected", String),
    Column("refunded", BigInteger, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("business", "source", "ref"),
)
Index("ix_orders_contact", orders.c.business, orders.c.contact)
Index("ix_orders_cart", orders.c.business, orders.c.cart)
Index("ix_orders_placed", orders.c.business, orders.c.placed_at)

refunds = Table(
    "refunds",
    metadata,
    Column("business", String, primary_key=True),
    Column("order", Id, primary_key=True),
    Column("refund", String, primary_key=True),
    Column("amount", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    _points("order", "orders"),
)

discounts = _table(
    "discounts",
    Column("code", String, nullable=False),
    Column("contact", Id, nullable=False),
    Column("run", Id),
    Column("percent", SmallInteger, nullable=False),
    Column("status", String, nullable=False),  # asked, created, failed, used
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("order", Id),
    UniqueConstraint("business", "code"),
)
Index("ix_discounts_contact", discounts.c.business, discounts.c.contact)

links = _table(
    "links",
    Column("url", String, nullable=False),
    Column("message", Id, nullable=False),
    Column("contact", Id),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("code"),
    key="code",
)
Index("ix_links_message", links.c.business, links.c.message)

clicks = _table(
    "clicks",
    Column("code", String, nullable=False),
    Column("contact", Id),
    Column("message", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("robot", Boolean, nullable=False),
    _points("code", "links", "code"),
)
Index("ix_clicks_contact", clicks.c.business, clicks.c.contact, clicks.c.at)
Index("ix_clicks_code", clicks.c.business, clicks.c.code)

attributions = _table(
    "attributions",
    Column("reason", String, nullable=False),  # code, checkout, click
    Column("message", Id, nullable=False),
    Column("contact", Id),
    Column("step", SmallInteger),
    Column("at", Moment, nullable=False),
    _points("order", "orders"),
    key="order",
)

draws = Table(  # who was left alone, with the chance it was drawn with: lift needs both
    "draws",
    metadata,
    Column("business", String, primary_key=True),
    Column("experiment", String, primary_key=True),
    Column("contact", Id, primary_key=True),
    Column("chance", Float, nullable=False),
    Column("draw", Float, nullable=False),
    Column("held_out", Boolean, nullable=False),
    Column("first_at", Moment, nullable=False),
)

api_keys = _table(
    "api_keys",
    Column("hash", String, nullable=False),
    Column("scopes", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    UniqueConstraint("hash"),
)

audit = _table(
    "audit",
    Column("at", Moment, nullable=False),
    Column("actor", String, nullable=False),  # a staff id, or the command line
    Column("action", String, nullable=False),
    Column("detail", String, nullable=False),
)

spools = Table(  # each host and folder that takes inbound while the database is away
    "spools",
    metadata,
    Column("id", String, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("seen_at", Moment, nullable=False),  # elapsed
)
