"""Simulated experiments: random results of people with known rates, looked at repeatedly, and judged by several
rules."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import comb, exp, inf, lgamma, log, sqrt
from typing import TypeAlias

from flows.experiments.experiment_arm import Arm, find_leading
from flows.experiments.experiment_design import Design
from flows.experiments.experiment_judgement import Contest
from flows.experiments.share_differences import compute_critical
from flows.experiments.stopping_boundaries import Boundary

_FAR = 9.0  # standard deviations, and as many people more, beyond which nothing is drawn


class Successes:
    """The number of successes among a number of people, drawn from the binomial distribution."""

    def __init__(self, people: int, rate: float) -> None:
        around, far = people * rate, _FAR * sqrt(people * rate) + _FAR
        self.counts = range(max(0, int(around - far)), min(people, int(around + far)) + 1)
        self.weights = list(accumulate(_chance(people, rate, count) for count in self.counts))

    def draw_counts(self, chance: random.Random, times: int) -> list[int]:
        """Draw ``times`` counts."""
        return chance.choices(self.counts, cum_weights=self.weights, k=times)


def _chance(people: int, rate: float, count: int) -> float:
    """Return the probability of exactly ``count`` successes, for a rate above 0 and below 1."""
    if people < 50:
        return comb(people, count) * rate**count * (1 - rate) ** (people - count)
    ways = lgamma(people + 1) - lgamma(count + 1) - lgamma(people - count + 1)
    return exp(ways + count * log(rate) + (people - count) * log(1 - rate))


@dataclass(frozen=True)
class Scene:
    """An experiment: one arm for each of the ``rates``, looked at whenever each arm has ``step`` more people, up to
    ``people``.

    ``at_once``: all people are there from the beginning, and only their results come in bit by bit. All arms but the
    first begin ``late`` looks later, like people who get a message at a later hour.
    """

    rates: tuple[float, ...]
    people: int
    step: int
    at_once: bool = False
    late: int = 0

    @cached_property
    def looks(self) -> int:
        """Return the number of looks; the last step may be a larger one."""
        return max(1, self.people // self.step)

    @cached_property
    def _draws(self) -> tuple[tuple[Successes, Successes], ...]:
        last = self.people - self.step * (self.looks - 1)
        return tuple((Successes(self.step, rate), Successes(last, rate)) for rate in self.rates)

    def play_looks(self, chance: random.Random) -> Iterator[tuple[list[Arm], int]]:
        """Yield the arms at each look, with the number of people in the last arm by then."""
        grown = [
            list(accumulate([*most.draw_counts(chance, self.looks - 1), *last.draw_counts(chance, 1)]))
            for most, last in self._draws
        ]
        for look in range(1, self.looks + 1):
            ahead = min(look + self.late, self.looks)
            at = [ahead, *[look] * (len(grown) - 1)]
            arms = [Arm(self._there(one), counts[one - 1]) for one, counts in zip(at, grown, strict=True)]
            yield arms, self.people if look == self.looks else look * self.step

    def _there(self, look: int) -> int:
        return self.people if self.at_once or look == self.looks else look * self.step


Rule: TypeAlias = Callable[[Contest, Boundary], bool]
"""A function that returns True if the leading arm has won."""
Interval: TypeAlias = Callable[[Arm, Arm], tuple[float, float]]
"""A function that returns the 95 % interval of the first arm's share minus the second's."""


def parley(contest: Contest, boundary: Boundary) -> bool:
    """Apply our own rule: flows/experiments/stopping_boundaries.py."""
    return contest.beaten(boundary) == contest.others


def peek_at_every_look(contest: Contest, boundary: Boundary) -> bool:
    """Apply a plain test at every look, which is statistically wrong."""
    return _clear(contest, lambda _known: compute_critical(boundary.alpha))


def test_at_end(contest: Contest, boundary: Boundary) -> bool:
    """Apply a plain test only at the end."""
    return contest.over and peek_at_every_look(contest, boundary)


def test_by_mixture(contest: Contest, boundary: Boundary) -> bool:
    """Apply the mixture SPRT (R. Johari, P. Koomen, L. Pekelis and D. Walsh, Operations Research 70, 2022,
    1806-1821) with a normal mixture that needs fewest people for the planned lift: ten times the planned
    information."""
    prior = boundary.information / 10

    def compute_needed(known: float) -> float:
        return sqrt((1 + prior / known) * log((1 + known / prior) / boundary.alpha**2))

    return _clear(contest, compute_needed)


def test_by_constant(contest: Contest, boundary: Boundary) -> bool:
    """Apply O'Brien and Fleming's boundary (Biometrics 35, 1979, 549-556) with unlimited looks: the same critical sum
    at every look up to the planned information."""
    sum_ = compute_critical(boundary.alpha / 2) * sqrt(boundary.information)

    def compute_needed(known: float) -> float:
        return sum_ / sqrt(known) if known <= boundary.information or contest.over else inf

    return _clear(contest, compute_needed)


def claiming(contest: Contest, boundary: Boundary) -> bool:
    """Apply our own rule, but count also a result where one arm alone is found to be behind."""
    pairs = len(contest.arms) * (len(contest.arms) - 1) // 2
    corrected = Boundary(boundary.information, boundary.alpha / pairs)
    return parley(contest, boundary) or bool(contest.beaten(corrected))


RULES: Mapping[str, Rule] = {
    "Parley": parley,
    "1.96 at each look": peek_at_every_look,
    "1.96 at the end": test_at_end,
    "mixture SPRT": test_by_mixture,
    "O'Brien-Fleming": test_by_constant,
}


def _clear(contest: Contest, needed: Callable[[float], float]) -> bool:
    return all(known > 0 and z >= needed(known) for z, known in contest.scores)


@dataclass(frozen=True, slots=True)
class Played:
    """A rule's results in many experiments: the wins of each arm, and the average number of people in an arm."""

    wins: tuple[float, ...]
    people: float

    @property
    def any(self) -> float:
        """Return the share of experiments that any arm won."""
        return sum(self.wins)


def play(
    scene: Scene, design: Design, rules: Mapping[str, Rule], times: int, chance: random.Random
) -> dict[str, Played]:
    """Play ``times`` experiments, each judged by every rule until the rule's winner or the end."""
    boundary, arms = design.boundary(), len(scene.rates)
    wins, people = {name: [0] * arms for name in rules}, dict.fromkeys(rules, 0)
    for _ in range(times):
        for name, (winner, seen) in _end_experiment(scene, boundary, rules, chance).items():
            people[name] += seen
            if winner is not None:
                wins[name][winner] += 1
    return {name: Played(tuple(won / times for won in wins[name]), people[name] / times) for name in rules}


def _end_experiment(
    scene: Scene, boundary: Boundary, rules: Mapping[str, Rule], chance: random.Random
) -> dict[str, tuple[int | None, int]]:
    """Play one experiment; return each rule's winner and the number of people in an arm by then."""
    ended: dict[str, tuple[int | None, int]] = {}
    for arms, seen in scene.play_looks(chance):
        contest = Contest(arms, find_leading(arms), over=seen == scene.people)
        for name, rule in rules.items():
            if name not in ended and rule(contest, boundary):
                ended[name] = contest.leader, seen
        if len(ended) == len(rules):
            break
    return {name: ended.get(name, (None, scene.people)) for name in rules}


@dataclass(frozen=True, slots=True)
class Groups:
    """Two groups with their true shares and how many people each has."""

    rates: tuple[float, float]
    people: tuple[int, int]


def coverage(groups: Groups, intervals: Mapping[str, Interval], times: int, chance: random.Random) -> dict[str, float]:
    """Return how often each interval of the difference contains the true one. Equal counts are computed once."""
    draws = [Successes(*one).draw_counts(chance, times) for one in zip(groups.people, groups.rates, strict=True)]
    truth = groups.rates[0] - groups.rates[1]
    often = Counter(zip(*draws, strict=True))
    covered = dict.fromkeys(intervals, 0)
    for counts, many in often.items():
        first, second = (Arm(people, count) for people, count in zip(groups.people, counts, strict=True))
        for name, interval in intervals.items():
            low, high = interval(first, second)
            covered[name] += many * (low <= truth <= high)
    return {name: many / times for name, many in covered.items()}
