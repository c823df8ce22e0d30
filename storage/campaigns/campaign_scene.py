"""A campaign as a sandbox page shows it: the queue, the refusals and the recipients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, exists, func, select

from flows.campaigns.campaign import Campaign
from flows.delivery import MessageStatus
from storage.reports.last_messages import lasting
from storage.schema import addresses, clicks, contacts, links, messages, orders
from storage.unit import Unit

_WAITING = {MessageStatus.QUEUED.value, MessageStatus.SENDING.value}
_WITHHELD = {MessageStatus.REFUSED.value, MessageStatus.VOID.value, MessageStatus.EXPIRED.value}


@dataclass(frozen=True, slots=True)
class CampaignStanding:
    """The number of waiting messages, and of those that did not leave, by rule, most first."""

    queued: int
    refused: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CampaignReader:
    """A recipient of a campaign: the ``code`` of the link, and whether it was opened and something bought since."""

    message: UUID
    address: str
    name: str | None
    code: str
    clicked: bool
    bought: bool


async def load_standing(unit: Unit, campaign: Campaign) -> CampaignStanding:
    """Return the waiting and the refused messages of a campaign."""
    its = (unit.owns(messages), messages.c.campaign == campaign.id, lasting())
    query = select(messages.c.status, messages.c.code, func.count().label("many")).where(*its)
    queued, refused = 0, Counter[str]()
    for row in await unit.rows(query.group_by(messages.c.status, messages.c.code)):
        if row.status in _WAITING:
            queued += row.many
        elif row.status in _WITHHELD:
            refused[row.code or row.status] += row.many
    return CampaignStanding(queued, dict(refused.most_common()))


async def list_readers(unit: Unit, campaign: Campaign) -> list[CampaignReader]:
    """Return everybody who got a link of a campaign, in the order of messages."""
    clicked = exists().where(clicks.c.business == links.c.business, clicks.c.code == links.c.code)
    later = (orders.c.contact == messages.c.contact, orders.c.placed_at >= messages.c.left_at)
    bought = exists().where(orders.c.business == messages.c.business, *later)
    theirs = and_(addresses.c.business == messages.c.business, addresses.c.id == messages.c.address)
    whose = and_(contacts.c.business == messages.c.business, contacts.c.id == messages.c.contact)
    led = and_(links.c.business == messages.c.business, links.c.message == messages.c.id)
    joined = messages.join(links, led).join(addresses, theirs).join(contacts, whose)
    columns = (messages.c.id, addresses.c.channel, addresses.c.value, contacts.c.name, links.c.code)
    query = select(*columns, clicked.label("clicked"), bought.label("bought")).select_from(joined)
    its = (unit.owns(messages), messages.c.campaign == campaign.id, messages.c.left_at.is_not(None))
    return [
        CampaignReader(row.id, f"{row.channel}:{row.value}", row.name, row.code, row.clicked, row.bought)
        for row in await unit.rows(query.where(*its).order_by(messages.c.id))
    ]
