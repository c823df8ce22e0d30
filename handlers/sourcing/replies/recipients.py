"""For whom a wish is, before their address: "send 1 mug to my mom Geeta", "ek mug meri mummy Geeta ko bhejo"."""

import re
import unicodedata

from handlers.replies.effort import remembered
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import whole

_LISTED = read_sets("sourcing:recipients")
_WHOSE, _WHO, _TOWARD, _BEHIND = (whole(_LISTED[name]) for name in ("whose", "who", "toward", "behind"))
# A name is written with capitals, where its script has any; "ji" and the like stand behind it.
_NAME = r"(?-i:[A-ZÀ-Þ][^\W\d_]+\.?(?:\s+[A-ZÀ-Þ][^\W\d_]+){0,2})"
_FULL_NAME = r"(?-i:[A-ZÀ-Þ][^\W\d_]+\.?\s+[A-ZÀ-Þ][^\W\d_]+)"
_WORD = r"[^\W\d_][\w\u0900-\u097f]*"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\s+{_TOWARD}\s+(?:{_WHOSE}\s+)?{_WHO}(?:,?\s+(?P<name>{_NAME}))?(?=\s*$)",
        rf"\s+(?:to|a)\s+(?P<name>{_NAME})(?=\s*$)",
        rf"\s+(?:for|para)\s+(?P<name>{_FULL_NAME})(?=\s*$)",  # "for Diwali" names nobody
        rf"(?:^|\s+){_WHOSE}\s+{_WHO}(?:\s+(?P<name>{_WORD}(?:\s+{_WORD})?))??(?:\s+(?:ji|जी))?\s+{_BEHIND}",
        rf"(?:^|\s+)(?P<name>{_NAME})(?:\s+(?:ji|जी))?\s+{_BEHIND}",
    )
)


@remembered
def unaccented(text: str) -> str:
    """The text with each letter in its place, and no accent on it: "dirección" and "mamá" are listed without."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text).replace("ँ", "ं")


@remembered
def part_recipient(text: str) -> tuple[str, str]:
    """A wish without the words that say for whom, and the name of that person, "" where none stands there. A wish for
    nobody in particular stays as it was."""
    for pattern in _PATTERNS:
        found = pattern.search(unaccented(text))
        if found is not None:
            rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
            name = text[slice(*found.span("name"))].strip() if found["name"] else ""
            return (rest, name) if rest else (text, "")
    return text, ""
