"""The addresses to reach a person, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.business import Business
from flows.policy.departure_facts import AGREED, Programme
from storage.people.people import Address
from storage.unit import Unit


async def list_ways(
    unit: Unit, business: Business, contact: UUID, order: UUID | None = None
) -> tuple[tuple[UUID, str], ...]:
    """Return where a person can get updates about their request: the address they last wrote from first, then by
    preference. A person without any line gets those about an ``order`` at the mail address given with it.

    Each is an address with its channel. Marketing uses the routes of a plan, which know the consents.
    """
    wanted, theirs = business.channels_order, await unit.people.addresses_of(contact)
    found = [one for one in theirs if one.channel in wanted and one.writable]
    if order is not None and not any(one.writable for one in theirs):
        typed = [one for one in theirs if one.channel in wanted]
        found = [one for one in typed if await unit.orders.names_mail(order, one.value)]
    found.sort(key=lambda one: (-get_last_heard(one), wanted.index(one.channel)))
    return tuple((one.id, one.channel) for one in found)


async def list_agreed(unit: Unit, ways: Sequence[tuple[UUID, str]]) -> tuple[tuple[UUID, str], ...]:
    """Return those of these addresses with a consent to offers; an alternative is an offer, and so is a back-in-stock
    message."""
    states = await unit.consents.states([address for address, _ in ways])
    return tuple(way for way in ways if states.get((way[0], Programme.OFFERS)) in AGREED)


def get_last_heard(address: Address) -> float:
    """Return when somebody last wrote from an address, in seconds; 0 if never."""
    return address.last_inbound_at.timestamp() if address.last_inbound_at else 0.0
