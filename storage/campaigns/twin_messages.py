"""Messages of a campaign to people who were merged after the messages were queued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from flows.delivery import MessageStatus
from storage.campaigns.campaign_steps import MAY_COME, STEP, step_of
from storage.schema import messages
from storage.sending.message import Message
from storage.sql.repository import Repository


@dataclass(frozen=True, slots=True)
class Twins:
    """Messages by id: ``doubled`` are those whose person has, or may get, the same step of the campaign by another
    message; ``behind`` are those with an older one waiting.
    """

    doubled: frozenset[UUID]
    behind: frozenset[UUID]


class CampaignTwins(Repository):
    """The people's other messages of the same step, in one business's campaigns."""

    async def find_twins(self, campaign: UUID, some: Collection[Message]) -> Twins:
        """Return how these messages of a campaign relate to other messages to the same people."""
        query = select(messages.c.id, messages.c.contact, STEP.label("step"), messages.c.status).where(
            self._tx.owns(messages),
            messages.c.contact.in_({one.contact for one in some}),
            messages.c.campaign == campaign,
            messages.c.status.in_(MAY_COME),
        )
        left: dict[tuple[UUID, int], set[UUID]] = defaultdict(set)
        waits: dict[tuple[UUID, int], set[UUID]] = defaultdict(set)
        for row in await self._tx.rows(query) if some else ():
            found = waits if row.status == MessageStatus.QUEUED.value else left
            found[row.contact, row.step].add(row.id)
        place = {one.id: (one.contact, step_of(one)) for one in some}
        doubled = {one for one, where in place.items() if left[where] - {one}}
        behind = {one for one, where in place.items() if one not in doubled and min(waits[where] | {one}) != one}
        return Twins(frozenset(doubled), frozenset(behind))
