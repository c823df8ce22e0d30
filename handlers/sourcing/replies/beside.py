"""Whether a text puts goods beside those that are picked: "and 2 shorts L", "aur ek mug bhi", "también un mug".

An "and" between two things joins these, and says nothing of what is there; one that opens a text joins it to that.
"""

import re

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import whole

_LISTED = read_sets("sourcing:added")
_JOINING = _LISTED["opening"] | _LISTED["by itself"]
_SIGN = r"[\s,.!;।-]"
_WITHIN = re.compile(whole(_LISTED["within"]))
_OPENING = whole(_LISTED["opening"])
_OPENS = re.compile(rf"{_SIGN}*(?:{whole(_LISTED['passed'])}{_SIGN}+)*(?:{_OPENING}|[+&])")
_ENDS = re.compile(rf"{whole(_LISTED['at the end'])}(?={_SIGN}*(?:$|[,;.!।]|{whole(_LISTED['around the end'])}))")
_PASSED = whole(_LISTED["passed"] | _LISTED["around the end"] - _LISTED["opening"])
_JOINS = re.compile(rf"(?:{_SIGN}|{_PASSED})*{whole(_JOINING)}(?:{_SIGN}|{_PASSED}|{whole(_JOINING)})*")
_LETTERS = frozenset({"y", "n"})  # by itself a yes, or a no
_ANY = re.compile(whole(_LISTED["any"]))


def puts_beside(text: str) -> bool:
    """Whether a text has a word by which the goods that are named in it come beside those of the order."""
    said = _ANY.sub(" ", normalise(text))
    return any(pattern.search(said) for pattern in (_WITHIN, _ENDS)) or _OPENS.match(said) is not None


def joins_the_next(text: str) -> bool:
    """Whether a text is an "and" without the goods, which come in the next message: "also", "and", "ok add"."""
    return _JOINS.fullmatch(normalise(text)) is not None and normalise(text) not in _LETTERS
