"""Which request does an answer mean? By order number, place in the list, product and size; by "all" and by their order.

Where none of these tells it the answer belongs to nothing, and the shop is asked which one it means.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from handlers.sourcing.replies.stock.answer_first import answers_behind
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.clauses import JOINING, Segment, cut
from handlers.sourcing.replies.stock.marks import find_marks
from handlers.sourcing.replies.stock.of_all import all_but, by_order, excepts, of_all, of_the_others
from handlers.sourcing.replies.stock.places import ANSWERING, list_numbers
from handlers.sourcing.replies.stock.values import Ask

_PARTING = frozenset({"-", ")", ":", "full", "comma"})  # what stands behind the number of a choice
_ONLY_BEHIND = frozenset({"hi", "ही"})  # stands behind what it limits: "3 hi hai, 5 nahi"
_TELLING_APART = frozenset({"item", "size", "asked_size", "colour", "reference"})


def segment(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Segment] | None:
    """The text cut up among the requests in `pool`, indexes of `asks`; None where it does not say which it means."""
    if len(pool) == 1:
        (only,) = pool
        if _means_another(bits, asks[only]) or goes_on_with_the_rest(bits):
            return None
        return [Segment(frozenset(pool), tuple(without_choice(bits, asks[only])))]
    bits = answers_behind(_bracketed(bits, asks, pool), asks, pool)
    if any(excepts(bits, place) for place in range(len(bits))):
        return all_but(bits, asks, pool)
    marks = find_marks(bits, asks, pool)
    if marks is None:
        return None
    if marks:
        found = cut(bits, marks, frozenset(pool))
        named = frozenset().union(*(mark.asks for mark in marks))
        told = [*found, *of_the_others(bits, marks, found, frozenset(pool))]
        shared = frozenset().union(*(mark.asks for mark in marks if len(mark.asks) > 1))
        return [replace(one, swept=one.asks - named, shared=one.asks & shared) for one in told]
    return by_order(bits, asks, pool) or of_all(bits, pool)


def without_choice(bits: Sequence[Bit], ask: Ask) -> Sequence[Bit]:
    """Return the bits without the number of the choice or of the request in front: "1 yes", "2 nahi", "2) nahi"."""
    if len(bits) < 2 or bits[0].name != "number":
        return bits
    following = bits[1].name
    choice = {1: {"yes", "ok"}, 2: {"no", "neg", "none"}, 3: {"little", "only"}}.get(int(bits[0].value or 0), set())
    limits = bits[1].text in _ONLY_BEHIND or not any(bit.name == "number" for bit in bits[2:])
    if following == "only" and ask.quantity > 3 and limits:
        return bits  # "3 hi bache hain" of five: three pieces, not the third choice
    if any(bit.name in ("another", "rest", "flaw") for bit in bits):
        return bits  # "one yes other one no": pieces as well
    behind = next((at for at, bit in enumerate(bits[1:], start=1) if bit.name not in _PARTING), 0)
    if ask.menu and behind and bits[behind].name in choice:
        return bits[behind:]
    listed = ask.number is not None and bits[0].value == ask.number
    if listed and following in ("yes", "ok", "no", "none", "gone", ")", ":", "-", "only", "neg"):
        return bits[1:]
    return bits


def _means_another(bits: Sequence[Bit], ask: Ask) -> bool:
    """ "1 haan" where the second request alone is open: it answers one that is closed, or counts one piece."""
    if ask.number is None or ask.menu or len(bits) < 2 or bits[0].name != "number":
        return False
    return bits[0].value != ask.number and bits[1].name in ("yes", "no", "ok", ")")


def goes_on_with_the_rest(bits: Sequence[Bit]) -> bool:
    """ "Baki 1 kal aayega": it goes on with the rest of what was answered before, and says nothing of what is open."""
    said = [bit for bit in bits if bit.name not in JOINING | {"dress", "contrast"}]
    if [bit.name for bit in said[:1]] != ["rest"] or any(bit.name in _TELLING_APART for bit in said):
        return False
    return any(bit.name in ("time", "future", "number") for bit in said)


def _bracketed(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Bit]:
    """The bits with the full stop or dash of "1. yes 2. no" as a bracket, so that it ends nothing."""
    numbers = list_numbers(asks, pool)
    found = list(bits)
    for place in range(1, len(bits) - 1):
        behind_a_number = bits[place - 1].name == "number" and bits[place - 1].value in numbers
        if behind_a_number and bits[place].text in (".", "-") and bits[place + 1].name in ANSWERING:
            found[place] = Bit(")", bits[place].text)
    return found
