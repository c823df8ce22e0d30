"""Texts that a country has registered before they may be sent: in India every SMS carries the ids of its sender (the
principal entity) and of its template, or the carriers drop it (TRAI, TCCCPR 2018)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.policy.cart_rules import number_rule
from flows.policy.departure_facts import Departure
from flows.policy.policy_rules import RuleKind
from flows.policy.verdict import Outcome, Verdict

INDIA = "IN"
UNREGISTERED = "dlt.unregistered"
OVERLONG = "dlt.variable"

LONGEST = 30
"""Characters of what stands for one ``{#var#}`` of a registered text. A link stands for one of another type,
``{#url#}``, which is compared with the links that were registered as well, and may be longer."""


def unregistered(departure: Departure, now: datetime) -> Verdict | None:
    """Refused here, whatever it is, rather than by the carrier: who has another channel is written to there."""
    if departure.registered or (rule := number_rule(RuleKind.REGISTRATION, departure, now)) is None:
        return None
    reason = "This text has no DLT ids, without which carriers in India deliver no SMS: [channels.sms.dlt]"
    return Verdict(Outcome.REFUSE, UNREGISTERED, f"{reason} ({rule.cited}).", rules=(rule.ref,))


def overlong(departure: Departure, told: Sequence[tuple[str, str]], now: datetime) -> Verdict | None:
    """Refused where a value of a registered text, each by its name, has more characters than the carriers let through.

    The value itself is not quoted: it may be somebody's name.
    """
    rule = number_rule(RuleKind.REGISTRATION, departure, now)
    long = ((name, len(said)) for name, said in told if len(said) > LONGEST and not _is_link(said))
    if rule is None or (found := next(long, None)) is None:
        return None
    reason = (
        f"Its {found[0]} has {found[1]} characters, and carriers in India deliver no SMS that has more than {LONGEST} "
        "in one value of a registered text, links apart: make it shorter where it comes from"
    )
    return Verdict(Outcome.REFUSE, OVERLONG, f"{reason} ({rule.cited}).", rules=(rule.ref,))


def _is_link(said: str) -> bool:
    return said.startswith(("https://", "http://")) and " " not in said
