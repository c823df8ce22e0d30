"""Whether somebody who stopped our messages is still told of an order that goes on, and so may be answered there."""

from __future__ import annotations

from uuid import UUID

from flows.channels import CHANNELS
from flows.policy.departure_facts import AddressState
from handlers.engine.turn import Turn
from storage.people.people import Address


async def goes_on(turn: Turn, contact: UUID) -> bool:
    """Whether there is still something to tell a person: an order of theirs is not over."""
    for one in turn.tools.conversations.stopping:
        if await one.goes_on(turn, contact):
            return True
    return False


async def are_answered(turn: Turn, contact: UUID) -> bool:
    """Whether a person who wrote STOP in a chat is answered there still: an order of theirs goes on, of which they
    hear."""
    addresses = await turn.unit.people.addresses_of(contact)
    return any(is_answered_at(one) for one in addresses) and await goes_on(turn, contact)


def is_answered_at(address: Address) -> bool:
    """Whether orders are told of there after a STOP, so that what is asked about one is answered there."""
    chat = address.writable and not CHANNELS[address.channel].stop_ends_all
    return chat and address.state is AddressState.USABLE
