"""A wish beside an answer: "no, keep it, and I want 2 mugs too" answers, and then wants something else."""

import re

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import AND, whole
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wanting import read_wish
from handlers.sourcing.replies.wish_likely import says_it_wants

_CUT = re.compile(rf"\s*(?:[,;.!?\n।–—]+|\s-\s|{AND})\s*", re.IGNORECASE)

# Of another order it says nothing about the goods; of what is picked, where a wish holds such a word, it does.
_INSTEAD = re.compile(whole(read_sets("sourcing:joining")["instead"]), re.IGNORECASE)


def part_wish(text: str, shelf: Shelf) -> tuple[str, str]:
    """What stands before a wish for goods of the shelf, and the wish; "" where none stands behind a pause or "and"."""
    for cut in _CUT.finditer(text):
        answer, rest = text[: cut.start()], _INSTEAD.sub("", text[cut.end() :]).strip()
        wish = read_wish(rest, shelf) if answer and says_it_wants(rest) else None
        if wish is not None and wish.wares:
            return answer, rest
    return text, ""
