"""What arrived together, stored by a few statements for all of it: events, the people they name, and what those wrote.

The rows are the ones that a turn of its own would write (handlers/intake.py). What must be looked into first is left
to such a turn: people who turn out to be one, who were erased, who cannot be written to, whom another turn holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.channels import CHANNELS
from flows.delivery import Status
from flows.events import AddressChanged, MessageReceived
from flows.policy.facts import AddressState, Kind, Purpose
from storage import bulk, codec
from storage.identity import COLUMNS as HELD
from storage.identity import Held, Identity, Person, with_twins
from storage.inbox import COLUMNS, Arrival, columns
from storage.messages import names_of
from storage.schema import addresses, contacts, events, messages
from storage.transaction import Transaction
from storage.whose import Known, shown, told

_Name = tuple[str, str, str]  # business, channel, value
_ADDRESS = (
    "business", "id", "contact", "channel", "value", "state", "state_at", "created_at", "proven_at", "told_by",
)  # fmt: skip
_HELD = ("business", *HELD, "state")
_LETTER = (
    "business", "id", "direction", "key", "channel", "address", "contact", "status", "status_at", "created_at",
    "kind", "purpose", "locale", "data", "text", "media", "provider_id", "reply_to", "heard_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """One arrival on its way into the store with others.

    ``id`` sorts by arrival: the event's place in the queue, and the id of the message that it brought. All ``names``
    are of one person. Where anybody has one of the ``strange`` names, more must be looked at than is looked at here.
    ``came_at`` and ``heard_at`` are when it came, where that was not now: in the shop's and in real time.
    """

    business: str
    id: UUID
    arrival: Arrival
    names: Sequence[Identity] = ()
    strange: Sequence[Identity] = ()
    came_at: datetime | None = None
    heard_at: datetime | None = None

    @property
    def letter(self) -> MessageReceived | None:
        """What somebody wrote, if that is what arrived."""
        return self.arrival.event if isinstance(self.arrival.event, MessageReceived) else None

    @property
    def is_of_an_address(self) -> bool:
        """Whether a channel tells of an address, whoever has it."""
        return isinstance(self.arrival.event, AddressChanged)

    @property
    def key(self) -> tuple[str, UUID]:
        """What makes it the same when it arrives again."""
        return (self.business, self.arrival.id)


_Owner = tuple[str, UUID]  # business, contact


@dataclass(slots=True)
class _Group:
    """The rows of one group, in the making."""

    held: dict[_Name, Held]
    states: dict[_Name, str]
    people: dict[_Owner, Person]  # all names of those of whom more must be known than the names that came
    replies: dict[tuple[str, str], UUID]
    locked: set[_Owner] | None  # None where writing is locking
    contacts: list[tuple[Any, ...]] = field(default_factory=list)
    addresses: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    letters: list[tuple[Any, ...]] = field(default_factory=list)
    heard_at: list[tuple[Any, ...]] = field(default_factory=list)
    proven: list[tuple[Any, ...]] = field(default_factory=list)


async def keep(tx: Transaction, arrived: Sequence[Heard], *, in_order: bool = False) -> list[bool | None]:
    """Store what arrived: for each whether it was new, or None for what needs a turn of its own.

    ``in_order``: nothing is stored from the first of those on, and the answer ends before it.
    Raises sqlalchemy.exc.DBAPIError for all of them when one holds what the database refuses.
    """
    rows = await bulk.find(tx, events, ("business", "id"), [one.key for one in arrived], ("business", "id"))
    known = {(business, id_) for business, id_ in rows}
    group = await _begin(tx, [one for one in arrived if one.key not in known])
    outcomes: list[bool | None] = []
    for one in arrived:
        kept = False if one.key in known else _place(tx, group, one)
        if kept is None and in_order:
            break
        outcomes.append(kept)
        if kept is not None:
            known.add(one.key)
    await _write(tx, group)
    return outcomes


async def _begin(tx: Transaction, fresh: Sequence[Heard]) -> _Group:
    """All that must be known of them."""
    named = {key for one in fresh for key in (*_around(one), *_keys_of(one, one.strange))}
    found = await bulk.find(tx, addresses, ("business", "channel", "value"), list(named), _HELD)
    held = {(row[0], row[3], row[4]): Held(*row[1:-1]) for row in found}
    states = {(row[0], row[3], row[4]): row[-1] for row in found}
    letters = [(one, letter) for one in fresh if (letter := one.letter) is not None]
    answered = {(one.business, name) for one, letter in letters for name in _answers(letter)}
    rows = await bulk.find(tx, messages, ("business", "provider_id"), list(answered), ("business", "provider_id", "id"))
    owners = {(one.business, held[name].contact) for one in fresh for name in _around(one) if name in held}
    replies = {(row[0], row[1]): row[2] for row in sorted(rows, key=lambda row: row[2])}  # the newest, of several
    people = await _people(tx, [one for one in fresh if not _is_plain(one, held)], held)
    return _Group(held, states, people, replies, await _lock(tx, owners) if tx.postgres else None)


def _is_plain(one: Heard, held: Mapping[_Name, Held]) -> bool:
    """Whether the names themselves say whose they are: nobody's yet, proven by who writes, or told of one customer."""
    theirs = [held.get(key) for key in _keys(one)]
    known = [each for each in theirs if each is not None]
    if one.is_of_an_address:
        return True
    if not known:
        return not any(key in held for key in _around(one))
    if one.letter is not None:
        return len(known) == len(theirs) and all(each.proven_at is not None for each in known)
    rows = {None, *(each.id for each in known)}
    told = any(each.channel == "customer" for each in known) and len(known) == len(theirs)
    return told and all(each.told_by in rows for each in known)


async def _people(tx: Transaction, which: Sequence[Heard], held: Mapping[_Name, Held]) -> dict[_Owner, Person]:
    owners = {(one.business, held[key].contact) for one in which for key in _around(one) if key in held}
    rows = await bulk.find(tx, addresses, ("business", "contact"), list(owners), _HELD)
    return {owner: Person(tuple(Held(*row[1:-1]) for row in rows if (row[0], row[2]) == owner)) for owner in owners}


async def _lock(tx: Transaction, people: set[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    """Those of the people whom nobody else holds, and who are still themselves: ours until the end (People.hold)."""
    whole = "contacts.merged_into IS NULL"
    rows = await bulk.find(tx, contacts, ("business", "id"), list(people), ("business", "id"), where=whole, lock=True)
    return {(business, contact) for business, contact in rows}


def _keys(one: Heard) -> Iterator[_Name]:
    return _keys_of(one, one.names)


def _around(one: Heard) -> Iterator[_Name]:
    """Its names, and where else a number among them may be somebody's."""
    return _keys_of(one, with_twins(one.names))


def _keys_of(one: Heard, names: Sequence[Identity]) -> Iterator[_Name]:
    return ((one.business, name.channel, name.value) for name in names)


def _written_from(one: Heard, letter: MessageReceived) -> _Name:
    name = Identity(letter.channel, letter.address)
    return (one.business, name.channel, name.value)


def _place(tx: Transaction, group: _Group, one: Heard) -> bool | None:
    """Put down its rows; None where it is to be looked into."""
    owners = {held.contact for key in _around(one) if (held := group.held.get(key)) is not None}
    strange = any((one.business, name.channel, name.value) in group.held for name in one.strange)
    if strange or len(owners) > 1 or not _may_write(group, one, owners):
        return None
    owner = next(iter(owners), None)
    if owner is not None and not _is_theirs(group, one, owner):
        return None
    contact = _person(tx, group, one, owner) if one.names else None
    group.events.append((one.business, one.id, contact or one.arrival.lane, contact, *columns(one.arrival)))
    if one.letter is not None and contact is not None:
        _add_letter(group, one, one.letter, contact)
    if one.arrival.event is not None:
        tx.wake("inbox")
    return True


def _is_theirs(group: _Group, one: Heard, owner: UUID) -> bool:
    """Whether it is that person's, and nothing else follows from its names (storage/whose.py)."""
    if _is_plain(one, group.held):
        return True
    person = group.people.get((one.business, owner))
    if person is None:
        return False
    held = {each.name: each for key in _around(one) if (each := group.held.get(key)) is not None}
    known = Known(held, {owner: person})
    if one.letter is not None:
        seen = shown(known, one.names)
        return seen.owner == owner and not seen.leaves
    plan = told(known, one.names)
    return plan.owner == owner and plan.is_plain


def _may_write(group: _Group, one: Heard, owners: set[UUID]) -> bool:
    """Whether what they wrote lifts nothing, and nobody who holds them, perhaps to merge them, is to be waited for."""
    address = _written_from(one, one.letter) if one.letter else None
    if address is not None and group.states.get(address, AddressState.USABLE.value) != AddressState.USABLE.value:
        return False
    return group.locked is None or all((one.business, owner) in group.locked for owner in owners)


def _person(tx: Transaction, group: _Group, one: Heard, owner: UUID | None) -> UUID:
    """Whose names they are, made when nobody has any of them; names that nobody has become theirs."""
    now = one.arrival.received_at
    if owner is None:
        owner = tx.ids.new()
        group.contacts.append((one.business, owner, now))
        group.people[one.business, owner] = Person(())
        if group.locked is not None:
            group.locked.add((one.business, owner))
    proven_at = None if one.letter is None else now
    fresh = [key for key in _keys(one) if key not in group.held]
    rows = {key: tx.ids.new() for key in fresh}
    teller = next((row for key, row in rows.items() if key[1] == "customer"), None)
    for key, row in rows.items():
        told_by = teller if key[1] in CHANNELS else None
        group.held[key] = Held(row, owner, key[1], key[2], proven_at, told_by)
        usable = AddressState.USABLE.value
        group.addresses.append((one.business, row, owner, key[1], key[2], usable, now, now, proven_at, told_by))
    if one.letter is not None:
        _prove(group, one, now)
    if fresh or one.letter is not None:
        _learn(group, one.business, owner, one)
    return owner


def _prove(group: _Group, one: Heard, now: datetime) -> None:
    """They wrote: the names that the channel shows are theirs."""
    for key in _keys(one):
        held = group.held[key]
        if held.proven_at is None:
            group.held[key] = replace(held, proven_at=now)
            group.proven.append((now, one.business, held.id))


def _learn(group: _Group, business: str, owner: UUID, one: Heard) -> None:
    """Whoever comes later in the group finds the names that came with this one."""
    person = group.people.get((business, owner))
    if person is not None:
        fresh = {held.id: held for key in _keys(one) if (held := group.held[key]).contact == owner}
        kept = {held.id: held for held in person.names}
        group.people[business, owner] = Person(tuple({**kept, **fresh}.values()))


def _add_letter(group: _Group, one: Heard, letter: MessageReceived, contact: UUID) -> None:
    now = one.arrival.received_at
    address = group.held[_written_from(one, letter)].id
    group.letters.append((
        one.business, one.id, "in", letter.key, letter.channel, address, contact,
        Status.RECEIVED.value, now, one.came_at or now, Kind.MESSAGE.value, Purpose.TRANSACTIONAL.value, letter.locale,
        codec.dump_values({"button": letter.button}) if letter.button else None, letter.text, _media(letter),
        letter.provider_id, _answered(group, one.business, letter), one.heard_at,
    ))  # fmt: skip
    group.heard_at.append((min(letter.occurred_at, now), one.business, address))


def _answered(group: _Group, business: str, letter: MessageReceived) -> UUID | None:
    found = (group.replies.get((business, name)) for name in _answers(letter))
    return next((message for message in found if message is not None), None)


def _answers(letter: MessageReceived) -> tuple[str, ...]:
    return names_of(letter.reply_to) if letter.reply_to else ()


def _media(letter: MessageReceived) -> str | None:
    shown = [{"kind": one.kind, "url": one.url, "content_type": one.content_type} for one in letter.media]
    return json.dumps(shown, ensure_ascii=False) if shown else None


async def _write(tx: Transaction, group: _Group) -> None:
    await bulk.insert(tx, contacts, ("business", "id", "created_at"), group.contacts)
    await bulk.insert(tx, addresses, _ADDRESS, group.addresses)
    await bulk.insert(tx, events, ("business", "arrival", "lane", "contact", *COLUMNS), group.events)
    await bulk.insert(tx, messages, _LETTER, group.letters, again=True)
    latest: dict[tuple[str, UUID], datetime] = {(row[1], row[2]): row[0] for row in group.heard_at}
    heard = [(at, *address) for address, at in latest.items()]
    await bulk.change(tx, addresses, ("business", "id"), ("last_inbound_at",), heard)
    await bulk.change(tx, addresses, ("business", "id"), ("proven_at",), group.proven)
