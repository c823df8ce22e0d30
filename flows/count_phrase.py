"""A counted noun for a sentence."""

from __future__ import annotations


def format_count(many: int, one: str, several: str = "") -> str:
    """Format a count: `1 message`, `3 messages`; ``several`` is the plural if it is not ``one`` with an s."""
    return f"{many} {one if many == 1 else several or f'{one}s'}"
