"""How lists are told in the staff's chat."""

from __future__ import annotations

_MOST_NAMED = 4


def listed(parts: list[str], most: int = _MOST_NAMED) -> str:
    """The first of them, and how many more there are."""
    more = [f"{len(parts) - most} more"] if len(parts) > most else []
    return ", ".join([*parts[:most], *more])
