"""The results of a benchmark's runs: figures with their medians and ranges, and ratios within one run."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bot.bench import stopwatch


@dataclass(frozen=True, slots=True)
class Goal:
    """The goal of a ratio: a minimum or a maximum."""

    limit: float
    at_most: bool = False

    def meets(self, value: float) -> bool:
        """Return True if a value meets the goal."""
        return value <= self.limit if self.at_most else value >= self.limit

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.limit:g}"


def at_least(limit: float) -> Goal:
    """Return the goal of a minimum."""
    return Goal(limit)


def at_most(limit: float) -> Goal:
    """Return the goal of a maximum."""
    return Goal(limit, at_most=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: the measured program (``who``), the case, the figure's name and unit, and its value in each
    run."""

    who: str
    case: str
    name: str
    unit: str
    runs: list[float]


@dataclass(frozen=True, slots=True)
class Ratio:
    """The ratio of two figures, run by run: a slow hour of the machine slows both.

    With a ``unit`` it is their difference instead, or one figure that has its own goal.
    """

    name: str
    case: str
    runs: list[float]
    goal: Goal | None
    unit: str = ""


@dataclass(slots=True)
class Sheet:
    """Collector of a benchmark's figures, run by run. ``settings`` are its options."""

    bench: str
    settings: dict[str, Any]
    figures: list[Figure] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    def note(self, who: str, case: str, name: str, unit: str, value: float | None) -> None:
        """Record one run's value; None, as the system did not report it, is left out."""
        if value is None:
            return
        known = self._find(who, case, name)
        if known is None:
            known = Figure(who, case, name, unit, [])
            self.figures.append(known)
        known.runs.append(value)

    def skip(self, who: str, reason: str) -> None:
        """Record why a competitor was not measured."""
        self.skipped[who] = reason

    def compare(
        self, name: str, over: tuple[str, str, str], under: tuple[str, str, str], goal: Goal | None = None
    ) -> None:
        """Divide one figure (who, case, name) by another, run by run; record nothing if either was not measured."""
        runs = [a / b for a, b in self._pairs(over, under) if b]
        if runs:
            self.ratios.append(Ratio(name, over[1], runs, goal))

    def differ(
        self, name: str, more: tuple[str, str, str], less: tuple[str, str, str], unit: str, goal: Goal | None = None
    ) -> None:
        """Subtract one figure from another, run by run."""
        runs = [a - b for a, b in self._pairs(more, less)]
        if runs:
            self.ratios.append(Ratio(name, more[1], runs, goal, unit))

    def bind(self, name: str, what: tuple[str, str, str], unit: str, goal: Goal) -> None:
        """Compare one figure with a goal."""
        found = self._find(*what)
        if found is not None:
            self.ratios.append(Ratio(name, found.case, list(found.runs), goal, unit))

    def _pairs(self, one: tuple[str, str, str], other: tuple[str, str, str]) -> list[tuple[float, float]]:
        first, second = self._find(*one), self._find(*other)
        if first is None or second is None:
            return []
        return list(zip(first.runs, second.runs, strict=True))

    def to_json(self) -> dict[str, Any]:
        """Return all results, for programs."""
        return {
            "bench": self.bench,
            "machine": stopwatch.describe_machine(),
            "versions": stopwatch.list_versions(),
            "settings": self.settings,
            "figures": [
                {"who": one.who, "case": one.case, "name": one.name, "unit": one.unit, **spread(one.runs)}
                for one in self.figures
            ],
            "ratios": [_describe_ratio(one) for one in self.ratios],
            "skipped": self.skipped,
        }

    def _find(self, who: str, case: str, name: str) -> Figure | None:
        return next((one for one in self.figures if (one.who, one.case, one.name) == (who, case, name)), None)


def spread(runs: list[float]) -> dict[str, Any]:
    """Return the median and range of the runs, and the runs themselves."""
    rounded = [_round(one) for one in runs]
    return {"median": _round(median(runs)), "low": min(rounded), "high": max(rounded), "runs": rounded}


def _describe_ratio(ratio: Ratio) -> dict[str, Any]:
    told: dict[str, Any] = {"name": ratio.name, "case": ratio.case, "unit": ratio.unit, **spread(ratio.runs)}
    if ratio.goal is not None:
        told |= {"goal": str(ratio.goal), "met": ratio.goal.meets(median(ratio.runs))}
    return told


def _round(value: float) -> float:
    """Round to four significant digits; more would only suggest precision."""
    return float(f"{value:.4g}")
