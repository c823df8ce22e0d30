"""The criterion for people who agreed to offers."""

from __future__ import annotations

from flows.audience.criteria import Compared
from flows.policy.departure_facts import Programme

AGREED_TO_OFFERS = Compared("consent", "=", Programme.OFFERS.value)
"""Consent to offers on any channel, confirmed or not."""
