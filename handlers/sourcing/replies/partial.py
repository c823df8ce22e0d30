"""Whether a text that calls off speaks of a part of an order: "cancel the socks" of socks and shorts, "one of them",
"cancel the socks, keep the shorts".

That is a change, which the staff make: whoever asked to have one thing taken out did not mean the other.
"""

from collections.abc import Sequence
from itertools import pairwise

from handlers.replies.choices import read_number
from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.plurals import without_es

_WORDS = Vocabulary(read_words("sourcing:part"))
_SHORTEST = 3  # letters of a word that names goods by how it begins
_STEM = 4  # letters by which "shorts" is "short"


def is_of_a_part(text: str, goods: Sequence[tuple[str, int]]) -> bool:
    """Whether it names some of the goods of an order, titles and sizes with their pieces, and not all; or fewer than
    all pieces of them; or says beside them that something is kept."""
    if sum(pieces for _, pieces in goods) <= 1:
        return False
    told = _told_apart(text, goods)
    if told and len(told) < len(goods):
        return True
    classes = set(_WORDS.name(tokens(text)))
    if "some" in classes or ("kept" in classes and names_goods(text, [title for title, _ in goods])):
        return True
    return _counts_fewer(text, goods)


def keeps(text: str) -> bool:
    """Whether a text wants an order or a thing kept: "keep P2"."""
    return "kept" in _WORDS.name(tokens(text))


def means_another(text: str) -> bool:
    """Whether a text is about the other of two orders: "no, the other one"."""
    return "another" in _WORDS.name(tokens(text))


def means_all(text: str) -> bool:
    """Whether a text is about all orders, and keeps nothing: "cancel both", "cancel all my orders"."""
    classes = set(_WORDS.name(tokens(text)))
    return "every" in classes and classes.isdisjoint({"kept", "some", "of"})


def names_goods(text: str, titles: Sequence[str]) -> bool:
    """Whether it has a word of one of these titles."""
    said = _stems(text)
    return any(not said.isdisjoint(_stems(title)) for title in titles)


def _told_apart(text: str, goods: Sequence[tuple[str, int]]) -> set[int]:
    """The lines that are named by words that not all of them have."""
    having = [_having(stem, goods) for stem in _stems(text)]
    return {at for lines in having if len(lines) < len(goods) for at in lines}


def _counts_fewer(text: str, goods: Sequence[tuple[str, int]]) -> bool:
    """Whether a text counts fewer pieces than the order has of the goods named, or of all ("one of them")."""
    said = tokens(text)
    numbers = [number for word in said if (number := read_number(word))]
    total = sum(pieces for _, pieces in goods)
    if not numbers or sum(numbers) >= total:
        return False
    named = [_having(stem, goods) for stem in _stems(text)]
    most = max((sum(goods[at][1] for at in lines) for lines in named), default=0)
    if any(number < most for number in numbers):
        return True
    return "orders" not in _WORDS.name(said) and _counts_of(text)


def _counts_of(text: str) -> bool:
    """Whether a number stands before what is counted so: "one of", "2 pieces"."""
    said = tokens(text)
    named = list(zip(_WORDS.name(said), (word for _, word in _WORDS.classify(said)), strict=True))
    return any(read_number(word) and after == "of" for (_, word), (after, _) in pairwise(named))


def _having(stem: str, goods: Sequence[tuple[str, int]]) -> set[int]:
    """The lines of which a word begins so."""
    return {at for at, (title, _) in enumerate(goods) if stem in _stems(title)}


def _stems(text: str) -> set[str]:
    """How its words begin, "mugs" like "mug"; a size is its letters."""
    said = map(without_es, words(text))
    return {word[:_STEM].rstrip("s") if len(word) >= _SHORTEST else word for word in said if not word.isdigit()}
