"""A line of the doctor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Finding:
    """A result: ``ok`` needs no action, else ``text`` is the remedy."""

    ok: bool
    text: str

    def name_business(self, whose: str) -> Finding:
        """Return the same line, after the business's name."""
        return replace(self, text=f"{whose}: {self.text}")


def fine(text: str) -> Finding:
    """Return a result without an action."""
    return Finding(True, text)


def do(text: str) -> Finding:
    """Return a result that needs an action."""
    return Finding(False, text)


def list_some(names: Sequence[str], most: int) -> str:
    """Return the first of them, ``most`` of them at most, and how many more there are: ``a, b and 3 more``."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
