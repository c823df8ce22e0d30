"""A number of things, as a sentence names it."""

from __future__ import annotations


def format_count(many: int, one: str, several: str = "") -> str:
    """`1 message`, `3 messages`; ``several`` where that is not ``one`` with an s."""
    return f"{many} {one if many == 1 else several or f'{one}s'}"
