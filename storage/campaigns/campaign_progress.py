"""The progress of a campaign in numbers, and its launcher."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select

from flows.actor import Actor
from flows.campaigns.campaign import CampaignStatus
from flows.delivery import MessageStatus
from storage.campaigns.campaign_steps import IS_FIRST
from storage.reports.last_messages import lasting
from storage.schema import campaign_changes, messages
from storage.sql.repository import Repository, read_actor

_NEVER = (MessageStatus.REFUSED, MessageStatus.EXPIRED, MessageStatus.VOID)


@dataclass(frozen=True, slots=True)
class CampaignProgress:
    """The first messages of a campaign, one for each person: made so far, sent, and never to be sent."""

    made: int
    left: int
    never: int


class CampaignsUnderWay(Repository):
    """The progress of one business's campaigns."""

    async def load_progress(self, campaign: UUID) -> CampaignProgress:
        """Return the progress of a campaign's first messages. Only people who got one get follow-ups."""
        never = messages.c.status.in_([one.value for one in _NEVER])
        query = select(
            func.count().label("made"),
            func.count(messages.c.left_at).label("gone"),
            func.coalesce(func.sum(case((never, 1), else_=0)), 0).label("never"),
        ).where(self._tx.owns(messages), messages.c.campaign == campaign, IS_FIRST, lasting())
        row = await self._tx.fetch_one(query)
        return CampaignProgress(row.made, row.gone, int(row.never))

    async def count_too_late(self, campaign: UUID, rules: Collection[str]) -> int:
        """Return how many messages missed the campaign's end: those still waiting, and those that these rules
        refused.
        """
        waits, code = messages.c.status == MessageStatus.QUEUED.value, messages.c.code.in_(rules)
        late = or_(waits, and_(messages.c.status == MessageStatus.REFUSED.value, code))
        its = (self._tx.owns(messages), messages.c.campaign == campaign, late)
        return int(await self._tx.value(select(func.count()).where(*its)))

    async def count_departed(self, campaign: UUID) -> int:
        """Return how many messages of a campaign left, including follow-ups."""
        its = (self._tx.owns(messages), messages.c.campaign == campaign, messages.c.left_at.is_not(None))
        return int(await self._tx.value(select(func.count()).where(*its)))

    async def find_launcher(self, campaign: UUID) -> Actor | None:
        """Return the last person to approve a campaign; None if nobody did."""
        approved = (campaign_changes.c.campaign == campaign, campaign_changes.c.what == CampaignStatus.APPROVED.value)
        query = select(campaign_changes).where(self._tx.owns(campaign_changes), *approved)
        return await self._tx.fetch(query.order_by(campaign_changes.c.id.desc()).limit(1), read_actor)
