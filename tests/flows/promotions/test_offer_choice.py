"""The choice among promotions: exact odds, repeatable, in any order, and with a share for new ones."""

from __future__ import annotations

from collections import Counter
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, chi2_contingency

from flows.promotions.offer_choice import (
    KEPT,
    NEW_SHARE,
    PromotionCandidate,
    PromotionChoice,
    choose_promotion,
    derive_seed,
    make_candidate,
)
from flows.promotions.share_draws import compute_share, mix_bits, read_first_chance, read_second_chance
from tests.cases import each
from tests.flows.promotions.candidates import CLICK, VARIED, change, choose_exactly, list_candidates

BUSINESS = UUID(int=7)
SEEDS = [derive_seed(BUSINESS, f"r-{number}") for number in range(6000)]
seeds = st.integers(0, 2**128 - 1)


def choose(candidates: list[PromotionCandidate], seed: int) -> PromotionChoice:
    choice = choose_promotion(candidates, seed)
    return choice


def test_each_is_chosen_as_often_as_by_exact_draws() -> None:
    ours = Counter(choose(VARIED, seed).chosen for seed in SEEDS)
    chance = Random(1)
    exact = Counter(choose_exactly(VARIED, chance) for _ in range(20_000))
    ids = [one.id for one in VARIED]
    assert min(exact[id_] for id_ in ids) > 200
    assert chi2_contingency([[ours[id_] for id_ in ids], [exact[id_] for id_ in ids]]).pvalue > 0.01


@pytest.mark.parametrize("shown", [0, 5000])
def test_equals_among_many_are_chosen_evenly(shown: int) -> None:
    """Forty equals: the bounds rule out most of them, and no one more than another."""
    equals = [make_candidate(UUID(int=900 + place), shown, shown // 20, 0, 0, CLICK, CLICK) for place in range(40)]
    won = Counter(choose(equals, seed).chosen for seed in SEEDS[:3000])
    expected = 3000 / 40
    assert chi2.sf(sum((won[one.id] - expected) ** 2 / expected for one in equals), 39) > 0.001


@given(list_candidates(), seeds, st.randoms(use_true_random=False))
def test_a_replay_in_another_order_is_the_same(candidates: list[PromotionCandidate], seed: int, chance: Random) -> None:
    choice = choose(candidates, seed)
    shuffled = candidates.copy()
    chance.shuffle(shuffled)
    assert choose(shuffled, seed) == choice


@given(list_candidates(), seeds)
def test_the_choice_is_the_best_of_all_draws(candidates: list[PromotionCandidate], seed: int) -> None:
    choice = choose(candidates, seed)
    best = max(one.priority for one in candidates)
    values = {one.id: compute_full_value(one, seed) for one in candidates if one.priority == best}
    assert len(choice.drawn) + choice.others == len(values)
    assert len(choice.drawn) >= min(KEPT, len(values))
    assert {one.id: one.value for one in choice.drawn} == {one.id: values[one.id] for one in choice.drawn}
    assert choice.drawn[0].value == max(values.values())
    assert [one.value for one in choice.drawn] == sorted((one.value for one in choice.drawn), reverse=True)
    chosen = next(one for one in choice.drawn if one.id == choice.chosen)
    assert chosen.is_new if choice.explored else chosen.id == choice.drawn[0].id


def compute_full_value(one: PromotionCandidate, seed: int) -> float:
    bits = mix_bits(one.id.int, seed)
    click = compute_share(2 + one.clicked, 48 + one.shown - one.clicked, read_first_chance(bits))
    bought = 0.0
    if one.purchase_value:
        bought = compute_share(2 + one.bought, 48 + one.matured - one.bought, read_second_chance(bits))
    return (one.click_value + one.purchase_value * bought + 1) * click


@given(list_candidates(fewest=2), seeds)
def test_without_another_one_the_choice_stays(candidates: list[PromotionCandidate], seed: int) -> None:
    """And without the chosen one it is the next best of the same draws."""
    alike = [change(one, priority=0, shown=one.shown + 100) for one in candidates]
    choice = choose(alike, seed)
    other = next(one for one in alike if one.id != choice.chosen)
    assert choose([one for one in alike if one != other], seed).chosen == choice.chosen
    assert choose([one for one in alike if one.id != choice.chosen], seed).chosen == choice.drawn[1].id


def test_new_promotions_get_their_share() -> None:
    """Ten poor new ones and a good old one: they are shown in 5 % of the returns, each as often, and rarely beyond."""
    old = make_candidate(UUID(int=1), 10_000, 3000, 0, 0, CLICK)
    new = [make_candidate(UUID(int=place), 99, 0, 0, 0, CLICK) for place in range(2, 12)]
    choices = [choose([old, *new], seed) for seed in SEEDS]
    explored = Counter(one.chosen for one in choices if one.explored)
    assert len(explored) == 10
    assert old.id not in explored
    assert explored.total() == pytest.approx(NEW_SHARE * len(SEEDS), rel=0.2)
    assert (
        chi2.sf(sum((many - explored.total() / 10) ** 2 / (explored.total() / 10) for many in explored.values()), 9)
        > 0.001
    )
    assert all(one.chosen == old.id for one in choices if not one.explored)


@each("shown", [0, 100])
def test_nothing_is_explored_if_all_or_none_is_new(shown: int) -> None:
    alike = [make_candidate(UUID(int=place), shown, 0, 0, 0, CLICK) for place in range(5)]
    assert not any(choose(alike, seed).explored for seed in SEEDS[:500])


def test_a_new_one_that_is_explored_reports_its_draw() -> None:
    many = [make_candidate(UUID(int=place), 10_000, 3000, 0, 0, CLICK) for place in range(100)]
    new = make_candidate(UUID(int=1000), 99, 0, 0, 0, CLICK)
    explored = [choice for choice in (choose([*many, new], seed) for seed in SEEDS[:300]) if choice.explored]
    assert explored
    assert all(choice.drawn[-1].id == new.id for choice in explored)


def test_the_highest_priority_alone_takes_part() -> None:
    low, high = change(VARIED[0], priority=-1), change(VARIED[3], priority=0)
    for seed in SEEDS[:300]:
        choice = choose([low, high], seed)
        assert (choice.chosen, len(choice.drawn), choice.explored) == (high.id, 1, False)


def test_more_value_is_chosen_more_often() -> None:
    cheap = make_candidate(UUID(int=1), 1000, 50, 50, 2, CLICK)
    dear = change(cheap, id=UUID(int=2), click_value=2 * CLICK)
    buying = change(cheap, id=UUID(int=3), purchase_value=100 * CLICK)
    won = Counter(choose([cheap, dear, buying], seed).chosen for seed in SEEDS[:500])
    assert won[buying.id] > won[dear.id] > won[cheap.id]


def test_among_those_that_earn_nothing_the_most_clicked_is_chosen() -> None:
    free = [make_candidate(UUID(int=place), 1000, 20 * place, 0, 0, 0) for place in range(1, 5)]
    assert Counter(choose(free, seed).chosen for seed in SEEDS[:300]).most_common(1)[0][0] == free[3].id
    paid = make_candidate(UUID(int=9), 1000, 1, 0, 0, 1000)
    assert {choose([*free, paid], seed).chosen for seed in SEEDS[:300]} == {paid.id}


def test_the_only_one_is_chosen() -> None:
    only = make_candidate(UUID(int=5), 0, 0, 0, 0, 0)
    choice = choose([only], 1)
    assert (choice.chosen, len(choice.drawn), choice.explored, choice.others) == (only.id, 1, False, 0)


@each(
    ("changed", "bounded"),
    [
        ({}, (10, 5, 4, 3)),
        ({"clicked": 11}, (10, 10, 4, 3)),
        ({"matured": 6}, (10, 5, 5, 3)),
        ({"bought": 5}, (10, 5, 4, 4)),
        ({"bought": -1}, (10, 5, 4, 0)),
        ({"shown": 3}, (3, 3, 3, 3)),
        ({"shown": -1}, (0, 0, 0, 0)),
    ],
)
def test_a_counter_that_is_ahead_of_another_is_bounded_by_it(
    changed: dict[str, int], bounded: tuple[int, int, int, int]
) -> None:
    one = change(make_candidate(UUID(int=5), 10, 5, 4, 3, CLICK, CLICK), **changed)
    assert (one.shown, one.clicked, one.matured, one.bought) == bounded
    assert choose_promotion([VARIED[0], one], 1).chosen in {VARIED[0].id, one.id}


def test_seeds_differ_by_business_and_return() -> None:
    seeds = {derive_seed(UUID(int=place), text) for place in range(3) for text in ("", "a", "b", "ä", "\ud800")}
    assert len(seeds) == 15
    assert derive_seed(BUSINESS, "R-1") == 234837288861398576964040372936026471743


def test_a_thousand_take_part() -> None:
    """The draws reported are few, and the best of the thousand is among them."""
    chance = Random(4)
    many = [
        make_candidate(UUID(int=chance.getrandbits(128)), shown, shown // 25, shown // 30, shown // 900, CLICK, 10**7)
        for shown in (int(10 ** chance.uniform(2, 6)) for _ in range(1000))
    ]
    for seed in SEEDS[:20]:
        choice = choose(many, seed)
        assert choice.chosen == max(many, key=lambda one: compute_full_value(one, seed)).id
        assert KEPT <= len(choice.drawn) <= 150
