"""Conditional words in a text: ``{if vip: a gift waits for you|come and see}``.

"if" precedes an audience phrase, the colon its text, and the bar the text for everyone else, empty if there is none.
Both texts may have placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.name_folding import fold_name

_PART = r"(?:[^{}|]|\{[^{}]*\})*"
_IF = re.compile(
    rf"(?P<before> ?)\{{\s*(?:if|si|agar|अगर)\s(?P<name>[^{{}}:|]+):(?P<then>{_PART})(?:\|(?P<otherwise>{_PART}))?\}}",
    re.IGNORECASE,
)


def make_key(audience: str) -> str:
    """Return the value name for membership in an audience; no placeholder has this name."""
    return f"if {fold_name(audience)}"


def list_named_audiences(text: str) -> tuple[str, ...]:
    """Return the audience phrases in a text's conditions, each once."""
    return tuple(dict.fromkeys(fold_name(one["name"]) for one in _IF.finditer(text)))


def join_sides(text: str) -> str:
    """Return a text with all that anybody may read of it, one behind the other."""
    return _IF.sub(lambda one: f"{one['before']}{one['then']} {one['otherwise'] or ''}", text)


def settle_text(text: str, values: Mapping[str, object]) -> str:
    """Return a text as somebody with these values reads it; where a condition says nothing to them, no space is left
    over, and none is lost between two words."""

    def choose(one: re.Match[str]) -> str:
        side = str(one["then"] if values.get(make_key(one["name"])) else one["otherwise"] or "")
        behind = text[one.end() : one.end() + 1]
        goes_on = behind.isalnum() or behind == "{"
        if not side.strip():
            return one["before"] if goes_on else ""
        return f"{one['before']}{side.strip()}{' ' if goes_on and side[-1].isspace() else ''}"

    return _IF.sub(choose, text)
