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

from storage.schema.tenancy import acted, index, metadata, points, tenants
from storage.sql.column_types import Id, Moment

businesses = Table(
    "businesses",
    metadata,
    Column("id", String, primary_key=True),
    Column("settings", Text, nullable=False),  # flows.business.Business as JSON, without secrets
    Column("currency", String),  # of its settings, to be asked for in SQL
    Column("totals_in", String),  # the currency that all totals of its customers are in
    Column("paused_at", Moment),
    Column("paused_by", String),
    Column("created_at", Moment, nullable=False),
)

clocks = Table(  # one row: how far real time has come, for processes that start at another time of their machine
    "clocks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("elapsed", Moment, nullable=False),
    Column("told_at", Moment, nullable=False),  # what the database's server, or a SQLite file's machine, showed then
)

revisions = Table(  # one row: running processes compare it with what they cached
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("sandbox_now", Moment),  # the pushed clock, only in a sandbox's database
)

roots = Table(  # what hashes, draws and codes are derived from: of the whole installation
    "roots",
    metadata,
    Column("id", Integer, primary_key=True),  # the first derives; by the others something old may still be hashed
    Column("sealed", LargeBinary, nullable=False),  # with PARLEY_SECRET_KEY, which may change; the root never does
)

credentials = tenants(
    "credentials",
    Column("secret", LargeBinary, nullable=False),  # encrypted with a key derived from PARLEY_SECRET_KEY
    Column("fingerprint", String, nullable=False),  # keyed hash: tells whether it changed without decrypting it
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
    Column("language", String),  # in which they are written to; None is the business's
    Column("digest_at", SmallInteger),  # minutes of the local day at which their digest comes; None for never
    Column("contact", Id),
    Column("linked_at", Moment),
    Column("removed_at", Moment),
    points("contact", "contacts"),
)

invites = tenants(
    "invites",
    Column("kind", String, nullable=False),  # staff, customer, shop
    Column("staff", Id),
    Column("shop", Id),
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
    Column("expires_at", Moment),  # None: it does not end by itself
    Column("used_at", Moment),  # on the last day that it was used, when first
    UniqueConstraint("hash"),
)

# What a request made that may be sent again, as its Idempotency-Key says; kept for two days.
api_requests = tenants(
    "api_requests",
    Column("digest", String, nullable=False),  # of its body and query: others under the same key are a mistake
    Column("made", Id, nullable=False),
    Column("at", Moment, nullable=False),
    keys=("request",),  # a hash of the API key, the path and what the caller called it
)
Index("ix_api_requests_at", api_requests.c.business, api_requests.c.at)

audit = tenants(
    "audit",
    Column("at", Moment, nullable=False),
    Column("actor_kind", String, nullable=False, server_default="system"),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("about_kind", String),  # what it was done to
    Column("about", String),
    Column("figures", Text, nullable=False, server_default="{}"),  # as JSON
)

deeds = tenants(
    "deeds",  # what members of the staff did that may be taken back, and what that needs
    Column("kind", String, nullable=False),
    Column("about", Id, nullable=False),  # the order, the shop or the product
    Column("figures", Text, nullable=False, server_default="{}"),  # as JSON: ids, codes and numbers, as it stood before
    *acted(),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
)
Index("ix_deeds_about", deeds.c.business, deeds.c.about)
index("ix_deeds_actor", deeds.c.business, deeds.c.actor, where="undone_at IS NULL")

chosen_settings = (
    tenants(  # what the staff chose in chat, a row for each change: the rule is handlers/actions/setting_precedence.py
        "chosen_settings",
        Column("path", String, nullable=False),  # as the business file spells it: recovery.steps[3].discount
        Column("value", Text),  # as the file would write it; None where the setting was taken out
        Column("previous", Text),  # what held before
        Column("file", Text),  # what the file last said
        Column("replaces", Id),  # the choice before it, which an undo brings back
        *acted(),
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
    *acted(),
    Column("at", Moment, nullable=False),
    keys=("step",),
)
