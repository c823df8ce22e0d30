"""What is known of people, as ``flows.audience.matching`` reads it: no more of it than criteria ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Column, Select, and_, join, or_, outerjoin, select

from flows.audience.audience_facts import AVERAGE
from flows.audience.criteria import Compared, Condition, Criteria, leaves
from flows.audience.criteria_moment import BIRTH_DAY
from flows.channels import CHANNELS
from flows.customer_ranks import Cuts, rank
from flows.lifecycle import OWN_FROM, find_stage
from flows.lifetime_totals import CustomerTotals
from flows.name_folding import fold_name
from flows.policy.departure_facts import AGREED, AddressState, ConsentState, Purpose
from storage.audience.criteria_setting import Setting, gather
from storage.audience.fact_terms import COUNTS, DAY, MICROS, MOMENTS
from storage.audience.place_rows import select_places
from storage.identity.personal_tables import match_customers
from storage.schema import (
    addresses,
    contacts,
    customer_tags,
    loyalty,
    order_lines,
    permissions,
    returns,
)
from storage.sql.bulk_statements import split_portions
from storage.sql.repository import Repository
from storage.sql.transaction import Transaction
from storage.store.customer_totals import Totals
from storage.store.rank_cuts import CustomerCuts
from tests.flows.audience.matching import PRICED, KnownPerson
from tests.storage.audience.happened import happened

Facts: TypeAlias = "dict[str, object]"
Values: TypeAlias = "Mapping[UUID, frozenset[object]]"
"""Of each person the values of a fact that has several."""
_RANKS = ("recency", "frequency", "monetary")
_OF_TOTALS = frozenset({*COUNTS, *MOMENTS, *(f"rfm.{one}" for one in _RANKS), AVERAGE}) | {
    *("acquired_at", "days_since_order", "own_rhythm_days", "spend_percentile", "lifecycle"),
}
"""The facts that follow from totals."""


class KnownPeople(Repository):
    """What is known of one business's people."""

    async def of(self, people: Sequence[UUID], criteria: Criteria, now: datetime) -> dict[UUID, KnownPerson]:
        """What criteria ask of these people at that moment. Whoever was merged or erased, or is no
        customer (``storage.identity.personal_tables``), is nobody, and left out."""
        found: dict[UUID, KnownPerson] = {}
        setting = await gather(self._tx, criteria, now)
        asked = list(leaves(criteria))
        for some in split_portions(people):
            found |= await self._of_some(some, asked, setting)
        return found

    async def _of_some(
        self, people: Sequence[UUID], asked: Sequence[Condition], setting: Setting
    ) -> dict[UUID, KnownPerson]:
        names = {one.fact for one in asked if isinstance(one, Compared)}
        facts = await self._contacts(people)
        who = list(facts)
        if names & _OF_TOTALS:
            await self._add_totals(facts, setting.now)
        for name in names & _SEVERAL.keys():
            for person, values in (await _SEVERAL[name](self._tx, who)).items():
                facts[person][name] = values
        did = await happened(self._tx, who, [one for one in asked if not isinstance(one, Compared)], setting)
        return {one: KnownPerson(known, did.get(one, ())) for one, known in facts.items()}

    async def _contacts(self, people: Sequence[UUID]) -> dict[UUID, Facts]:
        who = match_customers(self._tx.holdings, self._tx.business)
        rows = await self._tx.rows(select(contacts).where(self._tx.owns(contacts), contacts.c.id.in_(people), *who))
        return {row.id: _of_contact(row) for row in rows}

    async def _add_totals(self, facts: Mapping[UUID, Facts], now: datetime) -> None:
        """Of whoever did nothing the contact alone says since when they are known."""
        totals, cuts = await Totals(self._tx).find_all_totals(list(facts)), await CustomerCuts(self._tx).get()
        for person, known in facts.items():
            known |= _facts_of_totals(totals.get(person), cuts, now)


def _of_contact(row: Any) -> Facts:
    told = row.locale.replace("_", "-").partition("-")[0] if row.locale is not None else None
    found = {
        BIRTH_DAY: row.birth_day,
        "language": row.writes if row.writes is not None else told,
        "acquired_from": fold_name(row.acquired_from or ""),
        "acquired_at": row.created_at,
    }
    return {name: value for name, value in found.items() if value}


def _facts_of_totals(totals: CustomerTotals | None, cuts: Cuts | None, now: datetime) -> dict[str, object]:
    """Return the facts of a customer with these totals, None for no totals, among all with these cuts."""
    if totals is None:
        return dict.fromkeys((*COUNTS, PRICED), 0)
    found: dict[str, object] = {name: getattr(totals, name) for name in (*COUNTS, PRICED)}
    found |= {name: getattr(totals, name) for name in (*MOMENTS, "acquired_at") if getattr(totals, name) is not None}
    if totals.rhythm is not None and totals.orders >= OWN_FROM:
        found["own_rhythm_days"] = Decimal(totals.rhythm // totals.rhythm.resolution) / DAY
    stage, place = find_stage(totals, now), rank(totals, cuts)
    if stage is not None:
        found["lifecycle"] = stage.value
    if place is not None:
        found |= {f"rfm.{one}": getattr(place, one) for one in _RANKS} | {"spend_percentile": place.spend_percentile}
    return found


def _values(rows: Iterable[Any], read: Callable[[Any], object] = lambda value: value) -> Values:
    """The values of each person, from rows of a person and a value; what is empty is none."""
    found: dict[UUID, set[object]] = defaultdict(set)
    for person, value in rows:
        if value is not None and value != "":
            found[person].add(read(value))
    return {person: frozenset(values) for person, values in found.items()}


async def _held(
    column: Column[Any], tx: Transaction, people: Sequence[UUID], read: Callable[[Any], object] = lambda value: value
) -> Values:
    """The values of a column of people's rows."""
    table = column.table
    query: Select[Any] = select(table.c.contact, column).where(table.c.business == tx.business).distinct()
    return _values(await tx.rows(query.where(table.c.contact.in_(people))), read)


async def _places(name: str, tx: Transaction, people: Sequence[UUID]) -> Values:
    rows = select_places(tx.business, name, lambda held: held.is_not(None)).subquery()
    return _values(await tx.rows(select(rows.c.contact, rows.c.held).where(rows.c.contact.in_(people))))


async def _cities(tx: Transaction, people: Sequence[UUID]) -> Values:
    told = select(contacts.c.id, contacts.c.city).where(tx.owns(contacts), contacts.c.id.in_(people))
    sent_back = select(returns.c.contact, returns.c.city).where(tx.owns(returns), returns.c.contact.in_(people))
    return _values([*await tx.rows(told), *await tx.rows(sent_back)], fold_name)


async def _progress(tx: Transaction, people: Sequence[UUID]) -> Values:
    return await _held(loyalty.c.progress, tx, people, lambda value: Decimal(value) / MICROS)


async def _reachable(tx: Transaction, people: Sequence[UUID]) -> Values:
    usable = (addresses.c.state == AddressState.USABLE.value, addresses.c.channel.in_(list(CHANNELS)))
    query = select(addresses.c.contact, addresses.c.channel).where(tx.owns(addresses), *usable)
    return _values(await tx.rows(query.where(addresses.c.contact.in_(people))))


async def _opted_out(tx: Transaction, people: Sequence[UUID]) -> Values:
    there = and_(permissions.c.business == addresses.c.business, permissions.c.address == addresses.c.id)
    revoked = and_(permissions.c.purpose == Purpose.MARKETING.value, permissions.c.state == ConsentState.REVOKED.value)
    query = select(addresses.c.contact, addresses.c.channel).select_from(outerjoin(addresses, permissions, there))
    query = query.where(tx.owns(addresses), addresses.c.channel.in_(list(CHANNELS)))
    off = or_(addresses.c.state == AddressState.SUPPRESSED.value, revoked)
    return _values(await tx.rows(query.where(addresses.c.contact.in_(people), off)))


async def _consents(tx: Transaction, people: Sequence[UUID]) -> Values:
    there = and_(permissions.c.business == addresses.c.business, permissions.c.address == addresses.c.id)
    agreed = (permissions.c.purpose == Purpose.MARKETING.value, permissions.c.state.in_(sorted(AGREED)))
    query = select(addresses.c.contact, permissions.c.programme).select_from(join(addresses, permissions, there))
    return _values(await tx.rows(query.where(tx.owns(addresses), addresses.c.contact.in_(people), *agreed)))


_SEVERAL: Mapping[str, Callable[[Transaction, Sequence[UUID]], Awaitable[Values]]] = MappingProxyType(
    {
        "category": partial(_held, order_lines.c.category),
        "brand": partial(_held, order_lines.c.brand),
        "tag": partial(_held, customer_tags.c.tag),
        "country": partial(_places, "country"),
        "region": partial(_places, "region"),
        "zone": partial(_places, "timezone"),
        "city": _cities,
        "loyalty.progress": _progress,
        "reachable": _reachable,
        "opted_out": _opted_out,
        "consent": _consents,
    }
)
