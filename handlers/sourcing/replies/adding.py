"""How many more of a thing than are picked: "one more cap", "ek aur cap", "una gorra más", "add two mugs".

"Aur" is an "and" between two things, and "more" beside one: "do mug aur ek cap", "do aur mug".
"""

import re
from collections.abc import Iterable, Sequence

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import says_any, tokens, words
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.how_many import HowMany, count_in, without_sounds
from handlers.sourcing.replies.joining import AND, whole
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED = read_sets("sourcing:counted")
_MORE, _ANOTHER = "moremark", "anothermark"
_WORDS = Vocabulary(
    {**{name: tuple(dict.fromkeys(said)) for name, said in read_words("sourcing:basket").items()}, "mark": (_MORE,)}
)
_AUR = re.compile(whole(("aur", "और")), re.IGNORECASE)
_PIECE = re.compile(rf"[,;+&\n]|{AND}", re.IGNORECASE)
_AROUND = frozenset({"beside", "beside_it", "adding", "full", "mark"})
_MOST_SOME = 8  # words; beyond that it is a story
_GOODS = frozenset({"item", "number"})


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(whole(words), re.IGNORECASE)


_MARKS = (
    (_any(_LISTED["another"]), _ANOTHER),
    (_any({word for word in _LISTED["more"] if not _AUR.fullmatch(word)} | {"más"}), _MORE),
)


def says_more(text: str) -> bool:
    """Whether a text that names no goods wants so many more: "aur", "add", "one more"."""
    return says_any(tokens(text), _LISTED["more"] | _LISTED["another"]) or adds(text)


def adds(text: str) -> bool:
    """Whether a word of adding stands in a text: "add one"."""
    return "adding" in _WORDS.name(tokens(text))


def wants_some_more(text: str) -> bool:
    """Whether more of something is wanted, and not how many: "few more mugs", "kuch aur mug"."""
    said = words(text)
    return "?" not in text and len(said) <= _MOST_SOME and says_any(said, _LISTED["some more"])


def mark_more(text: str, shelf: Shelf) -> str:
    """The text with another word for each "aur" that joins no two things, so that it parts nothing."""
    for found in reversed(list(_AUR.finditer(text))):
        before = _PIECE.split(text[: found.start()])[-1]
        behind = _PIECE.split(text[found.end() :])[0]
        if _is_more(name_bits(before, shelf), name_bits(behind, shelf)):
            text = f"{text[: found.start()]} {_MORE} {text[found.end() :]}"
    return text


def _is_more(before: Sequence[Bit], behind: Sequence[Bit]) -> bool:
    """Whether "aur" stands beside the words of one thing: a number or nothing before it, or nothing of note behind."""
    named = [any(bit.name == "item" for bit in bits) for bits in (before, behind)]
    if all(named) or not any(named):
        return False
    if named[0]:
        return _says_nothing(behind)
    counted = any(bit.name == "number" for bit in before)
    if counted and behind[0].name == "number":
        return False  # "do kar do aur ek mug" counts two things
    also = any(bit.text in _LISTED["also"] for bit in behind)
    return behind[0].name in _GOODS and _says_nothing(before) and (counted or not also)


def _says_nothing(bits: Sequence[Bit]) -> bool:
    """Whether no more than a number is said, and what stands around one."""
    spoken = tokens(" ".join(bit.text for bit in bits if bit.name != "number"))
    return set(_WORDS.name(spoken)) <= _AROUND


def read_more(text: str, shelf: Shelf, *, adding: bool) -> HowMany:
    """How many more of the goods that it names a text wants, beside those that there are; none where it says no more.

    ``adding``: a word of adding stands with it, and its number is one of more.
    """
    for pattern, mark in _MARKS:
        text = pattern.sub(f" {mark} ", text)
    bits = name_bits(without_sounds(mark_no_counts(text)), shelf)
    count = count_in(bits)
    places = [place for place, bit in enumerate(bits) if bit.text in {_MORE, _ANOTHER} and _counts(bits, place)]
    single = any(bits[place].text == _ANOTHER for place in places) or (bool(places or adding) and _is_one(bits))
    said = count.pieces or count.over
    if (places and said) or single or (adding and said):
        return HowMany(count.pieces or 1, count.over, more=True)
    return HowMany()


def _counts(bits: Sequence[Bit], place: int) -> bool:
    """Whether the word of more at this place says how many: "one more cap", and not "a more colourful cap"."""
    before, behind = bits[max(0, place - 1) : place], bits[place + 1 : place + 2]
    if any(bit.name == "size" for bit in behind):  # "más grande"
        return any(bit.name == "number" for bit in before)
    if any(bit.name not in _GOODS and "other" in _WORDS.name(tokens(bit.text)) for bit in behind):
        return False
    if bits[place].text != _ANOTHER and any(bit.name in {*_GOODS, "size"} for bit in before):
        return True  # "1 mug more", "1 kurta M extra"
    return any(bit.name in _GOODS for bit in behind)


def _is_one(bits: Sequence[Bit]) -> bool:
    """Whether "a" stands before the goods."""
    first = next((place for place, bit in enumerate(bits) if bit.name == "item"), 0)
    return first > 0 and bits[first - 1].text in {"a", "an"}
