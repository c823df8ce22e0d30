"""What the choice of promotions loses while it learns, beside other rules, with known true rates.

``python -m tests.flows.promotions.regret`` draws docs/offer-choice.svg and prints the table of docs/offer-choice.md; it
takes two minutes. Regret is what the truly best promotion would have earned more, by the true rates: the best fixed
choice has none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean, stdev
from uuid import UUID

from flows.promotions.offer_choice import PromotionCandidate, choose_promotion, derive_seed, make_candidate
from tests.flows.promotions.candidates import change
from tests.flows.promotions.regret_picture import Line, Panel, draw_panels

PICTURE = Path(__file__).parents[3] / "docs" / "offer-choice.svg"
RETURNS, RUNS, POINTS = 20_000, 10, 100
CLICK = 250_000
GREED = 0.1

Rule = Callable[[Sequence[PromotionCandidate], int, Random], int]


@dataclass(frozen=True)
class Scene:
    """Promotions with true rates. A click, and what follows it, is known ``late`` returns after the showing."""

    title: str
    click_rates: tuple[float, ...]
    purchase_rates: tuple[float, ...] = ()
    purchase_value: int = 0
    late: int = 0

    @property
    def values(self) -> list[float]:
        """Return what a showing of each promotion earns by the true rates, in micro-units."""
        bought = self.purchase_rates or (0.0,) * len(self.click_rates)
        return [
            click * (CLICK + buy * self.purchase_value) for click, buy in zip(self.click_rates, bought, strict=True)
        ]

    def act(self, place: int, chance: Random) -> tuple[int, int]:
        """Return whether a person clicks, and then buys, as 0 or 1."""
        clicked = chance.random() < self.click_rates[place]
        bought = bool(self.purchase_rates) and chance.random() < self.purchase_rates[place]
        return int(clicked), int(clicked and bought)


TEN = Scene("10 promotions, click rates of 2 to 8 %", (0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.055, 0.06, 0.08))
HUNDRED = Scene("100 promotions, click rates of 1 to 8 %", (*(0.01 + 0.05 * place / 98 for place in range(99)), 0.08))
BUYING = Scene(
    "10 promotions that earn by clicks and purchases, known 500 returns later",
    TEN.click_rates,
    (0.02, 0.08, 0.02, 0.06, 0.02, 0.04, 0.15, 0.02, 0.02, 0.01),
    10_000_000,
    500,
)


def choose_ours(candidates: Sequence[PromotionCandidate], seed: int, chance: Random) -> int:
    choice = choose_promotion(candidates, seed)
    return choice.chosen.int - 1


def choose_randomly(candidates: Sequence[PromotionCandidate], seed: int, chance: Random) -> int:
    return chance.randrange(len(candidates))


def choose_greedily(candidates: Sequence[PromotionCandidate], seed: int, chance: Random) -> int:
    """Choose the best so far in nine of ten returns, and any in the others; those never shown come first."""
    if chance.random() < GREED:
        return chance.randrange(len(candidates))
    return max(range(len(candidates)), key=lambda place: _earned(candidates[place]))


def _earned(one: PromotionCandidate) -> float:
    if not one.shown:
        return float("inf")
    return one.clicked / one.shown * (one.click_value + one.purchase_value * one.bought / max(one.matured, 1))


RULES: dict[str, Rule] = {"random": choose_randomly, "ε-greedy (10 %)": choose_greedily, "Thompson": choose_ours}


def play(scene: Scene, rule: Rule, returns: int, run: int) -> list[float]:
    """Return the cumulative regret after each return, in micro-units."""
    chance, values = Random(run), scene.values
    best, regret = max(values), 0.0
    candidates = [
        make_candidate(UUID(int=place + 1), 0, 0, 0, 0, CLICK, scene.purchase_value) for place in range(len(values))
    ]
    waiting: deque[tuple[int, int, int]] = deque()
    course = []
    for number in range(returns):
        place = rule(candidates, derive_seed(UUID(int=run), str(number)), chance)
        waiting.append((place, *scene.act(place, chance)))
        if len(waiting) > scene.late:
            known, clicked, bought = waiting.popleft()
            candidates[known] = _count(candidates[known], clicked, bought)
        regret += best - values[place]
        course.append(regret)
    return course


def _count(one: PromotionCandidate, clicked: int, bought: int) -> PromotionCandidate:
    return change(
        one,
        shown=one.shown + 1,
        clicked=one.clicked + clicked,
        matured=one.matured + clicked,
        bought=one.bought + bought,
    )


def measure(scene: Scene) -> Iterator[tuple[str, list[list[float]]]]:
    """Yield each rule with the regret of its runs, as a percentage of what the best promotion earns in all returns."""
    all_ = max(scene.values) * RETURNS / 100
    for name, rule in RULES.items():
        yield name, [[regret / all_ for regret in play(scene, rule, RETURNS, run)] for run in range(RUNS)]


def main() -> None:
    """Draw the picture and print the table."""
    panels = []
    print("| scene | rule | after 2 000 | 5 000 | 20 000 returns | deviation of runs |")
    print("| --- | --- | --- | --- | --- | --- |")
    for scene in (TEN, HUNDRED, BUYING):
        lines = []
        for name, runs in measure(scene):
            mean = [fmean(run[number] for run in runs) for number in range(RETURNS)]
            lines.append(Line(name, (0.0, *mean[RETURNS // POINTS - 1 :: RETURNS // POINTS])))
            parts = " | ".join(f"{mean[many - 1] * RETURNS / many:.1f} %" for many in (2000, 5000, RETURNS))
            print(f"| {scene.title} | {name} | {parts} | ± {stdev(run[-1] for run in runs):.1f} |", flush=True)
        lines.append(Line("best fixed", (0.0,) * (POINTS + 1)))
        panels.append(Panel(scene.title, tuple(lines), RETURNS))
    PICTURE.write_text(draw_panels(panels), encoding="utf-8")


if __name__ == "__main__":
    main()
