"""The plan of a campaign's trial of wordings, made before the launch (flows/campaigns/wording_trial.py)."""

from __future__ import annotations

from datetime import timedelta

from flows.campaigns.campaign import Campaign
from flows.campaigns.wording_trial import POINTS, USUAL, Measure, Trial
from flows.experiments.experiment_arm import FEWEST, Arm

LEAST_KNOWN = 500
"""The minimum number of people in past campaigns to use their share for the next."""
_LOWEST, _HIGHEST = 0.005, 0.5
"""Limits of the past's share: without clicks, or with nothing but clicks, the trial would need no or all people."""
A_DAY = timedelta(hours=24)
"""How long after their message people count for a wording with its own hour."""


def measure_of(campaign: Campaign) -> Measure:
    """Return the measure that compares a campaign's wordings. Offers are compared by purchases, as larger offers get
    more clicks regardless of sales."""
    if campaign.terms.has_own_offers:
        return Measure.PURCHASES
    return Measure.CLICKS if campaign.url else Measure.ORDERS


def get_counting_time(campaign: Campaign, measure: Measure, counts_for: timedelta) -> timedelta | None:
    """Return how long after their message people's actions count, if the variants are due at different hours; None
    otherwise, as all have the same time. It is a day for clicks and in a contest, else ``counts_for``, as for orders in
    general."""
    if not campaign.has_own_hours:
        return None
    return A_DAY if measure is Measure.CLICKS or campaign.contest is not None else counts_for


def plan_trial(campaign: Campaign, past: Arm) -> Trial | None:
    """Plan the trial of a campaign's wordings, with the share of its ``past`` campaigns; None if there is one
    wording."""
    arms, measure = len(campaign.variants), measure_of(campaign)
    if arms < FEWEST:
        return None
    known = past.people >= LEAST_KNOWN
    rate = min(max(past.rate, _LOWEST), _HIGHEST) if known else USUAL[measure]
    return Trial(measure, rate, POINTS[measure], arms, known)
