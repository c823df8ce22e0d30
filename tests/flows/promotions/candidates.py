"""Promotions to choose among, and the slow exact choice among them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from flows.promotions.offer_choice import (
    CLICKS_BEFORE,
    NEW_BELOW,
    NEW_SHARE,
    SHOWN_BEFORE,
    PromotionCandidate,
    make_candidate,
)

CLICK = 250_000
VARIED = [  # of like worth, so that each is the best at times; the first two are new
    make_candidate(UUID(int=11), 0, 0, 0, 0, CLICK),
    make_candidate(UUID(int=12), 60, 3, 2, 0, CLICK, 2_000_000),
    make_candidate(UUID(int=13), 400, 24, 20, 1, CLICK),
    make_candidate(UUID(int=14), 3000, 200, 180, 0, 230_000, 100_000),
    make_candidate(UUID(int=15), 900, 30, 25, 2, CLICK, 3_000_000),
    make_candidate(UUID(int=16), 150, 20, 0, 0, 120_000),
]


def change(one: PromotionCandidate, **values: Any) -> PromotionCandidate:
    """The candidate with other terms."""
    return make_candidate(*one._replace(**values)[:8])


@st.composite
def list_candidates(draw: st.DrawFn, most: int = 10**9, fewest: int = 1) -> list[PromotionCandidate]:
    """Draw candidates with possible counts, in any order."""
    ids = draw(st.lists(st.uuids(), min_size=fewest, max_size=60, unique=True))
    chance, largest = Random(draw(st.integers(0, 2**32))), draw(st.sampled_from([0, 100, most]))
    found = []
    for id_ in ids:
        shown = chance.randint(0, largest)
        clicked = chance.randint(0, chance.randint(0, shown))
        matured = chance.randint(0, clicked)
        counts = shown, clicked, matured, chance.randint(0, matured)
        found.append(
            make_candidate(
                id_, *counts, chance.choice([0, 1, CLICK]), chance.choice([0, 0, 10**7]), chance.randint(0, 1)
            )
        )
    return found


def choose_exactly(candidates: Sequence[PromotionCandidate], chance: Random) -> UUID:
    """Return the choice by exact Beta variates, without a bound."""
    new = [one for one in candidates if one.shown < NEW_BELOW]
    if 0 < len(new) < len(candidates) and chance.random() < NEW_SHARE:
        return chance.choice(new).id
    return max(candidates, key=lambda one: _value(one, chance)).id


def _value(one: PromotionCandidate, chance: Random) -> float:
    clicks = chance.betavariate(CLICKS_BEFORE + one.clicked, SHOWN_BEFORE - CLICKS_BEFORE + one.shown - one.clicked)
    buys = chance.betavariate(CLICKS_BEFORE + one.bought, SHOWN_BEFORE - CLICKS_BEFORE + one.matured - one.bought)
    return clicks * (one.click_value + buys * one.purchase_value)
