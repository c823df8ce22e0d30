"""One line of the doctor's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at: ``ok`` says that nothing is to be done, else ``text`` says what to do."""

    ok: bool
    text: str

    def of(self, whose: str) -> Finding:
        """The same line, after the business's name."""
        return replace(self, text=f"{whose}: {self.text}")


def fine(text: str) -> Finding:
    """As it should be."""
    return Finding(True, text)


def do(text: str) -> Finding:
    """Somebody has to act."""
    return Finding(False, text)


def some(names: Sequence[str], most: int) -> str:
    """The first of them, ``most`` of them at most, and how many more there are: ``a, b and 3 more``."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
