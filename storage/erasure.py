"""Scrubbing a person: names, phones and texts go from the few tables that hold them; ledgers keep their ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, case, delete, select, update

from flows.policy.facts import AddressState
from storage.people import Address, Identity
from storage.schema import addresses, carts, consent_proofs, consents, contacts, events, links, messages, orders
from storage.traces import Traces, scrub_unread
from storage.unit import Unit

_ERASED = "erased:"
_NAMELESS = {"name": None, "locale": None, "timezone": None, "region": None, "postal_code": None}
_WORDLESS = {"text": None, "data": None, "variables": None, "buttons": None, "media": None}


async def erase(unit: Unit, contact: UUID, now: datetime, hashed: Callable[[str], str]) -> None:
    """Scrub one person, with whoever was merged into them, and what the staff was written about them.

    Addresses become keyed hashes, so that the same number stays suppressed and tells nothing. News of them that was
    not read yet is read no more, and what could not be read is searched for them before their addresses are forgotten.
    """
    people = await _everybody(unit, contact)
    known = [address for person in people for address in await unit.people.addresses_of(person)]
    await scrub_unread(unit, Traces(Identity(one.channel, one.value) for one in known if not _is_erased(one)))
    await _scrub_addresses(unit, known, now, hashed)
    await unit.run(
        update(contacts).where(unit.mine(contacts), contacts.c.id.in_(people)).values(**_NAMELESS, erased_at=now)
    )
    await _scrub(unit, messages, people, **_WORDLESS)
    theirs = [address.id for address in known]
    await unit.run(update(messages).where(unit.mine(messages), messages.c.about.in_(theirs)).values(**_WORDLESS))
    read = case((events.c.status == "new", "done"), else_=events.c.status)
    await _scrub(unit, events, people, raw=None, data=None, reason=None, status=read)
    await _scrub(unit, carts, people, checkout_url="")
    await _scrub(unit, orders, people, tracking_url=None)
    await _scrub(unit, links, people, url="")
    lines = select(consents.c.id).where(unit.mine(consents), consents.c.contact.in_(people))
    await unit.run(delete(consent_proofs).where(unit.mine(consent_proofs), consent_proofs.c.id.in_(lines)))


async def _everybody(unit: Unit, contact: UUID) -> list[UUID]:
    """The person and those who turned out to be them."""
    query = select(contacts.c.id).where(unit.mine(contacts), contacts.c.merged_into == contact)
    found = [contact]
    for row in await unit.rows(query):
        found += await _everybody(unit, row.id)
    return found


async def _scrub(unit: Unit, table: Table, people: Sequence[UUID], **values: Any) -> None:
    await unit.run(update(table).where(unit.mine(table), table.c.contact.in_(people)).values(**values))


async def _scrub_addresses(unit: Unit, known: Sequence[Address], now: datetime, hashed: Callable[[str], str]) -> None:
    for address in known:
        here = (unit.mine(addresses), addresses.c.id == address.id)
        name = f"{_ERASED}{hashed(str(address))}"
        again = await unit.people.address(address.channel, name) is not None  # the same number, erased before
        value = f"{name}:{address.id}" if again else name
        values = {"value": value, "state": AddressState.SUPPRESSED.value}
        await unit.run(update(addresses).where(*here).values(**values, state_reason="erased", state_at=now))


def _is_erased(address: Address) -> bool:
    return address.value.startswith(_ERASED)
