"""Changes of many things told in a few lines."""

from __future__ import annotations

from collections.abc import Sequence

MOST_TOLD = 20  # of one kind: nobody reads the fifty thousandth


def told(lines: Sequence[str], more: str) -> list[str]:
    """The first of the lines, and how many more there are: ``more`` holds ``{}`` for the number."""
    left = len(lines) - MOST_TOLD
    return [*lines[:MOST_TOLD], *([more.format(left)] if left > 0 else [])]
