"""The rules that a sent message was judged by: stored with it, so that they can be shown years later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from flows.policy.cart_rules import is_about_cart
from flows.policy.closing_times import select_own_rows
from flows.policy.departure_facts import Departure
from flows.policy.message_caps import is_spared, state_caps
from flows.policy.message_distance import keeps_distance, make_distance_ref
from flows.policy.person_places import Whereabouts, find_number_country, find_places_at, pick_whereabouts
from flows.policy.policy_rules import ANYWHERE, Rule, RuleKind, select_rules
from flows.policy.postal_address import find_address_rules, must_show_sender
from flows.policy.quiet_hours import find_rows
from flows.policy.send_timing import PARTNER_CAP, PERSON_CAP, make_cap_ref
from flows.policy.verdict import RuleRef

_QUARTER = 15  # minutes; clocks differ by no less, so a local day begins on one


class _Sort(NamedTuple):
    """The part of a send that selects its rules. Many sends share it, so that results are cached."""

    channel: str
    country: str | None  # of the number
    keeps_hours: bool
    markets: bool
    about_cart: bool
    shows_sender: bool


def list_applied(departure: Departure, now: datetime) -> tuple[RuleRef, ...]:
    """Return every rule that applied to this send and allowed it; empty if no rule applies."""
    where = pick_whereabouts(departure.person, departure.house)
    country = find_number_country(departure.person.phone)
    timed, sells, about_cart = departure.keeps_hours, departure.markets, is_about_cart(departure)
    sort = _Sort(departure.channel, country, timed, sells, about_cart, must_show_sender(departure))
    begun = now.replace(minute=now.minute // _QUARTER * _QUARTER, second=0, microsecond=0)
    rules, caps = _rules(sort, where, begun, select_own_rows(departure.house, where, departure.medium))
    if caps and departure.person.last_purchase_at is not None:
        spared = {cap.ref for cap in caps if is_spared(cap, departure.person.last_purchase_at, now)}
        rules = tuple(rule for rule in rules if rule not in spared)
    if keeps_distance(departure):
        rules += (make_distance_ref(departure.house.distance),)
    if departure.offers_partners:
        rules += tuple(make_cap_ref(cap, PARTNER_CAP) for cap in departure.house.partner_caps)
    if departure.markets and departure.preferences.cap:
        rules += (make_cap_ref(departure.preferences.cap, PERSON_CAP),)
    return rules + tuple(map(make_cap_ref, departure.house.caps)) if departure.markets else rules


@lru_cache(maxsize=16384)
def _rules(
    sort: _Sort, where: Whereabouts, begun: datetime, own: tuple[Rule, ...]
) -> tuple[tuple[RuleRef, ...], tuple[Rule, ...]]:
    """Return the rules, and among them the caps that exempt recent buyers."""
    rows = tuple(dict.fromkeys(_rows(sort, where, begun, own)))
    return tuple(row.ref for row in rows), tuple(row for row in rows if row.spared_for_months)


def _rows(sort: _Sort, where: Whereabouts, begun: datetime, own: tuple[Rule, ...]) -> Iterator[Rule]:
    if sort.keeps_hours:
        yield from find_rows(where, sort.channel, begun, own)
        yield from state_caps(find_places_at(where), sort.channel, begun, None)
    if sort.shows_sender:
        yield from find_address_rules(where, sort.channel, begun.date())
    kinds = [RuleKind.REGISTRATION] + ([RuleKind.SECOND_STEP] if sort.markets else [])
    kinds += [RuleKind.ONE_PER_SUBJECT, RuleKind.WITHIN] if sort.about_cart else []
    country = (sort.country,) if sort.country else ()
    for kind in kinds:
        yield from select_rules(kind, country, sort.channel, begun.date())
    yield from select_rules(RuleKind.FREE_TEXT, (ANYWHERE,), sort.channel, begun.date())
