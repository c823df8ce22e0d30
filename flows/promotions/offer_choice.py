"""The choice among promotions by Thompson sampling over expected value (docs/offer-choice.md).

Each promotion draws a click rate, and a purchase rate, from what its counts say of them. The highest value wins: the
drawn clicks, times what a click and its purchases earn. So a promotion is shown as often as it may be the best, and one
with few showings is tried because its rate may be high (W. R. Thompson, Biometrika 25, 1933, 285-294).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from flows.promotions.share_draws import (
    compute_share,
    limit_share,
    mix_bits,
    read_first_chance,
    read_second_chance,
)

CLICKS_BEFORE, SHOWN_BEFORE = 2, 50
"""The prior of a click rate: a new promotion counts as if 2 of 50 people had clicked, so it starts at 4 %."""
BOUGHT_BEFORE, MATURED_BEFORE = 2, 50
"""The prior of a purchase rate: 2 of 50 clicks bought."""
NEW_BELOW = 100
"""A promotion with fewer showings is new."""
NEW_SHARE = 0.05
"""The new promotions get this share of the choices between them, and further ones by their draws."""
KEPT = 20
"""Minimum promotions that a choice reports, if so many take part: those with the best chances of this draw."""
_OF_THE_NEW = 0x5DEECE66D  # makes the bits for the choice among new promotions others than those of the draws


class PromotionCandidate(NamedTuple):
    """An eligible promotion with its counts; a tuple, since a decision reads a thousand of them.

    ``shown`` showings led to ``clicked`` clicks. The window for a purchase is over for ``matured`` of the clicks, and
    ``bought`` of these led to one. The business earns ``click_value`` by a click and ``purchase_value`` by a purchase,
    in micro-units of one currency. Only the candidates with the highest ``priority`` take part.
    """

    id: UUID
    shown: int
    clicked: int
    matured: int
    bought: int
    click_value: int
    purchase_value: int = 0
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
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


def choose_promotion(candidates: Sequence[PromotionCandidate], seed: int) -> PromotionChoice | None:
    """Return the choice among the candidates; None if there is none.

    The choice depends on the seed, the ids and the numbers alone, not on the order. A candidate that is not chosen
    changes no draw of the others, so without the best draw the next best follows. The ``seed`` is ``derive_seed``'s.
    Raises ValueError for counts that cannot be, and for negative values.
    """
    if not candidates:
        return None
    highest = max(one.priority for one in candidates)
    ranked = [one for one in candidates if one.priority == highest]
    drawn = _draw_best(ranked, seed)
    fresh = _find_fresh(ranked, seed)
    if fresh and all(one.id != fresh.id for one in drawn):
        drawn.append(_draw(fresh, mix_bits(fresh.id.int, seed)))
    drawn.sort(key=lambda one: (-one.value, one.id.int))
    return PromotionChoice(
        fresh.id if fresh else drawn[0].id, tuple(drawn), fresh is not None, len(ranked) - len(drawn)
    )


def _draw_best(candidates: list[PromotionCandidate], seed: int) -> list[Drawn]:
    """Draw for the candidates with the highest bounds, until no other one can be better."""
    bits = [mix_bits(one.id.int, seed) for one in candidates]
    bounds = list(map(_limit_value, candidates, bits))
    drawn: list[Drawn] = []
    best = 0.0
    for place in sorted(range(len(bounds)), key=bounds.__getitem__, reverse=True):
        if len(drawn) >= KEPT and bounds[place] < best:
            break
        drawn.append(_draw(candidates[place], bits[place]))
        best = max(best, drawn[-1].value)
    return drawn


def _limit_value(candidate: PromotionCandidate, bits: int) -> float:
    """Return a value that the candidate's draw does not exceed. Raises ValueError."""
    _, shown, clicked, matured, bought, click_value, purchase_value, _ = candidate
    if not 0 <= bought <= matured <= clicked <= shown or click_value < 0 or purchase_value < 0:
        raise ValueError(f"promotion {candidate.id} has impossible counts or a negative value: {candidate[1:]}")
    earned = click_value + 1.0
    if purchase_value:
        alpha, beta = bought + BOUGHT_BEFORE, matured - bought + MATURED_BEFORE - BOUGHT_BEFORE
        earned += purchase_value * limit_share(alpha, beta, read_second_chance(bits))
    alpha, beta = clicked + CLICKS_BEFORE, shown - clicked + SHOWN_BEFORE - CLICKS_BEFORE
    return earned * limit_share(alpha, beta, read_first_chance(bits))


def _draw(candidate: PromotionCandidate, bits: int) -> Drawn:
    clicks = candidate.clicked + CLICKS_BEFORE, candidate.shown - candidate.clicked + SHOWN_BEFORE - CLICKS_BEFORE
    bought = candidate.bought + BOUGHT_BEFORE, candidate.matured - candidate.bought + MATURED_BEFORE - BOUGHT_BEFORE
    click = compute_share(*clicks, read_first_chance(bits))
    purchase = compute_share(*bought, read_second_chance(bits)) if candidate.purchase_value else 0.0
    return Drawn(
        candidate.id,
        *clicks,
        *bought,
        candidate.click_value,
        candidate.purchase_value,
        candidate.shown < NEW_BELOW,
        click,
        purchase,
        compute_value(candidate.click_value, candidate.purchase_value, click, purchase),
    )


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
