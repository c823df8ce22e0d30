"""Scrubbing of a person: names, phones and texts are deleted from the few tables with them; ledgers keep their ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, or_, select, update

from flows.channels import PHONES, select_channels
from flows.delivery import MessageStatus
from flows.events import AddressChanged, MessageReceived
from flows.phone_numbers import list_writings
from flows.policy.departure_facts import AddressState
from storage.erasure import mentions
from storage.erasure.common_tables import REMOVED, UNASKED
from storage.erasure.order_names import PersonScrub, scrub_told
from storage.erasure.traces import Traces, scrub_unread
from storage.events.event_inbox import read_event
from storage.identity import personal_tables, recorded_pairs
from storage.identity.identity import add_twins
from storage.people.people import ERASED, Address, Identity
from storage.schema import addresses, carts, consent_proofs, consents, contacts, events, messages, orders, questions
from storage.sql import bulk_statements, json_codec
from storage.sql.transaction import Transaction
from storage.unit import Unit

SCRUBBED = "scrubbed"  # woken after rows were scrubbed or deleted: the database must forget the old content
ERASURE = "erasure"  # woken for events that name an erased person, to erase their bytes at once

_ERASED_BEFORE = "erased before"  # the reason for suppressing an address whose erased number a shop sent again
_CHAT_IN_IDS = select_channels(lambda one: one.ids_name_chat)
_UNDER_WAY = (MessageStatus.SENDING.value, MessageStatus.UNKNOWN.value)
_BY_CHANNELS = (MessageReceived.TYPE, AddressChanged.TYPE)
_NAMELESS = {
    "name": None, "locale": None, "writes": None, "timezone": None, "region": None, "city": None,
    "postal_code": None, "birth_day": None, "birth_year": None, "acquired_from": None,
}  # fmt: skip
_NEWSLESS = {
    "raw": None, "data": None, "reason": None, "status": case((events.c.status == "new", "done"), else_=events.c.status)
}  # fmt: skip


async def scrub_person(
    unit: Unit, contact: UUID, now: datetime, hashed: Callable[[str], str], *, keep_proofs: bool = False
) -> None:
    """Scrub one person, all people merged into that person, and the staff's notes about them.

    Addresses become keyed hashes, so that a number stays suppressed without being readable. Unhandled events of the
    person are dropped, except events that their orders need. Unreadable events are searched for the person before the
    addresses are deleted. ``keep_proofs``: keep the words and the source of consents for the defence of claims (GDPR
    17(3)(e)). On SQLite the database's log is emptied after the commit, because it holds the earlier rows.
    """
    people = await unit.people.list_merged(contact)
    known = [address for person in people for address in await unit.people.addresses_of(person)]
    theirs = [address.id for address in known]
    traces = await _load_traces(unit, people, known)
    await scrub_unread(unit, traces)
    await _scrub_others(unit, people, theirs, traces, now)
    await _scrub_chat_ids(unit, people, known)
    scrub = PersonScrub(traces, hashed)
    await scrub_told(unit, people, theirs, scrub)
    await _scrub_addresses(unit, known, now, hashed)
    await recorded_pairs.forget(unit, theirs)
    await unit.change_all(contacts, contacts.c.id.in_(people), **_NAMELESS, erased_at=now)
    await _scrub_events(unit, people, scrub)
    await personal_tables.forget(unit, people, scrub, now)
    if not keep_proofs:
        await _forget_proofs(unit, people, theirs)
    forget_bytes(unit, erased=True)


def forget_bytes(tx: Transaction, *, erased: bool = False) -> None:
    """Let the files forget this transaction's overwritten and deleted rows. SQLite's log holds the old rows, and its
    pages may hold copies (see `storage.erasure.file_erasure`); for an ``erased`` person they are removed at once.
    """
    if not tx.postgres:
        tx.wake(SCRUBBED)
        if erased:
            tx.wake(ERASURE)


async def forget_nobodys(unit: Unit, source: str) -> None:
    """Scrub the events of a shop's system that belong to no known person: they may contain a parcel's name and
    address."""
    for table, values in (
        (events, {"raw": None, "data": None, "reason": None}),
        (carts, {"checkout_url": "", "mail": None}),
        (orders, {"tracking_url": None, "carrier": None, "mail": None}),
    ):
        over = (table.c.status != "new",) if table is events else ()
        await unit.change_all(table, table.c.source == source, table.c.contact.is_(None), *over, **values)
    forget_bytes(unit, erased=True)


async def find_erased(
    unit: Unit, names: Sequence[Identity], hashes: Callable[[str], tuple[str, ...]]
) -> Mapping[Identity, Address]:
    """Return the names of erased people among these, with each address as the latest erasure left it.

    An erased number counts on every channel of numbers.
    """
    forms = {name: [form for one in add_twins([name]) for form in hash_names(one, hashes)] for name in names}
    known = await unit.people.find_known([form for each in forms.values() for form in each])
    found = {name: [known[form] for form in each if form in known] for name, each in forms.items()}
    return {name: max(each, key=lambda one: one.id) for name, each in found.items() if each}


def hash_names(name: Identity, hashes: Callable[[str], tuple[str, ...]]) -> tuple[Identity, ...]:
    """Return the possible replacements of an erased name; two for numbers from before each had a single form."""
    values = list_writings(name.value) if name.channel in PHONES else (name.value,)
    return tuple(
        Identity(name.channel, _form(hashed)) for value in values for hashed in hashes(f"{name.channel}:{value}")
    )


async def keep_erased(unit: Unit, name: Identity, now: datetime) -> None:
    """Suppress an erased number that a shop reports again, until its owner writes to us."""
    address = await unit.people.address(name.channel, name.value)
    if address is not None and address.state is AddressState.USABLE and address.last_inbound_at is None:
        await unit.people.set_state(address.id, AddressState.SUPPRESSED, _ERASED_BEFORE, now)


async def let_answer(unit: Unit, address: UUID, now: datetime) -> bool:
    """Allow answers to a suppressed erased address after its owner wrote. Return True if it was suppressed."""
    kept = (addresses.c.state_reason == _ERASED_BEFORE, addresses.c.state == AddressState.SUPPRESSED.value)
    values = {"state": AddressState.USABLE.value, "state_reason": "they wrote", "state_at": now}
    return await unit.change(addresses, address, *kept, **values) == 1


async def _load_traces(unit: Unit, people: Sequence[UUID], known: Sequence[Address]) -> Traces:
    """Return the traces of these people."""
    rows = await unit.rows(select(contacts.c.name).where(unit.owns(contacts), contacts.c.id.in_(people)))
    identities = (Identity(one.channel, one.value) for one in known if not _is_erased(one))
    names = [*(row.name for row in rows if row.name), *await _list_former_names(unit, people)]
    return Traces(identities, names, await _list_numbers(unit, people))


async def _list_numbers(unit: Unit, people: Sequence[UUID]) -> set[str]:
    """Return the numbers of their orders, as the shop writes them."""
    bought = select(orders.c.number).where(unit.owns(orders), orders.c.contact.in_(people))
    return {row.number.lstrip("#") for row in await unit.rows(bought) if row.number}


async def _list_former_names(unit: Unit, people: Sequence[UUID]) -> list[str]:
    """Return all names of these people in a shop's software, including former ones."""
    here = (unit.owns(events), events.c.contact.in_(people), events.c.type.not_in(_BY_CHANNELS))
    rows = await unit.rows(select(events.c.data).where(*here, events.c.data.like('%"customer"%')))
    told = [json.loads(row.data) for row in rows]
    customers = [(one.get("created") or one).get("customer") or {} for one in told]
    return [one["name"] for one in customers if one.get("name")]


async def _scrub_others(
    unit: Unit, people: Sequence[UUID], theirs: Sequence[UUID], traces: Traces, now: datetime
) -> None:
    """Scrub the messages of the staff and the shops about these people; unsent ones never leave."""
    said = await mentions.find(unit, people, theirs, traces)
    told = await mentions.find_events(unit, said, people, traces)
    await unit.outbox.drop(said, now)
    for part in bulk_statements.split_portions(said):
        await unit.change_all(messages, messages.c.id.in_(part), **REMOVED)
        await unit.change_all(questions, questions.c.message.in_(part), **UNASKED)
    for part in bulk_statements.split_portions(told):
        await unit.change_all(events, events.c.id.in_(part), **_NEWSLESS)


async def _scrub_chat_ids(unit: Unit, people: Sequence[UUID], known: Sequence[Address]) -> None:
    """Scrub the chat ids in the names of messages, here and at the provider. A redelivery is recognised by its id.

    Messages from the staff's own chats keep their names: these ids are the staff's.
    """
    chats = [address.id for address in known if address.channel in _CHAT_IN_IDS]
    theirs = (unit.owns(messages), messages.c.address.in_(chats))
    rows = await unit.rows(select(messages.c.id, messages.c.key, messages.c.direction).where(*theirs))
    keys = [(f"{ERASED}{row.id}", unit.business, row.id) for row in rows if row.direction == "in"]
    await bulk_statements.change(unit, messages, ("business", "id"), ("key",), keys)
    under_way = case((messages.c.status.in_(_UNDER_WAY), ERASED), else_=None)  # and the provider's news of it
    await unit.run(update(messages).where(*theirs).values(provider_id=under_way))
    told = (unit.owns(events), events.c.contact.in_(people), events.c.type.in_(_BY_CHANNELS))
    found = [row.id for row in await unit.rows(select(events.c.id).where(*told))]
    names = [(f"{ERASED}{event}", unit.business, event) for event in found]
    await bulk_statements.change(unit, events, ("business", "id"), ("external_id",), names)


async def _scrub_events(unit: Unit, people: Sequence[UUID], scrub: PersonScrub) -> None:
    """Scrub the events about the people. Events that the orders still need are handled without names, including a
    parcel's."""
    theirs = (unit.owns(events), events.c.contact.in_(people))
    over = or_(events.c.status != "new", events.c.type.not_in(unit.events.still_heard))
    await unit.run(update(events).where(*theirs, over).values(**_NEWSLESS))
    unread = select(events.c.id, events.c.type, events.c.data).where(*theirs, events.c.data.is_not(None))
    for row in await unit.rows(unread):
        event = read_event(row, unit.events)
        nameless = None if event is None else event.drop_names(scrub)
        await unit.change(events, row.id, data=None if nameless is None else json_codec.dump(nameless))


async def _scrub_addresses(unit: Unit, known: Sequence[Address], now: datetime, hashed: Callable[[str], str]) -> None:
    for address in known:
        if _is_erased(address):
            continue
        name = _form(hashed(str(address)))
        before = await unit.people.address(address.channel, name)
        if before is not None:  # the same number, erased before: the latest erasure keeps the name
            await unit.change(addresses, before.id, value=f"{name}:{before.id}")
        state = {"state": AddressState.SUPPRESSED.value, "state_reason": "erased", "state_at": now}
        await unit.change(addresses, address.id, value=name, sought=None, **state)


async def _forget_proofs(unit: Unit, people: Sequence[UUID], theirs: Sequence[UUID]) -> None:
    """Delete the proofs of lines that name the people, or another customer's earlier address."""
    named = or_(consents.c.contact.in_(people), consents.c.address.in_(theirs))
    lines = select(consents.c.id).where(unit.owns(consents), named)
    await unit.remove(consent_proofs, consent_proofs.c.id.in_(lines))


def _form(hashed: str) -> str:
    """Return the replacement of an erased address: always the same for one address, and unreadable."""
    return f"{ERASED}{hashed}"


def _is_erased(address: Address) -> bool:
    return address.value.startswith(ERASED)
