"""${message.capitalize()}."""

import sqlalchemy as sa
from alembic import op

from storage.sql.column_types import Id, Moment

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades}
