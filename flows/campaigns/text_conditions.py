"""Conditional parts of a text: ``{if vip: a gift waits for you|come and see}``.

An audience phrase follows "if"; its text follows the colon, and the text for everyone else follows the bar, if there is
one. Both texts may have placeholders.
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
    """Return the name of the value for membership in an audience; no placeholder has this name."""
    return f"if {fold_name(audience)}"


def list_named_audiences(text: str) -> tuple[str, ...]:
    """Return the audience phrases in a text's conditions, each once."""
    return tuple(dict.fromkeys(fold_name(one["name"]) for one in _IF.finditer(text)))


def join_sides(text: str) -> str:
    """Return a text with both sides of each condition, one after the other."""
    return _IF.sub(lambda one: f"{one['before']}{one['then']} {one['otherwise'] or ''}", text)


def settle_text(text: str, values: Mapping[str, object]) -> str:
    """Return a text with its conditions resolved for these values. An empty side leaves no extra space, and words never
    run together."""

    def choose(one: re.Match[str]) -> str:
        side = str(one["then"] if values.get(make_key(one["name"])) else one["otherwise"] or "")
        behind = text[one.end() : one.end() + 1]
        goes_on = behind.isalnum() or behind == "{"
        if not side.strip():
            return one["before"] if goes_on else ""
        return f"{one['before']}{side.strip()}{' ' if goes_on and side[-1].isspace() else ''}"

    return _IF.sub(choose, text)
