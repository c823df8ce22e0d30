"""What a store is asked for whole: by which operation it gathers that, and how far it was taken over."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "store_imports",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("place", sa.Text(), server_default="{}", nullable=False),
        sa.Column("figures", sa.Text(), server_default="{}", nullable=False),
        sa.Column("holder", Id(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "source", "what", name=op.f("pk_store_imports")),
    )
