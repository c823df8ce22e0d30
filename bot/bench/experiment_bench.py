"""``bench experiments``: experiments on people with known rates, by our rules and by others.

Nothing is timed. Chance draws the people, the same ones for the same run. The benchmark counts how often an interval
contains the truth and how often a rule names a winner. Figures and conclusions: docs/experiments.md.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from bot.bench.bench_sheet import Sheet, at_least, at_most
from bot.bench.chance_experiments import RULES, Groups, Played, Scene, claiming, coverage, parley, play
from bot.bench.interval_methods import INTERVALS, Shopping
from flows.experiments.experiment_design import Design

OURS, LIMIT = "Parley", "limit"
FAR, FALSE, POWER, PEOPLE = "furthest from 95 %", "false winners", "power", "people, of the planned"
RATES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.3)
SIZES = (200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
DESIGNS = (
    (Design(0.005, 0.5), 200), (Design(0.02, 0.3), 100), (Design(0.05, 0.3), 50), (Design(0.05, 0.2), 100),
    (Design(0.1, 0.2), 50), (Design(0.3, 0.15), 50),
)  # fmt: skip
"""The designs that shops may choose, and the number of people in each arm between looks."""
MANY = ((Design(0.05, 0.3, arms=3), 100), (Design(0.05, 0.3, arms=5), 100))
CLASSES = ("under 5 expected successes", "5 to 10 expected successes", "10 and more expected successes")
SHOPPING = (
    Shopping((2_000, 2_000), 0.05), Shopping((5_000, 5_000), 0.02), Shopping((2_000, 222), 0.05),
    Shopping((10_000, 1_111), 0.05), Shopping((10_000, 1_111), 0.05, lift=0.3),
    Shopping((20_000, 2_222), 0.05),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExperimentsPlan:
    """The measurement: ``tests`` experiments per case and run, with at most ``people`` in an arm."""

    runs: int
    tests: int
    people: int = max(SIZES)


async def measure_experiments(plan: ExperimentsPlan) -> Sheet:
    """Run the benchmark and return its sheet."""
    sheet = Sheet("experiments", {"tests in each case": plan.tests, "runs": plan.runs})
    for run in range(plan.runs):
        chance = random.Random(run)  # noqa: S311 - nothing secret
        _intervals(sheet, plan, chance)
        _test_equal_arms(sheet, plan, chance)
        _test_many_arms(sheet, plan, chance)
        _test_unequal_arms(sheet, plan, chance)
        _revenue(sheet, plan, chance)
    return sheet


def _intervals(sheet: Sheet, plan: ExperimentsPlan, chance: random.Random) -> None:
    """Measure the intervals' coverage for equal shares, for shares that differ by a fifth, and against a control group
    of a tenth."""
    covers = defaultdict[tuple[str, str], list[float]](list)
    for case, groups in _groups(plan.people):
        for name, covered in coverage(groups, INTERVALS, plan.tests, chance).items():
            covers[name, case].append(100 * covered)
    for (name, case), found in covers.items():
        sheet.note(name, case, "lowest coverage", "%", min(found))
        sheet.note(name, case, "highest coverage", "%", max(found))
        sheet.note(name, case, FAR, "points", max(abs(one - 95) for one in found))
    for case in dict.fromkeys(case for _, case in covers):
        sheet.note(LIMIT, case, FAR, "points", 1.0)
        goal = None if case == CLASSES[0] else at_most(1)
        sheet.compare(f"{FAR} / limit", ("Miettinen-Nurminen", case, FAR), (LIMIT, case, FAR), goal)


def _groups(most: int) -> Iterator[tuple[str, Groups]]:
    """Yield each pair of groups with its class, which is the expected number of successes in the smaller group."""
    for rate, people in product(RATES, (size for size in SIZES if size <= most)):
        for lift, treated in ((1.0, people), (1.2, people), (1.0, people * 9)):
            if treated <= max(SIZES):
                yield CLASSES[bisect((5, 10), rate * people)], Groups((rate * lift, rate), (treated, people))


def _test_equal_arms(sheet: Sheet, plan: ExperimentsPlan, chance: random.Random) -> None:
    """Count false winners of two equal arms."""
    for design, step in _list_sized(DESIGNS, plan.people):
        case = f"A/A, {_describe_design(design)}, a look each {step}"
        played = play(Scene((design.base_rate,) * 2, design.people, step), design, RULES, plan.tests, chance)
        for name, one in played.items():
            sheet.note(name, case, FALSE, "%", 100 * one.any)
        _limit_case(sheet, case)
        late = Scene((design.base_rate,) * 2, design.people, step, late=design.people // step // 3)
        case = f"A/A, {_describe_design(design)}, a look each {step}, one arm a third later"
        _ours(sheet, case, play(late, design, {OURS: parley}, plan.tests, chance)[OURS])
        at_once = Scene((design.base_rate,) * 2, design.people, step, at_once=True)
        case = f"A/A, {_describe_design(design)}, all at once, looked at as they buy"
        _ours(sheet, case, play(at_once, design, {OURS: parley}, plan.tests, chance)[OURS])


def _test_many_arms(sheet: Sheet, plan: ExperimentsPlan, chance: random.Random) -> None:
    """Count false winners and losers among several equal arms, and false winners where the two best arms are equal."""
    for design, step in _list_sized(MANY, plan.people):
        rates = (design.base_rate,) * design.arms
        case = f"A/A of {design.arms}, {_describe_design(design)}, a look each {step}; laggards too"
        _ours(sheet, case, play(Scene(rates, design.people, step), design, {OURS: claiming}, plan.tests, chance)[OURS])
        tied = (design.lifted,) * 2 + rates[2:]
        case = f"two best of {design.arms}, {_describe_design(design)}, a look each {step}"
        _ours(sheet, case, play(Scene(tied, design.people, step), design, {OURS: parley}, plan.tests, chance)[OURS])


def _test_unequal_arms(sheet: Sheet, plan: ExperimentsPlan, chance: random.Random) -> None:
    """Measure the power, and the people until the winner, if the best arm has the planned lift or twice that."""
    for design, step in _list_sized((*DESIGNS, *MANY), plan.people):
        for times in (1, 2):
            best = design.base_rate * (1 + times * design.lift)
            rates = (best,) + (design.base_rate,) * (design.arms - 1)
            case = f"{design.arms} arms, {_describe_design(design)}, true lift {100 * times * design.lift:g} %"
            for name, one in play(Scene(rates, design.people, step), design, RULES, plan.tests, chance).items():
                sheet.note(name, case, POWER, "%", 100 * one.wins[0])
                sheet.note(name, case, PEOPLE, "%", 100 * one.people / design.people)
            sheet.note(LIMIT, case, POWER, "%", 100 * design.power)
            sheet.compare("power / planned", (OURS, case, POWER), (LIMIT, case, POWER), at_least(0.98))


def _revenue(sheet: Sheet, plan: ExperimentsPlan, chance: random.Random) -> None:
    for one in (shopping for shopping in SHOPPING if max(shopping.people) <= plan.people):
        case = f"revenue, {one.people[0]} and {one.people[1]}, {100 * one.rate:g} % order, lift {100 * one.lift:g} %"
        for name, covered in one.measure_coverage(max(1, plan.tests // 4), chance).items():
            sheet.note(name, case, "coverage", "%", 100 * covered)


def _list_sized(designs: Sequence[tuple[Design, int]], most: int) -> Iterator[tuple[Design, int]]:
    """Yield the designs that need at most that many people in an arm, and their steps."""
    return ((design, step) for design, step in designs if design.people <= most)


def _describe_design(design: Design) -> str:
    return f"{100 * design.base_rate:g} %, lift {100 * design.lift:g} %, {design.people} each"


def _ours(sheet: Sheet, case: str, played: Played) -> None:
    sheet.note(OURS, case, FALSE, "%", 100 * (played.any if case.startswith("A/A") else sum(played.wins[:2])))
    _limit_case(sheet, case)


def _limit_case(sheet: Sheet, case: str) -> None:
    sheet.note(LIMIT, case, FALSE, "%", 5.0)
    sheet.compare("false winners / limit", (OURS, case, FALSE), (LIMIT, case, FALSE), at_most(1))
