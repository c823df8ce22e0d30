"""A business's settings that are looser than the default of the law or the carriers.

Each setting triggers a warning when it is applied, is recorded with its author, and is shown by `parley doctor` while
in force. Settings that are certainly illegal are refused when the file is read, and are not among these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flows.business import Business
from flows.channels import CHANNELS


@dataclass(frozen=True, slots=True)
class Looser:
    """A setting that loosens a rule: the rule's permanent name, the setting as in the file, what the rule requires and
    what the setting risks, and the rule's source."""

    rule: str
    setting: str
    asks: str
    source: str

    def __str__(self) -> str:
        return f"{self.setting} loosens a rule: {self.asks} ({self.source}). The choice is recorded"


def list_loosened(business: Business) -> tuple[Looser, ...]:
    """Return the business's settings that loosen a rule, in a fixed order."""
    return tuple(one for holds, one in _CHOICES if holds(business))


def _texts(business: Business) -> bool:
    return any(CHANNELS[one.channel].carriers for one in business.channels)


_CHOICES: tuple[tuple[Callable[[Business], bool], Looser], ...] = (
    (
        lambda business: _texts(business) and business.double_opt_in is False,
        Looser(
            "double-opt-in",
            "[recovery] double_opt_in = false",
            "cart reminders by SMS to US and Canadian numbers need an opt-in that was confirmed and names them; "
            "without it carriers may filter or block the number, and consent is harder to prove",
            "US and Canadian carriers' rule for cart reminders",
        ),
    ),
    (
        lambda business: _texts(business) and business.policy.one_sms_per_cart is False,
        Looser(
            "one-sms-per-cart",
            "[policy] one_sms_per_cart = false",
            "one SMS per cart, within 48 hours of it; without it carriers may filter or block the number",
            "US carriers' rule for cart reminders",
        ),
    ),
    (
        lambda business: business.daily_spend is None,
        Looser(
            "daily-spend",
            '[business] daily_spend = "none"',
            "the cost of a day's messages stays limited, even if someone types numbers into the shop's forms",
            "Parley's default",
        ),
    ),
    (
        lambda business: not business.policy.marketing_caps,
        Looser(
            "marketing-caps",
            "[policy] marketing_caps = []",
            "a person who agreed to a number of messages a month must not get more; only the caps of some states "
            "remain, and the texts that say how often we write become false",
            "47 CFR 64.1200(f)(9), CTIA Messaging Principles 5.1.2",
        ),
    ),
)
