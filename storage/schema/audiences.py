"""Audiences that a business keeps; the API calls them segments."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Text, UniqueConstraint

from storage.schema.tenancy import acted, tenants
from storage.types import Moment

segments = tenants(
    "segments",
    Column("name", String, nullable=False),
    Column("folded", String, nullable=False),  # the name as it is compared: flows/folding.py
    Column("criteria", Text, nullable=False),  # as JSON: flows/audience/reading.py
    Column("phrase", Text),  # in whose words it was asked for, where it was by words
    Column("version", Integer, nullable=False),  # counts the changes, from 1
    Column("made_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    *acted(),  # who made it
    UniqueConstraint("business", "folded"),
)
