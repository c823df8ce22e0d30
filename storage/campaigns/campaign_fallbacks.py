"""Messages of campaigns in place of others that a channel refused for good: who has one, and whose code it brings."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select

from flows.delivery import MessageStatus
from storage.campaigns.campaign_steps import MAY_COME, is_at
from storage.schema import discounts, messages
from storage.sending.message import Message
from storage.sql.repository import Repository

_REFUSED = [MessageStatus.FAILED.value, MessageStatus.REFUSED.value]


class CampaignFallbacks(Repository):
    """The messages of one business's campaigns that went another way."""

    async def may_come(self, message: Message) -> bool:
        """Whether any message of the same campaign and step waits for its person, or may have reached them."""
        query = select(messages.c.id).where(self._alike(message), messages.c.status.in_(MAY_COME))
        return await self._tx.row(query.limit(1)) is not None

    async def take_over(self, message: Message) -> None:
        """The code that its person was handed with a message that did not come is this one's."""
        lost = select(messages.c.id).where(self._alike(message), messages.c.status.in_(_REFUSED))
        theirs = (discounts.c.campaign == message.campaign, discounts.c.contact == message.contact)
        await self._tx.change_all(discounts, *theirs, discounts.c.message.in_(lost), message=message.id)

    def _alike(self, message: Message) -> ColumnElement[bool]:
        """Messages of the same campaign and step to the same person."""
        its = and_(messages.c.contact == message.contact, messages.c.campaign == message.campaign)
        return and_(self._tx.mine(messages), its, is_at(message.step))
