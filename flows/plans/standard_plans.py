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
"""The wait before a larger offer, until the earlier one no longer counts: a person has one discount in 30 days."""
_LONGEST_GONE = 730
"""The number of silent days from which on a customer is considered lost; older consents are also doubtful."""

BY_RHYTHM: Criteria = All(
    (
        Compared("lifecycle", "in", (Lifecycle.DORMANT.value, Lifecycle.LOST.value)),
        Compared("days_since_order", "<=", Decimal(_LONGEST_GONE)),
        AGREED_TO_OFFERS,
    )
)
"""The criteria for people silent for at least three times their own rhythm (flows/lifecycle.py) who agreed to
offers."""


def select_gone(days: int) -> Criteria:
    """Return the criteria for people who have not ordered for ``days`` days, of any rhythm, and agreed to offers."""
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
"""All standard plans by name."""
