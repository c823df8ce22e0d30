"""The oracle's judgement: everything that stands against one send at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.policy.departure_facts import Departure
from tests.oracle.bars import Bar, Grade
from tests.oracle.hours import hours_bars
from tests.oracle.places import Spot, clocks_of
from tests.oracle.rules import other_bars


@dataclass(frozen=True, slots=True)
class Case:
    """One send as the product is told of it, at `now`, with the places its person truly may be in."""

    name: str
    departure: Departure
    spots: tuple[Spot, ...]
    now: datetime


def weighed(spots: Sequence[Spot], house_country: str) -> tuple[Spot, ...]:
    """The places that count: one that tells no more than its country gives way to a finer one there.

    A mute number gives way to any, and whoever has no place at all may be anywhere in the shop's country.
    """
    if not spots:
        return (Spot(house_country, clocks_of(house_country), whole=True),)
    return tuple(replace(spot, grade=_grade(spot, spots)) for spot in spots)


def _grade(spot: Spot, spots: Sequence[Spot]) -> Grade:
    if not spot.whole or spot.states:
        return spot.grade
    others = [other for other in spots if other is not spot]
    finer = [other for other in others if other.country == spot.country and not other.whole]
    told = [other for other in others if not other.mute]
    return Grade.READING if finer or (spot.mute and told) else spot.grade


def bars(case: Case, now: datetime) -> frozenset[Bar]:
    """Everything that stands against the send at `now`: nothing, when it may leave."""
    hours = hours_bars(case.spots, case.departure, now)
    return frozenset(hours) | frozenset(other_bars(case.departure, case.spots, now))


def forbids(found: frozenset[Bar]) -> list[Bar]:
    """What is forbidden beyond doubt, by name."""
    return sorted((bar for bar in found if bar.grade is Grade.LAW), key=lambda bar: bar.cause)
