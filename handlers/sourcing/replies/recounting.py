"""A shop counts anew what it said was there: "arre ruko, 2 hai, ek andar se mil gaya", "sorry only 1, other is broken".

The number that is there stands by itself; what explains it, one that came to light or is broken, counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts, read_bits

_LISTED = read_sets("sourcing:recounting")
_FOUND, _MORE = _LISTED["found"], _LISTED["more"]
_SORRY = read_sets("sourcing:stock/signs")["sorry"]
_LONGEST = 200  # characters that are looked into
_MOST = 99  # pieces; beyond it a figure is no number of pieces of one request
_ENDS = frozenset({"comma", "full", "contrast", "-", ":"})
_CORRECTING = frozenset({"wait", "actually", "undo", "wrong"})
_DENYING = frozenset({"neg", "no"})
_LESS = frozenset({"flaw", "gone", "past"})  # what became of the others
_COUNTING = frozenset(
    {
        "dress", "number", "is", "have", "be", "only", "left", "last", "stock", "now", "was", "am", "yes", "ok", "mein",
        "size", "size_word", "all", *_CORRECTING,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recount:
    """So ``many`` pieces are there, None where only ``more`` came to light, 0 for an unknown number. It ``corrects``
    what was said, or says that ``only`` these are there; ``size`` as it is named, "" for none."""

    many: int | None
    more: int = 0
    corrects: bool = False
    only: bool = False
    size: str = ""


def recount(text: str) -> Recount | None:
    """What a text counts, where it has no words but of a count, of a correction, and of why; None for all others."""
    clauses = _clauses_of(text)
    told = [clause for clause in clauses if not _explains(clause) and not _is_denied(clause)]
    if any(not _counts(clause) for clause in told):
        return None
    numbers = [bit for clause in told for bit in clause if bit.name == "number"]
    found = [clause for clause in clauses if _finds(clause)]
    if len(numbers) > 1 or not (numbers or found) or not all(map(_is_count, numbers)):
        return None
    every = [bit for clause in clauses for bit in clause]
    added = 0 if numbers else _added(found)
    explained = bool(found) and bool(numbers or added)  # "2 mil gaye" alone answers, and explains nothing
    worded = any(map(_is_a_correction, every))
    corrects = explained or worded or any(map(_is_denied, clauses))
    sizes = {bit.text for clause in told for bit in clause if bit.name == "size"}
    if len(sizes) > 1:
        return None
    only = any(bit.name == "only" for clause in told for bit in clause)
    many = int(numbers[0].value or 0) if numbers else None
    return Recount(many, added, corrects, only, next(iter(sizes), ""))


def _is_a_correction(bit: Bit) -> bool:
    return bit.name in _CORRECTING or bit.text in _SORRY


def without_found(text: str) -> str:
    """A text without what explains its count: "2 hai, ek andar se mil gaya" says that two are there."""
    heads = [piece for piece in _pieces(text[:_LONGEST]) if _has_number(piece)]
    told = [piece for piece in heads if not says_any(tokens(piece), _FOUND)]
    if len(heads) < 2 or len(told) != 1:
        return text
    kept = [piece for piece in _pieces(text) if not (says_any(tokens(piece), _FOUND) and _has_number(piece))]
    return ", ".join(kept)


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in text.replace(";", ",").split(",") if piece.strip()]


def _has_number(piece: str) -> bool:
    return any(bit.name == "number" for bit in read_bits(piece, (), frozenset()))


def _clauses_of(text: str) -> list[list[Bit]]:
    return list(_cut(read_bits(mark_no_counts(text[:_LONGEST]), (), frozenset())))


def _cut(bits: Sequence[Bit]) -> Iterator[list[Bit]]:
    clause: list[Bit] = []
    for bit in bits:
        if bit.name not in _ENDS or bit.text == "?":
            clause.append(bit)
        elif clause:
            yield clause
            clause = []
    if clause:
        yield clause


def _finds(clause: Sequence[Bit]) -> bool:
    return says_any([word for bit in clause for word in bit.text.split()], _FOUND)


def _explains(clause: Sequence[Bit]) -> bool:
    """Whether it says why: one came to light, is damaged or gone."""
    return _finds(clause) or any(bit.name in _LESS for bit in clause)


def _is_denied(clause: Sequence[Bit]) -> bool:
    """Whether it denies, as in "ek nahi, do hai", or "arre nahi, 2 hai"."""
    names = {bit.name for bit in clause}
    return bool(names & _DENYING) and names <= _DENYING | {"dress", "number", "is", "be", *_CORRECTING}


def _counts(clause: Sequence[Bit]) -> bool:
    return all(bit.name in _COUNTING for bit in clause)


def _is_count(bit: Bit) -> bool:
    return bit.value is not None and bit.value.denominator == 1 and bit.value <= _MOST


def _added(found: Sequence[Sequence[Bit]]) -> int:
    """How many more there are by what came to light: "ek aur mil gaya" is one more; 0 where that is not said."""
    said = [word for clause in found for bit in clause for word in bit.text.split()]
    if not says_any(said, _MORE):
        return 0
    values = [int(bit.value or 0) for clause in found for bit in clause if bit.name == "number"]
    return values[0] if len(values) == 1 else 1 if not values else 0
