"""Alternatives for an unavailable size of a product: another size of it, then similar products."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

MOST = 3
PRICE_FACTOR = 2
"""The price of an alternative is at most twice the wanted one's, and at least half of it."""
ALIKE = Fraction(1, 2)
"""The minimum share of common title words of two products in different categories."""

_LETTERS = re.compile(r"(?:(\d{1,2})x|(x*))([sl])|m")
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Offerable:
    """One size of a product ("" for none), its price in micro-units, and its availability now."""

    product: UUID
    sku: str
    title: str
    category: str | None
    price: int
    size: str
    available: bool


def choose_alternatives(wanted: Offerable, offered: Iterable[Offerable], most: int = MOST) -> tuple[Offerable, ...]:
    """Return at most ``most`` available products, the best first, without the wanted one.

    Other sizes of the product come first, the nearest before the others and the larger of two before the smaller, as a
    smaller one fits nobody. Then come products of its category or with a similar title, in the wanted size if both have
    sizes, and at a similar price. The order of ``offered`` does not matter.
    """
    there = [one for one in offered if one.available]
    sizes = [one for one in there if one.product == wanted.product and _size(one) != _size(wanted)]
    others = [one for one in there if one.product != wanted.product and _may_replace(one, wanted)]
    ranked = sorted(sizes, key=lambda one: (_distance(one, wanted), _name(one)))
    ranked += sorted(others, key=lambda one: (-_likeness(one, wanted), _price_gap(one, wanted), _name(one)))
    return tuple(_list_once(ranked, wanted))[:most]


def _list_once(ranked: Iterable[Offerable], wanted: Offerable) -> Iterator[Offerable]:
    """Yield each size of the product once, and each other product once."""
    seen = set()
    for one in ranked:
        key = (one.product, _size(one) if one.product == wanted.product else None)
        if key not in seen:
            seen.add(key)
            yield one


def _may_replace(one: Offerable, wanted: Offerable) -> bool:
    fits = _size(one) == _size(wanted) or not one.size.strip() or not wanted.size.strip()
    same = bool(_words(one.category)) and _words(one.category) == _words(wanted.category)
    alike = same or _measure_shared(_words(one.title), _words(wanted.title)) >= ALIKE
    return fits and alike and _price_gap(one, wanted) <= PRICE_FACTOR


def _likeness(one: Offerable, wanted: Offerable) -> Fraction:
    """Return a similarity from 0 to 3: common title words count twice as much as a common category."""
    titles = _measure_shared(_words(one.title), _words(wanted.title))
    return 2 * titles + _measure_shared(_words(one.category), _words(wanted.category))


def _measure_shared(some: frozenset[str], others: frozenset[str]) -> Fraction:
    """Return the similarity of two sets of words from 0 to 1 (Dice's coefficient); 0 if both are empty."""
    together = len(some) + len(others)
    return Fraction(2 * len(some & others), together) if together else Fraction(0)


def _price_gap(one: Offerable, wanted: Offerable) -> Fraction:
    """Return the higher price divided by the lower one; 1 if either is unknown, which is a price of 0."""
    low, high = sorted((one.price, wanted.price))
    return Fraction(high, low) if low > 0 else Fraction(1)


def _words(text: str | None) -> frozenset[str]:
    """Return the words of letters, digits and marks, in one case and width; an English plural counts as its
    singular."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in folded.replace("'", ""))
    return frozenset(re.sub(r"(?<=[a-z]{3})s$", "", word) for word in kept.split())


def _distance(one: Offerable, wanted: Offerable) -> tuple[bool, Fraction, bool]:
    """Return a sort key for a size: whether its distance from the wanted one is unknown, the distance, and whether it
    is smaller."""
    (kind, mine), (other_kind, other) = _size(one), _size(wanted)
    return (False, abs(mine - other), mine < other) if kind == other_kind else (True, Fraction(0), False)


def _size(one: Offerable) -> tuple[str, Fraction]:
    """Return the kind of size and its position: letters (XS, S, M, L, XL, 2XL or XXL…), numbers, or its own word."""
    size = "".join(unicodedata.normalize("NFKC", one.size).casefold().split())
    if _NUMBER.fullmatch(size):
        return "number", Fraction(size.replace(",", "."))
    found = _LETTERS.fullmatch(size)
    if found is None:
        return f"word {size}" if size else "", Fraction(0)
    if size == "m":
        return "letter", Fraction(0)
    steps = 1 + int(found[1] or len(found[2]))
    return "letter", Fraction(steps if found[3] == "l" else -steps)


def _name(one: Offerable) -> tuple[str, str, str, int, int, str]:
    """Return a tie-breaker, so that the order is always the same."""
    return one.title, one.sku, one.size, one.product.int, one.price, repr(one.category)
