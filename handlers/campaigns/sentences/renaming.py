"""A sentence that calls a campaign otherwise, as the command for it: "rename diwali to lamps", "diwali ka naam lamps
karo"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.campaigns.drafts.renaming import new_name
from handlers.campaigns.sentences.changing import leading

_RENAMES = re.compile(
    r"^\s*(?:rename|renombra(?:r)?"
    r"|(?:change|set|cambia(?:r)?|pon)(?:le)?\s+(?:the\s+|el\s+)?(?:name|title|nombre)\s+(?:of|for|de|a))\s+"
    r"(?:the\s+|la\s+)?(?:campaign\s+|campa[ñn]a\s+)?(?P<rest>.+)$",
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(
    r"^\s*(?:campaign\s+|कैंपेन\s+)?(?:ka|का)\s+(?:naam|nam|name|नाम)\s+(?:badal\s?(?:kar|ke)\s+|बदल\s?(?:कर|के)\s+)?"
    r"(?P<name>.+?)\s+(?:kar|karo|rakho|rakh|करो|कर|रखो|रख)(?:\s+(?:do|dena|dijiye|दो|दीजिए))?\s*$",
    re.IGNORECASE,
)


def rename_meant(text: str, names: Sequence[str]) -> str | None:
    """What stands behind /campaign for a sentence that gives a named campaign another name; None for any other."""
    found = _RENAMES.match(text)
    told = text if found is None else found["rest"]
    name = leading(told, names)
    if name is None or "?" in text:
        return None
    behind = told[len(name) :]
    if found is not None:
        return f"rename {name} to {new_name(behind)}".rstrip()
    hindi = _NAMED_FIRST.match(behind)
    return None if hindi is None else f"rename {name} to {hindi['name']}"
