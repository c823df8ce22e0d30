"""Does a number among words count pieces? "By 5 pm", "waist 32", "for a 3 year old", "in 2 days" and "600 mein" count
none: an order of thirty-two shorts would come of a waist.
"""

from collections.abc import Sequence

from flows.sourcing.basket import MOST_PIECES
from handlers.replies.text import tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit

_LISTED = read_sets("sourcing:measuring")
_OF_TIME_OR_MONEY = frozenset({"clock", "unit_of_time", "month", "rupee"})
_SIGNS = frozenset({"rupee", "@"})
_LONGEST = 2  # words of a phrase that measures


def of_pieces(bits: Sequence[Bit]) -> list[Bit]:
    """The bits without the numbers that are a time, an age, a measure or money by what stands next to them."""
    return [bit for place, bit in enumerate(bits) if bit.name != "number" or not _measures(bits, place)]


def _is_a_sum(bits: Sequence[Bit], place: int) -> bool:
    """Whether a number beyond what can be ordered stands behind "for": what the goods shall cost."""
    value, before = bits[place].value, bits[place - 1 : place]
    return value is not None and value > MOST_PIECES and any(one.text in _LISTED["for"] for one in before)


def _gives(bits: Sequence[Bit], place: int) -> bool:
    """Whether "do" is "give" behind a sum: "500 me do"."""
    names = [one.name for one in bits[max(place - 2, 0) : place]]
    return bits[place].text in _LISTED["give"] and names == ["number", "mein"]


def _measures(bits: Sequence[Bit], place: int) -> bool:
    if _is_a_sum(bits, place) or _gives(bits, place):
        return True
    following = bits[place + 1 : place + 2]
    if any(one.name in _OF_TIME_OR_MONEY for one in following) or _begins(bits[place + 1 :]):
        return True
    before = [bit for bit in bits[:place] if bit.text not in _LISTED["between"]][-1:]
    if any(one.text in _LISTED["least"] for one in before):
        return False
    return any(one.name in _SIGNS or not _LISTED["before"].isdisjoint({one.text, *tokens(one.text)}) for one in before)


def _begins(bits: Sequence[Bit]) -> bool:
    """Whether what stands behind a number measures it: "pm", "years old", "se pehle"."""
    said = tokens(" ".join(bit.text for bit in bits[:_LONGEST]))
    return any(" ".join(said[:size]) in _LISTED["behind"] for size in range(1, _LONGEST + 1))
