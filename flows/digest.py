"""A staff member's daily digest: what waits, and the results of the day before, at the hour that they chose.

chosen ──that hour comes──> told ──the next day──> told …
  └──another hour──> chosen
  └──they want none, or left the staff──> over

The hour is stored with the member (storage/businesses/access.py); a run only knows when to check again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from flows.engine import Decision, Elapsed, Internal, Left, Own, Wait

NAME = "digest"


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """The member's local hour for the digest, None for never; ``zone`` is the business's."""

    at: time | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Morning:
    """A run that waits for the next digest."""

    version: int = 1


@dataclass(frozen=True, slots=True)
class HourChosen:
    """The member chose an hour, or turned the digest off."""


@dataclass(frozen=True, slots=True)
class Tell(Own):
    """Send the member the digest now."""


Event: TypeAlias = Internal | HourChosen


def decide(state: Morning | None, event: Event, facts: DigestFacts, now: datetime) -> Decision[Morning] | None:
    """Return the wait for the next digest; None if the event does not concern it."""
    state = state or Morning()
    match event:
        case HourChosen() | Elapsed() if facts.at is None:
            return Decision(state, ended="off")
        case HourChosen():
            return _wait_until_morning(state, facts, now)
        case Elapsed():
            told = _wait_until_morning(state, facts, now)
            return Decision(told.state, (Tell(),), told.waits)
        case Left(reason):
            return Decision(state, ended=reason) if reason == "erased" else None
    return None


def find_next_hour(at: time, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the next moment with that local hour; on a day that skips the hour, the moment that is as long after
    midnight."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), at, zone)
    return today if today > now else datetime.combine(local.date() + timedelta(days=1), at, zone)


def _wait_until_morning(state: Morning, facts: DigestFacts, now: datetime) -> Decision[Morning]:
    assert facts.at is not None, "an hour is chosen"
    return Decision(state, waits=(Wait("hour", find_next_hour(facts.at, facts.zone, now)),))
