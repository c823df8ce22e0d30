"""Addresses that a shop's system recorded for one customer, also if several people have them by now.

A pair holds an address and a name recorded with it: a customer's id, an e-mail address, or another address. Only
opt-outs follow pairs: no order, name or message of one person reaches another by a pair. Pairs refer to rows of
addresses, so a merge or a move of an address keeps them valid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from flows.mail_address import MAIL
from storage.identity.identity import COLUMNS, HeldName, Identity, add_twins
from storage.identity.personal_tables import living
from storage.schema import addresses, contacts, recorded_pairs
from storage.sql import bulk_statements
from storage.sql.statements import owns
from storage.sql.transaction import Transaction

_HUBS = frozenset({"customer", MAIL})
_MOST = 20  # a name with more pairs identifies nobody: a till's number, a shared guest mail
_MOST_STEPS = 5
_PAIRED = """(EXISTS (
    SELECT 1 FROM recorded_pairs AS pair WHERE pair.business = addresses.business AND pair.address = addresses.id
) OR EXISTS (
    SELECT 1 FROM recorded_pairs AS pair WHERE pair.business = addresses.business AND pair.known_as = addresses.id
))"""
_PAIRS_OF = select(recorded_pairs).where(
    owns(recorded_pairs), recorded_pairs.c.address.in_(bindparam("lines", expanding=True))
)

Reached = Mapping[UUID, datetime | None]
"""People reached by an opt-out, each with the moment that limits it to earlier agreements; None for all."""


async def record_pair(tx: Transaction, names: Sequence[Identity], now: datetime) -> list[UUID]:
    """Record that a shop's system, or a channel, named these together. Return the newly paired people.

    A number recorded for a customer no longer belongs to another customer of the same system.
    """
    rows = await _list_held(tx, names)
    ways = [row for row in rows if row.name.is_channel]
    hubs = [row for row in rows if row.channel in _HUBS] or ways[:1]
    if not ways:
        return []
    pairs = {(way.id, hub.id) for way in ways for hub in hubs if way.contact != hub.contact}
    known = await _load_pairs(tx, [way.id for way in ways])
    await _end_others(tx, hubs, known, now)
    fresh = pairs - {(row.address, row.known_as) for row in known if row.ended_at is None}
    await _keep(tx, fresh, now)
    touched = {row for each in fresh for row in each}
    return sorted({row.contact for row in rows if row.id in touched})


async def record_parting(tx: Transaction, rows: Collection[UUID], owner: UUID, now: datetime) -> list[UUID]:
    """Record the old contacts of these addresses before the ``owner`` takes them over; return the old contacts."""
    names = [(tx.business, row) for row in rows]
    moved = {
        one.id: one for one in map(_name, await bulk_statements.find(tx, addresses, ("business", "id"), names, COLUMNS))
    }
    left = sorted({one.contact for one in moved.values()} - {owner})
    theirs = [(tx.business, one) for one in left]
    found = [_name(row) for row in await bulk_statements.find(tx, addresses, ("business", "contact"), theirs, COLUMNS)]
    pairs = set[tuple[UUID, UUID]]()
    for contact in left:
        stay = [one for one in found if one.contact == contact and one.id not in moved]
        pairs |= {each for one in moved.values() if one.contact == contact for each in _list_parted(one, stay)}
    await _keep(tx, pairs, now)
    return left if pairs else []


async def find_reached(tx: Transaction, contact: UUID, *, ended: bool = True) -> Reached:
    """Return everybody whose marketing a person's opt-out ends, because a shop's system recorded them together.

    ``ended`` includes ended pairs: a number's earlier customer, and earlier consents at it.
    """
    if not await find_paired(tx, [contact]):
        return {}
    found: dict[UUID, datetime | None] = {}
    seen, fresh = {contact}, {contact}
    for step in range(_MOST_STEPS):
        near = await _find_paired(tx, fresh, back=ended and step == 0)
        owners = await _find_owners(tx, near)
        for row, until in near.items():
            if row in owners and (until is None or ended):
                found[owners[row]] = _choose_wider(found, owners[row], until)
        fresh = {one for one, until in found.items() if until is None} - seen
        seen |= fresh
        if not fresh:
            break
    return {one: found[one] for one in sorted(found) if one != contact}


async def find_paired(tx: Transaction, people: Collection[UUID]) -> frozenset[UUID]:
    """Return the people with an address that is recorded together with another person's."""
    return frozenset(contact for _, contact in await find_all_paired(tx, [(tx.business, one) for one in people]))


async def find_all_paired(tx: Transaction, people: Sequence[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    """Do the same for people of any business, each with the business."""
    names = ("business", "contact")
    found = await bulk_statements.find(tx, addresses, names, people, names, where=_PAIRED)
    return {(business, contact) for business, contact in found}


async def forget(tx: Transaction, rows: Collection[UUID]) -> None:
    """Delete the pairs of addresses whose person is erased."""
    for some in bulk_statements.split_portions(list(rows)):
        here = or_(recorded_pairs.c.address.in_(some), recorded_pairs.c.known_as.in_(some))
        await tx.remove(recorded_pairs, here)


def _list_parted(moved: HeldName, stay: Sequence[HeldName]) -> set[tuple[UUID, UUID]]:
    """Return the pairs of a row that leaves a person, with the rows that stay."""
    if moved.channel in _HUBS:
        return {(one.id, moved.id) for one in stay if one.name.is_channel}
    if not moved.name.is_channel:
        return set()
    hubs = [one for one in stay if one.channel in _HUBS] or [one for one in stay if one.name.is_channel]
    return {(moved.id, one.id) for one in hubs}


async def _end_others(tx: Transaction, hubs: Sequence[HeldName], known: Sequence[Any], now: datetime) -> None:
    """End the pairs of the lines with other customers of the system that now names one of them."""
    systems = {hub.name.system for hub in hubs} - {""}
    named = {hub.id for hub in hubs}
    others = [(tx.business, row.known_as) for row in known if row.ended_at is None and row.known_as not in named]
    if not systems or not others:
        return
    found = map(_name, await bulk_statements.find(tx, addresses, ("business", "id"), others, COLUMNS))
    over = {one.id for one in found if one.name.system in systems}
    lines = {row.address for row in known}
    if over:
        pairs = (recorded_pairs.c.address.in_(lines), recorded_pairs.c.known_as.in_(over))
        await tx.change_all(recorded_pairs, *pairs, recorded_pairs.c.ended_at.is_(None), ended_at=now)


async def _keep(tx: Transaction, pairs: Collection[tuple[UUID, UUID]], now: datetime) -> None:
    rows = [{"address": one, "known_as": other, "noted_at": now, "ended_at": None} for one, other in sorted(pairs)]
    await tx.put_all(recorded_pairs, ("address", "known_as"), rows)


async def _find_paired(tx: Transaction, people: Collection[UUID], *, back: bool) -> dict[UUID, datetime | None]:
    """Return the rows paired with a row of these people. ``back``: also an address's earlier pairs."""
    theirs = select(addresses.c.id).where(tx.owns(addresses), addresses.c.contact.in_(people))
    here = or_(recorded_pairs.c.address.in_(theirs), recorded_pairs.c.known_as.in_(theirs))
    rows = await tx.rows(select(recorded_pairs).where(tx.owns(recorded_pairs), here))
    own = {row.id for row in await tx.rows(theirs)} if rows else set[UUID]()
    many = Counter(row for each in rows for row in (each.address, each.known_as) if row in own)
    near: dict[UUID, datetime | None] = {}
    for row in rows:
        if row.address in own and many[row.address] <= _MOST and (row.ended_at is None or back):
            near[row.known_as] = None
        if row.known_as in own and many[row.known_as] <= _MOST:
            near[row.address] = _choose_wider(near, row.address, row.ended_at)
    return near


def _choose_wider(found: Mapping[UUID, datetime | None], one: UUID, until: datetime | None) -> datetime | None:
    """Return the later of two moments; None is unlimited."""
    before = found.get(one, until)
    return None if before is None or until is None else max(before, until)


async def _find_owners(tx: Transaction, rows: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the living people who have these rows."""
    found: dict[UUID, UUID] = {}
    owner = addresses.join(
        contacts, (contacts.c.business == addresses.c.business) & (contacts.c.id == addresses.c.contact)
    )
    for some in bulk_statements.split_portions(sorted(rows)):
        query = select(addresses.c.id, addresses.c.contact).select_from(owner)
        here = (tx.owns(addresses), addresses.c.id.in_(some), *living())
        found |= {row.id: row.contact for row in await tx.rows(query.where(*here))}
    return found


async def _load_pairs(tx: Transaction, lines: Sequence[UUID]) -> Sequence[Any]:
    return await tx.rows(_PAIRS_OF, lines=lines)


async def _list_held(tx: Transaction, names: Sequence[Identity]) -> list[HeldName]:
    keys = [(tx.business, name.channel, name.value) for name in add_twins(names)]
    rows = await bulk_statements.find(tx, addresses, ("business", "channel", "value"), keys, COLUMNS)
    return sorted(map(_name, rows), key=lambda one: one.id)


def _name(row: tuple[Any, ...]) -> HeldName:
    return HeldName(*row)
