"""Whether a text puts goods beside those that are picked: "and 2 shorts L", "aur ek mug bhi", "también un mug".

An "and" between two things joins these, and says nothing of what is there; one that opens a text joins it to that.
"""

import re

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import whole

_LISTED = read_sets("sourcing:added")
_SIGN = r"[\s,.!;।-]"
_WITHIN = re.compile(whole(_LISTED["within"]))
_OPENING = whole(_LISTED["opening"])
_OPENS = re.compile(rf"{_SIGN}*(?:{whole(_LISTED['passed'])}{_SIGN}+)*(?:{_OPENING}|[+&])")
_ENDS = re.compile(rf"{whole(_LISTED['at the end'])}(?={_SIGN}*(?:$|[,;.!।]|{whole(_LISTED['around the end'])}))")
_ANY = re.compile(whole(_LISTED["any"]))


def puts_beside(text: str) -> bool:
    """Whether a text has a word by which the goods that are named in it come beside those of the order."""
    said = _ANY.sub(" ", normalise(text))
    return any(pattern.search(said) for pattern in (_WITHIN, _ENDS)) or _OPENS.match(said) is not None
