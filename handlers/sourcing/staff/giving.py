"""Giving an order what the staff says of it: as an event of our own, decided upon in a turn of its own."""

from __future__ import annotations

from uuid import UUID

from flows import speaker
from flows.sourcing.news import Moved, OfOrder
from handlers import noted
from handlers.erased import is_erased
from handlers.sourcing.staff.meant import Meant
from handlers.turn import Turn
from storage.access import Member


def by(member: Member) -> str:
    """Who said so, as the order's history has it."""
    return speaker.staff(member.name)


async def give(turn: Turn, member: Member, meant: Meant, command: str, event: OfOrder, message: UUID) -> None:
    """Have the order hear of it, once for each message that says it, and keep who did what.

    What is said of the parcel of somebody who was erased is not stored again.
    """
    contact = meant.row.contact
    assert contact is not None, "an order that can hear has its customer"
    line = getattr(event, "line", None) or ""
    told = event.without_parcel() if isinstance(event, Moved) and await is_erased(turn, contact) else event
    await noted.note(turn, contact, told, f"command:{message}:{command}:{line}")
    await turn.unit.access.log(str(member.id), command, f"order {meant.order.id} {line}".strip(), turn.now)
