"""People who agreed, and letters that wait for them: rows in bulk, as the service itself would have written them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.delivery import MessageStatus
from flows.policy.departure_facts import AddressState, ConsentState, Kind, Programme, Purpose
from storage.schema import addresses, consents, contacts, messages, outbox, permissions
from storage.sending.outbox import Priority
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone; without a name where nobody told it."""

    contact: UUID
    address: UUID
    phone: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to somebody."""

    id: UUID
    to: Person
    text: str
    due_at: datetime
    marketing: bool


async def add(unit: Unit, people: Sequence[Person], letters: Sequence[Letter], sender: UUID, now: datetime) -> None:
    """Store them: everybody agreed to offers by SMS, and every letter waits in the outbox."""
    await unit.add_all(contacts, [_contact(one, now) for one in people])
    await unit.add_all(addresses, [_address(one, now) for one in people])
    await unit.add_all(consents, [_line(one, now) for one in people])
    await unit.add_all(permissions, [_permission(one, now) for one in people])
    if letters:
        await unit.add_all(messages, [_message(one, sender, now) for one in letters])
        await unit.add_all(outbox, [_entry(one, sender) for one in letters])


def _contact(one: Person, now: datetime) -> dict[str, Any]:
    return {"id": one.contact, "name": one.name, "country": "US", "created_at": now}


def _address(one: Person, now: datetime) -> dict[str, Any]:
    stands = {"state": AddressState.USABLE.value, "state_at": now, "created_at": now}
    return {"id": one.address, "contact": one.contact, "channel": "sms", "value": one.phone, **stands}


def _line(one: Person, now: datetime) -> dict[str, Any]:
    what = {"purpose": Purpose.MARKETING.value, "programme": Programme.OFFERS.value, "action": "confirmed"}
    told = {"source": "checkout", "text": "Text me.", "at": now, "recorded_at": now}
    return {"id": one.address, "contact": one.contact, "address": one.address, **what, **told}


def _permission(one: Person, now: datetime) -> dict[str, Any]:
    what = {"purpose": Purpose.MARKETING.value, "programme": Programme.OFFERS.value}
    return {"address": one.address, **what, "state": ConsentState.CONFIRMED.value, "since": now}


def _message(one: Letter, sender: UUID, now: datetime) -> dict[str, Any]:
    purpose = Purpose.MARKETING if one.marketing else Purpose.TRANSACTIONAL
    return {
        "id": one.id,
        "direction": "out",
        "key": one.text,
        "channel": "sms",
        "address": one.to.address,
        "contact": one.to.contact,
        "sender": sender,
        "purpose": purpose.value,
        "programme": Programme.OFFERS.value if one.marketing else None,
        "kind": Kind.MESSAGE.value,
        "text": one.text,
        "status": MessageStatus.QUEUED.value,
        "status_at": now,
        "due_at": one.due_at,
        "created_at": now,
    }


def _entry(one: Letter, sender: UUID) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": "message",
        "sender": sender,
        "priority": int(Priority.SEQUENCE if one.marketing else Priority.TRANSACTIONAL),
        "due_at": one.due_at,
        "address": one.to.address,
        "contact": one.to.contact,
        "marketing": one.marketing,
    }
