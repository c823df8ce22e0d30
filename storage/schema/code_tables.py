"""The codes of a campaign's offers, with one pool for each offer; and codes of the shop's own."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)

from storage.schema.tenancy import make_actor_columns, points, tenants
from storage.sql.column_types import Id, Moment

code_pools = tenants(
    "code_pools",
    Column("percent", SmallInteger),  # each code's discount: some percent,
    Column("micros", BigInteger),  # or so much money; with neither it is free shipping
    Column("currency", String),
    Column("valid_for", Integer, nullable=False),  # seconds after the last hour of the campaign
    Column("prefix", String, nullable=False),
    Column("title", String, nullable=False),  # the discount's name in the shop
    Column("provider", String, nullable=False),  # the store that makes them
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("discount", String),  # the store's id of it; empty before it is made
    Column("seen_at", Moment),  # when the discount was last known to exist
    Column("creation", String),  # the store's id of the part being added
    Column("adding", Integer, nullable=False),  # codes of that part: the first requested ones
    Column("tries", Integer, nullable=False),  # failed ones in a row
    Column("failure", Text),  # why no more are made
    Column("made_at", Moment),  # when all wanted ones existed
    points("campaign", "campaigns"),
    keys=("campaign", "variant"),  # "" for the offer of all variants
)

campaign_codes = tenants(
    "campaign_codes",
    Column("campaign", Id, nullable=False),
    Column("variant", String, nullable=False, server_default=""),  # of its pool
    Column("place", Integer, nullable=False),  # the order of making and handing out, from 1
    Column("code", String, nullable=False),
    Column("status", String, nullable=False),  # storage.campaigns.campaign_codes.CodeStatus
    Column("why", Text),  # the reason of its death
    ForeignKeyConstraint(
        ["business", "campaign", "variant"], ["code_pools.business", "code_pools.campaign", "code_pools.variant"]
    ),
    UniqueConstraint("business", "code"),
    UniqueConstraint("business", "campaign", "variant", "place"),
)
Index(
    "ix_campaign_codes_status",
    campaign_codes.c.business,
    campaign_codes.c.campaign,
    campaign_codes.c.status,
    campaign_codes.c.place,
)

own_codes = tenants(
    "own_codes",
    Column("code", String, nullable=False),  # in capitals, as shown to everybody
    Column("percent", SmallInteger),  # its discount, as in a pool
    Column("micros", BigInteger),
    Column("currency", String),
    Column("uses", Integer),  # orders at most, by anybody; empty for any number
    Column("title", String, nullable=False),  # the discount's name in the shop
    Column("provider", String, nullable=False),  # the store that has it
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("status", String, nullable=False),  # storage.store.own_codes.OwnCodeStatus
    Column("discount", String),  # the store's id of it; empty before it is made
    Column("why", Text),  # the reason of the failure
    *make_actor_columns(),  # the requester
    UniqueConstraint("business", "code"),
)
