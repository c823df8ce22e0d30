"""Campaigns, and a line for each change of them."""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("channels", sa.String(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("local_time", sa.String(), nullable=True),
        sa.Column("holdout", sa.Float(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("latest", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("business", "folded", name=op.f("uq_campaigns_business_folded")),
    )
    op.create_table(
        "campaign_changes",
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("campaign", Id(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("actor_kind", sa.String(), server_default="system", nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["business", "campaign"],
            ["campaigns.business", "campaigns.id"],
            name=op.f("fk_campaign_changes_business_campaign"),
        ),
        sa.PrimaryKeyConstraint("business", "id", name=op.f("pk_campaign_changes")),
    )
    op.create_index("ix_campaign_changes_campaign", "campaign_changes", ["business", "campaign", "id"])
