"""What members of the staff did that they may take back."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "deeds",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", Id(), nullable=False),
        sa.Column("figures", sa.Text(), server_default="{}", nullable=False),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_deeds")),
    )
    op.create_index("ix_deeds_about", "deeds", ["business", "about"], unique=False)
    op.create_index(
        "ix_deeds_actor",
        "deeds",
        ["business", "actor"],
        unique=False,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
