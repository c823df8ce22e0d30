"""The people for a campaign's follow-up: recipients of the first message who did not click or buy since."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_waves import AHEAD
from flows.campaigns.follow_up import Unless
from flows.delivery import LEFT
from storage.campaigns.campaign_steps import IS_FIRST
from storage.schema import clicks, contacts, links, messages, orders
from storage.sql.repository import Repository

_GOT = [status.value for status in LEFT]


class Followed(Repository):
    """The people for follow-ups of one business's campaigns."""

    def condition(
        self, campaign: Campaign, step: int, variants: Collection[int] = (), due: datetime | None = None
    ) -> ColumnElement[bool]:
        """Return the condition on contacts who now qualify for a follow-up of that step.

        ``variants`` limits it to people who got one of these; empty means any. With ``due``, the first message must
        have left the follow-up's delay before that moment, give or take an hour.

        A click belongs to its message: the ledger keeps the clicker's id, also after a merge.
        """
        follow_up = campaign.follow_up(step)
        assert follow_up is not None, "only a follow-up is asked about"
        first = and_(
            self._tx.owns(messages), messages.c.contact == contacts.c.id, messages.c.campaign == campaign.id,
            IS_FIRST, messages.c.left_at.is_not(None), messages.c.status.in_(_GOT),
            *([func.coalesce(messages.c.variant, 0).in_(variants)] if variants else []),
        )  # fmt: skip
        bought = select(orders.c.id).where(
            self._tx.owns(orders),
            orders.c.contact == contacts.c.id,
            orders.c.placed_at >= messages.c.left_at,
            orders.c.cancelled_at.is_(None),
        )
        # Nested, because SQLite has no statistics: it would join by walking all clicks for each message.
        visit = select(clicks.c.id).where(
            self._tx.owns(clicks), clicks.c.code == links.c.code, clicks.c.robot.is_(False)
        )
        clicked = select(links.c.code).where(
            self._tx.owns(links), links.c.message == messages.c.id, exists(visit.correlate(links))
        )
        enough = [bought, clicked] if follow_up.unless is Unless.CLICKED else [bought]
        done = or_(*(exists(one.correlate(contacts, messages)) for one in enough))
        got = select(messages.c.id).where(first)
        early = messages.c.left_at <= due + AHEAD - follow_up.after if due is not None else true()
        return and_(exists(got.where(early).correlate(contacts)), ~exists(got.where(done).correlate(contacts)))

    async def find_qualified(self, campaign: Campaign, step: int, people: Collection[UUID]) -> frozenset[UUID]:
        """Return those of these people who still qualify for the follow-up."""
        query = select(contacts.c.id).where(
            self._tx.owns(contacts), contacts.c.id.in_(people), self.condition(campaign, step)
        )
        return frozenset(row.id for row in await self._tx.rows(query)) if people else frozenset()
