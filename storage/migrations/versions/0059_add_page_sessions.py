"""Add page sessions."""

import sqlalchemy as sa
from alembic import op

from storage.sql.column_types import Id, Moment

revision = "0059"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "page_sessions",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", Id(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_page_sessions")),
        sa.UniqueConstraint("business", "login", name=op.f("uq_page_sessions_business_login")),
        sa.UniqueConstraint("business", "session", name=op.f("uq_page_sessions_business_session")),
        sqlite_with_rowid=True,
    )
    with op.batch_alter_table("page_sessions", schema=None) as batch_op:
        batch_op.create_index("ix_page_sessions_subject", ["business", "kind", "subject"], unique=False)
