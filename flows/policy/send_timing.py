"""Delays of a message: quiet hours, caps, the day's spending, and its maximum delay after them.

They are computed together: after one ends, another may still apply, and the end of a wait satisfies all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from flows.count_phrase import format_count
from flows.policy.atlas import load_zone
from flows.policy.cart_rules import find_cart_end
from flows.policy.closing_times import select_own_rows
from flows.policy.departure_facts import ORDINARY, STOP_ASKED, Cap, Departure, Kind
from flows.policy.message_caps import NEVER, cap_of, find_free_moment, state_caps
from flows.policy.message_distance import DISTANCE_RULE, find_distant_moment, make_distance_ref, waits_of
from flows.policy.person_places import Whereabouts, find_places, pick_whereabouts
from flows.policy.policy_rules import BUSINESS, Rule, spell
from flows.policy.quiet_hours import Closing, after_permitted, clock, closes_at, explain, find_next_span, never
from flows.policy.verdict import RuleRef

ASKED_RULE = "stop-asked"
STAFF_RULE = "with-staff"
PARTNER_CAP = "cap.partners"
PERSON_CAP, PERSON_PAUSE = "preference.often", "preference.paused"
PERSON = "person"
"""The jurisdiction of a rule that the person chose."""
DELIVERY = timedelta(minutes=1)
"""The margin before a deadline, as a provider's queue takes seconds and might deliver after it."""

_COSTS_COUNT = frozenset({*ORDINARY, Kind.NUDGE, Kind.OPT_IN_ASK})
_MICRO = 1_000_000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hold:
    """A delay: the verdict's name, a clause for the owner, and its end (None: never)."""

    rule: str
    reason: str
    until: datetime | None
    is_quiet: bool = False
    rules: tuple[RuleRef, ...] = ()


def find_permitted_start(departure: Departure, moment: datetime) -> datetime | None:
    """Return the first moment, from `moment` on, that quiet hours permit; None if they permit none in two weeks.

    Quiet hours apply only to marketing, nudges and the consent request; for other sends it is `moment` itself. The last
    minute before they begin is not permitted, as the message could be delivered within them.
    """
    if not departure.keeps_hours:
        return moment
    where, own = _whereabouts(departure)
    closing = closes_at(where, departure.channel, moment, own)
    if closing is not None and closing - moment >= DELIVERY:
        return moment
    span = find_next_span(where, departure.channel, closing or moment, own)
    return span[0] if span else None


def find_closing(departure: Departure, moment: datetime) -> datetime | None:
    """Return the end of the permitted hours of a send at `moment`; None for messages exempt from them."""
    if not departure.keeps_hours:
        return None
    where, own = _whereabouts(departure)
    return closes_at(where, departure.channel, moment, own)


def compute_validity(departure: Departure, now: datetime) -> timedelta:
    """Return how long a provider may still deliver a message that leaves at `now`: until it is useless, or no longer
    permitted.

    It is at least `DELIVERY`, a margin that the verdict leaves before every legal limit.
    """
    ends = (departure.latest, find_cart_end(departure, now), find_closing(departure, now))
    left = [end - now for end in ends if end is not None]
    return max(DELIVERY, min([departure.expires_after, *left]))


def compute_expiry(departure: Departure) -> datetime:
    """Return when a message has been delayed too long, counted in permitted time: a wait that the law requires is no
    delay.

    A wait for the shop's minimum distance does not count either. The delay starts again with each message that leaves
    before this one is too late.
    """
    since, end = departure.due_at, _get_late_start(departure, departure.due_at)
    for at, free in waits_of(departure):
        if since < free and at <= end:
            since, end = free, _get_late_start(departure, free)
    return end


def _get_late_start(departure: Departure, since: datetime) -> datetime:
    if not departure.keeps_hours:
        return since + departure.expires_after
    where, own = _whereabouts(departure)
    return after_permitted(where, departure.channel, since, departure.expires_after, own)


def holds(departure: Departure, now: datetime) -> Iterator[Hold]:
    """Yield the successive holds from `now` on; after the last one the message may leave."""
    moment: datetime | None = now
    while moment and (hold := _find_first_hold(departure, moment, now)):
        yield hold
        moment = hold.until


def choose_local_zone(departure: Departure) -> str:
    """Return the time zone of sentences for the recipient: their own, else their address's, else their number's.

    It is the shop's own if only the country is known; the rules apply all of the country's zones.
    """
    place, house = find_places(departure.person, departure.house)[-1], departure.house
    return house.timezone if not place.exact and place.country == house.country else place.zones[0]


def _find_first_hold(departure: Departure, moment: datetime, now: datetime) -> Hold | None:
    return (
        _hold_while_asked(departure, moment, now)
        or _staff_hold(departure, moment)
        or _pause_hold(departure, moment)
        or _find_quiet_hold(departure, moment)
        or _state_hold(departure, moment)
        or _business_hold(departure, moment)
        or _distance_hold(departure, moment)
        or _spend_hold(departure, moment, now)
    )


def _hold_while_asked(departure: Departure, moment: datetime, now: datetime) -> Hold | None:
    """Hold everything until the person answers whether they opted out. A day of silence counts as an opt-out."""
    asked_at, holds_it = departure.stop_asked_at, departure.markets or departure.kind is Kind.OPT_IN_ASK
    if asked_at is None or not holds_it:
        return None
    asked, end = "The person was asked whether our messages shall stop, and has not answered", asked_at + STOP_ASKED
    if moment < end:
        return Hold(ASKED_RULE, f"{asked} yet", end)
    return Hold(ASKED_RULE, f"{asked} for a day", None) if now >= end else None


def _staff_hold(departure: Departure, moment: datetime) -> Hold | None:
    """Hold everything until the staff have read a text that may be an opt-out."""
    until, holds_it = departure.with_staff_until, departure.markets or departure.kind is Kind.OPT_IN_ASK
    if until is None or not holds_it or moment >= until:
        return None
    return Hold(STAFF_RULE, "The person wrote what only the staff can answer, and nobody has yet", until)


def _pause_hold(departure: Departure, moment: datetime) -> Hold | None:
    """Hold what sells, and requests for consent, while the person has paused our offers."""
    until, holds_it = departure.preferences.paused_until, departure.markets or departure.kind is Kind.OPT_IN_ASK
    if until is None or not holds_it or moment >= until:
        return None
    reason = f"The person paused our offers until {clock(until, choose_local_zone(departure), moment)}"
    return Hold(PERSON_PAUSE, reason, until, rules=(RuleRef(PERSON, "pause", "no offers", "the person's own choice"),))


def _find_quiet_hold(departure: Departure, moment: datetime) -> Hold | None:
    until = find_permitted_start(departure, moment)
    if until == moment:
        return None
    found = _find_closing(departure, moment, until)
    return Hold(found.rule, found.reason, until, is_quiet=True, rules=tuple(row.ref for row in found.rules))


def _find_closing(departure: Departure, moment: datetime, until: datetime | None) -> Closing:
    where, own = _whereabouts(departure)
    if until is None:
        return never(where, departure.channel, moment, own)
    return explain(where, departure.channel, moment, until, own)


def _whereabouts(departure: Departure) -> tuple[Whereabouts, tuple[Rule, ...]]:
    """Return the possible places of the person, with the shop's own hours for them."""
    where = pick_whereabouts(departure.person, departure.house)
    return where, select_own_rows(departure.house, where, departure.medium)


def _state_hold(departure: Departure, moment: datetime) -> Hold | None:
    if not (departure.keeps_hours and departure.recent):
        return None
    places = find_places(departure.person, departure.house)
    names = {jurisdiction: place.title for place in places for jurisdiction in place.jurisdictions}
    rules = state_caps(places, departure.channel, moment, departure.person.last_purchase_at)
    return _longest(
        _cap_hold(departure, cap_of(rule), moment, f"cap.{rule.name}", names[rule.jurisdiction], rule) for rule in rules
    )


def _business_hold(departure: Departure, moment: datetime) -> Hold | None:
    if not departure.markets:
        return None
    caps = [("cap.business", cap) for cap in departure.house.caps]
    if departure.offers_partners:
        caps += [(PARTNER_CAP, cap) for cap in departure.house.partner_caps]
    if departure.preferences.cap:
        caps.append((PERSON_CAP, departure.preferences.cap))
    return _longest(_cap_hold(departure, cap, moment, name, "The shop", None) for name, cap in caps)


@lru_cache(maxsize=1024)
def make_cap_ref(cap: Cap, name: str = "") -> RuleRef:
    """Return a cap of the shop's own, on partner offers or by the person, in the form stored with a verdict."""
    says = f"{cap.count} in {spell(cap.per)}"
    if name == PERSON_CAP:
        return RuleRef(PERSON, "cap", says, "the person's own choice")
    kind, setting = ("partner-cap", "partner_caps") if name == PARTNER_CAP else ("cap", "marketing_caps")
    return RuleRef(BUSINESS, kind, says, f"the shop's own {setting}")


def _cap_hold(departure: Departure, cap: Cap, moment: datetime, name: str, who: str, rule: Rule | None) -> Hold | None:
    partners = name == PARTNER_CAP
    sent = [one for one in departure.recent if one.partners or not partners]
    free = find_free_moment(cap, (one.at for one in sent if rule is None or rule.concerns(one.channel)), moment)
    if free == moment:
        return None
    source, what = f" ({rule.cited})" if rule else "", "partner offer" if partners else "marketing message"
    rules = (rule.ref if rule else make_cap_ref(cap, name),)
    allows = f"{who} allows one person {format_count(cap.count, what)} in {spell(cap.per)}"
    if name == PERSON_CAP:
        allows = f"The person wants at most {format_count(cap.count, what)} in {spell(cap.per)}"
    if free == NEVER:
        return Hold(name, allows + source, None, rules=rules)
    when = clock(free, choose_local_zone(departure), moment)
    return Hold(name, f"{allows}, the next from {when}{source}", free, rules=rules)


def _distance_hold(departure: Departure, moment: datetime) -> Hold | None:
    """Return the hold by the minimum distance.

    It comes after the caps, so that a cap is named as the reason if both make a message too late.
    """
    free = find_distant_moment(departure, moment)
    if free == moment:
        return None
    when = clock(free, choose_local_zone(departure), moment)
    distance = departure.house.distance
    reason = f"The shop leaves {spell(distance)} between two marketing messages to one person, the next from {when}"
    return Hold(DISTANCE_RULE, reason, free, rules=(make_distance_ref(distance),))


def _longest(found: Iterable[Hold | None]) -> Hold | None:
    """Return the hold that ends last."""
    return max((hold for hold in found if hold), key=lambda hold: hold.until or NEVER, default=None)


def _spend_hold(departure: Departure, moment: datetime, now: datetime) -> Hold | None:
    """Return the hold by the shop's spending limit for the day of `now` in its own zone; the next day starts anew."""
    house, price = departure.house, departure.price
    if house.daily_spend is None or price <= 0 or departure.kind not in _COSTS_COUNT:
        return None
    limit = f"{house.daily_spend / _MICRO:.2f}"
    if price > house.daily_spend:
        return Hold("spend.daily", f"One message costs more than the shop's {limit} a day", None)
    zone = load_zone(house.timezone)
    today = now.astimezone(zone).date()
    if moment.astimezone(zone).date() > today or house.spent_today + price <= house.daily_spend:
        return None
    midnight = datetime.combine(today + _DAY, time(), zone).astimezone(UTC)
    spent = f"{house.spent_today / _MICRO:.2f} of {limit}"
    return Hold(
        "spend.daily", f"The shop's money for today is spent ({spent}); its next day starts at midnight", midnight
    )
