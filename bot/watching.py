"""What workers tell of themselves as they work: the part of the figures that they need."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from flows.delivery import Answer


class Watching(Protocol):
    """Who counts; bot/metrics.py: Metrics does. ``queue`` is one of outbox, events, waits."""

    def called(self, channel: str, answer: Answer, took: timedelta) -> None:
        """A provider answered a call, or did not."""

    def left(self, channel: str, priority: int, late: timedelta) -> None:
        """A message is handed over now, so long after it was due."""

    def claimed(self, queue: str, many: int) -> None:
        """So many were taken from a queue."""

    def lease_lost(self, queue: str, many: int = 1) -> None:
        """So many of a queue were held longer than their lease."""


class NoMetrics:
    """Nobody counts: for commands and tests."""

    def called(self, channel: str, answer: Answer, took: timedelta) -> None:
        """It is told to nobody."""

    def left(self, channel: str, priority: int, late: timedelta) -> None:
        """It is told to nobody."""

    def claimed(self, queue: str, many: int) -> None:
        """It is told to nobody."""

    def lease_lost(self, queue: str, many: int = 1) -> None:
        """It is told to nobody."""
