"""What people wrote is found among events that wait, to be acted upon first."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_WAITING = "status = 'new' AND type = 'message.received'"


def upgrade() -> None:
    op.create_index(
        "ix_events_texts",
        "events",
        ["arrival"],
        unique=False,
        sqlite_where=sa.text(_WAITING),
        postgresql_where=sa.text(_WAITING),
    )
