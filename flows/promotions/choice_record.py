"""The record of a choice among offers, stored with the prompt of a return to explain it later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flows.promotions.offer_choice import Drawn, PromotionChoice

MOST_KEPT = 50
"""The candidates of a choice that are stored: the best ones, and the chosen one. The others are counted."""

_DIGITS = 6  # of a drawn share and value: the draws themselves follow from the seed


def dump_choice(choice: PromotionChoice) -> dict[str, Any]:
    """Return a choice for JSON: each candidate's id, posteriors and draws, in the order of the fields of ``Drawn``, and
    the number of ``others``.
    """
    kept = choice.drawn[:MOST_KEPT]
    kept += tuple(one for one in choice.drawn[MOST_KEPT:] if one.id == choice.chosen)
    others = choice.others + len(choice.drawn) - len(kept)
    return {"explored": choice.explored, "others": others, "drawn": [_dump(one) for one in kept]}


def load_drawn(stored: Mapping[str, Any]) -> Sequence[Drawn]:
    """Return the candidates that ``dump_choice`` stored, best first."""
    return [Drawn(UUID(identity), *figures) for identity, *figures in stored["drawn"]]


def _dump(one: Drawn) -> list[Any]:
    shares = round(one.click_share, _DIGITS), round(one.purchase_share, _DIGITS), round(one.value, _DIGITS)
    counts = one.alpha, one.beta, one.purchase_alpha, one.purchase_beta
    return [one.id.hex, *counts, one.click_value, one.purchase_value, one.is_new, *shares]
