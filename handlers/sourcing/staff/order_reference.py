"""Finding the order, shop, line or product that a command names: in any word order, by part of a name, or misspelt."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from flows.phrase import Ours, phrase, sentences, tap
from flows.sourcing.order_line import Line
from handlers.engine.seeds import OWN_ORDER
from handlers.engine.turn import Turn
from handlers.replies.reading_effort import spend
from handlers.replies.text_normalisation import normalise, words
from handlers.sourcing.customer_orders import AtHand, find_run, get_order
from handlers.staff_chat.argument_questions import show_example, which
from handlers.staff_chat.command_arguments import Known, Missing
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from storage.sourcing.partner_shops import Shop
from storage.sourcing.reservations import Reservations
from storage.store.products import Product

T = TypeVar("T")

OWN = "own"
"""The name of our own stock in place of a shop's."""
MOST_TAPS = 5
_BEGINNING = 3  # letters of a word for the product look-up
_SHORTEST_MISSPELT = 4  # a shorter word is another word after one edit
_SHORTEST_PART = 3  # "conn" for Connaught
_MOST_WORDS, _MOST_PARTS = 12, 3  # words to search for a number, and parts of one number
_SEARCHED = 200  # units of effort to search all products for one beginning of a word
_PER_UNIT = 100  # comparisons of a word in one unit of effort
_NUMBER = re.compile(r"#?((?:[A-Za-z]{1,8}[-_]?)?\d[\w-]{0,39})")


@dataclass(frozen=True, slots=True)
class MeantOrder(AtHand):
    """The order that a command names, and the remaining words."""

    rest: tuple[str, ...] = ()


async def find_order(turn: Turn, words: tuple[str, ...]) -> MeantOrder | Missing | Reply:
    """Find the order with a number, also if the letter of our own format is missing; or reply that there is none."""
    spans = list(_spans(words[:_MOST_WORDS]))
    told = {number for number, _, _ in spans}
    rows = await turn.unit.of(Reservations).find_by_numbers(told | {f"{OWN_ORDER}{one}" for one in told})
    for number, start, end in spans:
        row = rows.get(number) or rows.get(f"{OWN_ORDER}{number}")
        if row is None:
            continue
        run = await find_run(turn, row)
        if run is None:
            return which(phrase("order_too_old", number=row.number), (), phrase("next", command=Ours("/orders")))
        rest = (*words[:start], *words[end:])
        return MeantOrder(row, get_order(run), run if run.ended_at is None else None, rest)
    if not spans:
        return Missing()
    return which(phrase("order_unknown", number=spans[-1][0]), (), phrase("all_that_are_open"), understood=False)


async def ask_which_order(asked: IssuedCommand, _known: Known) -> Reply:
    """List the open orders to tap, the most urgent first, because the command named none.

    If no order is open, explain the command's form.
    """
    groups = await asked.turn.unit.of(Reservations).group_by_stage(MOST_TAPS)
    rows = [row for group in groups.values() for row in group.first][:MOST_TAPS]
    if asked.arguments or not rows:
        question = sentences(phrase("which_order"), await show_example(asked))
        return which(question, (), phrase("all_that_are_open"), understood=False)
    taps = [(tap(asked.command, row.number), phrase(f"status_{row.status}")) for row in rows]
    return which(phrase("which_order"), taps, phrase("all_that_are_open"), understood=False)


def _spans(typed: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield possible order numbers and their word positions, the longest first: a tapped ``SO-77`` is two words."""
    for many in range(_MOST_PARTS, 0, -1):
        for start in range(len(typed) - many + 1):
            said = _ascii_digits("-".join(typed[start : start + many]))
            found = _NUMBER.fullmatch(said)
            if found is not None and (many == 1 or typed[start + many - 1][0].isdigit()):
                for spelling in dict.fromkeys((found[1], found[1].upper())):
                    yield spelling, start, start + many


def _ascii_digits(text: str) -> str:
    """Convert a number in the digits of any script to ASCII: १२३४ is 1234."""
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


def best(said: Sequence[str], among: Iterable[T], names: Callable[[T], Sequence[str]]) -> tuple[list[T], list[str]]:
    """Return the items with the most matching words, and the words in none of their names; no items if nothing matches.

    A shop or product whose whole name is among the words wins over a partial match.
    """
    named = [(one, [name for name in names(one) if name]) for one in among]
    parts = [frozenset(part for name in own for part in _split_name(name)) for _, own in named]
    near = _NearWords(said, frozenset().union(*parts))
    scored = [
        (near.score(own, all_), all_, one) for (one, own), all_ in zip(named, parts, strict=True) if near.touches(all_)
    ]
    top = max((score for score, _, _ in scored), default=0.0)
    if top <= 0:
        return [], list(said)
    found = [(all_, one) for score, all_, one in scored if score == top]
    left = [word for word in said if not any(near.hit(word, all_) for all_, _ in found)]
    return [one for _, one in found], left


@lru_cache(maxsize=32_768)
def _split_name(name: str) -> tuple[str, ...]:
    return tuple(words(name))


class _NearWords:
    """The parts of names that are near each word that was said; each word is compared with each part once."""

    def __init__(self, said: Sequence[str], parts: frozenset[str]) -> None:
        self._said, self._whole = said, {normalise(" ".join(said)), *map(normalise, said)}
        self._near = {word: [_find_near(one, parts) for one in words(word)] for word in dict.fromkeys(said)}
        self._parts = {part for found in self._near.values() for near in found for part in near}

    def touches(self, parts: frozenset[str]) -> bool:
        """Return True if any word may match one of these parts."""
        return not self._parts.isdisjoint(parts)

    def score(self, names: Sequence[str], parts: frozenset[str]) -> float:
        """Count the matching words; a whole name counts a little more, a similar word a little less."""
        whole = any(normalise(name) in self._whole for name in names)
        return sum(self.hit(word, parts) for word in self._said) + (0.5 if whole else 0.0)

    def hit(self, word: str, parts: frozenset[str]) -> float:
        """Return 1 if the word is in the parts, less if it begins one or has one wrong letter, 0 otherwise."""
        nearest = (max((near[part] for part in parts & near.keys()), default=0.0) for near in self._near[word])
        return min(nearest, default=0.0)


def _find_near(word: str, parts: frozenset[str]) -> dict[str, float]:
    """Return the nearness of the parts that a word is, begins, or misspells by one letter."""
    spend(1 + len(parts) // _PER_UNIT)
    found: dict[str, float] = {}
    if len(word) >= _SHORTEST_MISSPELT:
        from rapidfuzz import process  # loaded with the first possibly misspelt word
        from rapidfuzz.distance import OSA

        found = {part: 0.8 for part, _, _ in process.extract_iter(word, parts, scorer=OSA.distance, score_cutoff=1)}
    if len(word) >= _SHORTEST_PART:
        found |= {part: 0.9 for part in parts if part.startswith(word)}
    return found | ({word: 1.0} if word in parts else {})


def list_names(shop: Shop) -> tuple[str, ...]:
    """Return the names of a shop in commands."""
    return shop.ref, shop.name, shop.location


def list_line_names(line: Line) -> tuple[str, ...]:
    """Return the names of an order's line: the product, the size, its number in the order."""
    return line.title, line.sku, line.size, line.id


def _goods(line: Line) -> tuple[str, ...]:
    """Return the names of a line's goods, without its number."""
    return line.title, line.sku, line.size


def list_product_names(product: Product) -> tuple[str, ...]:
    """Return the names of a product."""
    return product.sku, product.title, product.category


async def find_products(turn: Turn, typed: Sequence[str]) -> tuple[list[Product], list[str]]:
    """Return the products that words name, and the other words. Misspelt first letters are found in a second search."""
    parts = {one[:_BEGINNING] for word in typed for one in words(word) if len(one) >= _BEGINNING}
    spend(len(parts) * _SEARCHED)
    near = await turn.unit.products.search(parts or set(typed))
    found, rest = best(typed, near, list_product_names)
    return (found, rest) if found else best(typed, await turn.unit.products.all(), list_product_names)


def is_own(word: str) -> bool:
    """Return True if the word names our own stock."""
    return normalise(word) in {OWN, "stock", "us", "ourselves", "house"}


def find_lines(
    said: Sequence[str], lines: Sequence[Line], names: Callable[[Line], Sequence[str]] = list_line_names
) -> list[Line] | None:
    """Return the lines that words name: all lines if there are no words, None if a word does not match."""
    if not said:
        return list(lines)
    found, left = best(said, lines, names)
    return found if found and not left else None


def find_parts(said: Sequence[str], lacking: Sequence[tuple[Line, int]]) -> list[tuple[Line, int]] | None:
    """Return the missing lines that words name, with their pieces: all if there are no words, None if unclear.

    A number is a size if there is one with this name; else it is the pieces of a single line.
    """
    missing = {line.id: many for line, many in lacking}
    lines = [line for line, _ in lacking]
    whole = find_lines(said, lines, _goods)
    if whole is not None:
        return [(line, missing[line.id]) for line in whole]
    for place in reversed(range(len(said))):
        many = _ascii_digits(said[place]).strip("xX×")
        found = find_lines([*said[:place], *said[place + 1 :]], lines, _goods) if many.isdecimal() else None
        if found is not None and len(found) == 1 and 0 < int(many) <= missing[found[0].id]:
            return [(found[0], int(many))]
    return None
