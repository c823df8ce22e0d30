"""Who wants to change where an order goes: "change my address", "mera pata badalna hai: …"."""

import re

from handlers.replies.text import tokens
from handlers.sourcing.replies.addresses import MARKS, WORDS, read_address

_MOST_WORDS = 12
_CHANGED_TO = re.compile(r"^[^:\d]{0,60}?(?:\bto\b|\ba\b|:|\n)\s*", re.IGNORECASE)


def read_change(text: str) -> str | None:
    """The new address behind a wish to change it, "" where only the wish is there; None where there is none."""
    found = read_address(_CHANGED_TO.sub("", text, count=1)) if _wishes(text, whole=False) else None
    if found is not None and found.sure:
        return found.text
    return "" if _wishes(text, whole=True) else None


def _wishes(text: str, *, whole: bool) -> bool:
    """Whether a text wants an address changed; ``whole``: and says nothing else."""
    if "http" in text:
        return False
    said = tokens(text)
    first = set(WORDS.name(said[:_MOST_WORDS]))
    if not {"address", "changing"} <= first:
        return False
    names = set(WORDS.name(said)) - MARKS - {"address", "changing", "beside", "against"}
    return not whole or (not names and len(said) <= _MOST_WORDS)
