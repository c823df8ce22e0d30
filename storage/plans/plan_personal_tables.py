"""The table of plans that names people. It holds only ids and moments, and survives an erasure as ledgers do."""

from __future__ import annotations

from storage.identity.personal_tables import Personal
from storage.plans.plan_entries import PlanEntries
from storage.schema import plan_entries

PERSONAL = (
    Personal(plan_entries, told=True, merge=lambda tx, contact, into: PlanEntries(tx).merge(contact, into)),
)  # fmt: skip
