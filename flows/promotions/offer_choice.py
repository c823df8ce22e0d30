"""The choice among promotions by Thompson sampling over expected value (docs/offer-choice.md).

Each promotion draws a click rate, and a purchase rate, from what its counts say of them. The highest value wins: the
drawn clicks, times what a click and its purchases earn. So a promotion is shown as often as it may be the best, and one
with few showings is tried because its rate may be high (W. R. Thompson, Biometrika 25, 1933, 285-294).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from flows.promotions.share_draws import (
    compute_share,
    measure_share,
    mix_bits,
    read_first_chance,
    read_second_chance,
    stretch_deviation,
)

CLICKS_BEFORE, SHOWN_BEFORE = 2, 50
"""The prior of a click rate: a new promotion counts as if 2 of 50 people had clicked, so it starts at 4 %. That of a
purchase rate is the same: 2 of 50 clicks bought."""
NEW_BELOW = 100
"""A promotion with fewer showings is new."""
NEW_SHARE = 0.05
"""The new promotions get this share of the choices between them, and further ones by their draws."""
KEPT = 20
"""Minimum promotions that a choice reports, if so many take part: those with the best chances of this draw."""
_get_priority = attrgetter("priority")
_OF_THE_NEW = 0x5DEECE66D  # makes the bits for the choice among new promotions others than those of the draws


class PromotionCandidate(NamedTuple):
    """An eligible promotion with its counts, as ``make_candidate`` makes it: a tuple, as a choice reads a thousand.

    ``shown`` showings led to ``clicked`` clicks. The window for a purchase is over for ``matured`` of the clicks, and
    ``bought`` of these led to one. The business earns ``click_value`` by a click and ``purchase_value`` by a purchase,
    in micro-units of one currency. Only the candidates with the highest ``priority`` take part. ``mean`` and
    ``deviation`` are of its click rate.
    """

    id: UUID
    shown: int
    clicked: int
    matured: int
    bought: int
    click_value: int
    purchase_value: int
    priority: int
    key: int
    mean: float
    deviation: float


def make_candidate(
    which: UUID,
    shown: int,
    clicked: int,
    matured: int,
    bought: int,
    click_value: int,
    purchase_value: int = 0,
    priority: int = 0,
) -> PromotionCandidate:
    """Return a candidate. A counter that was corrected before another one is bounded by it, so that no mistake in the
    figures of one promotion stops a choice.
    """
    shown = max(shown, 0)
    clicked = min(max(clicked, 0), shown)
    matured = min(max(matured, 0), clicked)
    bought = min(max(bought, 0), matured)
    counts, rest = (shown, clicked, matured, bought), (click_value, purchase_value, priority)
    return PromotionCandidate(which, *counts, *rest, which.int, *measure_share(*_add_prior(clicked, shown)))


class Drawn(NamedTuple):
    """What a promotion drew: its two Beta distributions, the shares drawn, and their ``value`` in micro-units.

    ``purchase_share`` is 0 if a purchase earns nothing.
    """

    id: UUID
    alpha: int
    beta: int
    purchase_alpha: int
    purchase_beta: int
    click_value: int
    purchase_value: int
    is_new: bool
    click_share: float
    purchase_share: float
    value: float


@dataclass(frozen=True, slots=True)
class PromotionChoice:
    """The promotion chosen, and the draws behind it, best first.

    ``explored``: it was chosen by chance among the new ones, not by its draw. ``others`` more took part, whose draws
    could not be the best; they are not reported.
    """

    chosen: UUID
    drawn: tuple[Drawn, ...]
    explored: bool
    others: int = 0


def derive_seed(business: UUID, return_id: str) -> int:
    """Return the seed of a return's choice, 128 bits: the same for each replay of the return."""
    text = return_id.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(business.bytes + text, digest_size=16).digest(), "big")


def choose_promotion(candidates: Sequence[PromotionCandidate], seed: int) -> PromotionChoice:
    """Return the choice among the candidates; there must be one.

    The choice depends on the seed, the ids and the numbers alone, not on the order. A candidate that is not chosen
    changes no draw of the others, so without the best draw the next best follows. The ``seed`` is ``derive_seed``'s.
    """
    highest = max(map(_get_priority, candidates))
    ranked = [one for one in candidates if one.priority == highest]
    drawn = _draw_best(ranked, seed)
    fresh = _find_fresh(ranked, seed)
    if fresh and all(one.id != fresh.id for one in drawn):
        drawn.append(_draw(fresh, seed))
    drawn.sort(key=lambda one: (-one.value, one.id.int))
    return PromotionChoice(
        fresh.id if fresh else drawn[0].id, tuple(drawn), fresh is not None, len(ranked) - len(drawn)
    )


def _draw_best(candidates: list[PromotionCandidate], seed: int) -> list[Drawn]:
    """Draw for the candidates with the highest limits, until no other one can be better."""
    limits = _limit_values(candidates, seed)
    drawn: list[Drawn] = []
    best = 0.0
    for place in sorted(range(len(limits)), key=limits.__getitem__, reverse=True):
        if len(drawn) >= KEPT and limits[place] < best:
            break
        drawn.append(_draw(candidates[place], seed))
        best = max(best, drawn[-1].value)
    return drawn


def _limit_values(candidates: Sequence[PromotionCandidate], seed: int) -> list[float]:
    """Return for each candidate a value that its draw does not exceed. Few calls, as a thousand take part."""
    limits = []
    for _, _, _, matured, bought, click_value, purchase_value, _, key, mean, deviation in candidates:
        bits = mix_bits(key, seed)
        earned = click_value + 1.0
        if purchase_value:
            often, spread = measure_share(*_add_prior(bought, matured))
            earned += purchase_value * (often + spread * stretch_deviation(read_second_chance(bits)))
        limits.append(earned * (mean + deviation * stretch_deviation(read_first_chance(bits))))
    return limits


def _add_prior(some: int, of: int) -> tuple[int, int]:
    """Return the Beta distribution of a rate after ``some`` of so many."""
    return some + CLICKS_BEFORE, of - some + SHOWN_BEFORE - CLICKS_BEFORE


def _draw(candidate: PromotionCandidate, seed: int) -> Drawn:
    which, shown, clicked, matured, bought, click_value, purchase_value, *_ = candidate
    bits, clicks, purchases = mix_bits(candidate.key, seed), _add_prior(clicked, shown), _add_prior(bought, matured)
    click = compute_share(*clicks, read_first_chance(bits))
    purchase = compute_share(*purchases, read_second_chance(bits)) if purchase_value else 0.0
    value = compute_value(click_value, purchase_value, click, purchase)
    earned = click_value, purchase_value
    return Drawn(which, *clicks, *purchases, *earned, shown < NEW_BELOW, click, purchase, value)


def compute_value(click_value: int, purchase_value: int, click_share: float, purchase_share: float) -> float:
    """Return what one showing earns, in micro-units.

    Each click counts one micro-unit more, so that the most clicked one wins among promotions that earn nothing.
    """
    return (click_value + purchase_value * purchase_share + 1) * click_share


def _find_fresh(candidates: list[PromotionCandidate], seed: int) -> PromotionCandidate | None:
    """Return one of the new promotions, each as often, for ``NEW_SHARE`` of the seeds; None for the others, and if all
    or none are new."""
    if read_first_chance(mix_bits(_OF_THE_NEW, seed)) >= NEW_SHARE:
        return None
    fresh = [one for one in candidates if one.shown < NEW_BELOW]
    if len(fresh) == len(candidates):
        return None
    return min(fresh, key=lambda one: mix_bits(one.id.int, seed ^ _OF_THE_NEW), default=None)
