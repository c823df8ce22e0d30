"""Which size is wanted, and in the place of which: "M not L", "make it M instead", "L ki jagah M", "change L to M"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.goods import Shelf

_MOST_WORDS = 12  # beyond that it is a story
_SIZE = "sizemark"
_WORDS = Vocabulary({**read_words("sourcing:resizing"), "size": (_SIZE,)})
_BESIDE = frozenset({"number", "item"})  # bits that are read by others
_OPPOSED = (["contrast", "size"], ["break", "contrast"])  # "no L but M"
_MARKS = frozenset({"comma", "full", "sign"})
_CHANGING = frozenset({"changing", "mistaken"})
_AROUND = frozenset({"beside", "changing", "courtesy"})
_TURNING = re.compile(whole(read_sets("sourcing:exchanging")["turning"]), re.IGNORECASE)
_INTO = whole(read_sets("sourcing:exchanging")["turned into"])
# One small letter that is a size, and not the end of "it's", "I'm" and the like.
_SMALL = re.compile(r"(?<![^\W_])(?<![^\W_]['’])[a-z](?![^\W_])(?!['’])")
_SHORT = re.compile(r"(?<![^\W_])(?:i m|(?<!make )(?<!get )(?:it|that|what|there|here|he|she|let|who|how) s)(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Resizing:
    """``wanted`` is "" where it cannot be told which of several sizes is, ``instead_of`` where they name no other one.

    ``wholly``: every word of the text belongs to that, and the numbers beside it. ``changes``: a word says that it
    shall be another than it is, be that one named or not.
    """

    wanted: str = ""
    instead_of: str = ""
    wholly: bool = True
    changes: bool = False


def read_resizing(text: str, shelf: Shelf) -> Resizing | None:
    """The size that a text wants; None where it names none, asks, or tells a story."""
    if "?" in text or not 0 < len(words(text)) <= _MOST_WORDS:
        return None
    bits = name_bits(_turned(text, shelf), shelf)
    sizes = [bit.text for bit in bits if bit.name == "size"]
    if not sizes:
        return None
    names = _names(bits)
    refused = _refused(names)
    unwanted = {size for size, is_refused in zip(sizes, refused, strict=True) if is_refused}
    wanted = set(sizes) - unwanted
    if len(wanted) > 1 or len(unwanted) > 1:
        return Resizing(wholly=False)
    changes = bool(unwanted) or not _CHANGING.isdisjoint(names)
    return Resizing("".join(wanted), "".join(unwanted), "other" not in names and bool(wanted), changes)


def _turned(text: str, shelf: Shelf) -> str:
    """The text with "to" between two sizes of which one becomes the other: "swap M with L"."""
    if not shelf.sizes or not _TURNING.search(text):
        return text
    size = whole(shelf.sizes)
    return re.sub(rf"({size}\s+){_INTO}(?=\s+(?:the\s+|an?\s+)?{size})", r"\1to", text, flags=re.IGNORECASE)


def in_capitals(text: str, shelf: Shelf) -> str:
    """The text with a size of one small letter in capitals, where all of it speaks of that size: "make it m", or of
    goods in it: "shorts m 2"."""
    if _SHORT.search(text.casefold()):
        return text
    written = _SMALL.sub(lambda found: found[0].upper() if found[0].upper() in shelf.sizes else found[0], text)
    meant = read_resizing(written, shelf) if written != text else None
    if meant is None or not meant.wholly:
        return text
    bits = name_bits(written, shelf)
    spoken_of = not set(_names(bits)) - _MARKS <= {"size", "courtesy", "digits"}
    return written if spoken_of or _come_in_it(bits, shelf) else text


def _come_in_it(bits: Sequence[Bit], shelf: Shelf) -> bool:
    """Whether goods are named that come in the size that is named: "mug m do" has none."""
    size = next(bit.text for bit in bits if bit.name == "size")
    named = {place for bit in bits if bit.name == "item" for place in bit.asks}
    return bool(named) and all(shelf.goods[place].size(size) is not None for place in named)


def _names(bits: Sequence[Bit]) -> list[str]:
    """The classes of the words, one after another: of a size, of a number, and of the others."""
    spoken = [_SIZE if bit.name == "size" else bit.text for bit in bits if bit.name not in _BESIDE]
    return list(_WORDS.name(tokens(" ".join(spoken))))


def _refused(names: Sequence[str]) -> list[bool]:
    """Of each size, in the order of the text, whether it is the one that it shall not be."""
    places = [place for place, name in enumerate(names) if name == "size"]
    return [_is_refused(names, place) for place in places]


def _is_refused(names: Sequence[str], place: int) -> bool:
    """Whether the words next to the size at this place say that it is not that one."""
    before, behind = _said(names[:place][::-1]), _said(names[place + 1 :])
    earlier, later = "size" in before, "size" in behind
    if (behind[:1] == ["mistaken"] and (earlier or later)) or (before[:1] == ["mistaken"] and later):
        return True
    if before[:1] == ["refusing"] or behind[:1] == ["behind"] or behind[:1] == ["denying"]:
        return True
    if before[:1] == ["no"] and ((earlier and before[1] != "other") or (later and behind[:2] in _OPPOSED)):
        return True
    if before[:2] == ["denying", "break"]:
        return earlier  # "M, nahi L"
    if behind[:1] == ["no"]:
        return len(behind) == 1 or behind[1] == "break"  # "L no, M"
    return behind[:2] == ["turning", "size"]


def _said(names: Sequence[str]) -> list[str]:
    """The classes of the words that say something of a size; a comma or a full stop parts them."""
    return ["break" if name in _MARKS else name for name in names if name not in _AROUND]
