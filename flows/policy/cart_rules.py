"""The carriers' rules on texts about a cart: one SMS, within a time limit after the cart's last change."""

from __future__ import annotations

from datetime import date, datetime

from flows.policy.departure_facts import Departure, Kind, Programme
from flows.policy.person_places import find_number_country
from flows.policy.policy_rules import Rule, RuleKind, select_rules


def is_about_cart(departure: Departure) -> bool:
    """Return True for an unrequested cart reminder; a person who asked for a reminder must get it."""
    reminds = departure.markets and departure.programme is Programme.REMINDERS
    return reminds and departure.subject is not None and departure.kind is not Kind.ASKED


def find_number_rule(kind: RuleKind, departure: Departure, now: datetime) -> Rule | None:
    """Return the rule for the country of the person's number."""
    return find_number_rule_of(kind, departure.person.phone, departure.channel, now.date())


def find_number_rule_of(kind: RuleKind, phone: str | None, channel: str, day: date) -> Rule | None:
    """Return the rule for the country of a number; None if there is no number or no rule."""
    country = find_number_country(phone)
    rules = select_rules(kind, (country,) if country else (), channel, day)
    return rules[0] if rules else None


def find_time_limit(departure: Departure, now: datetime) -> Rule | None:
    """Return the rule that limits the time from a cart to a message on this channel."""
    return find_number_rule(RuleKind.WITHIN, departure, now) if is_about_cart(departure) else None


def find_cart_end(departure: Departure, now: datetime) -> datetime | None:
    """Return the latest arrival time of a message about a cart; None if it is not about one."""
    rule = find_time_limit(departure, now)
    if rule is None or rule.per is None or departure.subject_at is None:
        return None
    return departure.subject_at + rule.per
