"""A contest of wordings: a first part of a campaign's people gets all wordings, and the rest gets the best one.

The rest gets it as soon as one wording has won by a rule that may be applied at any moment (docs/experiments.md).
``WITHIN`` after the first part was due, it gets the leading one, clear winner or not. While the campaign is paused
nothing is decided, and the end moves by the length of the pause.

If people get the campaign at different hours, the rest gets it at these hours ``LATEST_DAY`` days after the first part,
so that all of that had a day to answer; a day earlier if one has won by then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.campaigns.wording_trial import Trial, TrialResult

WITHIN = timedelta(hours=24)
"""The longest wait of the rest after the first part was due: until the same hour of the next day."""
LATEST_DAY = 2
"""How many days after the first part the rest is due if people have their own hours, which span a day."""
LARGEST = 0.5
"""The largest share of people in the first part."""
NIGHT = timedelta(hours=12)
"""The minimum time from the rest's start to the campaign's end, even after a long pause, so that a night fits in."""
LOOKS = timedelta(minutes=15)
"""The interval of checks for a winner."""


@dataclass(frozen=True, slots=True)
class WordingContest:
    """A contest of wordings. ``share`` is the first part of the people, None before the launch. ``winner`` is a
    variant's place, ``decided_at`` the moment of the decision; both are None before that. ``until`` is the latest start
    of the rest and of a decision; None is ``WITHIN`` after the campaign's hour."""

    share: float | None = None
    winner: int | None = None
    decided_at: datetime | None = None
    until: datetime | None = None

    def ends(self, due: datetime) -> datetime:
        """Return the latest start of the rest of a campaign due at ``due``."""
        return self.until or due + WITHIN

    def set_share(self, trial: Trial, people: int) -> WordingContest:
        """Return the contest with the share of ``people`` that the trial needs."""
        return replace(self, share=min(LARGEST, trial.needed * trial.arms / max(people, 1)))


def move_until(until: datetime, paused: timedelta, latest: datetime) -> datetime:
    """Return the latest start of the rest after a pause of length ``paused``, for a campaign that ends at
    ``latest``."""
    return max(until, min(until + paused, latest - NIGHT))


def is_tied(found: TrialResult) -> bool:
    """Return True if all wordings are equally good."""
    rates = [one.rate for one in found.arms]
    return rates.count(max(rates)) > 1


def find_best(found: TrialResult) -> int:
    """Return the place of the wording for the rest: the leading one, the first of equal ones."""
    leader = found.judgement.leader
    if leader is not None:
        return leader
    return max(range(len(found.arms)), key=lambda place: found.arms[place].rate)
