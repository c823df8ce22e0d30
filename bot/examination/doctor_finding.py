"""One result of ``parley doctor``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Finding:
    """A result. If ``ok``, no action is needed; else ``text`` says what to do."""

    ok: bool
    text: str

    def name_business(self, whose: str) -> Finding:
        """Return the same result, prefixed with the business's name."""
        return replace(self, text=f"{whose}: {self.text}")


def fine(text: str) -> Finding:
    """Return a result that needs no action."""
    return Finding(True, text)


def do(text: str) -> Finding:
    """Return a result that needs an action."""
    return Finding(False, text)


def list_some(names: Sequence[str], most: int) -> str:
    """Format at most ``most`` names, and the number of further ones: ``a, b and 3 more``."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
