"""The guard of speed: short benches compared with the committed baseline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BASELINE = Path(__file__).with_name("baseline.json")
TOLERANCE = 0.10
"""Share by which a ratio may be worse. Medians of three runs differ by some 5 % on a quiet machine."""

BENCHES = (
    ("delivery", "--messages", "5000", "--latency", "0,50", "--runs", "3"),
    ("inbound", "--requests", "5000", "--connections", "50", "--runs", "3"),
    ("reaction", "--rates", "150", "--seconds", "10", "--runs", "3"),
    ("idle", "--runs", "3"),
)
GUARDED = {
    "delivery: Parley / bare client, 0 ms": 1,
    "delivery: Parley / bare client, 50 ms": 1,
    "inbound: Parley / bare aiohttp, 50 connections": 1,
    "reaction: acted upon / taken, 150 webhooks a second": 1,
    "idle: resident memory / limit, idle": -1,
    "idle: imports: serve / every dependency, start": -1,
}
"""The guarded ratios: 1 if more is better, -1 if less is."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One ratio beside its baseline. ``change`` is the share by which it is better, negative if it is worse."""

    name: str
    baseline: float
    measured: float | None
    change: float

    @property
    def holds(self) -> bool:
        """True if the ratio was measured and is not worse by more than the tolerance."""
        return self.measured is not None and self.change >= -TOLERANCE


def compare(baseline: Mapping[str, float], measured: Mapping[str, float]) -> list[Verdict]:
    """Return a verdict for each guarded ratio. A ratio that was not measured fails."""
    return [_verdict(name, baseline[name], measured.get(name)) for name in GUARDED]


def bench_of(name: str) -> str:
    """Return the bench that measures a ratio."""
    return name.partition(":")[0]


def read_baseline() -> dict[str, float]:
    """Return the committed ratios by their names."""
    ratios: dict[str, float] = json.loads(BASELINE.read_text("utf-8"))["ratios"]
    return ratios


def _verdict(name: str, before: float, now: float | None) -> Verdict:
    if now is None:
        return Verdict(name, before, None, -1.0)
    return Verdict(name, before, now, now / before - 1 if GUARDED[name] > 0 else 1 - now / before)
