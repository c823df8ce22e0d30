"""Campaign messages that replace others refused for good by a channel: their existence, and the codes they carry."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select

from flows.delivery import MessageStatus
from storage.campaigns.campaign_steps import MAY_COME, is_at
from storage.schema import discounts, messages
from storage.sending.message import Message
from storage.sql.repository import Repository

_REFUSED = [MessageStatus.FAILED.value, MessageStatus.REFUSED.value]


class CampaignFallbacks(Repository):
    """The fallback messages of one business's campaigns."""

    async def may_come(self, message: Message) -> bool:
        """Return True if a message of the same campaign and step waits for the person, or may have arrived."""
        query = select(messages.c.id).where(self._match_alike(message), messages.c.status.in_(MAY_COME))
        return await self._tx.row(query.limit(1)) is not None

    async def take_over(self, message: Message) -> None:
        """Move the code of the person's failed message to this one."""
        lost = select(messages.c.id).where(self._match_alike(message), messages.c.status.in_(_REFUSED))
        theirs = (discounts.c.campaign == message.campaign, discounts.c.contact == message.contact)
        await self._tx.change_all(discounts, *theirs, discounts.c.message.in_(lost), message=message.id)

    def _match_alike(self, message: Message) -> ColumnElement[bool]:
        """Return the condition on messages of the same campaign and step to the same person."""
        its = and_(messages.c.contact == message.contact, messages.c.campaign == message.campaign)
        return and_(self._tx.owns(messages), its, is_at(message.step))
