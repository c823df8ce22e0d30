"""Finding the order, shop, line or product that a command names: in any word order, by part of a name, or misspelt."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flows.phrase import Ours, phrase, sentences, tap
from flows.sourcing.order_line import Line
from handlers.engine.seeds import OWN_ORDER
from handlers.engine.turn import Turn
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
    scored = [(_score(said, names(one)), one) for one in among]
    top = max((score for score, _ in scored), default=0.0)
    if top <= 0:
        return [], list(said)
    found = [one for score, one in scored if score == top]
    left = [word for word in said if not any(_hits(word, names(one)) for one in found)]
    return found, left


def _score(said: Sequence[str], names: Sequence[str]) -> float:
    """Count the matching words; a whole name counts a little more, a similar word a little less."""
    whole = any(normalise(name) in {normalise(" ".join(said)), *map(normalise, said)} for name in names if name)
    return sum(_hits(word, names) for word in said) + (0.5 if whole else 0.0)


def _hits(word: str, names: Sequence[str]) -> float:
    """Return 1 if the word is in the names, less if it begins one or has one wrong letter, 0 otherwise."""
    parts = [part for name in names for part in words(name)]
    said = words(word)
    if not said:
        return 0.0
    return min(max((_measure_nearness(one, part) for part in parts), default=0.0) for one in said)


def _measure_nearness(word: str, part: str) -> float:
    if word == part:
        return 1.0
    if len(word) >= _SHORTEST_PART and part.startswith(word):
        return 0.9
    if len(word) < _SHORTEST_MISSPELT:
        return 0.0
    from rapidfuzz.distance import OSA  # loaded with the first possibly misspelt word

    return 0.8 if OSA.distance(word, part, score_cutoff=1) <= 1 else 0.0


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
