"""The record of a choice among offers, and the odds that it implies: ``/why`` tells how probable each offer was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any
from uuid import UUID

from flows.promotions.offer_choice import NEW_SHARE, Drawn, PromotionChoice, compute_value
from flows.promotions.share_draws import compute_share

MOST_KEPT = 50
"""The candidates of a choice that are stored: the best ones, and the chosen one. The others are counted."""
ROUNDS = 2000
"""Simulated choices: the standard error of a probability is at most 1.1 points."""
_DIGITS = 6  # of a drawn share and value: the draws themselves follow from the seed
_STEPS = 512  # quantiles of each share; the rounds draw among them


def dump_choice(choice: PromotionChoice) -> dict[str, Any]:
    """Return a choice for JSON: each candidate's id, posteriors and draws, in the order of the fields of ``Drawn``, and
    the number of ``others``.
    """
    kept = choice.drawn[:MOST_KEPT]
    kept += tuple(one for one in choice.drawn[MOST_KEPT:] if one.id == choice.chosen)
    others = choice.others + len(choice.drawn) - len(kept)
    drawn = [[one.id.hex, *(round(each, _DIGITS) for each in one[1:])] for one in kept]
    return {"explored": choice.explored, "others": others, "drawn": drawn}


def load_drawn(stored: Mapping[str, Any]) -> Sequence[Drawn]:
    """Return the candidates that ``dump_choice`` stored, best first."""
    return [Drawn(UUID(identity), *figures) for identity, *figures in stored["drawn"]]


def estimate_odds(drawn: Sequence[Drawn], seed: int, rounds: int = ROUNDS) -> dict[UUID, float]:
    """Return the probability that each of the ``drawn`` promotions of a choice is chosen among them; the sum is 1.

    The same draws and seed give the same odds, in any order. They include the share of the new promotions.
    """
    chance = Random(seed)  # noqa: S311 - must be repeatable
    ordered = sorted(drawn, key=lambda one: one.id.int)
    values = [_simulate_values(one, chance, rounds) for one in ordered]
    places = range(len(ordered))
    won = Counter(max(places, key=row.__getitem__) for row in zip(*values, strict=True))
    fresh = sum(one.is_new for one in ordered)
    among_new = NEW_SHARE if 0 < fresh < len(ordered) else 0.0
    return {
        one.id: (1 - among_new) * won[place] / rounds + (among_new / fresh if among_new and one.is_new else 0.0)
        for place, one in enumerate(ordered)
    }


def _simulate_values(drawn: Drawn, chance: Random, rounds: int) -> Iterator[float]:
    """Return what the promotion would earn in each round."""
    clicks = chance.choices(_list_shares(drawn.alpha, drawn.beta), k=rounds)
    bought = [0.0]
    if drawn.purchase_value:
        bought = _list_shares(drawn.purchase_alpha, drawn.purchase_beta)
    purchases = chance.choices(bought, k=rounds)
    return (
        compute_value(drawn.click_value, drawn.purchase_value, click, purchase)
        for click, purchase in zip(clicks, purchases, strict=True)
    )


def _list_shares(alpha: int, beta: int) -> list[float]:
    """Return quantiles at equal distances."""
    return [compute_share(alpha, beta, (step + 0.5) / _STEPS) for step in range(_STEPS)]
