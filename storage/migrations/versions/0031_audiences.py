"""Audiences that a business keeps, and indexes by which their people are counted."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0031"
down_revision = "0030"

_LIVING = "merged_into IS NULL AND erased_at IS NULL"


def upgrade() -> None:
    op.create_table(
        "segments",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_segments")),
        sa.UniqueConstraint("business", "folded", name=op.f("uq_segments_business_folded")),
    )
    _index("contacts", "living", "id", "merged_into", "erased_at", where=_LIVING)
    _index("addresses", "usable", "channel", "contact", "state", where="state = 'usable'")
    for name in ("country", "region", "timezone"):
        _index("places", name, name, "contact", where=f"{name} IS NOT NULL")
    for name in ("brand", "category"):
        op.drop_index(f"ix_order_lines_{name}", table_name="order_lines")
        _index("order_lines", name, name, "contact", "at")
    op.drop_index("ix_orders_contact", table_name="orders")
    _index("orders", "contact", "contact", "placed_at", "cancelled_at")
    if op.get_bind().dialect.name == "sqlite":
        _by_key()


def _index(table: str, name: str, *columns: str, where: str = "") -> None:
    some: dict[str, Any] = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)} if where else {}
    op.create_index(f"ix_{table}_{name}", table, ["business", *columns], **some)


def _by_key() -> None:
    """The totals in the order of their key, as they are read: a table of SQLite is written anew for that."""
    for name in ("orders", "spend", "last_order_at"):
        op.drop_index(f"ix_customer_totals_{name}", table_name="customer_totals")
    op.rename_table("customer_totals", "customer_totals_before")
    counts = ("returns", "discounts_given", "discounts_used", "clicks", "replies", "visits")
    op.create_table(
        "customer_totals",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in ("orders", "priced")),
        sa.Column("spend", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("first_order_at", Moment(), nullable=True),
        sa.Column("last_order_at", Moment(), nullable=True),
        sa.Column("rhythm", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in counts),
        sa.Column("last_active_at", Moment(), nullable=True),
        sa.Column("acquired_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "contact"],
            ["contacts.business", "contacts.id"],
            name=op.f("fk_customer_totals_business_contact"),
        ),
        sa.PrimaryKeyConstraint("business", "contact", name=op.f("pk_customer_totals")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO customer_totals SELECT * FROM customer_totals_before ORDER BY business, contact")
    op.drop_table("customer_totals_before")
    _index("customer_totals", "orders", "orders", "contact")
    for name in ("spend", "last_order_at"):
        _index("customer_totals", name, name, "contact", "orders", where="orders > 0")
