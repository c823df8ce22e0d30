"""Order updates after a STOP: they and answers to questions are still sent while an order is open."""

from __future__ import annotations

from uuid import UUID

from flows.channels import CHANNELS
from flows.policy.departure_facts import AddressState
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.people.people import Address


async def goes_on(turn: Turn, contact: UUID) -> bool:
    """Return True if there is still news for a person: one of their orders is not over."""
    for one in conversations_of(turn).leaving_hooks:
        if await one.goes_on(turn, contact):
            return True
    return False


async def are_answered(turn: Turn, contact: UUID) -> bool:
    """Return True if a person who wrote STOP in a chat still gets answers there, because an order is open."""
    addresses = await turn.unit.people.addresses_of(contact)
    return any(is_answered_at(one) for one in addresses) and await goes_on(turn, contact)


def is_answered_at(address: Address) -> bool:
    """Return True if order updates are still sent to the address after a STOP, so that questions get answers there."""
    chat = address.writable and not CHANNELS[address.channel].stop_ends_all
    return chat and address.state is AddressState.USABLE
