"""A business's own text for a person without a name: the name is removed, with the words tied to it.

This works in any language: "Namaste {{ name }} ji, …" becomes "Namaste ji, …", "Hi {{ name }}, …" becomes "Hi, …", and
a clause that begins with the name begins after it. A text with the name in a condition, or with a filter, handles this
itself.
"""

import re

_NAME = r"\{\{\s*name\s*\}\}"
_HONOURS = r"(?:\s+(?:ji|जी)(?!\w))?"
_FIRST = re.compile(rf"(^|[\n.!?।:]\s*){_NAME}{_HONOURS}\s*[,!:،-]?\s*", re.IGNORECASE)
_WITHIN = re.compile(rf"[ \t]*{_NAME}")
_TWICE = re.compile(r",\s*,")


def strip_name(source: str) -> str:
    """Return the source of a text without its unconditional uses of the name."""
    said = _FIRST.sub(r"\1", source)
    said = _TWICE.sub(",", _WITHIN.sub("", said))
    if said == source:
        return source
    said = said.lstrip(" ,")
    return said[:1].upper() + said[1:]
