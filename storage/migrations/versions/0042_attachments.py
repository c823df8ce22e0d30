"""Files of ours that go along with messages."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "id"], ["messages.business", "messages.id"], name=op.f("fk_attachments_business_id")
        ),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_attachments_business_contact")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_attachments")),
    )
