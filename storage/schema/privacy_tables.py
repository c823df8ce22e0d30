"""Requests for a person's data, and the codes that prove an address before its record is shown."""

from __future__ import annotations

from sqlalchemy import Column, Index, SmallInteger, String

from storage.schema.tenancy import index, points, tenants
from storage.sql.column_types import Id, Moment

data_requests = tenants(
    "data_requests",
    Column("contact", Id, nullable=False),
    Column("source", String, nullable=False),  # where it was made: a store's name, chat, page, staff, api
    Column("event", Id),  # the event that brought it
    Column("asked_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),  # the last moment that the law allows
    Column("closed_at", Moment),
    Column("how", String),  # why it is closed: link, staff, export, api, erased
    points("contact", "contacts"),
)
Index("ix_data_requests_contact", data_requests.c.business, data_requests.c.contact)
index("ix_data_requests_open", data_requests.c.business, data_requests.c.due_at, where="closed_at IS NULL")

# The last code that was sent to an address, and how many were sent that day. All moments are elapsed time.
record_codes = tenants(
    "record_codes",
    Column("code", String),  # a keyed hash; empty once it is used
    Column("made_at", Moment, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("day_at", Moment, nullable=False),  # the start of the day that ``sent`` counts
    Column("sent", SmallInteger, nullable=False),
    points("address", "addresses"),
    keys=("address",),
)
