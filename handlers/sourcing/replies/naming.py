"""What customers name of what is sold: which goods, which size, how many."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from handlers.replies.effort import counted
from handlers.replies.language import language_of
from handlers.replies.optout import OptOut, read_opt_out
from handlers.replies.text import BREAKS, normalise, words
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.misspelt import second_word_meant, title_word_meant
from handlers.sourcing.replies.plurals import singular
from handlers.sourcing.replies.quantities import read_numbers
from handlers.sourcing.replies.stock.goods import Bit, Shelf

_CALLED = {other: title for title, others in read_words("sourcing:called").items() for other in others}
_PHRASES = {re.compile(whole([phrase]), re.IGNORECASE): title for phrase, title in _CALLED.items() if " " in phrase}
_GOODS = "mug"
"""A thing that is sold, by a word that means nothing else in any language."""
TITLE_MARK = "titlemark"
"""Stands for the first of two words of a title in ``without_titles``."""


def name_bits(text: str, shelf: Shelf) -> list[Bit]:
    """The words and numbers of a text; those that name goods of the shelf tell which."""
    return list(_name_bits(text, shelf))


@counted
def _name_bits(text: str, shelf: Shelf) -> tuple[Bit, ...]:
    return tuple(shelf.name(in_title_words(_without_plurals(text, shelf), shelf)))


@counted
def in_title_words(text: str, shelf: Shelf) -> str:
    """The text with goods that are called in another language, or misspelt, by the word of their title: "ek hathi",
    "2 tazas", "tigr shrts"."""
    for phrase, called in _PHRASES.items():
        if called in shelf.title_words:
            text = phrase.sub(called, text)
    said = words(text)
    for before, word in zip(["", *said], said, strict=False):
        title = _CALLED.get(word) or title_word_meant(word, shelf.title_words)
        title = title or second_word_meant(before, word, shelf.title_pairs)
        if title in shelf.title_words and word not in shelf.title_words:
            text = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", title, text, flags=re.IGNORECASE)
    return text


@counted
def _without_plurals(text: str, shelf: Shelf) -> str:
    """The text with goods whose plural sounds like a number, as tees do like thirty, in the singular.

    It is the number where its goods are named beside it ("tees tiger caps"), or nothing but a language that counts so.
    """
    said = words(text)
    for plural, titles in shelf.sounding_like_numbers.items():
        if plural not in said or singular(plural) in said:
            continue
        before = said[: said.index(plural)]
        beside = any(word in titles for word in before[-1:])
        counted = any(read_numbers(word) for word in said if word != plural)
        if beside or counted or language_of(text) == "en":
            text = re.sub(rf"(?<![^\W_]){re.escape(plural)}(?![^\W_])", singular(plural), text, flags=re.IGNORECASE)
    return text


def find_goods(
    bits: Sequence[Bit], found: Sequence[str], shelf: Shelf, categories: Sequence[str] = ()
) -> tuple[tuple[int, ...], bool]:
    """The goods that the words name, those that most of them name first in doubt; and whether it is surely one."""
    items = [bit for bit in bits if bit.name == "item"]
    if not items:
        return _of_category(found, categories), False
    common = frozenset.intersection(*(bit.asks for bit in items))
    said = frozenset(bit.text for bit in items)
    meant = shelf.fullest(common, said) if common else _most_named(items)
    return tuple(sorted(meant)), len(meant) == 1 and bool(common)


def _most_named(items: Sequence[Bit]) -> frozenset[int]:
    counts: dict[int, int] = {}
    for bit in items:
        for place in bit.asks:
            counts[place] = counts.get(place, 0) + 1
    most = max(counts.values())
    return frozenset(place for place, count in counts.items() if count == most)


def _of_category(found: Sequence[str], categories: Sequence[str]) -> tuple[int, ...]:
    """The goods of the category that a word names, in the singular or the plural."""
    said = {singular(word) for word in found if word not in BREAKS}
    return tuple(
        place for place, category in enumerate(categories) if said & {singular(word) for word in words(category)}
    )


def size_of(bits: Sequence[Bit]) -> str:
    """The one size that is named; "" where none is, or several."""
    said = {bit.text for bit in bits if bit.name == "size"}
    return said.pop() if len(said) == 1 else ""


def without_titles(text: str, shelf: Shelf) -> str:
    """The text with two words of a title side by side as a mark: a "return gift" is nothing that comes back."""
    said = normalise(text)
    for before, after in shelf.title_pairs:
        if before in said and after in said:
            pair = rf"(?<![^\W_]){re.escape(before)} {re.escape(after)}(?:e?s)?(?![^\W_])"
            said = re.sub(pair, f" {TITLE_MARK} {after} ", said)
    return said


def without_goods(text: str, shelf: Shelf) -> str:
    """The text without the words by which it calls goods of the shelf; "" where it calls none."""
    named = without_names(text, shelf)
    found = words(named)
    return " ".join(word for word in found if word != _GOODS) if _GOODS in found else ""


def without_names(text: str, shelf: Shelf) -> str:
    """The text with a plain word in place of what it calls goods of the shelf: a "brass elephant" is no "bas".

    One word of a title that may be an opt-out by itself, as the "end" of an end table, stays where it stands alone.
    """
    said = words(in_title_words(text, shelf))
    single = [word if word in shelf.title_words else singular(word) for word in said]
    paired = {at for at, pair in enumerate(pairwise(single)) if pair in shelf.title_pairs}
    paired |= {at + 1 for at in paired}
    titled = [
        at in paired or (word in shelf.title_words and read_opt_out(word) is OptOut.NONE)
        for at, word in enumerate(single)
    ]
    runs = groupby(zip(titled, said, strict=True), lambda one: one[0])
    return " ".join(word for named, run in runs for word in ([_GOODS] if named else [word for _, word in run]))
