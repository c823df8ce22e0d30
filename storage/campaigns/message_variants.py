"""The variant of a message's person in a campaign: their offer is that variant's, in follow-ups too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from flows.campaigns.campaign import Campaign
from flows.campaigns.follow_up import FIRST_STEP
from storage.campaigns.campaign_steps import IS_FIRST, step_of
from storage.schema import messages
from storage.sending.message import Message
from storage.sql.repository import Repository


class CampaignPlaces(Repository):
    """The variants of people in one business's campaigns, by place."""

    async def of(self, campaign: Campaign, some: Sequence[Message]) -> Mapping[UUID, int]:
        """Return the place of each message's person, by message id. A follow-up has its own wordings, so the person's
        first message decides; of two, the one that left."""
        places = {one.id: one.variant or 0 for one in some}
        later = [one for one in some if step_of(one) > FIRST_STEP]
        if not later or not campaign.terms.has_own_offers:
            return places
        first = (messages.c.campaign == campaign.id, IS_FIRST, messages.c.contact.in_({one.contact for one in later}))
        query = select(messages.c.contact, messages.c.variant).where(self._tx.owns(messages), *first)
        order = (messages.c.left_at.is_not(None), messages.c.id.desc())  # a person's last one stays
        had = {row.contact: row.variant or 0 for row in await self._tx.rows(query.order_by(*order))}
        return places | {one.id: had.get(one.contact, 0) for one in later}
