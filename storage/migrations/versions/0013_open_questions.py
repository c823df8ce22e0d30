"""Open questions."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("address", Id(), nullable=False),
        sa.Column("message", Id(), nullable=False),
        sa.Column("expects", sa.String(), nullable=False),
        sa.Column("about_kind", sa.String(), nullable=True),
        sa.Column("about", Id(), nullable=True),
        sa.Column("choices", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("stays", sa.Boolean(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "address"], ["addresses.business", "addresses.id"], name=op.f("fk_questions_business_address")
        ),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name=op.f("fk_questions_business_contact")
        ),
        sa.ForeignKeyConstraint(
            ["business", "message"], ["messages.business", "messages.id"], name=op.f("fk_questions_business_message")
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_questions")),
        sa.UniqueConstraint("business", "message", name=op.f("uq_questions_business_message")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_contact", ["business", "contact"], unique=False)
        batch_op.create_index(
            "ix_questions_open",
            ["business", "address", "message"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
