"""The addresses to which orders are delivered, and the pages of products."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "delivery_addresses",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "order"],
            ["reservations.business", "reservations.id"],
            name=op.f("fk_delivery_addresses_business_order"),
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_delivery_addresses")),
        sa.UniqueConstraint("business", "order", name=op.f("uq_delivery_addresses_business_order")),
    )
    with op.batch_alter_table("delivery_addresses", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_addresses_contact", ["business", "contact"], unique=False)
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.add_column(sa.Column("url", sa.String(), nullable=True))
