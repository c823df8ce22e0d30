"""The tables of customer data except names and orders. An erasure deletes all their rows."""

from __future__ import annotations

from storage.identity.personal_tables import Personal
from storage.profiles.customer_returns import Returns
from storage.profiles.customer_tags import CustomerTags
from storage.profiles.loyalty import Loyalty
from storage.schema import customer_notes, customer_tags, loyalty, returns, visits

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
        returns, moves=True, dealings=True, more=True, told=True,
        forget=lambda unit, people, _scrub, _now: unit.of(Returns).forget(people),
    ),
)  # fmt: skip
