"""The terms of a campaign beside its people, words and hour: what it offers, and how much of it may be spent."""

from __future__ import annotations

from dataclasses import dataclass

from flows.campaigns.offer import CampaignOffer
from flows.money import Money


@dataclass(frozen=True, slots=True)
class Terms:
    """The ``offer`` that whoever is written to has a code for, and the ``budget``: the most that its messages may cost,
    by the price table. None is for none."""

    offer: CampaignOffer | None = None
    budget: Money | None = None


PLAIN = Terms()
"""No terms at all."""
