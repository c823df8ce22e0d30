"""The share of a campaign's people that is left alone, as the staff says it: "10% holdout", "no holdout"."""

from __future__ import annotations

import re

_SHARE = re.compile(
    r"[\s,;]*(?:\b(?P<percent>\d{1,2})\s?%\s+(?:holdout|hold out|left alone)|\bholdout\s+(?P<other>\d{1,2})\s?%"
    r"|\bno holdout\b)",
    re.IGNORECASE,
)


def take_share(said: str) -> tuple[str, str]:
    """What is said beside the share, and the words for it: "" where none is said."""
    found = _SHARE.search(said)
    return (said, "") if found is None else (f"{said[: found.start()]} {said[found.end() :]}", found[0].strip(" ,;"))


def share_of(words: str) -> float | None:
    """The share that these words say, of 1; None where they say none."""
    found = _SHARE.search(words)
    return None if found is None else int(found["percent"] or found["other"] or 0) / 100
