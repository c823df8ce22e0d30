"""A person who waits for a product may have wished for one message about it, at one address."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    op.add_column("waiting_people", sa.Column("wish", Id()))
    op.add_column("waiting_people", sa.Column("address", Id()))
    op.create_index("ix_waiting_people_wish", "waiting_people", ["business", "wish"])
