"""The place that a number tells stands with the number; filled in for the numbers that are known already."""

import sqlalchemy as sa
from alembic import context, op

from flows.policy.places import place_of_number
from storage.migrations.names import pages

revision = "0037"
down_revision = "0036"

_PLACES = ("country", "region", "timezone")
_KNOWN = sa.table("addresses", *map(sa.column, ("business", "id", "value")))
_TOLD = "UPDATE addresses SET country = {}, region = {}, timezone = {} WHERE business = {} AND id = {}"


def upgrade() -> None:
    for name in _PLACES:
        op.add_column("addresses", sa.Column(name, sa.String))
    if not context.is_offline_mode():  # as SQL the steps begin with an empty database
        _fill(op.get_bind())
    for name in _PLACES:
        told = sa.text(f"{name} IS NOT NULL")
        there = ["business", name, "contact"]
        op.create_index(f"ix_addresses_{name}", "addresses", there, sqlite_where=told, postgresql_where=told)


def _fill(connection: sa.Connection) -> None:
    marks = [f"${at}" for at in range(1, 6)] if connection.dialect.name == "postgresql" else ["?"] * 5
    for page in pages(connection, _KNOWN, _KNOWN.c.value, _KNOWN.c.value.like("+%")):
        rows = [(*place_of_number(value), business, one) for business, one, value in page]
        connection.exec_driver_sql(_TOLD.format(*marks), rows)
