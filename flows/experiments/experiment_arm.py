"""An arm of an experiment: one of the randomly assigned variants, with its results so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST, MOST = 2, 5
"""The minimum and maximum number of arms."""
LETTERS = "ABCDE"
"""The default names of arms."""


@dataclass(frozen=True, slots=True)
class Arm:
    """The number of ``people`` who got a variant, and of ``successes`` among them: people who bought, or clicked.

    Raises ValueError for impossible counts.
    """

    people: int
    successes: int

    def __post_init__(self) -> None:
        if not 0 <= self.successes <= self.people:
            raise ValueError(f"{self.successes} of {self.people} people are not a valid arm")

    @property
    def rate(self) -> float:
        """Return the share of successes; 0 if there are no people."""
        return self.successes / self.people if self.people else 0.0


def find_leading(arms: Sequence[Arm]) -> int:
    """Return the place of the arm with the highest rate, the first of equal ones."""
    return max(range(len(arms)), key=lambda place: arms[place].rate)
