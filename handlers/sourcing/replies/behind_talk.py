"""A wish behind words of something else, or behind one that it corrects: "I quit smoking so want 2 mugs", "a mug, no
wait, two mugs"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish import Wish
from handlers.sourcing.replies.wish_clear import is_clear_wish
from handlers.sourcing.replies.wish_likely import says_it_wants

_LISTED = read_sets("sourcing:behind_talk")
_CUT = re.compile(rf"\s*[,;.!:–—]+\s*(?:{whole(_LISTED['so'])}\s+)?|\s+{whole(_LISTED['so'])}\s+", re.IGNORECASE)
_CORRECTING = re.compile(rf"[\s,;.!–—-]+{whole(_LISTED['correcting'])}[\s,;.!–—-]+(?!$)", re.IGNORECASE)
_NAMING, _COUNTS = frozenset({"item", "size", "number"}), frozenset({"size", "number"})


def behind_talk(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> str:
    """The wish behind words that name neither goods nor a number; the text as it is where none stands there, or it is a
    clear wish by itself."""
    if "?" in text or is_clear_wish(text, shelf, categories):
        return text
    for cut in _CUT.finditer(text):
        before, behind = text[: cut.start()], text[cut.end() :]
        if before.strip() and not _names(before, shelf) and is_clear_wish(behind, shelf, categories):
            return behind
    return text


def corrected_wishes(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> tuple[Wish, ...]:
    """The wishes of a text that corrects itself: what is named last of goods, or in the place of the only ones. ()
    where it corrects nothing, or it cannot be told what."""
    cuts = list(_CORRECTING.finditer(text))
    if not cuts or "?" in text or not (says_it_wants(text) or _names(text, shelf, _COUNTS)):
        return ()
    first, last = text[: cuts[-1].start()], text[cuts[-1].end() :]
    before, behind = _wished(first, shelf, categories), _wished(last, shelf, categories)
    change = read_change(text, shelf, categories)
    if not before or not _names(last, shelf) or change is None or change.removed:
        return ()
    if len(before) == 1 and behind and behind[0].wares != before[0].wares:
        return behind
    if change.unsure or change.of_open.says_something:
        return ()
    return tuple(replace(one, more=False) for one in change.wishes)


def _wished(text: str, shelf: Shelf, categories: Sequence[str]) -> tuple[Wish, ...]:
    change = read_change(text, shelf, categories)
    return change.wishes if change is not None else ()


def _names(text: str, shelf: Shelf, kinds: frozenset[str] = _NAMING) -> bool:
    return any(bit.name in kinds for bit in name_bits(text, shelf))
