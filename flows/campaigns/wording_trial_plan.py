"""The trial of a campaign's wordings as it is planned before the launch (flows/campaigns/wording_trial.py)."""

from __future__ import annotations

from datetime import timedelta

from flows.campaigns.campaign import Campaign
from flows.campaigns.wording_trial import POINTS, USUAL, Measure, Trial
from flows.experiments.experiment_arm import FEWEST, Arm

LEAST_KNOWN = 500
"""People of past campaigns from whom on their share is taken for that of the next."""
_LOWEST, _HIGHEST = 0.005, 0.5
"""Shares beyond these are taken for these: a past without a click would need nobody, or everybody."""
A_DAY = timedelta(hours=24)
"""For so long behind their message people count for a wording that left at an hour of its own."""


def measure_of(campaign: Campaign) -> Measure:
    """By what the wordings of a campaign are compared: offers by what is bought, for a greater one is clicked more
    often, whatever comes of it."""
    if campaign.terms.has_own_offers:
        return Measure.PURCHASES
    return Measure.CLICKS if campaign.url else Measure.ORDERS


def within_of(campaign: Campaign, measure: Measure, counts_for: timedelta) -> timedelta | None:
    """For how long behind their message people count, once they have had it for so long, where the variants are due at
    different hours; None where all of them have had as much time at any moment.

    ``counts_for`` is how long orders count for a message; a contest, which has no such time, counts those of a day.
    """
    if not campaign.has_own_hours:
        return None
    return A_DAY if measure is Measure.CLICKS or campaign.contest is not None else counts_for


def planned(campaign: Campaign, past: Arm) -> Trial | None:
    """The trial of a campaign's wordings, with the share that its ``past`` campaigns had; None of one wording."""
    arms, measure = len(campaign.variants), measure_of(campaign)
    if arms < FEWEST:
        return None
    known = past.people >= LEAST_KNOWN
    rate = min(max(past.rate, _LOWEST), _HIGHEST) if known else USUAL[measure]
    return Trial(measure, rate, POINTS[measure], arms, known)
