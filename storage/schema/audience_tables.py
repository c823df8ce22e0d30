"""Stored audiences of a business, and last night's members; the API calls them segments."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Text, UniqueConstraint

from storage.schema.tenancy import make_actor_columns, points, tenants
from storage.sql.column_types import Moment

segments = tenants(
    "segments",
    Column("name", String, nullable=False),
    Column("folded", String, nullable=False),  # the compared form of the name: flows/name_folding.py
    Column("criteria", Text, nullable=False),  # as JSON: flows/audience/criteria_json.py
    Column("phrase", Text),  # the words of the request, if it was in words
    Column("version", Integer, nullable=False),  # the number of changes, from 1
    Column("made_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    *make_actor_columns(),  # its maker
    UniqueConstraint("business", "folded"),
)

# Last night's members of an audience. A ready-made one has an id, too: storage/audience/nightly_audiences.py.
segment_members = tenants("segment_members", points("contact", "contacts"), keys=("segment", "contact"), by_key=True)
Index("ix_segment_members_contact", segment_members.c.business, segment_members.c.contact)

# The size and the value of an audience in a night.
segment_nights = tenants(
    "segment_nights",
    Column("definition", String, nullable=False),  # a digest of the criteria that they met
    Column("people", Integer, nullable=False),
    Column("value", BigInteger, nullable=False),  # micro-units of the currency: the sum of the totals' spend
    Column("currency", String, nullable=False),
    Column("entered", Integer),  # since the night before; empty in the first night of these criteria
    Column("gone", Integer),
    Column("at", Moment, nullable=False),  # the moment that they were judged by
    keys=("segment", "night"),  # a day of the business's, as 2026-03-02
)
