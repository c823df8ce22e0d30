"""Several goods in one breath, with nothing between them: "2 mugs 1 box n shorts", "shorts M 2 mug 1".

Where each number stands before its goods, or each behind them, it is told which belongs to which; a text in which a
number may be of the goods on either side ("shorts 2 mug") is left as it is.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.sourcing.replies.joining import is_and
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.goods import Shelf

_WORD = re.compile(r"[^\s,;&+]+|[,;&+]")
_MOST_WORDS = 20  # beyond that it is a story
_NUMBER, _ITEM, _SIZE, _CUT, _OTHER = "nis,o"


def with_commas(text: str, shelf: Shelf) -> str:
    """The text with a comma before each of the goods that nothing parts from those before them."""
    found = list(_WORD.finditer(text))
    if not 3 <= len(found) <= _MOST_WORDS:
        return text
    kinds = [_kind(one.group(), shelf) for one in found]
    for place in reversed(_cuts(kinds)):
        at = found[place].start()
        text = f"{text[:at].rstrip()}, {text[at:]}"
    return text


def _kind(word: str, shelf: Shelf) -> str:
    """What one word is by itself."""
    if is_and(word):
        return _CUT
    names = {bit.name for bit in name_bits(word, shelf)}
    if len(names) != 1:
        return _OTHER
    return {"number": _NUMBER, "item": _ITEM, "size": _SIZE}.get(names.pop(), _OTHER)


def _cuts(kinds: Sequence[str]) -> list[int]:
    """The places at which other goods begin."""
    cuts: list[int] = []
    for start, piece in _pieces(kinds):
        shape = [kind for kind in piece if kind != _OTHER]
        runs = "".join(kind for kind, _ in groupby(shape) if kind != _SIZE)
        if re.fullmatch(r"(?:ni){2,}", runs):
            cuts += [start + at for at in _begins(piece, _NUMBER, _ITEM)]
        elif re.fullmatch(r"(?:in){2,}", runs):
            cuts += [start + at for at in _begins(piece, _ITEM, _NUMBER)]
    return cuts


def _pieces(kinds: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """What stands between two marks or "and"s, with its place."""
    start = 0
    for place in [*(at for at, kind in enumerate(kinds) if kind == _CUT), len(kinds)]:
        yield start, kinds[start:place]
        start = place + 1


def _begins(piece: Sequence[str], first: str, last: str) -> list[int]:
    """Where a line begins by ``first`` behind one that has its ``last``."""
    found, complete = [], False
    for place, kind in enumerate(piece):
        if kind == first and complete:
            found.append(place)
            complete = False
        complete = complete or kind == last
    return found
