"""Who was in each audience last night, and how many people it had and what they were worth night by night."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "segment_nights",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("segment", Id(), nullable=False),
        sa.Column("night", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=True),
        sa.Column("gone", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "segment", "night", name=op.f("pk_segment_nights")),
    )
    op.create_table(
        "segment_members",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("segment", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "contact"],
            ["contacts.business", "contacts.id"],
            name=op.f("fk_segment_members_business_contact"),
        ),
        sa.PrimaryKeyConstraint("business", "segment", "contact", name=op.f("pk_segment_members")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_segment_members_contact", "segment_members", ["business", "contact"])
