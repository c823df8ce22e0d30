"""Roots that outlive the secret key, ends of API keys, an index of opt-in asks."""

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "roots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roots")),
    )
    with op.batch_alter_table("api_keys", schema=None) as batch_op:
        batch_op.add_column(sa.Column("label", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("expires_at", Moment(), nullable=True))
        batch_op.add_column(sa.Column("used_at", Moment(), nullable=True))
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(
            "ix_messages_asks",
            ["business", "left_at"],
            unique=False,
            sqlite_where=sa.text("kind = 'opt_in_ask' AND left_at IS NOT NULL"),
            postgresql_where=sa.text("kind = 'opt_in_ask' AND left_at IS NOT NULL"),
        )
