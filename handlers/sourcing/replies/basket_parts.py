"""The pieces of a text that changes an order: what marks and an "and" part, each with the classes of its words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.replies.text import tokens
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.basket_words import BASKET
from handlers.sourcing.replies.joining import AND, SIGN, whole
from handlers.sourcing.replies.naming import without_titles
from handlers.sourcing.replies.stock.goods import Shelf

_BUT = whole(read_words("sourcing:basket")["contrast"])
_PARTS = re.compile(rf"\s*(?P<sign>{SIGN}|{AND}|{_BUT})\s*", re.IGNORECASE)
_TOGETHER = re.compile(rf"\s*(?:\+|&|{AND})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BasketPart:
    """A piece of a text, with the classes of its words; ``together``: an "and" joins it to the one before."""

    text: str
    names: frozenset[str]
    together: bool


def parts_of(text: str, shelf: Shelf) -> Iterator[BasketPart]:
    """The pieces of a text, in its order."""
    place, together = 0, False
    for sign in (*_PARTS.finditer(text), None):
        part = text[place : sign.start() if sign else None]
        yield BasketPart(part, frozenset(_said(BASKET.name(tokens(without_titles(part, shelf))))), together)
        if sign:
            place, together = sign.end(), _TOGETHER.fullmatch(sign.group()) is not None


def exchanged_parts(pair: tuple[str, str], shelf: Shelf) -> Iterator[BasketPart]:
    """The goods wanted, then those which they stand for, left out."""
    wanted, unwanted = pair
    yield BasketPart(
        wanted, frozenset(BASKET.name(tokens(without_titles(wanted, shelf)))) - {"refusing", "removing"}, False
    )
    yield BasketPart(unwanted, frozenset({"removing"}), False)


def _said(names: Sequence[str]) -> Sequence[str]:
    """The classes of a part's words without the "actually" or "wait" that opens a no: "actually no mugs" leaves the
    mugs out, and "no, actually mugs" wants them."""
    opens = next((place for place, name in enumerate(names) if name != "instead"), 0)
    return names[opens:] if names[opens : opens + 1] == ["refusing"] else names
