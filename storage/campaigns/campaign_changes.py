"""The changes of a business's campaigns, each with the campaign as it left that."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from flows.audience.criteria_json import load_criteria
from flows.campaigns.campaign import ALIVE, OVER, Campaign, CampaignStatus
from flows.campaigns.campaign_change import CampaignBefore, CampaignSetting, setting_of
from flows.campaigns.campaign_texts import CampaignText
from storage.schema import campaign_changes
from storage.sql import json_codec
from storage.sql.repository import Repository


class CampaignChanges(Repository):
    """The changes of one business's campaigns."""

    async def last(self, campaign: Campaign) -> UUID:
        """The last change of a campaign, which left it as it stands; one of before 0048 is told the rest by it."""
        query = select(campaign_changes.c.id, campaign_changes.c.setting).where(
            self._tx.mine(campaign_changes), campaign_changes.c.campaign == campaign.id
        )
        row = await self._tx.one(query.order_by(campaign_changes.c.id.desc()).limit(1))
        if row.setting is None:
            await self._tx.change(campaign_changes, row.id, setting=json_codec.dump(setting_of(campaign)))
        return UUID(str(row.id))

    async def last_edit(self, which: UUID) -> UUID:
        """Return the last change of a campaign but for looks at what it would do."""
        query = select(campaign_changes.c.id).where(
            self._tx.mine(campaign_changes),
            campaign_changes.c.campaign == which,
            campaign_changes.c.what != CampaignStatus.PREVIEWED.value,
        )
        return UUID(str((await self._tx.one(query.order_by(campaign_changes.c.id.desc()).limit(1))).id))

    async def ended_paused(self, which: UUID) -> bool:
        """Whether a campaign came to its end in a pause, and was not called off."""
        query = self._stood(which).order_by(campaign_changes.c.id.desc()).limit(2)
        return [row.what for row in await self._tx.rows(query)] == [CampaignStatus.DONE, CampaignStatus.PAUSED]

    async def paused_for(self, which: UUID, since: datetime, now: datetime) -> timedelta:
        """For how long a campaign was paused between these moments."""
        rows = await self._tx.rows(self._stood(which).order_by(campaign_changes.c.id))
        ends = [*(row.at for row in rows[1:]), now]
        pauses = [(row.at, end) for row, end in zip(rows, ends, strict=False) if row.what == CampaignStatus.PAUSED]
        return sum((max(end, since) - max(start, since) for start, end in pauses), timedelta(0))

    async def get(self, change: UUID) -> CampaignBefore | None:
        """A campaign as that change left it; None where that is not known."""
        query = select(campaign_changes).where(self._tx.mine(campaign_changes), campaign_changes.c.id == change)
        row = await self._tx.row(query)
        if row is None or row.setting is None:
            return None
        criteria, texts = load_criteria(row.criteria), json_codec.load(tuple[CampaignText, ...], row.words)
        return CampaignBefore(criteria, texts, json_codec.load(CampaignSetting, row.setting))

    def _stood(self, which: UUID) -> Select[Any]:
        """The statuses that a launched campaign came to, each with its moment."""
        what, at = campaign_changes.c.what, campaign_changes.c.at
        its = (self._tx.mine(campaign_changes), campaign_changes.c.campaign == which)
        return select(what, at).where(*its, what.in_([one.value for one in ALIVE | OVER]))
