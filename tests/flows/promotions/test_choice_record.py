"""The odds of a choice: as choices among fresh draws come out, repeatable, and in any order."""

from __future__ import annotations

from collections import Counter
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.promotions.choice_record import estimate_odds
from flows.promotions.offer_choice import NEW_SHARE, Drawn, PromotionCandidate, choose_promotion, make_candidate
from tests.flows.promotions.candidates import CLICK, VARIED, choose_exactly, list_candidates


def draw(candidates: list[PromotionCandidate], seed: int = 1) -> tuple[Drawn, ...]:
    choice = choose_promotion(candidates, seed)
    return choice.drawn


def test_the_odds_are_those_of_exact_choices() -> None:
    chance = Random(3)
    exact = Counter(choose_exactly(VARIED, chance) for _ in range(20_000))
    odds = estimate_odds(draw(VARIED), 5)
    assert odds == pytest.approx({one.id: exact[one.id] / 20_000 for one in VARIED}, abs=0.03)


@given(list_candidates(), st.integers(0, 2**128 - 1), st.randoms(use_true_random=False))
def test_the_odds_are_repeatable_and_add_up(candidates: list[PromotionCandidate], seed: int, chance: Random) -> None:
    drawn = list(draw(candidates, seed))
    odds = estimate_odds(drawn, seed, 50)
    assert sum(odds.values()) == pytest.approx(1)
    assert odds.keys() == {one.id for one in drawn}
    chance.shuffle(drawn)
    assert estimate_odds(drawn, seed, 50) == odds


def test_a_poor_new_one_has_the_share_of_the_new() -> None:
    old = make_candidate(UUID(int=1), 10_000, 5000, 0, 0, CLICK)
    poor = [make_candidate(UUID(int=place), 99, 0, 0, 0, CLICK) for place in (2, 3)]
    odds = estimate_odds(draw([old, *poor]), 5)
    assert odds == pytest.approx({old.id: 1 - NEW_SHARE, poor[0].id: NEW_SHARE / 2, poor[1].id: NEW_SHARE / 2})


def test_of_one_and_of_none() -> None:
    assert estimate_odds(draw(VARIED[:1]), 5) == {VARIED[0].id: 1}
    assert estimate_odds((), 5) == {}
