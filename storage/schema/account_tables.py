"""Businesses with their staff, secrets and senders, and the rows of the installation itself."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.schema.tenancy import index, make_actor_columns, metadata, points, tenants
from storage.sql.column_types import Id, Moment

businesses = Table(
    "businesses",
    metadata,
    Column("id", String, primary_key=True),
    Column("settings", Text, nullable=False),  # flows.business.Business as JSON, without secrets
    Column("currency", String),  # of its settings, for queries in SQL
    Column("totals_in", String),  # the currency of all totals of its customers
    Column("paused_at", Moment),
    Column("paused_by", String),
    Column("created_at", Moment, nullable=False),
)

clocks = Table(  # one row: the progress of real time, for processes whose machine has another time
    "clocks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("elapsed", Moment, nullable=False),
    Column("told_at", Moment, nullable=False),  # the time of the database's server, or of a SQLite file's machine
)

revisions = Table(  # one row: running processes compare it with their caches
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("sandbox_now", Moment),  # the pushed clock, only in a sandbox's database
)

roots = Table(  # the source of hashes, draws and codes: of the whole installation
    "roots",
    metadata,
    Column("id", Integer, primary_key=True),  # the first derives; old hashes may still use the others
    Column("sealed", LargeBinary, nullable=False),  # with PARLEY_SECRET_KEY, which may change; the root never does
)

credentials = tenants(
    "credentials",
    Column("secret", LargeBinary, nullable=False),  # encrypted with a key derived from PARLEY_SECRET_KEY
    Column("fingerprint", String, nullable=False),  # keyed hash: shows a change without decrypting
    Column("updated_at", Moment, nullable=False),
    keys=("name",),
)

senders = tenants(
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

session_menus = tenants(
    "session_menus",
    Column("content", String, nullable=False),  # the vendor's id
    points("sender", "senders"),
    keys=("sender", "name"),
    by_key=True,
)

staff = tenants(
    "staff",
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),  # owner, manager, agent
    Column("language", String),  # of messages to the member; None is the business's
    Column("digest_at", SmallInteger),  # the local time of their digest, in minutes of the day; None for never
    Column("contact", Id),
    Column("linked_at", Moment),
    Column("removed_at", Moment),
    points("contact", "contacts"),
)

invites = tenants(
    "invites",
    Column("kind", String, nullable=False),  # staff, customer, shop, sponsor
    Column("staff", Id),
    Column("shop", Id),
    Column("sponsor", Id),
    Column("contact", Id),
    Column("payload", Text),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("used_at", Moment),
    keys=("token",),  # a keyed hash of it: the token itself is shown once
)

api_keys = tenants(
    "api_keys",
    Column("hash", String, nullable=False),
    Column("scopes", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("label", String),  # for people: where it is used
    Column("sponsor", Id),  # the key reads and changes the offers of this sponsor only
    Column("expires_at", Moment),  # None: it does not end by itself
    Column("used_at", Moment),  # the first use on the last day of use
    UniqueConstraint("hash"),
)

# The result of a repeatable request, by its Idempotency-Key; kept for two days.
api_requests = tenants(
    "api_requests",
    Column("digest", String, nullable=False),  # of its body and query: another one under the same key is a mistake
    Column("made", Id, nullable=False),
    Column("at", Moment, nullable=False),
    keys=("request",),  # a hash of the API key, the path and the caller's key
)
Index("ix_api_requests_at", api_requests.c.business, api_requests.c.at)

audit = tenants(
    "audit",
    Column("at", Moment, nullable=False),
    Column("actor_kind", String, nullable=False, server_default="system"),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("about_kind", String),  # the object
    Column("about", String),
    Column("figures", Text, nullable=False, server_default="{}"),  # as JSON
    Column("number", Integer),  # in the chain of the business, from 1; None until it is sealed
    Column("hash", String),  # over the entry and the hash before it
)
index("ix_audit_number", audit.c.business, audit.c.number, where="number IS NOT NULL", unique=True)
index("ix_audit_unsealed", audit.c.business, audit.c.at, audit.c.id, where="number IS NULL")

# Number 0 is the head of the chain. Others replace the entries from ``number`` to ``last``, which retention deleted.
audit_checkpoints = tenants(
    "audit_checkpoints",
    Column("last", Integer, nullable=False),
    Column("hash", String, nullable=False),  # of the entry ``last``
    Column("began_at", Moment, nullable=False),  # of the head: when the chain began
    Column("sealed_at", Moment, nullable=False),
    Column("mark", String, nullable=False),  # a keyed hash over the row
    keys=("number",),
)

deeds = tenants(
    "deeds",  # the staff's deeds that can be undone, with the data for it
    Column("kind", String, nullable=False),
    Column("about", Id, nullable=False),  # the order, the shop or the product
    Column("figures", Text, nullable=False, server_default="{}"),  # as JSON: ids, codes and numbers, before the change
    *make_actor_columns(),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
)
Index("ix_deeds_about", deeds.c.business, deeds.c.about)
index("ix_deeds_actor", deeds.c.business, deeds.c.actor, where="undone_at IS NULL")

chosen_settings = (
    tenants(  # the staff's choices in chat, a row for each change: the rule is handlers/actions/setting_precedence.py
        "chosen_settings",
        Column("path", String, nullable=False),  # as the business file spells it: recovery.steps[3].discount
        Column("value", Text),  # as the file would write it; None for a removed setting
        Column("previous", Text),  # the value before
        Column("file", Text),  # the file's last value
        Column("replaces", Id),  # the choice before it, which an undo restores
        *make_actor_columns(),
        Column("chosen_at", Moment, nullable=False),
        Column("ended_at", Moment),
        Column("ended_by", String),  # file, again (another choice), undo
    )
)
index(
    "ix_chosen_settings_path",
    chosen_settings.c.business,
    chosen_settings.c.path,
    where="ended_at IS NULL",
    unique=True,
)

setup_steps = tenants(
    "setup_steps",
    Column("outcome", String, nullable=False),  # done, skipped
    *make_actor_columns(),
    Column("at", Moment, nullable=False),
    keys=("step",),
)
