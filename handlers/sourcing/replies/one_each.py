"""So many of each of several goods: "taj mug aur box, ek ek", "one each", "2 of each", "uno de cada uno"."""

import re

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.quantities import read_numbers

_LISTED = read_sets("sourcing:one_each")
_NUMBER = rf"(?P<many>(?<!\d)[1-9]\d?(?!\d)|{whole(_LISTED['number'])})"
_ALL, _EACH = whole(read_sets("sourcing:joining")["both"] | _LISTED["all"]), whole(_LISTED["each"])
_MORE = whole(read_sets("sourcing:counted")["more"] | {"más"} | read_sets("sourcing:lessening")["less"])
_BEFORE = rf"[\s,;]*(?:{_ALL}\s+(?:{whole(_LISTED['of both'])}\s+)?)?"
_PATTERNS = (
    re.compile(rf"{_BEFORE}{_NUMBER}(?:\s+|\s*-\s*)(?P=many)(?![^\W_])(?:\s+{_EACH})?", re.IGNORECASE),
    re.compile(rf"{_BEFORE}{_NUMBER}(?:\s+(?P<more>{_MORE}))?\s+{_EACH}(?:\s+of(?![^\W_]))?", re.IGNORECASE),
    re.compile(rf"{_BEFORE}{_EACH}\s+{_NUMBER}$", re.IGNORECASE),
)


def without_each(text: str) -> tuple[str, int]:
    """The text without such words, and how many of each they say; the text as it is and 0 where there are none. The
    "more" of "one more of each" is left in it, and a "less"."""
    for pattern in _PATTERNS:
        found = pattern.search(text)
        numbers = read_numbers(found["many"]) if found is not None else []
        if found is not None and len(numbers) == 1:
            more = found.groupdict().get("more") or ""
            return f"{text[: found.start()]} {more} {text[found.end() :]}".strip(" ,;"), int(numbers[0])
    return text, 0
