"""Recognition of people by names, and creation of missing ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select, tuple_, update

from storage.consent.opt_out_reach import carry
from storage.identity import personal_tables, recorded_pairs
from storage.identity.identity import COLUMNS, HeldName, Identity, NamedPerson, add_twins
from storage.identity.name_ownership import Known, ProvenOwner, Whose, decide_owner, decide_shown_owner
from storage.identity.new_names import NewNames
from storage.identity.personal_tables import living
from storage.people import people_merge
from storage.schema import addresses, contacts
from storage.sql import bulk_statements
from storage.sql.transaction import RetryTransaction, Transaction

_Plan = TypeVar("_Plan", Whose, ProvenOwner)


async def recognise(
    tx: Transaction,
    names: Sequence[Identity],
    now: datetime,
    carts: Sequence[UUID] = (),
    *,
    recorded: bool = False,
    by_mail: bool = False,
) -> UUID:
    """Return the person in a shop system's event with these identities; ``carts`` are the event's carts.

    ``recorded`` and ``by_mail`` as in ``decide_owner`` (storage/identity/name_ownership.py). Raises ValueError without
    identities.
    """
    plan = await _settle(tx, names, lambda known: decide_owner(known, names, recorded=recorded, by_mail=by_mail), carts)
    new = NewNames(tx)
    owner = plan.owner or new.person(tx.business, now, plan.beside)
    await new.write()
    if plan.owner is not None and plan.beside is not None:
        await _note_beside(tx, plan.beside, owner)
    if plan.parted:
        await _note_beside(tx, owner, None)
    await people_merge.move(tx, [one.id for one in plan.leaves], owner, now)
    await people_merge.begin_anew(tx, [one.id for one in plan.anew], now)
    await _unbind(tx, [one.id for one in plan.shared])
    rows = new.add(tx.business, owner, plan.joins, now)
    await new.write()
    await _bind(tx, [owner, *([plan.beside] if plan.beside is not None else [])], names, rows)
    for line in dict.fromkeys(name.line for name in plan.apart):
        apart = [name for name in plan.apart if name.line == line]
        new.add(tx.business, new.person(tx.business, now), apart, now)
    await new.write()
    await _record_together(tx, names, now)
    return owner


async def prove(tx: Transaction, names: Sequence[Identity], now: datetime) -> UUID:
    """Return the person who has all these names, on a channel's word. Raises ValueError without names."""
    plan = await _settle(tx, names, lambda known: decide_shown_owner(known, names), ())
    new = NewNames(tx)
    owner = plan.owner or new.person(tx.business, now)
    await new.write()
    for other in plan.merges:
        owner = await _become_one(tx, other, owner, now)
    await people_merge.move(tx, [one.id for one in plan.leaves], owner, now)
    new.add(tx.business, owner, plan.joins, now, proven_at=now)
    await new.write()
    named = tuple_(addresses.c.channel, addresses.c.value).in_([(name.channel, name.value) for name in names])
    await tx.change_all(addresses, addresses.c.contact == owner, addresses.c.proven_at.is_(None), named, proven_at=now)
    if plan.merges:  # two customers stay two, even if a channel shows one person
        await _record_together(tx, names, now)
    return owner


async def join(tx: Transaction, opener: UUID, invited: UUID, customer: str | None, now: datetime) -> bool:
    """Join the opener of a link with its addressee; return False if that would merge two.

    A link may be passed on, and a shop creates one for any visitor of its site. So some people are never joined: those
    who proved another line, the staff, shopkeepers, and people recorded by a number alone. ``customer`` is the id that
    the shop created the link for: it becomes the opener's, regardless of its recorded number.
    """
    if opener == invited:
        return True
    await _hold(tx, [opener, invited])
    people = await _load_people(tx, [opener, invited])
    person, theirs = people[invited], people[opener]
    ids = {one.id for one in person.names if one.line is None}
    told_alone = [one for one in person.names if one.line not in {None, *theirs.lines} and one.told_by not in ids]
    if (
        theirs.ids
        or person.proven - theirs.proven
        or told_alone
        or await personal_tables.find_answering(tx, [opener, invited])
    ):
        return False
    await people_merge.merge(tx, opener, invited, now)
    theirs_now = (tx.owns(addresses), addresses.c.contact == invited, addresses.c.channel == "customer")
    await tx.run(update(addresses).where(*theirs_now, addresses.c.value == customer).values(proven_at=now))
    return True


async def find_recorded_guests(tx: Transaction, contact: UUID) -> list[UUID]:
    """Return people recorded as this one under other numbers, who never wrote themselves.

    Neighbours of a neighbour are included.
    """
    found, fresh = {contact}, [contact]
    while fresh:
        near = select(contacts.c.beside).where(tx.owns(contacts), contacts.c.id.in_(fresh))
        under = select(contacts.c.id).where(tx.owns(contacts), contacts.c.beside.in_(fresh))
        rows = [*await tx.rows(near), *await tx.rows(under)]
        fresh = sorted({row[0] for row in rows if row[0] is not None} - found)
        found.update(fresh)
    others = (
        select(contacts.c.id)
        .where(tx.owns(contacts), *living(), contacts.c.id.in_(found - {contact}))
        .order_by(contacts.c.id)
    )
    people = await _load_people(tx, [row.id for row in await tx.rows(others)])
    return [one for one, person in people.items() if not person.proven]


async def find_numbers(tx: Transaction, customer: UUID) -> list[UUID]:
    """Return the neighbours that are a mere number, always recorded with this customer: without an id, or a word of
    their own.
    """
    query = (
        select(contacts.c.id).where(tx.owns(contacts), *living(), contacts.c.beside == customer).order_by(contacts.c.id)
    )
    people = await _load_people(tx, [row.id for row in await tx.rows(query)])
    return [one for one, person in people.items() if not person.ids and not person.proven and _is_told(person)]


def _is_told(person: NamedPerson) -> bool:
    """Return True if each of the person's lines was ever recorded with an id or a cart."""
    return all(one.told_by is not None for one in person.names if one.line is not None)


async def find_recorded_others(tx: Transaction, which: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return, for each of these people, the others recorded as the same under other numbers; most have none."""
    mine = [(tx.business, one) for one in which]
    names = ("id", "beside")
    heads = dict(
        await bulk_statements.find(tx, contacts, ("business", "id"), mine, names, where="contacts.beside IS NOT NULL")
    )
    head_of = {one: heads.get(one, one) for one in which}
    under = [(tx.business, head) for head in set(head_of.values())]
    told: dict[UUID, list[UUID]] = defaultdict(list)
    for one, head in sorted(await bulk_statements.find(tx, contacts, ("business", "beside"), under, names)):
        told[head].append(one)
    groups = {one: (head, *told[head]) for one, head in head_of.items() if one in heads or head in told}
    return {one: tuple(other for other in group if other != one) for one, group in groups.items()}


async def load_people(tx: Transaction, which: Collection[UUID]) -> Mapping[UUID, NamedPerson]:
    """Return all names of each of these people."""
    return await _load_people(tx, list(which))


async def _settle(
    tx: Transaction, names: Sequence[Identity], decide: Callable[[Known], _Plan], carts: Sequence[UUID]
) -> _Plan:
    """Decide what to do with the identities. From here on no other transaction changes these people (else
    RetryTransaction)."""
    if not names:
        raise ValueError("a person needs at least one identity")
    known = await _load_known(tx, names, carts)
    plan = decide(known)
    if tx.postgres:
        await _hold(tx, sorted({one.contact for one in known.held.values()}))
        if decide(await _load_known(tx, names, carts)) != plan:
            raise RetryTransaction("these names just became another person's")
    return plan


async def _hold(tx: Transaction, people: Sequence[UUID]) -> None:
    """Lock unmerged people, always in one order."""
    if not tx.postgres:
        return
    for contact in sorted(people):
        query = select(contacts.c.merged_into).where(tx.owns(contacts), contacts.c.id == contact)
        row = await tx.row(query.with_for_update(key_share=True))
        if row is None or row.merged_into is not None:
            raise RetryTransaction("another process just merged them")


async def _load_known(tx: Transaction, names: Sequence[Identity], carts: Sequence[UUID]) -> Known:
    keys = [(tx.business, name.channel, name.value) for name in add_twins(names)]
    rows = await bulk_statements.find(tx, addresses, ("business", "channel", "value"), keys, COLUMNS)
    held = {one.name: one for one in map(_read_held, rows)}
    who = sorted({one.contact for one in held.values()})
    if not who:
        return Known({}, {})
    people = await _load_people(tx, who)
    theirs, another = [(tx.business, one) for one in who], "contacts.beside IS NOT NULL"
    told_of = await bulk_statements.find(tx, contacts, ("business", "id"), theirs, ("id", "beside"), where=another)
    plain = [one for one in who if not people[one].lines and await people_merge.is_plain(tx, one, carts)]
    return Known(held, people, await personal_tables.find_answering(tx, who), frozenset(plain), dict(told_of))


async def _load_people(tx: Transaction, who: Sequence[UUID]) -> dict[UUID, NamedPerson]:
    rows = await bulk_statements.find(
        tx, addresses, ("business", "contact"), [(tx.business, one) for one in dict.fromkeys(who)], COLUMNS
    )
    names = sorted(map(_read_held, rows), key=lambda one: one.id)
    return {contact: NamedPerson(tuple(one for one in names if one.contact == contact)) for contact in who}


def _read_held(row: tuple[object, ...]) -> HeldName:
    return HeldName(*row)  # type: ignore[arg-type]


async def _record_together(tx: Transaction, names: Sequence[Identity], now: datetime) -> None:
    """Pair names recorded for one customer that belong to several people, and carry opt-outs between them."""
    for contact in await recorded_pairs.record_pair(tx, names, now):
        await carry(tx, contact, now)


async def _note_beside(tx: Transaction, known_as: UUID, owner: UUID | None) -> None:
    await tx.change(contacts, known_as, beside=owner)


async def _bind(
    tx: Transaction, tellers: Sequence[UUID], names: Sequence[Identity], rows: Mapping[Identity, HeldName]
) -> None:
    """Bind new lines to the cart or the customer's id recorded with them: that of the first of these people who has
    one."""
    lines = [held.id for held in rows.values() if held.line is not None]
    people = await _load_people(tx, tellers) if lines else {}
    known = [one for teller in tellers if teller in people for one in people[teller].names]
    ranked = sorted(known, key=lambda one: one.channel != "cart")
    teller = next((one.id for one in ranked if one.channel in {"customer", "cart"} and one.name in names), None)
    if teller is not None:
        await tx.change_all(addresses, addresses.c.id.in_(lines), told_by=teller)


async def _unbind(tx: Transaction, rows: Sequence[UUID]) -> None:
    if rows:
        await tx.change_all(addresses, addresses.c.id.in_(rows), told_by=None)


async def _become_one(tx: Transaction, other: UUID, owner: UUID, now: datetime) -> UUID:
    """Merge two people on a channel's word. Two customers of the shop stay two."""
    people = await _load_people(tx, [other, owner])
    if people[owner].ids and people[other].ids:
        return owner
    gone, kept = (other, owner) if people[owner].ids or not people[other].ids else (owner, other)
    await people_merge.merge(tx, gone, kept, now)
    return kept
