"""Campaigns, with a line for each change."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, String, Text, UniqueConstraint, false

from storage.schema.tenancy import make_actor_columns, points, tenants
from storage.sql.column_types import Id, Moment

campaigns = tenants(
    "campaigns",
    Column("name", String, nullable=False),
    Column("folded", String, nullable=False),  # the compared form of the name: flows/name_folding.py
    Column("status", String, nullable=False),  # flows.campaigns.campaign.CampaignStatus
    Column("criteria", Text, nullable=False),  # of its people, as JSON: flows/audience/criteria_json.py
    Column("phrase", Text, nullable=False),  # the words of the request
    Column("words", Text, nullable=False),  # its wordings, a JSON list: flows/campaigns/campaign_texts.py
    Column("channels", String, nullable=False),  # in the order of use, with commas between
    Column("due_at", Moment, nullable=False),
    Column("local_time", String),  # "18:00": the time of day in each person's own zone
    Column("at_once", Boolean, nullable=False, server_default=false()),  # `due_at` is the launch itself
    Column("holdout", Float, nullable=False),
    Column("url", Text, nullable=False),  # the target of its links; "" for none
    Column("latest", Moment),  # the latest departure; empty before its launch
    Column("version", Integer, nullable=False),  # the number of changes, from 1
    Column("terms", Text, nullable=False, server_default="{}"),  # as JSON: flows/campaigns/campaign_terms.py
    Column("spent", BigInteger, nullable=False, server_default="0"),  # of its budget, in micro-units
    Column("preview", Text),  # the last forecast, as JSON: flows/campaigns/campaign_preview.py
    Column("contest", Text),  # when the best wording goes to the rest, as JSON: flows/campaigns/wording_contest.py
    Column("made_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    *make_actor_columns(),  # its maker
    UniqueConstraint("business", "folded"),
)

# A line for each change: the deed, its actor, and the words and people after it.
campaign_changes = tenants(
    "campaign_changes",
    Column("campaign", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("what", String, nullable=False),  # its new status, or "edited", "restored" or "decided"
    Column("criteria", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("setting", Text),  # all other changeable settings, as JSON; none before 0048
    *make_actor_columns(),
    points("campaign", "campaigns"),
)
Index("ix_campaign_changes_campaign", campaign_changes.c.business, campaign_changes.c.campaign, campaign_changes.c.id)
