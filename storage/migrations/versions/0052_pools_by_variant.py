"""A campaign has a pool of codes for each offer of its variants."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0052"
down_revision = "0051"

_NOW = "uq_campaign_codes_business_campaign_variant_place"
_PLACES = ("business", "campaign", "variant", "place")


def _variant() -> sa.Column[str]:
    return sa.Column("variant", sa.String(), server_default="", nullable=False)


def _codes(*more: Any) -> sa.Table:
    """The codes with these columns and constraints beside those that stay, for SQLite, which copies the table."""
    table = sa.Table(
        "campaign_codes",
        sa.MetaData(),
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("id", Id(), nullable=False),
        sa.Column("campaign", Id(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("business", "id", name="pk_campaign_codes"),
        sa.UniqueConstraint("business", "code", name="uq_campaign_codes_business_code"),
        *more,
    )
    sa.Index("ix_campaign_codes_status", table.c.business, table.c.campaign, table.c.status, table.c.place)
    return table


_POOLS = sa.Table(
    "code_pools",
    sa.MetaData(),
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
        ["business", "campaign"], ["campaigns.business", "campaigns.id"], name="fk_code_pools_business_campaign"
    ),
    sa.PrimaryKeyConstraint("business", "campaign", name="pk_code_pools"),
)


def upgrade() -> None:
    led = sa.ForeignKeyConstraint(
        ["business", "campaign"],
        ["code_pools.business", "code_pools.campaign"],
        name="fk_campaign_codes_business_campaign",
    )
    places = sa.UniqueConstraint("business", "campaign", "place", name="uq_campaign_codes_business_campaign_place")
    with op.batch_alter_table("campaign_codes", copy_from=_codes(led, places)) as batch_op:
        batch_op.drop_constraint("fk_campaign_codes_business_campaign", type_="foreignkey")
        batch_op.drop_constraint("uq_campaign_codes_business_campaign_place", type_="unique")
        batch_op.add_column(_variant())
        batch_op.create_unique_constraint(_NOW, list(_PLACES))
    with op.batch_alter_table("code_pools", copy_from=_POOLS) as batch_op:
        batch_op.add_column(_variant())
        batch_op.drop_constraint("pk_code_pools", type_="primary")
        batch_op.create_primary_key("pk_code_pools", ["business", "campaign", "variant"])
    now = _codes(_variant(), sa.UniqueConstraint(*_PLACES, name=_NOW))
    with op.batch_alter_table("campaign_codes", copy_from=now) as batch_op:
        batch_op.create_foreign_key(
            "fk_campaign_codes_business_campaign_variant",
            "code_pools",
            ["business", "campaign", "variant"],
            ["business", "campaign", "variant"],
        )
