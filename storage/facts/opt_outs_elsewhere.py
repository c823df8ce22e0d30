"""A last check at departure: opt-outs at other addresses recorded for the same customer.

An opt-out is written to all recorded addresses when it comes, and to an address when it is recorded. Data of earlier
versions lacks these lines, so departures check again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from flows.events import AGREES, Teller
from flows.policy.departure_facts import ConsentState, Programme
from storage.consent.consent_ledger import Place
from storage.identity import recorded_pairs
from storage.schema import addresses, consents
from storage.sql import bulk_statements
from storage.unit import Unit


async def find_linked_people(unit: Unit, places: Mapping[Place, UUID]) -> dict[UUID, Collection[UUID]]:
    """Return, for each person who has some, the other people recorded by a shop's system as the same customer."""
    some = await recorded_pairs.find_paired(unit, set(places.values()))
    found = {one: await recorded_pairs.find_reached(unit, one, ended=False) for one in some}
    return {one: tuple(others) for one, others in found.items() if others}


async def find_ended(
    unit: Unit, places: Mapping[Place, UUID], linked: Mapping[UUID, Collection[UUID]]
) -> dict[Place, ConsentState]:
    """Return the places closed by another person's opt-out, unless the person agreed there since."""
    over: dict[Place, ConsentState] = {}
    for place, contact in places.items():
        ended = await _find_ended_at(unit, linked.get(contact, ()), place[1])
        if ended is not None and not await _has_agreed_since(unit, place, ended):
            over[place] = ConsentState.REVOKED
    return over


async def _find_ended_at(unit: Unit, people: Collection[UUID], programme: Programme) -> datetime | None:
    """Return when one of these people last ended a programme and did not agree again."""
    wanted = [(unit.business, one) for one in people]
    rows = await bulk_statements.find(unit, addresses, ("business", "contact"), wanted, ("id",)) if wanted else []
    stands = (await unit.consents.standings([row for (row,) in rows], programme)).values() if rows else ()
    ends = [one.since for one in stands if one.ended_by in {Teller.PERSON, Teller.SILENCE} and one.since is not None]
    return max(ends, default=None)


async def _has_agreed_since(unit: Unit, place: Place, ended: datetime) -> bool:
    """Return True if the person's own word at an address is later than that end."""
    address, programme = place
    here = (consents.c.address == address, consents.c.programme == programme.value)
    own = (consents.c.teller == Teller.PERSON.value, consents.c.action.in_([one.value for one in AGREES]))
    query = select(consents.c.id).where(unit.owns(consents), *here, *own, consents.c.at > ended).limit(1)
    return await unit.row(query) is not None
