"""The minimum time between two marketing messages to one person, set by the business.

It applies between different conversations: plans, campaigns, carts, notices. Messages of one conversation (its
`thread`) have the distances that the merchant planned for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from flows.policy.departure_facts import Departure, Kind
from flows.policy.policy_rules import BUSINESS, spell
from flows.policy.verdict import RuleRef

DISTANCE_RULE = "distance.business"
DISTANCE_KIND = "distance"


def keeps_distance(departure: Departure) -> bool:
    """Return True if the minimum distance applies to a send; a reminder at the moment that its person named is
    exempt."""
    return departure.markets and departure.kind is not Kind.ASKED and departure.house.distance > timedelta(0)


def find_distant_moment(departure: Departure, moment: datetime) -> datetime:
    """Return the first moment, from `moment` on, that is far enough from messages of all other conversations."""
    if not keeps_distance(departure):
        return moment
    return max([moment, *(at + departure.house.distance for at in _list_others(departure))])


def waits_of(departure: Departure) -> Iterator[tuple[datetime, datetime]]:
    """Yield the messages of other conversations in order, each with the end of the distance after it."""
    if keeps_distance(departure):
        yield from ((at, at + departure.house.distance) for at in sorted(_list_others(departure)))


@lru_cache(maxsize=64)
def make_distance_ref(distance: timedelta) -> RuleRef:
    """Return the rule in the form stored with a verdict."""
    says = f"{spell(distance)} between two marketing messages to one person"
    return RuleRef(BUSINESS, DISTANCE_KIND, says, "the shop's own marketing_distance")


def _list_others(departure: Departure) -> Iterator[datetime]:
    thread = departure.thread
    return (sent.at for sent in departure.recent if thread is None or sent.thread != thread)
