"""The shops to ask for a line, likeliest first: by their reported stock and past answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

REACHABLE = timedelta(hours=24)
"""A shop that is away or closed for longer is not asked, as no customer waits longer for an answer."""

_HALVED = timedelta(days=3)  # after so long a shop's word about its stock counts half, then a quarter, …
_HAS, _PART, _HAS_NONE = 0.95, 0.5, 0.02  # chances right after it said to have enough, too few, none
_PROMPT = timedelta(hours=1)  # a reply within it is quick; what one takes whose record is empty
_PATIENCE = 0.2  # the most that slow replies take off a shop's chance
_OPENS_HALVED = timedelta(hours=12)  # a shop that opens so late counts half of one that is open


@dataclass(frozen=True, slots=True)
class Candidate:
    """A shop that may have a line.

    ``stated`` is its last stock report for that product and size, of ``stated_at``; None if it never reported. Of
    ``asked`` recent requests ``yes`` were at least partly fulfilled; ``median_reply`` is its response time.
    ``closed_until`` None: open now.
    """

    shop: UUID
    stated: int | None = None
    stated_at: datetime | None = None
    asked: int = 0
    yes: int = 0
    median_reply: timedelta | None = None
    closed_until: datetime | None = None


def rank(
    candidates: Iterable[Candidate], wanted: int, now: datetime, within: timedelta = REACHABLE
) -> tuple[UUID, ...]:
    """Return the shops to ask for ``wanted`` pieces, the likeliest first, without those away or closed beyond
    ``within``.

    The order of ``candidates`` does not matter: equals are ordered by their ids.
    """
    reachable = [one for one in candidates if one.closed_until is None or one.closed_until <= now + within]
    return tuple(one.shop for one in sorted(reachable, key=lambda one: (-score_candidate(one, wanted, now), one.shop)))


def score_candidate(candidate: Candidate, wanted: int, now: datetime) -> float:
    """Return how useful it is to ask a shop, from 0 to 1: the probability that it has enough, reduced for slow or late
    answers."""
    waiting = timedelta(0) if candidate.closed_until is None else max(candidate.closed_until - now, timedelta(0))
    return (
        compute_chance(candidate, wanted, now) * score(candidate.median_reply) * _compute_decay(waiting, _OPENS_HALVED)
    )


def score(median_reply: timedelta | None) -> float:
    """Return a factor for the response time, from 1 for immediate answers down to 0.8; without a record, as for one
    hour."""
    reply = _PROMPT if median_reply is None else max(median_reply, timedelta(0))
    return 1 - _PATIENCE + _PATIENCE * (_PROMPT / (_PROMPT + reply))


def compute_chance(candidate: Candidate, wanted: int, now: datetime) -> float:
    """Return the probability that a shop has ``wanted`` pieces: by its stock report while fresh, later by its
    record."""
    usual = estimate_chance(candidate.yes, candidate.asked)
    if candidate.stated is None or candidate.stated_at is None:
        return usual
    trust = _compute_decay(max(now - candidate.stated_at, timedelta(0)), _HALVED)
    return trust * _weigh_stated(candidate.stated, wanted) + (1 - trust) * usual


def estimate_chance(yes: int, asked: int) -> float:
    """Return the probability that a shop has what it is asked for, by its record alone.

    It is one half without a record; each answer counts as one more observation (Laplace's rule of succession).
    """
    return (yes + 1) / (asked + 2)


def _weigh_stated(stated: int, wanted: int) -> float:
    if stated <= 0:
        return _HAS_NONE
    return _HAS if stated >= wanted else _PART


def _compute_decay(passed: timedelta, halved: timedelta) -> float:
    """Return the remaining fraction after ``passed``, for the half-life ``halved``."""
    return float(0.5 ** (passed / halved))
