"""What owners changed in chat, a row for each change, and how far each step of setting up has come."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "chosen_settings",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("previous", sa.Text(), nullable=True),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("replaces", Id(), nullable=True),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.Column("chosen_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_chosen_settings")),
    )
    op.create_index(
        "ix_chosen_settings_path",
        "chosen_settings",
        ["business", "path"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "setup_steps",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "step", name=op.f("pk_setup_steps")),
    )
