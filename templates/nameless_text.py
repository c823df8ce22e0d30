"""A business's own text for somebody whose name nobody knows: the name goes, with what was said to nobody but them.

Whatever the language: "Namaste {{ name }} ji, …" is "Namaste ji, …", "Hi {{ name }}, …" is "Hi, …", and a clause that
begins with the name begins behind it. A name in a condition, or with a filter, is the text's own to leave out.
"""

import re

_NAME = r"\{\{\s*name\s*\}\}"
_HONOURS = r"(?:\s+(?:ji|जी)(?!\w))?"
_FIRST = re.compile(rf"(^|[\n.!?।:]\s*){_NAME}{_HONOURS}\s*[,!:،-]?\s*", re.IGNORECASE)
_WITHIN = re.compile(rf"[ \t]*{_NAME}")
_TWICE = re.compile(r",\s*,")


def without_name(source: str) -> str:
    """The source of a text without the name that it says in plain."""
    said = _FIRST.sub(r"\1", source)
    said = _TWICE.sub(",", _WITHIN.sub("", said))
    if said == source:
        return source
    said = said.lstrip(" ,")
    return said[:1].upper() + said[1:]
