"""An arm of an experiment: one of the variants that people are given by chance, with what came of it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST, MOST = 2, 5
"""How many arms an experiment may have."""
LETTERS = "ABCDE"
"""The default names of arms."""


@dataclass(frozen=True, slots=True)
class Arm:
    """How many ``people`` were given a variant and how many of them are ``successes``: each bought, or clicked, once.

    Raises ValueError for counts that cannot be.
    """

    people: int
    successes: int

    def __post_init__(self) -> None:
        if not 0 <= self.successes <= self.people:
            raise ValueError(f"{self.successes} of {self.people} people are not a valid arm")

    @property
    def rate(self) -> float:
        """Return the share that succeeded; 0 without people."""
        return self.successes / self.people if self.people else 0.0


def find_leading(arms: Sequence[Arm]) -> int:
    """Return the place of the arm with the highest rate, the first of equal ones."""
    return max(range(len(arms)), key=lambda place: arms[place].rate)
