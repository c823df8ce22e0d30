"""Restocks that repeat each week."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "restock_plans",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("product", Id(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("asked_on", sa.Integer(), nullable=True),
        sa.Column("order", Id(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "product"],
            ["products.business", "products.id"],
            name=op.f("fk_restock_plans_business_product"),
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_restock_plans")),
        sa.UniqueConstraint("business", "number", name=op.f("uq_restock_plans_business_number")),
    )
