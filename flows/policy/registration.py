"""Texts that a country has registered before they may be sent: in India every SMS carries the ids of its sender (the
principal entity) and of its template, or the carriers drop it (TRAI, TCCCPR 2018)."""

from __future__ import annotations

from datetime import datetime

from flows.policy.carts import number_rule
from flows.policy.facts import Departure
from flows.policy.rules import RuleKind
from flows.policy.verdict import Outcome, Verdict

INDIA = "IN"
UNREGISTERED = "dlt.unregistered"


def unregistered(departure: Departure, now: datetime) -> Verdict | None:
    """Refused here, whatever it is, rather than by the carrier: who has another channel is written to there."""
    if departure.registered or (rule := number_rule(RuleKind.REGISTRATION, departure, now)) is None:
        return None
    reason = "This text has no DLT ids, without which carriers in India deliver no SMS: [channels.sms.dlt]"
    return Verdict(Outcome.REFUSE, UNREGISTERED, f"{reason} ({rule.cited}).", rules=(rule.ref,))
