"""The share of a campaign's people that is left alone, as the staff says it: "10% holdout", "no holdout"."""

from __future__ import annotations

import re

_NUMBER = r"[-−–]?\d{1,9}(?:[.,]\d{1,9})?"
_GROUP = r"(?:control(?: group)?|grupo de control)"
_SHARE = re.compile(
    r"(?<![\s,;])[\s,;]*(?:\b(?:with|and|con|y|aur)\s+)?(?:\b(?:a|un|una)\s+)?(?:"
    rf"(?<![\w.-])(?<!\d,)(?P<percent>{_NUMBER})\s?%\s+(?:as\s+|in\s+(?:a\s+|the\s+)?|de\s+|en\s+(?:el\s+)?)?"
    rf"(?:holdout|hold out|held out|left alone|left out|set aside|{_GROUP})\b"
    rf"|\b(?:holdout|{_GROUP})(?:\s+(?:of|del?))?\s+(?P<other>{_NUMBER})\s?%"
    rf"|\b(?:leave|keep|hold|set)\s+(?P<left>{_NUMBER})\s?%(?:\s+of\s+them)?\s+(?:alone|out|aside|back)\b"
    rf"|\b(?:leave|hold|set)\s+(?:out|aside|back)\s+(?P<out>{_NUMBER})\s?%"
    rf"|\bdeja(?:r|ndo)?\s+(?:fuera|aparte)\s+(?:al?\s+|el\s+)?(?P<fuera>{_NUMBER})\s?%"
    rf"|\bdeja(?:r|ndo)?\s+(?:al?\s+|el\s+)?(?P<deja>{_NUMBER})\s?%\s+(?:fuera|aparte|sin\s+mensaje)\b"
    rf"|(?<![\w.-])(?<!\d,)(?P<chhodo>{_NUMBER})\s?%\s+(?:ko\s+|logon? ko\s+|को\s+)?"
    r"(?:chh?od(?:o|kar|na)?\b|alag\s+rakh(?:o|na|kar)?\b|छोड़(?:ो|कर|ना)?(?!\w)|अलग\s+रख(?:ो|ना|कर)?(?!\w))"
    r"(?:\s+(?:do|dena|dijiye|दो|देना|दीजिए)(?!\w))?"
    rf"|\b(?:no|without|without a|sin)\s+(?:holdout|{_GROUP})\b)",
    re.IGNORECASE,
)
"""The forms stand in the order of English, Spanish, Hinglish and Hindi; a bare share, as "10%", is none."""
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
    said = next((one for one in found.groups() if one), "0")
    return float(said.translate(_PLAIN)) / 100
