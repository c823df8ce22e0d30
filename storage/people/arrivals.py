"""Inbound events in groups, from one to hundreds: looked up, placed and stored by a few statements for all.

An event is placed if nothing but its person is unknown. The intake (handlers/intake/intake.py) handles all others:
merged people, erased people, people who cannot be written to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flows.events import MessageReceived
from flows.events.event import Naming
from flows.policy.departure_facts import AddressState
from storage.events import event_inbox
from storage.events.inbound_arrival import Inbound, list_answered
from storage.identity import personal_tables, recorded_pairs
from storage.identity.identity import COLUMNS, HeldName, Identity, NamedPerson, add_twins
from storage.identity.name_ownership import Known, decide_owner, decide_shown_owner
from storage.identity.new_names import NewNames
from storage.people import people
from storage.schema import addresses, contacts, events
from storage.schema import messages as letters
from storage.sending import received_messages
from storage.sending.message import Message
from storage.sending.messages import list_names
from storage.sql import bulk_statements
from storage.sql.transaction import Transaction

_Name = tuple[str, str, str]  # business, channel, value
_Owner = tuple[str, UUID]  # business, contact
_HELD = ("business", *COLUMNS, "state")


@dataclass(slots=True)
class Group:
    """The data about the events of a group, and their rows in the making."""

    tx: Transaction
    known: set[tuple[str, UUID]]  # those stored before
    around: Mapping[UUID, tuple[_Name, ...]]  # the names of each other arrival, and a number's other possible owners
    held: dict[_Name, HeldName]
    states: dict[_Name, str]
    people: dict[_Owner, NamedPerson]  # all names of the people that need more than the names in the arrival
    tied: set[_Owner]  # those of these people whose new names concern others as well
    replies: dict[tuple[str, str], QuotedMessage]
    locked: set[_Owner] | None  # None where writing is locking
    names: NewNames
    events: list[event_inbox.Row] = field(default_factory=list)
    letters: list[tuple[str, Message]] = field(default_factory=list)
    heard_at: dict[tuple[str, UUID], datetime] = field(default_factory=dict)  # by business and address

    def place(self, one: Inbound) -> bool | None:
        """Place the event's rows. Return True if it was new; None if more must be checked."""
        if one.care:
            return None
        if one.key in self.known:
            return False
        if any(key in self.held for key in _keys_of(one, one.strange)):
            return None
        owners = self._owners(one)
        owner = next(iter(owners), None)
        if len(owners) > 1 or not self._are_free(one.business, owners) or not self._can_write(one):
            return None
        if owner is not None and not self._is_theirs(one, owner):
            return None
        contact = self._person(one, owner) if one.names else None
        self.known.add(one.key)
        self.events.append(event_inbox.make_row(one.business, one.id, one.arrival, contact))
        if one.letter is not None and contact is not None:
            self._receive(one, one.letter, contact)
        if one.arrival.event is not None:
            self.tx.wake("inbox")
        return True

    def is_free(self, one: Inbound) -> bool:
        """Return True if no other transaction holds a person that the event names, or may turn out to name."""
        strange = {held.contact for key in _keys_of(one, one.strange) if (held := self.held.get(key)) is not None}
        return self._are_free(one.business, self._owners(one) | strange)

    async def write(self) -> None:
        """Store the placed rows."""
        await self.names.write()
        await event_inbox.store(self.tx, self.events)
        await received_messages.receive(self.tx, self.letters)
        await people.note_inbound(self.tx, self.heard_at)

    def _owners(self, one: Inbound) -> set[UUID]:
        return {held.contact for key in self.around.get(one.id, ()) if (held := self.held.get(key)) is not None}

    def _are_free(self, business: str, owners: set[UUID]) -> bool:
        return self.locked is None or all((business, owner) in self.locked for owner in owners)

    def _can_write(self, one: Inbound) -> bool:
        """Return True if the writer's address is usable, so that the message has no block to lift."""
        address = _find_writer(one, one.letter) if one.letter else None
        return address is None or self.states.get(address, _USABLE) == _USABLE

    def _is_theirs(self, one: Inbound, owner: UUID) -> bool:
        """Return True if the event is that person's, and its identities have no further effect than to become theirs
        (storage/identity/name_ownership.py)."""
        around = self.around[one.id]
        if _is_plain(one, around, self.held):
            return True
        person = self.people.get((one.business, owner))
        if person is None:
            return False
        held = {each.name: each for key in around if (each := self.held.get(key)) is not None}
        known = Known(held, {owner: person})
        if one.letter is not None:
            seen = decide_shown_owner(known, one.names)
            return seen.owner == owner and not seen.leaves
        plan, free = decide_owner(known, one.names, by_mail=True), {name for name in one.names if name not in held}
        if free and (one.business, owner) in self.tied:
            return False
        return plan.owner == owner and plan.adds_names and set(plan.joins) == free

    def _person(self, one: Inbound, owner: UUID | None) -> UUID:
        """Return the person of the names, created if missing; free names become this person's."""
        now = one.arrival.received_at
        if owner is None:
            owner = self.names.person(one.business, now)
            self.people[one.business, owner] = NamedPerson(())
            if self.locked is not None:
                self.locked.add((one.business, owner))
        fresh = [name for name in one.names if (one.business, name.channel, name.value) not in self.held]
        proven_at = now if one.naming is Naming.WRITER else None
        for name, held in self.names.add(one.business, owner, fresh, now, proven_at).items():
            self.held[one.business, name.channel, name.value] = held
        if one.naming is Naming.WRITER:
            for key in _keys(one):
                self.held[key] = self.names.prove(one.business, self.held[key], now)
        if fresh or one.letter is not None:
            self._learn(one, owner)
        return owner

    def _learn(self, one: Inbound, owner: UUID) -> None:
        """Add the identities of this event to the group, for later events to find."""
        person = self.people.get((one.business, owner))
        if person is not None:
            fresh = {held.id: held for key in _keys(one) if (held := self.held[key]).contact == owner}
            kept = {held.id: held for held in person.names}
            self.people[one.business, owner] = NamedPerson(tuple({**kept, **fresh}.values()))

    def _receive(self, one: Inbound, letter: MessageReceived, contact: UUID) -> None:
        address = self.held[_find_writer(one, letter)].id
        found = (self.replies.get((one.business, name)) for name in _answers(letter))
        quoted = (message for message in found if message is not None and message.is_of(address, contact))
        reply_to = next((message.id for message in quoted), None)
        self.letters.append((one.business, one.message(letter, address, contact, reply_to)))
        self.heard_at[one.business, address] = min(letter.occurred_at, one.arrival.received_at)


@dataclass(frozen=True, slots=True)
class QuotedMessage:
    """A quoted message, which counts in its own chat only: nobody answers another person's question."""

    id: UUID
    address: UUID
    contact: UUID

    def is_of(self, address: UUID, contact: UUID) -> bool:
        """Return True if the message belongs to that chat, or to that person."""
        return self.address == address or self.contact == contact


_USABLE = AddressState.USABLE.value


async def group_of(tx: Transaction, arrived: Sequence[Inbound]) -> Group:
    """Load what the events need, and lock their people until the end, except those that others hold."""
    rows = await bulk_statements.find(tx, events, ("business", "id"), [one.key for one in arrived], ("business", "id"))
    known = {(business, id_) for business, id_ in rows}
    fresh = [one for one in arrived if one.key not in known]
    around = {one.id: tuple(_keys_of(one, add_twins(one.names))) for one in fresh}
    named = {key for one in fresh for key in (*around[one.id], *_keys_of(one, one.strange))}
    found = await bulk_statements.find(tx, addresses, ("business", "channel", "value"), list(named), _HELD)
    held = {(row[0], row[3], row[4]): HeldName(*row[1:-1]) for row in found}
    states = {(row[0], row[3], row[4]): row[-1] for row in found}
    unclear = [one for one in fresh if not one.care and not _is_plain(one, around[one.id], held)]
    owners = {(key[0], held[key].contact) for one in unclear for key in around[one.id] if key in held}
    # The lock comes first, so that what is read behind it stays true.
    locked = await _lock(tx, {(key[0], one.contact) for key, one in held.items()}) if tx.postgres else None
    people_, tied, replies = (
        await _load_people(tx, owners),
        await _find_tied(tx, owners),
        await _find_replies(tx, fresh),
    )
    return Group(tx, known, around, held, states, people_, tied, replies, locked, NewNames(tx))


async def _find_replies(tx: Transaction, fresh: Sequence[Inbound]) -> dict[tuple[str, str], QuotedMessage]:
    """Return the quoted messages, by business and the provider's name; of several the newest."""
    written = [(one, letter) for one in fresh if (letter := one.letter) is not None]
    answered = {(one.business, name) for one, letter in written for name in _answers(letter)}
    names = ("business", "provider_id", "id", "address", "contact")
    rows = await bulk_statements.find(tx, letters, ("business", "provider_id"), list(answered), names)
    return {(row[0], row[1]): QuotedMessage(*row[2:]) for row in sorted(rows, key=lambda row: row[2])}


def _is_plain(one: Inbound, around: Sequence[_Name], held: Mapping[_Name, HeldName]) -> bool:
    """Return True if the names alone determine the person: new, proven by the writer, or recorded with one customer."""
    theirs = [held.get(key) for key in _keys(one)]
    known = [each for each in theirs if each is not None]
    if one.naming is Naming.ADDRESS:
        return True
    if not known:
        return not any(key in held for key in around)
    if one.letter is not None:
        return len(known) == len(theirs) and all(each.proven_at is not None for each in known)
    rows = {None, *(each.id for each in known)}
    customer = any(each.channel == "customer" for each in known) and len(known) == len(theirs)
    return customer and all(each.told_by in rows for each in known)


async def _load_people(tx: Transaction, owners: set[_Owner]) -> dict[_Owner, NamedPerson]:
    rows = await bulk_statements.find(tx, addresses, ("business", "contact"), list(owners), _HELD)
    names: dict[_Owner, list[HeldName]] = {owner: [] for owner in owners}
    for row in rows:
        names[row[0], row[2]].append(HeldName(*row[1:-1]))
    return {owner: NamedPerson(tuple(theirs)) for owner, theirs in names.items()}


async def _find_tied(tx: Transaction, owners: set[_Owner]) -> set[_Owner]:
    """Return members of the staff, shopkeepers, and people who are recorded together with others."""
    who, names, where = list(owners), ("business", "id"), "contacts.beside IS NOT NULL"
    beside = {(row[0], row[1]) for row in await bulk_statements.find(tx, contacts, names, who, names, where=where)}
    paired, answering = await recorded_pairs.find_all_paired(tx, who), await personal_tables.find_all_answering(tx, who)
    return beside | paired | answering


async def _lock(tx: Transaction, owners: set[_Owner]) -> set[_Owner]:
    """Lock the people that no other transaction holds and that were not merged, until the end (People.hold)."""
    whole = "contacts.merged_into IS NULL"
    rows = await bulk_statements.find(
        tx, contacts, ("business", "id"), list(owners), ("business", "id"), where=whole, lock=True
    )
    return {(business, contact) for business, contact in rows}


def _keys(one: Inbound) -> Iterator[_Name]:
    return _keys_of(one, one.names)


def _keys_of(one: Inbound, names: Sequence[Identity]) -> Iterator[_Name]:
    return ((one.business, name.channel, name.value) for name in names)


def _find_writer(one: Inbound, letter: MessageReceived) -> _Name:
    name = Identity(letter.channel, letter.address)
    return (one.business, name.channel, name.value)


def _answers(letter: MessageReceived) -> tuple[str, ...]:
    return tuple(name for one in list_answered(letter) for name in list_names(one))
