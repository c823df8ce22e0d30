"""What needs the yes of two of the staff."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    op.create_table(
        "approvals",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", Id(), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.Column("approved_at", Moment(), nullable=True),
        sa.Column("approved_by", Id(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_approvals")),
        sa.UniqueConstraint(
            "business", "kind", "subject", "snapshot", name=op.f("uq_approvals_business_kind_subject_snapshot")
        ),
    )
