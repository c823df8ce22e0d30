"""Questions of customers have rows of their own, and answers can be saved.

Questions that the staff was asked before this step are not chased: what still waits is asked about anew.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    _create_questions()
    _create_answers()


def _create_questions() -> None:
    op.create_table(
        "customer_questions",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("address", Id(), nullable=False),
        sa.Column("message", Id(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("taken_by", Id(), nullable=True),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("snoozed_until", Moment(), nullable=True),
        sa.Column("nudges", sa.Integer(), server_default="0", nullable=False),
        sa.Column("nudged_at", Moment(), nullable=True),
        sa.Column("away_told_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.Column("ended_by", Id(), nullable=True),
        sa.Column("saved", sa.String(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                ["business", column],
                [f"{table}.business", f"{table}.id"],
                name=op.f(f"fk_customer_questions_business_{column}"),
            )
            for column, table in (("address", "addresses"), ("contact", "contacts"), ("message", "messages"))
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_customer_questions")),
        sa.UniqueConstraint("business", "number", name=op.f("uq_customer_questions_business_number")),
    )
    op.create_index(
        "uq_customer_questions_open",
        "customer_questions",
        ["business", "address"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_customer_questions_contact", "customer_questions", ["business", "contact"], unique=False)
    op.create_index("ix_customer_questions_asked", "customer_questions", ["business", "asked_at"], unique=False)


def _create_answers() -> None:
    op.create_table(
        "saved_answers",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_saved_answers")),
    )
    op.create_index(
        "uq_saved_answers_held",
        "saved_answers",
        ["business", "name", "locale"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
