"""Texts that must be registered in a country before they are sent: in India every SMS carries the ids of its sender
(the principal entity) and of its template, or the carriers drop it (TRAI, TCCCPR 2018)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.policy.cart_rules import find_number_rule
from flows.policy.departure_facts import Departure
from flows.policy.policy_rules import RuleKind
from flows.policy.verdict import Outcome, Verdict

INDIA = "IN"
UNREGISTERED = "dlt.unregistered"
OVERLONG = "dlt.variable"

LONGEST = 30
"""Maximum characters for one ``{#var#}`` of a registered text. A link has its own type, ``{#url#}``: it may be longer,
and is compared with the registered links."""


def refuse_unregistered(departure: Departure, now: datetime) -> Verdict | None:
    """Refuse an unregistered text before the carrier does, so that people with another channel get it there."""
    if departure.registered or (rule := find_number_rule(RuleKind.REGISTRATION, departure, now)) is None:
        return None
    reason = "This text has no DLT ids, without which carriers in India deliver no SMS: [channels.sms.dlt]"
    return Verdict(Outcome.REFUSE, UNREGISTERED, f"{reason} ({rule.cited}).", rules=(rule.ref,))


def refuse_overlong(departure: Departure, told: Sequence[tuple[str, str]], now: datetime) -> Verdict | None:
    """Refuse a registered text if one of its named values has more characters than carriers accept.

    The value itself is not quoted: it may be a person's name.
    """
    rule = find_number_rule(RuleKind.REGISTRATION, departure, now)
    long = ((name, len(said)) for name, said in told if len(said) > LONGEST and not _is_link(said))
    if rule is None or (found := next(long, None)) is None:
        return None
    reason = (
        f"Its {found[0]} has {found[1]} characters, and carriers in India deliver no SMS that has more than {LONGEST} "
        "in one value of a registered text, links apart: shorten it at its source"
    )
    return Verdict(Outcome.REFUSE, OVERLONG, f"{reason} ({rule.cited}).", rules=(rule.ref,))


def _is_link(said: str) -> bool:
    return said.startswith(("https://", "http://")) and " " not in said
