"""Limits on consent requests: where, how often per person, how many an hour.

A request needs no consent, and any visitor who types a number into a checkout triggers one. Without limits, a stranger
could make a shop pay for texts to expensive numbers ("SMS pumping", twilio.com/docs/verify/preventing-toll-fraud) or
pester people. Ticking and unticking a box repeatedly must not allow either.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.channels import CHANNELS, PHONES
from flows.count_phrase import format_count
from flows.policy.atlas import TERRITORIES
from flows.policy.departure_facts import ANSWERS, MONTH, Cap, ConsentState, Departure, Kind
from flows.policy.message_caps import NEVER, find_free_moment
from flows.policy.person_places import find_number_country
from flows.policy.quiet_hours import clock
from flows.policy.send_timing import choose_local_zone
from flows.policy.verdict import Outcome, Verdict

HOUR = timedelta(hours=1)
RATE = "ask.hour"


def refuse_dear_number(departure: Departure, now: datetime) -> Verdict | None:
    """Refuse premium, personal and satellite numbers, which cost a multiple, unless the person wrote from there."""
    if not departure.dear or departure.kind in ANSWERS:
        return None
    return _refuse("number.premium", "It is a premium, personal or satellite number, and we send nothing there first.")


def ask_country(departure: Departure, now: datetime) -> Verdict | None:
    """Refuse requests to countries that the business did not name; the default is its own."""
    if departure.kind is not Kind.OPT_IN_ASK or departure.channel not in PHONES:
        return None
    where = _explain_unnamed(departure)
    return _refuse("ask.country", f"People {where}.") if where else None


def refuse_sms_country(departure: Departure, now: datetime) -> Verdict | None:
    """Refuse SMS marketing to other countries after a ticked box only; a confirmation, or a message, proves who owns
    the number."""
    typed = departure.consent is ConsentState.GRANTED and departure.last_inbound_at is None
    if not (departure.markets and typed) or not CHANNELS[departure.channel].pumped:
        return None
    where = _explain_unnamed(departure)
    return _refuse("sms.country", f"Nobody has shown that the number is theirs, and people {where}.") if where else None


def ask_month(departure: Departure, now: datetime) -> Verdict | None:
    """Refuse a second request to a person within a month, at any of their addresses, regardless of ticked boxes."""
    asked = departure.asked_at
    if departure.kind is not Kind.OPT_IN_ASK or asked is None or now >= asked + MONTH:
        return None
    when = clock(asked, choose_local_zone(departure), now)
    return _refuse("ask.month", f"The person was asked to agree ({when}), and is asked once in {MONTH.days} days.")


def ask_hour(departure: Departure, now: datetime) -> Verdict | None:
    """Delay requests beyond the business's hourly limit."""
    most = departure.house.asks_an_hour
    if departure.kind is not Kind.OPT_IN_ASK or most is None:
        return None
    free = find_free_moment(Cap(most, HOUR), departure.house.asked, now)
    if free == now:
        return None
    reason = f"The shop asks {format_count(most, 'person', 'people')} to agree in an hour ([policy] asks_an_hour)"
    if free == NEVER:
        return _refuse(RATE, f"{reason}.")
    return Verdict(Outcome.WAIT, RATE, f"{reason}, the next {clock(free, choose_local_zone(departure), now)}.", free)


def _explain_unnamed(departure: Departure) -> str:
    """Format the reason against this number: the countries open to unverified numbers; "" if it is from one of them."""
    house = departure.house
    country, named = find_number_country(departure.person.phone), house.ask_countries or (house.country,)
    if country in {_home(code) for code in named}:
        return ""
    channel = CHANNELS[departure.channel].title
    found = f"this number is of {country}" if country else "this number belongs to no known country"
    return f"in {', '.join(named)} alone are written to by {channel} first ([policy] countries); {found}"


def _home(code: str) -> str:
    """Return the country; a US territory counts as the United States, as for carriers and ``find_number_country``."""
    return "US" if code in TERRITORIES else code


def _refuse(rule: str, reason: str) -> Verdict:
    return Verdict(Outcome.REFUSE, rule, reason)
