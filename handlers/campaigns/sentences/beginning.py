"""A sentence that begins a campaign, as /campaign new takes it: "create a campaign called sun to vip friday 6pm: …"."""

from __future__ import annotations

import re
from collections.abc import Collection

from flows.folding import folded

_VERB = (
    r"(?:create|make|plan|draft|prepare|set ?up|write|add|i want|we want|crea(?:r|me)?|haz(?:me)?"
    r"|prepara(?:r)?|planea(?:r)?|quiero|banao|bana ?do)\s+"
)
_NAME, _HINDI_NAME = (rf"(?P<{group}>[^\s:,]+(?:\s[^\s:,]+){{0,3}}?)" for group in ("name", "called"))
_NEW = r"(?:new|nueva|naya|nayi|nai|नया|नई)\s+"
_BEGINS = re.compile(
    rf"^\s*(?:{_VERB}(?:me\s+)?(?:an?\s+|the\s+|una\s+|la\s+|ek\s+)?(?:{_NEW})?|(?:an?\s+|una\s+|ek\s+)?{_NEW})"
    r"(?:campaigns?|campa[ñn]a|कैंपेन|अभियान)\s+(?:(?:called|named|llamada|naam|del?(?: la)?)\s+)?(?P<rest>[^\s:].*)$",
    re.IGNORECASE | re.DOTALL,
)
_WITH_ITS_NAME = re.compile(
    rf"^\s*{_VERB}(?:me\s+)?(?:an?\s+|the\s+|una\s+|la\s+|ek\s+)?{_NAME}\s+(?:campaign|campa[ñn]a|कैंपेन|अभियान)"
    r"\s+(?P<rest>[^\s:].*)$"
    rf"|^\s*{_HINDI_NAME}\s+(?:ka\s+|ki\s+|का\s+|की\s+)?(?:campaign|कैंपेन|अभियान)"
    r"\s+(?:banao|bana ?do|banaiye|banana|बनाओ|बना दो|बनाइए)\s+(?P<behind>[^\s:].*)$",
    re.IGNORECASE | re.DOTALL,
)
"""The same with the name before the word: "make a diwali campaign for vip", "diwali campaign banao sabko kal"."""
_NO_NAME = frozenset({"ek", "एक", "a", "an", "the", "una", "la", "meri", "mera", "hamara", "hamari"})
_GOES_TO = re.compile(r"\s(?:to|for|para|a|ko|को|sabko|सबको)\s", re.IGNORECASE)


def begun(text: str, names: Collection[str] = ()) -> str | None:
    """What stands behind /campaign for a sentence that wants a new campaign and says to whom it goes, or its words;
    None for any other, and for one of the ``names`` that campaigns have."""
    if text.rstrip().endswith("?") and ":" not in text:
        return None
    rest = _behind(text, names)
    says = rest is not None and (_GOES_TO.search(f" {rest}") is not None or ": " in rest)
    return f"new {rest}" if says else None


def _behind(text: str, names: Collection[str]) -> str | None:
    """The name of the new campaign, where it has one, and all that is said of it."""
    plain = _BEGINS.match(text)
    if plain is not None:
        return plain["rest"].strip()
    found = _WITH_ITS_NAME.match(text)
    if found is None:
        return None
    name, rest = found["name"] or found["called"], found["rest"] or found["behind"]
    if folded(name) in _NO_NAME:
        return rest.strip()
    return None if folded(name) in map(folded, names) else f"{name} {rest.strip()}"
