"""Marketing addresses of a person, used to send a campaign to many people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flows.policy.departure_facts import AGREED, AddressState, ConsentState, Programme
from storage.people.people import Address


def choose_reached(
    channels: Iterable[str],
    addresses: Iterable[Address],
    consents: Mapping[tuple[UUID, Programme], ConsentState],
    programme: Programme = Programme.OFFERS,
) -> Address | None:
    """Return the address on the first channel that reaches the person, or None if no channel does.

    Of several, it is the one that the person last wrote from. ``consents`` are those of the addresses.
    """
    found = list(addresses)
    for channel in channels:
        for one in on(channel, found):
            if one.state is AddressState.USABLE and consents.get((one.id, programme)) in AGREED:
                return one
    return None


def on(channel: str, addresses: Iterable[Address]) -> Sequence[Address]:
    """Return the addresses on a channel, the one that its person last wrote from first."""
    return sorted((one for one in addresses if one.channel == channel), key=_rank_address, reverse=True)


def _rank_address(address: Address) -> tuple[bool, datetime | None, int]:
    return address.last_inbound_at is not None, address.last_inbound_at, -address.id.int
