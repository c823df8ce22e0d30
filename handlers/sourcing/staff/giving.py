"""Who of the staff says something of an order, and that for each message once."""

from __future__ import annotations

from uuid import UUID

from flows import speaker
from flows.sourcing.news import OfOrder
from handlers.actions.action import Origin
from handlers.sourcing.actions import giving
from handlers.sourcing.at_hand import AtHand
from handlers.turn import Turn
from storage.access import Member


def by(member: Member) -> str:
    """Who said so, as the order's history has it."""
    return speaker.staff(member.name)


async def give(turn: Turn, member: Member, at_hand: AtHand, command: str, event: OfOrder, message: UUID) -> None:
    """Have the order hear of what a member of the staff says in a message."""
    origin = Origin(by(member), str(member.id), str(message), member.contact)
    await giving.give(turn, origin, at_hand, command, event)
