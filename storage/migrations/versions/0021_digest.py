"""The hour at which a member of the staff gets a daily digest."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest_at", sa.SmallInteger(), nullable=True))
