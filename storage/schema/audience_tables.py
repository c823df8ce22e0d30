"""Audiences that a business keeps, and who was in each last night; the API calls them segments."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Text, UniqueConstraint

from storage.schema.tenancy import acted, points, tenants
from storage.sql.column_types import Moment

segments = tenants(
    "segments",
    Column("name", String, nullable=False),
    Column("folded", String, nullable=False),  # the name as it is compared: flows/name_folding.py
    Column("criteria", Text, nullable=False),  # as JSON: flows/audience/criteria_json.py
    Column("phrase", Text),  # in whose words it was asked for, where it was by words
    Column("version", Integer, nullable=False),  # counts the changes, from 1
    Column("made_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    *acted(),  # who made it
    UniqueConstraint("business", "folded"),
)

# Who was in an audience last night. A ready one has an id, too: storage/audience/nightly_audiences.py.
segment_members = tenants("segment_members", points("contact", "contacts"), keys=("segment", "contact"), by_key=True)
Index("ix_segment_members_contact", segment_members.c.business, segment_members.c.contact)

# How many people an audience had in a night, and what these were worth.
segment_nights = tenants(
    "segment_nights",
    Column("definition", String, nullable=False),  # a digest of the criteria by which they were told
    Column("people", Integer, nullable=False),
    Column("value", BigInteger, nullable=False),  # micro-units of the currency: the sum of the totals' spend
    Column("currency", String, nullable=False),
    Column("entered", Integer),  # since the night before; empty in the first night of these criteria
    Column("gone", Integer),
    Column("at", Moment, nullable=False),  # the moment by which they were told
    keys=("segment", "night"),  # a day of the business's, as 2026-03-02
)
