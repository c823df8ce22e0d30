"""Whether a shop haggles over what it is paid: "200 not 120", "150 nahi 200 loonga", "por 120 no, por 180 sí".

One figure is refused and another is wanted, and nothing says that the goods are there. So it is for a person, and what
was asked stays open. "38 nahi, 40 hai" is about sizes.
"""

from collections.abc import Collection

from handlers.replies.text import tokens
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:haggling")
_DENYING, _BESIDE, _THERE = (_LISTED[name] for name in ("denying", "beside", "there"))
_LONGEST = 200  # characters that are looked into
_SMALLEST = 50  # a smaller figure counts pieces or is a size, unless it is what we pay


def haggles(text: str, earned: Collection[int], other: Collection[int] = (), *, most: int = 1) -> bool:
    """Whether a text refuses one sum of money for another.

    ``earned`` is what we pay, in whole units of money; ``other`` are figures that are none, as sizes and numbers of
    orders; up to ``most`` a figure may count pieces.
    """
    said = tokens(text[:_LONGEST])
    figures = [_figure(word) for word in said]
    named = {one for one in figures if one is not None}
    if len(named) != 2 or named & set(other) or "?" in said:
        return False
    ours = not named.isdisjoint(earned)
    if not ours and min(named) < max(_SMALLEST, most + 1):
        return False
    rest = [word for word, figure in zip(said, figures, strict=True) if figure is None]
    beside = _BESIDE | _THERE if ours else _BESIDE
    return not _DENYING.isdisjoint(rest) and all(word in beside or word in _DENYING for word in rest)


def _figure(word: str) -> int | None:
    """A whole number, also with the sign of money behind it; None for any other word."""
    bare = word.removesuffix("rs").removesuffix("/")
    return int(bare) if bare.isdecimal() and len(bare) < 9 else None
