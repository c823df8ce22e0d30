"""Notes that the staff keeps with orders."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "order_notes",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=True),
        sa.Column("staff", Id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("order", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "order"],
            ["reservations.business", "reservations.id"],
            name=op.f("fk_order_notes_business_order"),
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_order_notes")),
    )
    with op.batch_alter_table("order_notes", schema=None) as batch_op:
        batch_op.create_index("ix_order_notes_order", ["business", "order"], unique=False)
        batch_op.create_index("ix_order_notes_contact", ["business", "contact"], unique=False)
