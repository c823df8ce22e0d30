"""Intervals of a difference, our own and other methods', and how often each contains the true difference."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import exp, sqrt

from bot.bench.chance_experiments import Interval, Successes
from flows.experiments.experiment_arm import Arm
from flows.experiments.mean_differences import Mean, compare_means, compute_student
from flows.experiments.share_differences import Difference, compare_rates, compute_critical

_Z = compute_critical(0.05)


def compute_miettinen_nurminen(treated: Arm, control: Arm) -> tuple[float, float]:
    """Compute our own interval: flows/experiments/share_differences.py."""
    found = compare_rates(treated, control)
    assert found is not None, "both groups have people"
    return found.low, found.high


def compute_newcombe(treated: Arm, control: Arm) -> tuple[float, float]:
    """Compute R. G. Newcombe's hybrid score interval (method 10 of Statistics in Medicine 17, 1998, 873-890)."""
    p, q = treated.rate, control.rate
    (p_low, p_high), (q_low, q_high) = _wilson(p, treated.people), _wilson(q, control.people)
    return p - q - sqrt((p - p_low) ** 2 + (q_high - q) ** 2), p - q + sqrt((p_high - p) ** 2 + (q - q_low) ** 2)


def compute_agresti_caffo(treated: Arm, control: Arm) -> tuple[float, float]:
    """Compute A. Agresti and B. Caffo's interval: one success and one failure more in each group (The American
    Statistician 54, 2000, 280-288)."""
    more, other = (Arm(one.people + 2, one.successes + 1) for one in (treated, control))
    reach = _Z * sqrt(sum(one.rate * (1 - one.rate) / one.people for one in (more, other)))
    return more.rate - other.rate - reach, more.rate - other.rate + reach


INTERVALS: Mapping[str, Interval] = {
    "Miettinen-Nurminen": compute_miettinen_nurminen,
    "Newcombe": compute_newcombe,
    "Agresti-Caffo": compute_agresti_caffo,
}


def compare_pooled(treated: Mean, control: Mean) -> Difference | None:
    """Compute our own difference of means: flows/experiments/mean_differences.py."""
    return compare_means(treated, control)


def compare_welch(treated: Mean, control: Mean) -> Difference | None:
    """Compute B. L. Welch's interval, with a variance for each group (Biometrika 34, 1947, 28-35) and F. E.
    Satterthwaite's degrees of freedom."""
    first, second = (one.variance / one.people for one in (treated, control))
    if not first + second:
        return None
    freedom = (first + second) ** 2 / (first**2 / (treated.people - 1) + second**2 / (control.people - 1))
    reach, estimate = compute_student(0.05, freedom) * sqrt(first + second), treated.mean - control.mean
    return Difference(estimate, estimate - reach, estimate + reach)


OF_MEANS: Mapping[str, Callable[[Mean, Mean], Difference | None]] = {"Student": compare_pooled, "Welch": compare_welch}


@dataclass(frozen=True, slots=True)
class Shopping:
    """Two groups with equal order rates and lognormal amounts around 40. ``spread`` is the standard deviation of the
    amounts' logarithm. An order is worth ``lift`` more in the first group."""

    people: tuple[int, int]
    rate: float
    spread: float = 1.0
    lift: float = 0.0

    def measure_coverage(self, times: int, chance: random.Random) -> dict[str, float]:
        """Return how often each interval of the revenue per person contains the true difference."""
        truth = 40 * exp(self.spread**2 / 2) * self.rate * self.lift
        covered = dict.fromkeys(OF_MEANS, 0)
        orders = [Successes(people, self.rate).draw_counts(chance, times) for people in self.people]
        for treated, control in zip(*orders, strict=True):
            groups = self._draw_spent(0, treated, 1 + self.lift, chance), self._draw_spent(1, control, 1, chance)
            for name, interval in OF_MEANS.items():
                found = interval(*groups)
                covered[name] += found is not None and found.low <= truth <= found.high
        return {name: many / times for name, many in covered.items()}

    def _draw_spent(self, group: int, orders: int, more: float, chance: random.Random) -> Mean:
        amounts = [40 * more * chance.lognormvariate(0, self.spread) for _ in range(orders)]
        return Mean.compute(self.people[group], sum(amounts), sum(amount * amount for amount in amounts))


def _wilson(share: float, people: int) -> tuple[float, float]:
    """Return the score interval of one share (E. B. Wilson, Journal of the American Statistical Association 22,
    1927)."""
    square = _Z * _Z / people
    centre, spread = share + square / 2, _Z * sqrt(share * (1 - share) / people + square / people / 4)
    return (centre - spread) / (1 + square), (centre + spread) / (1 + square)
