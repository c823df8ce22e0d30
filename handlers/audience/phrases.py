"""The reader of phrases, whose patterns take more than a second to compile: what commands nothing loads none.

A service loads it beside its loop, soon after the start (bot/loading.py), for else the first phrase would hold up all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.audience.replies.names import Names
    from handlers.audience.replies.reading import Phrased


def load() -> None:
    """Compile the patterns now."""
    from handlers.audience.replies import leaving_out, reading  # noqa: F401


def read_phrase(text: str, names: Names) -> Phrased:
    """The people whom a phrase means, of the business with these names."""
    from handlers.audience.replies import reading

    return reading.read_phrase(text, names)


def without_unread(text: str, said: Phrased, names: Names) -> tuple[str, Phrased] | None:
    """The phrase without its unread words, with how it is read then; None where it is not to be offered."""
    from handlers.audience.replies import leaving_out

    return leaving_out.without_unread(text, said, names)
