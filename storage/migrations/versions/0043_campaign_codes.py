"""The codes of campaigns: a pool for each, and whom a code of one was handed to."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.create_table(
        "code_pools",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("campaign", Id(), nullable=False),
        sa.Column("percent", sa.SmallInteger(), nullable=True),
        sa.Column("micros", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("valid_for", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("discount", sa.String(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.Column("creation", sa.String(), nullable=True),
        sa.Column("adding", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("made_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "campaign"],
            ["campaigns.business", "campaigns.id"],
            name=op.f("fk_code_pools_business_campaign"),
        ),
        sa.PrimaryKeyConstraint("business", "campaign", name=op.f("pk_code_pools")),
    )
    op.create_table(
        "campaign_codes",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("campaign", Id(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["business", "campaign"],
            ["code_pools.business", "code_pools.campaign"],
            name=op.f("fk_campaign_codes_business_campaign"),
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_campaign_codes")),
        sa.UniqueConstraint("business", "campaign", "place", name=op.f("uq_campaign_codes_business_campaign_place")),
        sa.UniqueConstraint("business", "code", name=op.f("uq_campaign_codes_business_code")),
    )
    op.create_index("ix_campaign_codes_status", "campaign_codes", ["business", "campaign", "status", "place"])
    with op.batch_alter_table("discounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("campaign", Id(), nullable=True))
        batch_op.add_column(sa.Column("message", Id(), nullable=True))
    told = sa.text("message IS NOT NULL")
    columns = ["business", "message"]
    op.create_index("uq_discounts_message", "discounts", columns, unique=True, sqlite_where=told, postgresql_where=told)
