"""The contents from which a vendor draws menus under free texts, by sender; and whether a message left with one."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    op.create_table(
        "session_menus",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("sender", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("business", "sender", "name", name="pk_session_menus"),
        sa.ForeignKeyConstraint(
            ["business", "sender"], ["senders.business", "senders.id"], name="fk_session_menus_business_sender"
        ),
        sqlite_with_rowid=False,
    )
    op.add_column("messages", sa.Column("menu", sa.String()))
