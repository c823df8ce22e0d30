"""A sentence that begins a campaign, as /campaign new takes it: "create a campaign called sun to vip friday 6pm: …"."""

from __future__ import annotations

import re

_VERB = (
    r"(?:create|make|plan|draft|prepare|set ?up|write|add|i want|we want|crea(?:r|me)?|haz(?:me)?"
    r"|prepara(?:r)?|planea(?:r)?|quiero|banao|bana ?do)\s+"
)
_NEW = r"(?:new|nueva|naya|nayi|nai|नया|नई)\s+"
_BEGINS = re.compile(
    rf"^\s*(?:{_VERB}(?:me\s+)?(?:an?\s+|the\s+|una\s+|la\s+|ek\s+)?(?:{_NEW})?|(?:an?\s+|una\s+|ek\s+)?{_NEW})"
    r"(?:campaigns?|campa[ñn]a|कैंपेन|अभियान)\s+(?:(?:called|named|llamada|naam)\s+)?(?P<rest>[^\s:].*)$",
    re.IGNORECASE | re.DOTALL,
)
_GOES_TO = re.compile(r"\s(?:to|for|para|a|ko|को|sabko|सबको)\s", re.IGNORECASE)


def begun(text: str) -> str | None:
    """What stands behind /campaign for a sentence that wants a new campaign and says its name and to whom it goes, or
    its words; None for any other."""
    found = _BEGINS.match(text)
    if found is None or (text.rstrip().endswith("?") and ":" not in text):
        return None
    rest = found["rest"].strip()
    says = _GOES_TO.search(rest) is not None or ": " in rest
    return f"new {rest}" if says else None
