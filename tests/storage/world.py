"""People, messages and entries for the storage tests, with only what a test cares about spelled out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from flows.business import Business
from flows.delivery import FINAL, RANKS, MessageStatus
from flows.policy.departure_facts import Kind, Programme, Purpose
from storage.database.stores import Database
from storage.people.people import Identity
from storage.schema import events, metadata
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry, Priority
from storage.unit import Unit

T = TypeVar("T")

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SHOP, OTHER_SHOP = "kiln", "loom"
PHONE = Identity("sms", "+13145550101")
OTHER_PHONE = Identity("sms", "+13145550102")


def after(minutes: float) -> datetime:
    """So many minutes after NOW."""
    return NOW + timedelta(minutes=minutes)


async def do(store: Database, work: Callable[[Unit], Awaitable[T]], business: str = SHOP) -> T:
    """One transaction of the shop."""
    return await store.write(business, work)


def advance(current: MessageStatus, news: MessageStatus) -> MessageStatus:
    """The status after ``news``: the higher rank wins, whatever the order of arrival; a final one stays."""
    if current in FINAL or news not in RANKS:
        return current
    return news if RANKS[news] > RANKS[current] else current


async def person(unit: Unit, *identities: Identity) -> tuple[UUID, UUID]:
    """A contact known by these (or by PHONE), with the first of their addresses."""
    contact = await unit.people.resolve(identities or (PHONE,), NOW)
    return contact, (await unit.people.addresses_of(contact))[0].id


def message(unit: Unit, contact: UUID, address: UUID, **values: Any) -> Message:
    """A reminder that is queued."""
    identity = unit.ids.make()
    plain = Message(
        id=identity,
        direction="out",
        key=str(identity),
        channel="sms",
        address=address,
        contact=contact,
        sender=None,
        purpose=Purpose.MARKETING,
        programme=Programme.REMINDERS,
        kind=Kind.MESSAGE,
        template="cart_reminder",
        locale="en",
        data={},
        text=None,
        buttons=[],
        media=[],
        status=MessageStatus.QUEUED,
        status_at=NOW,
        due_at=NOW,
        created_at=NOW,
        left_at=None,
        sent_at=None,
        delivered_at=None,
        read_at=None,
        expires_after=None,
        latest=None,
        provider_id=None,
        price=None,
        price_currency=None,
        code=None,
        run=None,
        step=None,
        subject=None,
        reply_to=None,
        about=None,
        fallback_of=None,
        attempted_at=None,
        asked=0,
    )
    return replace(plain, **values)


async def queued(unit: Unit, *identities: Identity, **values: Any) -> Message:
    """A message to PHONE's person (or that of these), stored."""
    contact, address = await person(unit, *identities)
    made = message(unit, contact, address, **values)
    assert await unit.messages.add(made)
    return made


def entry(made: Message, sender: UUID, **values: Any) -> OutboxEntry:
    """The outbox row of a message."""
    plain = OutboxEntry(
        id=made.id,
        kind="message",
        sender=sender,
        priority=Priority.SEQUENCE,
        due_at=made.due_at,
        address=made.address,
        contact=made.contact,
        marketing=made.marketing,
        run=made.run,
    )
    return replace(plain, **values)


async def open_shops(store: Database) -> None:
    """Apply both shops: what is asked across businesses is asked shop by shop."""
    for shop in (SHOP, OTHER_SHOP):
        business = Business(shop, shop.title(), "US", "America/Chicago", "USD")
        await do(store, lambda unit, one=business: unit.businesses.put(one, NOW), shop)  # type: ignore[misc]


async def waiting(unit: Unit, sender: UUID, **values: Any) -> UUID:
    """A queued message with its entry in the outbox."""
    made = await queued(unit)
    await unit.outbox.add(entry(made, sender, **values))
    return made.id


async def happened(unit: Unit, status: str, reason: str | None = None, minutes: float = 0) -> None:
    """An event in that status, which came so many minutes from now."""
    identity = unit.ids.make()
    values = {"type": "test", "lane": identity, "arrival": identity, "status": status, "reason": reason}
    at = {"occurred_at": after(minutes), "received_at": after(minutes)}
    await unit.add(events, id=identity, source="shopify", external_id=str(identity), **values, **at)


async def tables_with(unit: Unit, *words: str) -> set[str]:
    """The tables in which one of these words stands."""
    found = set()
    for table in metadata.sorted_tables:
        rows = [str(tuple(row)) for row in await unit.rows(select(table))]
        found |= {table.name} if any(word in row for word in words for row in rows) else set()
    return found
