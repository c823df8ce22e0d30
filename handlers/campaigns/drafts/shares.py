"""The share of a campaign's people that is left alone, as the staff says it: "10% holdout", "no holdout"."""

from __future__ import annotations

import re

_NUMBER = r"[-−–]?\d{1,9}(?:[.,]\d{1,9})?"
_SHARE = re.compile(
    rf"[\s,;]*(?:(?<![\w.-])(?<!\d,)(?P<percent>{_NUMBER})\s?%\s+(?:holdout|hold out|left alone)"
    rf"|\bholdout\s+(?P<other>{_NUMBER})\s?%"
    r"|\bno holdout\b)",
    re.IGNORECASE,
)
_PLAIN = str.maketrans("−–,", "--.")


def take_share(said: str) -> tuple[str, str]:
    """What is said beside the share, and the words for it: "" where none is said."""
    found = _SHARE.search(said)
    return (said, "") if found is None else (f"{said[: found.start()]} {said[found.end() :]}", found[0].strip(" ,;"))


def share_of(words: str) -> float | None:
    """The share that these words say, of 1, also where it is none that can be left alone; None where they say none."""
    found = _SHARE.search(words)
    if found is None:
        return None
    said = found["percent"] or found["other"] or "0"
    return float(said.translate(_PLAIN)) / 100
