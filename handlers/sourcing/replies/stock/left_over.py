"""What is left where a shop counts its goods and those of them that are sold: "do hai par ek bik gaya" leaves one."""

from collections.abc import Sequence

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.parts import Part

_SELLING = read_sets("sourcing:stock/signs")["selling"]
_THERE = frozenset({"have", "is", "is_there", "was"})
_BESIDE = _THERE | {"number", "gone", "stock", "item", "asked_size", "dress", "yes", "ok", "only", "be"}
_IDLE = frozenset({"dress", "be", "only", "yes", "stock", "item"})


def left_over(parts: Sequence[Part]) -> int | None:
    """How many are left of those that were counted first, less those that are gone; None where nothing is counted so,
    or anything else is told."""
    bits = [bit for part in parts for bit in part.bits]
    if any(bit.name not in _BESIDE for bit in bits) or any(part.asks for part in parts):
        return None
    counts = [place for place, bit in enumerate(bits) if bit.name == "number"]
    gone = [place for place, bit in enumerate(bits) if bit.name == "gone"]
    if len(counts) != 2 or len(gone) != 1 or not _are_sold(bits, *counts, *gone):
        return None
    had, lost = (bits[place].value for place in counts)
    if had is None or lost is None or had.denominator > 1 or lost.denominator > 1:
        return None
    return int(had - lost) if had > lost else None


def _are_sold(bits: Sequence[Bit], had: int, lost: int, gone: int) -> bool:
    """Whether the second number counts what is gone: "2 hai, 1 bik gaya", "had 2 sold 1"; not "5 sold 2 left"."""
    if gone > lost:
        return all(bit.name in _IDLE for bit in bits[lost + 1 : gone])
    told = any(bit.name in _THERE for bit in bits[:had])
    return had < gone and told and bits[gone].text in _SELLING and not any(b.name in _THERE for b in bits[lost + 1 :])


def may_be_left(parts: Sequence[Part]) -> bool:
    """Whether something is said to be there and so many of it gone, where nobody counted what was there before: "hai
    par ek bik gaya"."""
    first, last = parts[0], parts[-1]
    there = first.sign > 0 and first.has("have", "is", "is_there") and not first.has("number", "was", "gone")
    return len(parts) == 2 and there and last.has("gone") and _only_count(last.bits) is not None


def _only_count(bits: Sequence[Bit]) -> int | None:
    """The one whole number of some bits; None for none or several."""
    counts = [bit.value for bit in bits if bit.name == "number" and bit.value is not None]
    return int(counts[0]) if len(counts) == 1 and counts[0].denominator == 1 else None
