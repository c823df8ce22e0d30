"""The best wording wins: a first part of a campaign's people is sent all wordings, and the rest the one that was best.

The rest gets it as soon as one wording is the winner by the rule that may be asked at any moment (docs/experiments.md),
and at the latest ``WITHIN`` after the first part was due; by then the one that is ahead, be it clear or not. While the
campaign is paused nothing is decided, and that end moves by as long as it was paused.

Where people get it at different hours, each of the rest gets it at their own: ``LATEST_DAY`` days after the first part,
by when each of that has had a day to answer, or on the day before where one has won by then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.campaigns.wording_trial import Trial, TrialResult

WITHIN = timedelta(hours=24)
"""How long after the first part was due the rest waits at most: the same hour of the next day."""
LATEST_DAY = 2
"""How many days after the first part the rest gets it, where each has an hour of their own: those span a day."""
LARGEST = 0.5
"""The share of the people that is the first part at most."""
NIGHT = timedelta(hours=12)
"""How long before a campaign's end the rest begins at the latest, however long it was paused: a night lies between."""
LOOKS = timedelta(minutes=15)
"""How often it is asked whether one has won."""


@dataclass(frozen=True, slots=True)
class WordingContest:
    """A contest of wordings. ``share`` is the first part of the people, None before the launch. ``winner`` is a
    variant's place, ``decided_at`` the moment of the decision; both are None before it. ``until`` is the latest start
    of the rest and of a decision; None is ``WITHIN`` after the campaign's hour."""

    share: float | None = None
    winner: int | None = None
    decided_at: datetime | None = None
    until: datetime | None = None

    def ends(self, due: datetime) -> datetime:
        """Return the latest start of the rest of a campaign due at ``due``."""
        return self.until or due + WITHIN

    def set_share(self, trial: Trial, people: int) -> WordingContest:
        """Return the contest with the share of so many people that the trial needs."""
        return replace(self, share=min(LARGEST, trial.needed * trial.arms / max(people, 1)))


def move_until(until: datetime, paused: timedelta, latest: datetime) -> datetime:
    """Return the latest start of the rest, moved from ``until`` by the length of a pause, for a campaign that ends
    at ``latest``."""
    return max(until, min(until + paused, latest - NIGHT))


def is_tied(found: TrialResult) -> bool:
    """Return True if none of the wordings is ahead of each other."""
    rates = [one.rate for one in found.arms]
    return rates.count(max(rates)) > 1


def find_best(found: TrialResult) -> int:
    """Return the place of the wording that the rest gets: the one that is ahead, the first of equal ones."""
    leader = found.judgement.leader
    if leader is not None:
        return leader
    return max(range(len(found.arms)), key=lambda place: found.arms[place].rate)
