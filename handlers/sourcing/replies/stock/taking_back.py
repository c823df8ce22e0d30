"""Which of several numbered things a shop takes back: "1", "dono", "only P78106", "none"."""

from collections.abc import Sequence

from handlers.replies.choices import read_sure
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.items import order_key

_LISTED = read_sets("sourcing:stock/taking_back")
_ALL = _LISTED["all"]
_YES = _LISTED["yes"]
_NO = _LISTED["no"]
_BESIDE = _LISTED["beside"]


def read_taken_back(text: str, orders: Sequence[str], *, confirms: bool = False) -> frozenset[int] | None:
    """The places, from 0, of what is taken back of things of these orders; none for "no", None where it cannot be told.

    ``orders`` has an order's number for each of the things, in the order in which they were numbered. "1 yes 2 no" is
    none of that: the number that a shop takes back stands alone. Where it ``confirms``, for it was asked nothing else,
    a yes may stand beside one: "5 si". A figure that is no number here names nothing, and all is not meant by it.
    """
    taken, beside = set[int](), _BESIDE | _YES if confirms else _BESIDE
    said = tokens(text[:200])
    if any(word.isdecimal() and not _places(word, orders) for word in said):
        return None
    for word in said:
        places = _places(word, orders)
        taken |= places
        if not places and word not in beside:
            return None if taken else _of_all(text, len(orders))
    return frozenset(taken) if taken else _of_all(text, len(orders))


def answers_by_number(text: str, orders: Sequence[str]) -> bool:
    """Whether a text says yes or no beside the numbers of these things, "1 yes 2, 2 no": an answer to what was asked or
    to what is taken back, which cannot be told."""
    said = tokens(text[:200])
    named = [word for word in said if word not in _ALL and _places(word, orders)]
    return bool(named) and any(word in _YES or word in _NO for word in said)


def denies_all(text: str) -> bool:
    """Whether a text says no to all, or to both: "dono nahi" of three takes nothing back, or leaves nothing there."""
    said = tokens(text[:200])
    return any(word in _ALL for word in said) and any(word in _NO for word in said)


def _places(word: str, orders: Sequence[str]) -> frozenset[int]:
    """What a word names: a place in the list, the number of an order, or all."""
    if word in _ALL:
        return frozenset(range(len(orders)))
    named = frozenset(place for place, one in enumerate(orders) if order_key(word) in _spelled(one))
    if not named and word.isdecimal() and 0 < int(word) <= len(orders):
        return frozenset({int(word) - 1})
    return named


def _spelled(order: str) -> frozenset[str]:
    """An order's number as it may be written, with its letters or without."""
    key = order_key(order)
    return frozenset({key, key.lstrip("pr") if len(key) > 3 else key})


def _of_all(text: str, many: int) -> frozenset[int] | None:
    sure = read_sure(text)
    return None if sure is None else frozenset(range(many)) if sure else frozenset()
