"""A change of a campaign is kept with all of it, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    with op.batch_alter_table("campaign_changes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("setting", sa.Text(), nullable=True))
