"""The best split for many shops, by the HiGHS solver in SciPy (the extra `planning`).

https://docs.scipy.org/doc/scipy/reference/generated/scipy.optimize.milp.html

The goals are optimised one after the other, with the earlier ones fixed at their best. A solver with seven digits of
precision cannot compare a shop with a cent in one sum. Its solution is recomputed in integers, so that rounding never
affects a result. Some versions of HiGHS print a meaningless line "HighsMipSolverData::…" on stdout regardless of
options: https://github.com/jump-dev/HiGHS.jl/issues/312.
"""

from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from math import gcd
from typing import Any, TypeAlias

from flows.sourcing.planning.linear_programme import LinearProgramme, Sum, describe
from flows.sourcing.planning.split_lots import Lot, Problem, Taken, find_first_ready, take, weigh

DIGITS = 10**7
"""The largest coefficient passed to the solver; smaller differences, relative to it, are ignored."""

OPTIMAL, INFEASIBLE = 0, 2  # statuses of milp
Goal: TypeAlias = Mapping[str, int]
"""The goal to minimise: the weights of one shop, one microsecond and one micro-unit of commission, by shop, ready
and fee."""

ALONE: tuple[Goal, ...] = ({"shop": 1}, {"ready": 1}, {"fee": 1})


def is_installed() -> bool:
    """Return True if the extra `planning` is installed."""
    return find_spec("scipy") is not None


def choose(problem: Problem, seconds: float) -> tuple[Taken, bool]:
    """Return the choice of least cost, and whether that is proven; within ``seconds`` it may find only one that covers
    all."""
    goals = list_goals(problem)
    kept: list[tuple[Goal, int]] = []
    best, proven = take(problem, problem.everybody), True
    assert best is not None, "the demand is never more than all sources hold"
    found: Taken | None
    for goal in goals:
        if goal is not goals[-1]:
            seconds /= 2  # half of what is left; no clock is read to hand on what the goals before it did not use
        if goal == {"ready": 1} and all(earlier == {"shop": 1} for earlier, _ in kept):
            found, complete = _find_soonest(problem, kept, best, seconds)
        else:
            found, complete = _minimise(_describe(problem, goal, kept), goal, seconds)
        proven = proven and complete
        if found is None or (not complete and len(goal) > 1):
            return best if found is None else found, False  # what follows could only settle ties
        best = found
        problem = _hold(problem, goal, found, kept)
    return best, proven


def _find_soonest(problem: Problem, kept: list[tuple[Goal, int]], best: Taken, seconds: float) -> tuple[Taken, bool]:
    """Return the earliest time when that few shops can have everything, by bisection: without times the programme is
    small."""
    levels = problem.levels(problem.everybody, find_first_ready(problem, problem.everybody) or 0)
    first, last, proven = 0, levels.index(weigh(problem, best).ready), True
    while first < last:
        middle = (first + last) // 2
        early = _limit_until(problem, levels[middle])
        found, complete = _minimise(_describe(early, {}, kept), {}, seconds / len(levels).bit_length())
        proven = proven and complete
        if found is None:
            first = middle + 1
        else:
            best, last = found, levels.index(weigh(problem, found).ready)
    return best, proven


def _describe(problem: Problem, goal: Goal, kept: list[tuple[Goal, int]]) -> LinearProgramme:
    """Return the programme with the terms of this goal and of those before it."""
    names = {name for one in (goal, *(earlier for earlier, _ in kept)) for name in one}
    programme = describe(problem, timed="ready" in names, priced="fee" in names)
    for earlier, limit in kept:
        _keep(programme, earlier, limit)
    return programme


def list_goals(problem: Problem) -> list[Goal]:
    """Split the weighted sum into as few consecutive goals as the precision allows; then shops, time and fees follow.

    A figure whose smallest step exceeds the largest difference of all others comes before them anyway.
    """
    steps, ranges = _differences(problem)
    prices = {"shop": problem.prices.shop, "ready": problem.prices.ready, "fee": problem.prices.fee}
    left = {name: price for name, price in prices.items() if price and ranges[name]}
    goals: list[Goal] = []
    while left:
        span = sum(price * ranges[name] for name, price in left.items())
        first = next((n for n, price in left.items() if price * (steps[n] + ranges[n]) > span), None)
        goals.append({first: 1} if first else left)
        left = {name: price for name, price in left.items() if first and name != first}
    return goals + [goal for goal in ALONE if goal not in goals and all(ranges[name] for name in goal)]


def _differences(problem: Problem) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return the minimum and the maximum difference of two choices, for each figure."""
    levels = problem.levels(problem.everybody, find_first_ready(problem, problem.everybody) or 0)
    gaps = [later - sooner for sooner, later in pairwise(levels)]
    fees = [[lot.fee for lot in lots] for lots in problem.cheapest]
    spread = sum(demand * (line[-1] - line[0]) for demand, line in zip(problem.demand, fees, strict=True))
    steps = {"shop": 1, "ready": min(gaps, default=0), "fee": gcd(*(fee for line in fees for fee in line))}
    return steps, {"shop": problem.sources, "ready": sum(gaps), "fee": spread}


def _hold(problem: Problem, goal: Goal, found: Taken, kept: list[tuple[Goal, int]]) -> Problem:
    """Restrict the problem to equally good choices: drop later lots, or fix one more goal."""
    cost = weigh(problem, found)
    if goal == {"ready": 1}:
        return _limit_until(problem, cost.ready)
    reached = {"shop": cost.shops, "ready": cost.ready, "fee": cost.fees}
    kept.append((goal, sum(part * reached[name] for name, part in goal.items())))
    return problem


def _limit_until(problem: Problem, ready: int) -> Problem:
    def early(lines: tuple[tuple[Lot, ...], ...]) -> tuple[tuple[Lot, ...], ...]:
        return tuple(tuple(lot for lot in lots if lot.ready <= ready) for lots in lines)

    return replace(problem, cheapest=early(problem.cheapest), soonest=early(problem.soonest))


def _unit(total: Sum) -> int:
    """Return the unit of the solver's figures: the greatest common divisor, unless that is too fine."""
    parts = total.parts.values()
    return max(gcd(*parts), max(map(abs, parts), default=0) // DIGITS, 1)


def _keep(programme: LinearProgramme, goal: Goal, limit: int) -> None:
    """Keep the goal at its limit. All values are whole multiples of the unit, so half a unit covers only rounding."""
    total = programme.sum_of(**goal)
    unit = _unit(total)
    row = {column: part / unit for column, part in total.parts.items()}
    programme.at_most(row, (limit - total.base) / unit + 0.5)


def _minimise(programme: LinearProgramme, goal: Goal, seconds: float) -> tuple[Taken | None, bool]:
    """Return the choice with the least goal, or None if infeasible; and whether that is proven."""
    if not programme.highest:
        return _read(programme, ()), True  # nobody has anything
    import numpy as np
    from scipy.optimize import Bounds, milp

    total, size = programme.sum_of(**goal), len(programme.highest)
    parts = np.zeros(size)
    for column, part in total.parts.items():
        parts[column] = part / _unit(total)
    answer = milp(
        parts,
        integrality=np.array(programme.whole, dtype=int),
        bounds=Bounds(0.0, np.array(programme.highest, dtype=float)),
        constraints=_constraints(programme),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    found = None if answer.x is None else _read(programme, answer.x)
    return found, answer.status == (INFEASIBLE if found is None else OPTIMAL)


def _constraints(programme: LinearProgramme) -> list[Any]:
    """Return the rows as one sparse matrix; empty if there are none."""
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array

    if not programme.rows:
        return []
    lines, low, high = zip(*programme.rows, strict=True)
    values = [float(part) for line in lines for part in line.values()]
    columns = [column for line in lines for column in line]
    rows = [number for number, line in enumerate(lines) for _ in line]
    matrix = csr_array((values, (rows, columns)), shape=(len(lines), len(programme.highest)))
    return [LinearConstraint(matrix, low, high)]


def _read(programme: LinearProgramme, found: Any) -> Taken | None:
    """Return the shops and the time that the solver chose, with their cheapest pieces."""
    chosen = 0
    for shop, column in programme.shops.items():
        if found[column] > 0.5:
            chosen |= 1 << shop
    waited = sum(1 for column in programme.waits.values() if found[column] > 0.5)
    return take(programme.problem, chosen, programme.levels[waited] if programme.timed else None)
