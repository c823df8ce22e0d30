"""A person's opt-outs on all their numbers and chats, including those added later.

A stop is written at each of the person's addresses (47 CFR 64.1200(a)(10)). A shop's system, a file or a merge may add
an address later. Its ledger then gets the same end, with the same moment and teller, so that the same message lifts it
everywhere. An end that the person lifted in their own words no longer counts. A "no" to a question at one address
concerns only that address, and so does the link of a message.

An address that a shop's system records for a person inherits the opt-outs of the other people recorded as the same
customer (storage/identity/recorded_pairs.py). It inherits only marketing opt-outs, as these may be different people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from flows.channels import CHANNELS
from flows.engine import DECLINED
from flows.events import AGREES, ConsentAction, Teller
from flows.policy.departure_facts import Programme
from storage.consent.consents import COMPLAINT, Consents, LedgerLine
from storage.identity import recorded_pairs
from storage.schema import addresses, consents, contacts
from storage.sql.transaction import Transaction

_OWN = frozenset({*AGREES, ConsentAction.RETURNED})
LINKED = "opt-out.linked"
"""The rule of an opt-out made at another address, recorded for the same customer."""
PAGE_HERE = "opt-out.page_here"
"""The rule of an end of marketing by a link, at the link's address alone."""
HERE_ALONE = frozenset({DECLINED, PAGE_HERE, COMPLAINT})
"""The rules of ends at one address alone."""
ELSEWHERE = "their opt-out at another address"
"""The source of such an opt-out."""
_MOST_STEPS = 20  # from one recorded person to the next one


async def carry(tx: Transaction, contact: UUID, now: datetime) -> None:
    """Write the ends of a person's consents at each address of the person that lacks one."""
    said = await _list_said(tx, [*await _list_merged(tx, contact), *await _find_reported(tx, contact)])
    ends = [*map(_end, _find_latest_ends(said)), *await _list_linked_ends(tx, contact)]
    if not ends:
        return
    ledger = Consents(tx)
    theirs = (tx.owns(addresses), addresses.c.contact == contact, addresses.c.channel.in_(CHANNELS))
    for row in await tx.rows(select(addresses.c.id).where(*theirs).order_by(addresses.c.id)):
        heard = await _list_ends(tx, row.id)
        for one in ends:
            if not _is_heard(one, heard.get(one.programme.value, ())):
                await ledger.record(replace(one, contact=contact, address=row.id), now)


async def _list_linked_ends(tx: Transaction, contact: UUID) -> list[LedgerLine]:
    """Return the opt-outs of the other people recorded as the same customer.

    Ends that they inherited are left out.
    """
    found = list[LedgerLine]()
    for other in await recorded_pairs.find_reached(tx, contact, ended=False):
        ends = map(_end, _find_latest_ends(await _list_said(tx, await _list_merged(tx, other))))
        found += [_mark_linked(one) for one in ends if one.teller is not Teller.LINKED]
    return found


def _end(line: Any) -> LedgerLine:
    return LedgerLine(
        line.contact, line.address, Programme(line.programme), ConsentAction.REVOKED, line.source, line.text, line.at,
        line.event, teller=Teller(line.teller), heard_at=line.heard_at,
    )  # fmt: skip


def _mark_linked(end: LedgerLine) -> LedgerLine:
    """Return the end for another person's addresses: it lets answers and order updates through."""
    if end.teller not in {Teller.PERSON, Teller.PAGE}:
        return end
    return replace(end, teller=Teller.LINKED, source=ELSEWHERE, text=LINKED)


async def _list_merged(tx: Transaction, contact: UUID) -> list[UUID]:
    """Return a person and all contacts merged into this one."""
    found, fresh = [contact], [contact]
    while fresh:
        query = select(contacts.c.id).where(tx.owns(contacts), contacts.c.merged_into.in_(fresh))
        fresh = [row.id for row in await tx.rows(query)]
        found += fresh
    return found


async def _find_reported(tx: Transaction, contact: UUID) -> list[UUID]:
    """Return the customers recorded with a number that never wrote: an end of theirs also ends that number."""
    proven = (addresses.c.contact == contact, addresses.c.proven_at.is_not(None))
    if await tx.row(select(addresses.c.id).where(tx.owns(addresses), *proven).limit(1)) is not None:
        return []
    found, one = list[UUID](), contact
    for _ in range(_MOST_STEPS):
        query = select(contacts.c.beside).where(tx.owns(contacts), contacts.c.id == one)
        head = await tx.value_of(UUID, query)
        if head is None or head in {contact, *found}:
            break
        found.append(one := head)
    return found


async def _list_said(tx: Transaction, people: Collection[UUID]) -> Sequence[Any]:
    """Return the ledger lines of these people that ended a consent, or restored one in their own words."""
    ended = and_(consents.c.action == ConsentAction.REVOKED.value, consents.c.text.not_in(HERE_ALONE))
    own = and_(consents.c.action.in_([one.value for one in _OWN]), consents.c.teller == Teller.PERSON.value)
    query = select(consents).where(tx.owns(consents), consents.c.contact.in_(people), or_(ended, own))
    return await tx.rows(query.order_by(consents.c.at, consents.c.id))


def _find_latest_ends(said: Sequence[Any]) -> list[Any]:
    """Return the latest end by each teller of each programme, after the person's last renewal."""
    ends: dict[tuple[str, str], Any] = {}
    for line in said:
        if line.action == ConsentAction.REVOKED.value:
            ends[line.programme, line.teller] = line
        else:
            ends = {place: one for place, one in ends.items() if place[0] != line.programme}
    return list(ends.values())


async def _list_ends(tx: Transaction, address: UUID) -> Mapping[str, Sequence[Any]]:
    """Return the ends in an address's ledger, by programme."""
    here = (consents.c.address == address, consents.c.action == ConsentAction.REVOKED.value)
    heard: dict[str, list[Any]] = defaultdict(list)
    query = select(consents.c.programme, consents.c.teller, consents.c.at).where(tx.owns(consents), *here)
    for row in await tx.rows(query):
        heard[row.programme].append(row)
    return heard


def _is_heard(end: LedgerLine, heard: Sequence[Any]) -> bool:
    """Return True if an address already has that end, or a later one that is at least as strong."""
    return any(one.at >= end.at and one.teller in {end.teller.value, Teller.PERSON.value} for one in heard)
