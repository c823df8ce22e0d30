"""A colour or a size that nobody asked for: "yes, black ones" says of shorts without a colour that they are there.

It denies nothing. Beside a yes it is told with it; without one the shop is asked what it means.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.colours import names_colour
from handlers.sourcing.replies.stock.items import is_kind
from handlers.sourcing.replies.stock.parts import Part
from handlers.sourcing.replies.stock.signs import DENYING
from handlers.sourcing.replies.stock.sizes import asked_size
from handlers.sourcing.replies.stock.values import Ask, Says, StockAnswer

_BEFORE = frozenset({"mein", "and"})  # "in black", "a black one", "red and blue"
_BEHIND = frozenset({"dress", "mein", "price"})  # "black colour", "kaale rang mein", "black wala"
_DENYING = DENYING | {"lacking", "short"}
# Beside these a colour tells what is there and what is not, or is one of several things that are told.
_LIMITING = _DENYING | {"only", "little", "contrast", "except", "flaw", "similar", "ware", "size", "another", "rest"}
_AGREEING = frozenset({"yes", "ok"})
_THERE = frozenset({Says.YES, Says.PARTIAL, Says.LATER})


def without_colours(bits: Sequence[Bit], ask: Ask) -> tuple[tuple[Bit, ...], tuple[str, ...]]:
    """The bits without the colours of goods that have none by their name, and these colours; all of them, and none,
    where a colour may part what is there from what is not."""
    colours = tuple(bit.text for bit in bits if bit.name == "colour")
    if not colours or _is_coloured(ask) or any(bit.name in _LIMITING for bit in bits):
        return tuple(bits), ()
    left: list[Bit] = []
    behind = False
    for bit in bits:
        if bit.name == "colour":
            while left and left[-1].name in _BEFORE:
                left.pop()
        elif not (behind and bit.name in _BEHIND):
            left.append(bit)
        behind = bit.name == "colour" or (behind and bit.name in _BEHIND)
    return (tuple(left), colours) if left else (tuple(bits), ())


def with_colours(answer: StockAnswer | None, bits: Sequence[Bit], colours: Sequence[str]) -> StockAnswer | None:
    """An answer that was read without them. It is unclear where no yes says that the goods of that colour will do."""
    if answer is None or not colours:
        return answer
    agrees = any(bit.name in _AGREEING for bit in bits)
    if answer.says is Says.NO or (answer.says is Says.YES and not agrees):
        return StockAnswer(answer.ask, Says.UNCLEAR, confidence=answer.confidence)
    if answer.says not in _THERE:
        return answer
    return replace(answer, alternative=", ".join(dict.fromkeys(colours)))


def denies_by_mere_mention(answer: StockAnswer, parts: Sequence[Part], ask: Ask) -> bool:
    """Whether an answer denies what was asked for, while nothing says that this is not there: it speaks of a colour or
    a size of goods that have none, or of other goods beside the asked ones, or says yes and names nothing else."""
    bits = [bit for part in parts for bit in part.bits]
    named = {bit.name for bit in bits}
    unasked = {name for name in _unasked(ask) if name in named}
    denying = [part for part in parts if part.has(*_DENYING)]
    if answer.says not in {Says.NO, Says.PARTIAL} or answer.quantity:
        return False
    if denying:
        return bool(unasked) and all(part.has(*unasked) for part in denying)
    if answer.says is Says.NO:
        return False
    if "ware" in named:
        return any(is_kind(bit.text) for bit in bits if bit.name == "item")
    elsewhere = answer.quantity is None or answer.other_size or answer.alternative
    return bool(unasked) or not (elsewhere or _AGREEING.isdisjoint(named))


def _unasked(ask: Ask) -> Iterator[str]:
    """What goods have not by their name: a colour, a size."""
    if not _is_coloured(ask):
        yield "colour"
    if not asked_size(ask):
        yield "size"


def _is_coloured(ask: Ask) -> bool:
    return any(names_colour(text) for text in (ask.item, ask.size or "", *ask.others))
