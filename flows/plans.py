"""The plans that the sequence engine runs, by name."""

from __future__ import annotations

from flows import recovery
from flows.business import Business
from flows.plan import Plan

_PLANS = {recovery.NAME: recovery.plan}


def plan_of(name: str, business: Business) -> Plan | None:
    """The plan of that name as this business wants it; None for a flow that is no plan."""
    make = _PLANS.get(name)
    return None if make is None else make(business)
