"""Mentions."""

# What channels told is read whole, so its bytes are not kept any more: they may quote what somebody else wrote.

import sqlalchemy as sa
from alembic import op

from storage.types import Id

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "mentions",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("message", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_mentions_business_contact")
        ),
        sa.ForeignKeyConstraint(
            ["business", "message"], ["messages.business", "messages.id"], name=op.f("fk_mentions_business_message")
        ),
        sa.PrimaryKeyConstraint("business", "message", "contact", name=op.f("pk_mentions")),
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index("ix_mentions_contact", ["business", "contact"], unique=False)
    told = "type IN ('message.received', 'receipt.arrived', 'address.changed')"
    op.execute(f"UPDATE events SET raw = NULL WHERE raw IS NOT NULL AND {told}")  # noqa: S608
