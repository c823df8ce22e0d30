"""Notes on customers, and what requests of the API made that may be sent again."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "api_requests",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made", Id(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("business", "request", name=op.f("pk_api_requests")),
    )
    op.create_index("ix_api_requests_at", "api_requests", ["business", "at"])
    op.create_table(
        "customer_notes",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("contact", Id(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "contact"],
            ["contacts.business", "contacts.id"],
            name=op.f("fk_customer_notes_business_contact"),
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_customer_notes")),
    )
    op.create_index("ix_customer_notes_contact", "customer_notes", ["business", "contact", "id"])
