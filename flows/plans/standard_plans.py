"""The plans of every business, off by default: win-back, for customers silent for longer than usual."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from types import MappingProxyType

from flows.audience.consent_criterion import AGREED_TO_OFFERS
from flows.audience.criteria import All, Compared, Criteria
from flows.lifecycle import Lifecycle
from flows.plans.plan_offer import PlanOffer
from flows.plans.plan_terms import Entrance, EntryBy, PlanStep, PlanTerms
from flows.step_offer import ONE_DISCOUNT_PER

WIN_BACK = "win_back"
_MORNING = time(11)
_NEXT_OFFER = ONE_DISCOUNT_PER + timedelta(days=1)
"""A larger offer comes when the one before has ceased to count: a person has one discount in 30 days."""
_LONGEST_GONE = 730
"""Days after which somebody is no customer who pauses; older agreements are doubted, too."""

BY_RHYTHM: Criteria = All(
    (
        Compared("lifecycle", "in", (Lifecycle.DORMANT.value, Lifecycle.LOST.value)),
        Compared("days_since_order", "<=", Decimal(_LONGEST_GONE)),
        AGREED_TO_OFFERS,
    )
)
"""Silent for three of their own rhythms and more (flows/lifecycle.py), and agreed to offers."""


def select_gone(days: int) -> Criteria:
    """Return the criteria for people who ordered, but not for so many days in any rhythm, and agreed to offers."""
    return All((Compared("days_since_order", ">=", Decimal(days)), AGREED_TO_OFFERS))


WIN_BACK_TERMS = PlanTerms(
    kind=WIN_BACK,
    entrance=Entrance(EntryBy.AUDIENCE),
    condition=BY_RHYTHM,
    steps=(
        PlanStep(timedelta(0), "win_back", at=_MORNING),
        PlanStep(timedelta(days=7), "win_back_code", plain="win_back_again", offer=PlanOffer(10), at=_MORNING),
        PlanStep(_NEXT_OFFER, "win_back_last", plain="win_back_again", offer=PlanOffer(15), at=_MORNING),
    ),
    exits=frozenset({"bought", "replied", "left"}),
    holdout=0.1,
    rest=timedelta(days=180),
)
READY_PLANS = MappingProxyType({WIN_BACK: WIN_BACK_TERMS})
"""All of them by name."""
