"""The tables of customer data except names and orders. An erasure deletes all their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from storage.erasure.personal_record import load_rows
from storage.identity.personal_tables import Personal
from storage.profiles.customer_returns import Returns
from storage.profiles.customer_tags import CustomerTags
from storage.profiles.loyalty import Loyalty
from storage.schema import customer_notes, customer_tags, loyalty, returned_lines, returns, visits
from storage.unit import Unit


async def _load_returned(unit: Unit, people: Sequence[UUID]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    theirs = select(returns.c.id).where(unit.owns(returns), returns.c.contact.in_(people))
    return {returned_lines.name: await load_rows(unit, returned_lines, returned_lines.c.returned.in_(theirs))}


PERSONAL = (
    Personal(
        customer_tags, told=True,
        merge=lambda tx, contact, into: CustomerTags(tx).merge(contact, into),
        forget=lambda unit, people, _scrub, _now: unit.of(CustomerTags).forget(people),
    ),
    Personal(customer_notes, moves=True, more=True, told=True, removed=True),
    Personal(
        loyalty, more=True, told=True, removed=True,
        merge=lambda tx, contact, into: Loyalty(tx).merge(contact, into),
    ),
    Personal(visits, moves=True, more=True, told=True, removed=True),
    Personal(
        returns, moves=True, dealings=True, more=True, told=True, known=_load_returned,
        forget=lambda unit, people, _scrub, _now: unit.of(Returns).forget(people),
    ),
)  # fmt: skip
