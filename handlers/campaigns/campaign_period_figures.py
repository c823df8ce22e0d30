"""The lines about campaigns in the staff's report of a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from flows.money import Money
from flows.phrase import Text, phrase
from handlers.campaigns.campaign_reference import find_campaign
from handlers.campaigns.campaign_status import show_status
from handlers.engine.turn import Turn
from handlers.staff_chat.staff_command import Reply
from storage.businesses.access import Member
from storage.campaigns.message_history import load_sold


async def describe_period(turn: Turn, start: datetime | None, end: datetime | None) -> Sequence[Text]:
    """Describe the campaign messages of a period and the orders that they brought; empty if there were neither."""
    found = await load_sold(turn.unit, turn.tenant, start, end, turn.now)
    if not found.people and not found.orders:
        return ()
    many = {"sent": Decimal(found.people), "orders": Decimal(found.orders)}
    return (phrase("figures_of_campaigns", **many, revenue=Money(found.revenue, turn.business.currency)),)


async def show_named(turn: Turn, member: Member, name: str) -> Reply | None:
    """Return the status of the campaign with this name, for a staff member; None if there is none."""
    found = await find_campaign(turn, name)
    return None if found is None else await show_status(turn, member, found)
