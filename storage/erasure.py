"""Scrubbing a person: names, phones and texts go from the few tables that hold them; ledgers keep their ids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from flows.policy.facts import AddressState
from storage.schema import addresses, carts, consent_proofs, consents, contacts, events, messages, orders
from storage.unit import Unit


async def erase(unit: Unit, contact: UUID, now: datetime, hashed: Callable[[str], str]) -> None:
    """Scrub one person. Addresses become keyed hashes, so that the same number stays suppressed and tells nothing."""
    await _scrub_addresses(unit, contact, now, hashed)
    empty = {"name": None, "locale": None, "timezone": None, "region": None, "postal_code": None, "erased_at": now}
    await unit.run(update(contacts).where(unit.mine(contacts), contacts.c.id == contact).values(**empty))
    texts = {"text": None, "data": None, "buttons": None, "media": None}
    await unit.run(update(messages).where(unit.mine(messages), messages.c.contact == contact).values(**texts))
    heard = {"raw": None, "data": None}
    await unit.run(update(events).where(unit.mine(events), events.c.contact == contact).values(**heard))
    await unit.run(update(carts).where(unit.mine(carts), carts.c.contact == contact).values(checkout_url=""))
    await unit.run(update(orders).where(unit.mine(orders), orders.c.contact == contact).values(tracking_url=None))
    lines = select(consents.c.id).where(unit.mine(consents), consents.c.contact == contact)
    await unit.run(delete(consent_proofs).where(unit.mine(consent_proofs), consent_proofs.c.id.in_(lines)))
    await unit.run(update(consents).where(unit.mine(consents), consents.c.contact == contact).values(text=""))


async def _scrub_addresses(unit: Unit, contact: UUID, now: datetime, hashed: Callable[[str], str]) -> None:
    for address in await unit.people.addresses_of(contact):
        here = (unit.mine(addresses), addresses.c.id == address.id)
        values = {"value": f"erased:{hashed(str(address))}", "state": AddressState.SUPPRESSED.value}
        await unit.run(update(addresses).where(*here).values(**values, state_reason="erased", state_at=now))
