"""Pieces of one thing in several sizes: "2 kurtas M and L" is one of each, "3 shorts, 2 M and 1 L" two and one.

Where so many pieces and so many sizes do not fit, "3 shorts M and L", nobody can tell how many of each are meant.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.replies.effort import counted
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.enumerating import with_commas
from handlers.sourcing.replies.joining import is_and
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.quantities import read_numbers
from handlers.sourcing.replies.stock.goods import Shelf

_WORD = re.compile(r"[^\s,;&+()/:]+|[,;&+()/:]")
_BETWEEN = read_sets("sourcing:spreading")["between"]
_MOST_WORDS = 24  # beyond that it is a story
_NUMBER, _ITEM, _SIZE, _JOIN, _AROUND, _OTHER = "nisj-o"
# Goods with a number before them or none, then sizes that are counted before, behind, or not at all.
_SPREAD = re.compile(rf"(?P<all>{_NUMBER}{_AROUND}*)?(?P<item>{_ITEM}+)(?P<sizes>[{_SIZE}{_NUMBER}{_JOIN}{_AROUND}]+)")
_COUNTED = re.compile(rf"(?:{_NUMBER}{_SIZE})+|(?:{_SIZE}{_NUMBER})+|{_SIZE}+")


@dataclass(frozen=True, slots=True)
class Spread:
    """So many pieces in these sizes: ``counts`` are those of each size, () where they cannot be told.

    It stands in ``text[start:end]``, the name of the goods is ``item``.
    """

    start: int
    end: int
    item: str
    pieces: int
    sizes: tuple[str, ...]
    counts: tuple[int, ...]


@counted
def each_apart(text: str, shelf: Shelf) -> str:
    """The text with a comma or an "and" before all that is a line of its own: other goods, or another size of them."""
    return with_commas(with_sizes_apart(text, shelf), shelf)


def with_sizes_apart(text: str, shelf: Shelf) -> str:
    """The text with each size as goods of its own: "1 kurta M and 1 kurta L"; where it cannot be told how many of each,
    without the sizes, which are asked for."""
    for one in reversed(list(_spreads(text, shelf))):
        lines = [f"{many} {one.item} {size}" for many, size in zip(one.counts, one.sizes, strict=False)]
        said = " and ".join(lines) or f"{one.pieces} {one.item}"
        text = f"{text[: one.start]}{said}{text[one.end :]}"
    return text


def uneven(text: str, shelf: Shelf) -> Spread | None:
    """The pieces and the sizes of a text that do not fit: "3 shorts M and L"; None where all do."""
    return next((one for one in _spreads(text, shelf) if not one.counts), None)


def _spreads(text: str, shelf: Shelf) -> Iterator[Spread]:
    found = list(_WORD.finditer(text))
    if not 3 <= len(found) <= _MOST_WORDS:
        return
    kinds = "".join(_kind(one.group(), shelf) for one in found)
    place = 0
    while (match := _SPREAD.search(kinds, place)) is not None:
        spread = _spread(text, found, kinds, match)
        if spread is not None:
            yield spread
        place = match.end("item")


def _kind(word: str, shelf: Shelf) -> str:
    """What one word is by itself."""
    if is_and(word) or word == "/":
        return _JOIN
    if word in "():" or normalise(word) in _BETWEEN:
        return _AROUND
    names = {bit.name for bit in name_bits(word, shelf)}
    if len(names) == 1:
        return {"number": _NUMBER, "item": _ITEM, "size": _SIZE}.get(names.pop(), _OTHER)
    return _OTHER


def _spread(text: str, found: Sequence[re.Match[str]], kinds: str, match: re.Match[str]) -> Spread | None:
    start, (first, last) = match.start(), match.span("sizes")
    if kinds[last : last + 1] == _ITEM:  # what stands there is of the goods behind it: "M and L and 1 mug"
        last = first + max(match["sizes"].rfind(_JOIN), 0)
    while last > first and _is_left(kinds[first:last], found[last - 1].group()):
        last -= 1
    said = [found[place].group() for place in range(first, last) if kinds[place] in {_SIZE, _NUMBER}]
    shape = "".join(kind for kind in kinds[first:last] if kind in {_SIZE, _NUMBER})
    sizes = tuple(word for word, kind in zip(said, shape, strict=True) if kind == _SIZE)
    if len(set(sizes)) < 2 or len(set(sizes)) < len(sizes) or not _COUNTED.fullmatch(shape):
        return None
    each = tuple(map(_number, (word for word, kind in zip(said, shape, strict=True) if kind == _NUMBER)))
    whole = _number(found[start].group()) if match["all"] else 0
    if not whole and not each:
        return None
    item = text[found[match.start("item")].start() : found[match.end("item") - 1].end()]
    counts = _counts(whole, each, len(sizes))
    return Spread(found[start].start(), found[last - 1].end(), item, whole or sum(each), sizes, counts)


def _is_left(kinds: str, word: str) -> bool:
    """Whether the last word of sizes says nothing of them: an "and", or "do" behind them, which is "give" there."""
    if kinds[-1] in {_JOIN, _AROUND}:
        return word != ")"
    return kinds[-1] == _NUMBER and normalise(word) in {"do", "दो"} and kinds.count(_NUMBER) == 1


def _counts(whole: int, each: tuple[int, ...], sizes: int) -> tuple[int, ...]:
    """How many of each size, () where that does not come to the ``whole``."""
    told = each or ((1,) * sizes if whole == sizes else ())
    return told if whole in {0, sum(told)} and all(told) else ()


def _number(word: str) -> int:
    """The whole number that a word is; 0 for any other."""
    numbers = read_numbers(word)
    return int(numbers[0]) if len(numbers) == 1 and numbers[0].denominator == 1 else 0
