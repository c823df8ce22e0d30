"""Reading what a shop says that it has: "tiger shorts L 5", "mug 12, shorts XL 3", "shorts L khatam", several lines.

A count that is taken wrongly is promised to a customer. So each part has to name one product, its sizes and the pieces,
and hold no other word; all other parts that name a product and a count are said back, not guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from handlers.replies.text import normalise
from handlers.sourcing.replies.quantities import find_numbers, split
from handlers.sourcing.replies.stock.goods import Counted, Goods, Shelf, Unsure
from handlers.sourcing.replies.stock.reply_words import sign_of

MOST_PIECES = 999  # more of one size is no shop's stock, and often a price or a phone number
_LONGEST_TEXT, _MOST_LINES = 4000, 60
_PHRASES = (3, 2, 1)  # words of a denial, the longest first
_HEAD = 3  # letters by which a word is told
_PARTS = re.compile(r",(?!\d)|[;\n]|(?<!\S)(?:and|aur|y|और)(?!\S)", re.IGNORECASE)
_PRICE = re.compile(r"@\s*(?:₹|rs\.?)?\s*(\d{1,9}(?:\.\d{1,2})?)", re.IGNORECASE)
_NO_COUNT = re.compile(r"(?<![^\s(])[-−]\d|\d[.,/]\d|\de\d", re.IGNORECASE)
_GONE, _COUNTING, _BESIDE = frozenset("gxmn"), frozenset("gxmnT"), frozenset(("", "T", "O", "Y", ","))
_AROUND = frozenset({"i", "we", "size", "sz", "saiz", "talla"})
"""Words around goods in a list; in a reply to a request "size 2" would count pieces."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The stock that a shop stated, and the words that could not be placed."""

    counted: tuple[Counted, ...] = ()
    unsure: tuple[Unsure, ...] = ()


def read_statement(text: str, shelf: Shelf) -> Statement:
    """Return the stock that a text states, part by part; empty for a text about something else."""
    if "?" in text or not shelf.goods:
        return Statement()
    counted: dict[tuple[int, str], Counted | None] = {}
    unsure, place = list[Unsure](), None
    for written in _parts(text):
        said = _with_titles(written, shelf)
        found = _named(said, shelf)
        place = found if _named_words(said, shelf) else place
        taken = _read_part(said, place, shelf) if place is not None else None
        for one in taken or ():
            if counted.setdefault((one.goods, one.size), one) != one:
                counted[one.goods, one.size] = None  # two counts of the same are none
                unsure.append(Unsure(written, (shelf.goods[one.goods].title,)))
        if taken is None and _counts(said):
            unsure.append(Unsure(written, _near(said, found, shelf)))
    stated = tuple(filter(None, counted.values()))
    return Statement(stated, tuple(one for one in unsure if one.near or (stated and _named_words(one.said, shelf))))


def _parts(text: str) -> Iterator[str]:
    for line in text[:_LONGEST_TEXT].splitlines()[:_MOST_LINES]:
        yield from (part.strip() for part in _PARTS.split(line) if part.strip())


def _words(said: str) -> list[str]:
    return split(normalise(_PRICE.sub(" ", said)))


def _is_name(word: str, shelf: Shelf) -> bool:
    """Whether a word may name goods: it is no number, no size, no sign of the grammar, or it is a title's."""
    if word in shelf.title_words:
        return True
    return not (
        word.isdecimal() or word in _AROUND or sign_of(word) is not None or shelf.is_size(word) or find_numbers([word])
    )


def _with_titles(said: str, shelf: Shelf) -> str:
    """Return a part with the titles of goods for their SKUs, as they are written or with signs in them."""
    tokens = [(token, shelf.by_sku(token)) for token in said.split()]
    return " ".join(
        shelf.goods[at].title if at is not None and (token == shelf.goods[at].sku or not token.isalnum()) else token
        for token, at in tokens
    )


def _named_words(said: str, shelf: Shelf) -> bool:
    return any(_is_name(word, shelf) for word in _words(said))


def _named(said: str, shelf: Shelf) -> int | None:
    """Return the one product that a part names."""
    words = _words(said)
    names = [at for at, word in enumerate(words) if _is_name(word, shelf)]
    if not names:
        return None
    whole = shelf.by_title(" ".join(words[names[0] : names[-1] + 1]))
    place = whole if whole is not None else shelf.by_title(" ".join(words[at] for at in names))
    return place if place is not None and _has_head(words, shelf.goods[place]) else None


def _has_head(words: Sequence[str], goods: Goods) -> bool:
    """Whether the last word of the title is named: "blue sold" is not of a blue scarf."""
    head = normalise(goods.title).split()[-1]
    return any(word[:_HEAD] == head[:_HEAD] for word in words)


def _counts(said: str) -> bool:
    words = _words(said)
    return bool(find_numbers(words)) or any(sign_of(word) in _COUNTING for word in words)


def _near(said: str, place: int | None, shelf: Shelf) -> tuple[str, ...]:
    """Return the titles that are closest to a part, each product with its sizes where it is known."""
    if place is None:
        return shelf.nearest(" ".join(word for word in _words(said) if _is_name(word, shelf)))
    goods, wrong = shelf.goods[place], [one.value for one in find_numbers(_words(said)) if one.value > MOST_PIECES]
    named = f"{goods.title} {'/'.join(goods.sizes)}".rstrip()
    return (named, f"0–{MOST_PIECES}") if wrong or _NO_COUNT.search(said) else (named,)


def _read_part(said: str, place: int, shelf: Shelf) -> list[Counted] | None:
    """Return the counts of a part by size; None if a word is left over."""
    goods, price = shelf.goods[place], _PRICE.search(said)
    if _NO_COUNT.search(_PRICE.sub(" ", said)):
        return None
    rest, gone = list[str | int](), False
    words = _words(said)
    names = [at for at, word in enumerate(words) if _is_name(word, shelf)]
    named = range(names[0], names[-1] + 1) if names else range(0)
    at = 0
    while at < len(words):
        size, length = (None, 1) if at in named else _size_at(words, at, goods)
        number = next((one for one in find_numbers(words[at : at + 4]) if one.start == 0), None)
        if at in named and (at in names or number is None or goods.size(words[at]) is None):
            pass
        elif size is not None and not (number and rest and isinstance(rest[-1], str)):
            rest.append(size)
        elif number is not None and number.value.denominator == 1:
            rest.append(int(number.value))
            length = number.end
        elif any(sign_of(" ".join(words[at : at + size])) in _GONE for size in _PHRASES):
            gone = True
            length = next(size for size in _PHRASES if sign_of(" ".join(words[at : at + size])) in _GONE)
        elif sign_of(words[at]) not in _BESIDE and words[at] not in _AROUND:
            return None
        at += length
    return _counted(place, goods, rest, Decimal(price[1]) if price else None, gone=gone)


def _size_at(words: Sequence[str], at: int, goods: Goods) -> tuple[str | None, int]:
    """Return the size that begins there, as the business writes it, and its number of words."""
    for length in _PHRASES:
        size = goods.size(" ".join(words[at : at + length])) if at + length <= len(words) else None
        if size:
            return size, length
    return None, 1


def _counted(
    place: int, goods: Goods, rest: Sequence[str | int], price: Decimal | None, *, gone: bool
) -> list[Counted] | None:
    sizes = [one for one in rest if isinstance(one, str)]
    counts = [one for one in rest if isinstance(one, int)]
    if gone:
        return None if counts else [Counted(place, one, 0, unsized=not sizes) for one in sizes or goods.sizes]
    if not sizes and len(goods.sizes) == 1:
        sizes = list(goods.sizes)
    if len(sizes) != len(counts) or not counts or len(set(sizes)) < len(sizes) or max(counts) > MOST_PIECES:
        return None
    if goods.sizes != ("",) and any(goods.size(str(one)) for one in counts):
        return None  # "kurta 38 40": two sizes, or forty pieces?
    return [Counted(place, size, many, price) for size, many in zip(sizes, counts, strict=True)]
