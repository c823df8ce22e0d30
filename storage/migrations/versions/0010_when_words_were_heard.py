"""When words were heard."""

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("heard_at", Moment(), nullable=True))

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("heard_at", Moment(), nullable=True))
