"""For what and for whom goods are wanted, which says nothing of the goods: "for my sister's wedding", "bachon ke liye".

An age beside it does, of goods that come in sizes: "es para mi hijo de 10 años" is for a person.
"""

import re
import unicodedata

from handlers.replies.effort import remembered
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import whole

_LISTED, _PEOPLE = read_sets("sourcing:occasions"), read_sets("sourcing:recipients")
_NOUN = rf"{whole(_LISTED['occasion'] | _LISTED['who'] | _PEOPLE['who'])}(?:['’]?s|['’])?(?![^\W_])"
_WITHIN, _TOWARD, _BEHIND = (whole(_LISTED[name]) for name in ("within", "toward", "behind"))
_YEARS = rf"\d{{1,2}}(?:\s+|\s*-\s*){whole(_LISTED['years'])}(?:\s*-\s*old)?"
_AGE = re.compile(rf"{_YEARS}|{whole(_LISTED['aged'])}\s+\d{{1,2}}", re.IGNORECASE)
_AROUND = rf"(?:(?:{_WITHIN}|{_YEARS})\s+)*"
_NOUNS = rf"(?:{_NOUN}(?:\s+{_AROUND}{_NOUN})*|{_YEARS})"
_OF_AGE = rf"(?:[\s,]+(?:{whole(_LISTED['of age'])}\s+)*{_YEARS}|\s+{whole(_LISTED['aged'])}\s+\d{{1,2}})?"
_SAID = rf"(?:{whole(_LISTED['said of it'])}|it['’]s)\s+"
_GIVEN = whole(_LISTED["given"])
_OPENS = rf"(?:{_SAID})?(?:{_GIVEN}\s+)?"
_START, _END = r"(?:^|[\s,;.(–—-]+)", r"[)]?(?![^\W_])"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_START}{_OPENS}{_TOWARD}\s+{_AROUND}{_NOUNS}{_OF_AGE}{_END}",
        rf"{_START}{_SAID}{_GIVEN}{_END}",
        rf"{_START}{_OPENS}{_AROUND}{_NOUNS}\s+{_BEHIND}(?:\s+{whole(_LISTED['is'])})?{_END}",
    )
)


@remembered
def unaccented(text: str) -> str:
    """Return the text with each letter in its place, and no accent on it: words are listed without."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text).replace("ँ", "ं")


def without_occasion(text: str) -> str:
    """The text without such words; as it is where all of it would go."""
    left = _plain(text)
    return left if left.strip(" ,.;!") else text


def tells_occasion(text: str) -> bool:
    """Whether a text says for what or for whom goods are wanted."""
    return _plain(text) != text


def speaks_of_occasion_alone(text: str) -> bool:
    """Whether all that a text says is for what or for whom goods are wanted."""
    return tells_occasion(text) and not _plain(text).strip(" ,.;!")


def tells_age(text: str) -> bool:
    """Whether a text says how old somebody is."""
    return _AGE.search(unaccented(text)) is not None


def _plain(text: str) -> str:
    for pattern in _PATTERNS:
        for found in reversed(list(pattern.finditer(unaccented(text)))):
            text = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}".strip()
    return text
