"""The postal address of the business, which the law of e-mail requires in every message that sells."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from flows.policy.departure_facts import ASKS, Departure
from flows.policy.person_places import Whereabouts, find_places_at, pick_whereabouts
from flows.policy.policy_rules import ANYWHERE, Rule, RuleKind, select_rules
from flows.policy.verdict import Outcome, Verdict

UNADDRESSED = "postal-address"


def refuse_without_address(departure: Departure, now: datetime) -> Verdict | None:
    """Refuse a message that must show the business's postal address if the business has set none."""
    if departure.house.mailing_address or not must_show_sender(departure):
        return None
    where = pick_whereabouts(departure.person, departure.house)
    rules = find_address_rules(where, departure.channel, now.date())
    if not rules:
        return None
    reason = "A mail that sells must show your postal address, and none is set: [business] mailing_address"
    return Verdict(Outcome.REFUSE, UNADDRESSED, f"{reason} ({rules[0].cited}).", rules=tuple(one.ref for one in rules))


def must_show_sender(departure: Departure) -> bool:
    """Return True if the rules apply to a send by its purpose. A request for consent counts as marketing (CASL, section
    1(3))."""
    return departure.markets or departure.kind in ASKS


@lru_cache(maxsize=4096)
def find_address_rules(where: Whereabouts, channel: str, day: date) -> tuple[Rule, ...]:
    """Return the rules of all possible places of a person; the product's default if none has any."""
    jurisdictions = dict.fromkeys(one for place in find_places_at(where) for one in place.jurisdictions)
    found = select_rules(RuleKind.POSTAL_ADDRESS, jurisdictions, channel, day)
    return found or select_rules(RuleKind.POSTAL_ADDRESS, (ANYWHERE,), channel, day)
