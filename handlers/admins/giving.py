"""Giving an order what the staff says of it: as an event of our own, decided upon in a turn of its own."""

from __future__ import annotations

from uuid import UUID

from flows.sourcing.news import OrderNews
from handlers import noted
from handlers.admins.meant import Meant
from handlers.turn import Turn
from storage.access import Member


def by(member: Member) -> str:
    """Who said so, as the order's history has it."""
    return f"staff:{member.name}"


async def give(turn: Turn, member: Member, meant: Meant, command: str, event: OrderNews, message: UUID) -> None:
    """Have the order hear of it, once for each message that says it, and keep who did what."""
    contact = meant.row.contact
    assert contact is not None, "an order that can hear has its customer"
    line = getattr(event, "line", None) or ""
    await noted.note(turn, contact, event, f"command:{message}:{command}:{line}")
    await turn.unit.access.log(str(member.id), command, f"order {meant.order.id} {line}".strip(), turn.now)
