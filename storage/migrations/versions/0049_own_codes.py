"""Discount codes of the shop's own, made and ended by hand."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    op.create_table(
        "own_codes",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("percent", sa.SmallInteger(), nullable=True),
        sa.Column("micros", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("discount", sa.String(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_own_codes")),
        sa.UniqueConstraint("business", "code", name=op.f("uq_own_codes_business_code")),
    )
