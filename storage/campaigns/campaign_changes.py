"""The changes of a business's campaigns, each with the campaign after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from flows.audience.criteria_json import load_criteria
from flows.campaigns.campaign import ALIVE, OVER, Campaign, CampaignStatus
from flows.campaigns.campaign_change import CampaignBefore, CampaignSetting, get_setting
from flows.campaigns.campaign_texts import CampaignText
from storage.schema import campaign_changes
from storage.sql import json_codec
from storage.sql.repository import Repository


class CampaignChanges(Repository):
    """The changes of one business's campaigns."""

    async def ensure_last(self, campaign: Campaign) -> UUID:
        """Return the last change of a campaign. For a campaign from before 0048, write the missing details into it."""
        query = select(campaign_changes.c.id, campaign_changes.c.setting).where(
            self._tx.owns(campaign_changes), campaign_changes.c.campaign == campaign.id
        )
        row = await self._tx.fetch_one(query.order_by(campaign_changes.c.id.desc()).limit(1))
        if row.setting is None:
            await self._tx.change(campaign_changes, row.id, setting=json_codec.dump(get_setting(campaign)))
        return UUID(str(row.id))

    async def find_last_edit(self, which: UUID) -> UUID:
        """Return the last change of a campaign, without previews."""
        query = select(campaign_changes.c.id).where(
            self._tx.owns(campaign_changes),
            campaign_changes.c.campaign == which,
            campaign_changes.c.what != CampaignStatus.PREVIEWED.value,
        )
        return UUID(str((await self._tx.fetch_one(query.order_by(campaign_changes.c.id.desc()).limit(1))).id))

    async def ends_paused(self, which: UUID) -> bool:
        """Return True if a campaign reached its end while paused, without being cancelled."""
        query = self._select_statuses(which).order_by(campaign_changes.c.id.desc()).limit(2)
        return [row.what for row in await self._tx.rows(query)] == [CampaignStatus.DONE, CampaignStatus.PAUSED]

    async def measure_pause(self, which: UUID, since: datetime, now: datetime) -> timedelta:
        """Return how long a campaign was paused between these moments."""
        rows = await self._tx.rows(self._select_statuses(which).order_by(campaign_changes.c.id))
        ends = [*(row.at for row in rows[1:]), now]
        pauses = [(row.at, end) for row, end in zip(rows, ends, strict=False) if row.what == CampaignStatus.PAUSED]
        return sum((max(end, since) - max(start, since) for start, end in pauses), timedelta(0))

    async def get(self, change: UUID) -> CampaignBefore | None:
        """Return a campaign after that change; None if unknown."""
        query = select(campaign_changes).where(self._tx.owns(campaign_changes), campaign_changes.c.id == change)
        row = await self._tx.row(query)
        if row is None or row.setting is None:
            return None
        criteria, texts = load_criteria(row.criteria), json_codec.load(tuple[CampaignText, ...], row.words)
        return CampaignBefore(criteria, texts, json_codec.load(CampaignSetting, row.setting))

    def _select_statuses(self, which: UUID) -> Select[Any]:
        """Select the statuses of a launched campaign, each with its moment."""
        what, at = campaign_changes.c.what, campaign_changes.c.at
        its = (self._tx.owns(campaign_changes), campaign_changes.c.campaign == which)
        return select(what, at).where(*its, what.in_([one.value for one in ALIVE | OVER]))
