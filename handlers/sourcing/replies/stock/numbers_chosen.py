"""Which of several numbered things a shop chose: "1", "dono", "1 and 3", "P78106", "none"."""

from collections.abc import Sequence

from handlers.replies.choices import read_sure
from handlers.replies.text import normalise, words
from handlers.sourcing.replies.mentioning import spelled
from handlers.sourcing.replies.stock.reply_words import sign_of


def read_chosen(text: str, orders: Sequence[str]) -> frozenset[int] | None:
    """Return the places, from 0, of the chosen things of these orders; none for "no", None where it cannot be told.

    ``orders`` has an order's number for each of the things, in the order in which they were numbered. Every word has
    to be a number, an order's number, or a word for all or for none: "1 yes 2 no" chooses nothing.
    """
    said = [word for word in words(normalise(text[:200])) if sign_of(word) not in {"", ",", ";", "O"}]
    chosen = set[int]()
    for word in said:
        named = {at for at, one in enumerate(orders) if word.upper() in spelled([one])}
        if not named and word.isdecimal() and 0 < int(word) <= len(orders):
            named = {int(word) - 1}
        if not named and sign_of(word) in {"A", "B"} and (sign_of(word) == "A" or len(orders) == 2):
            named = set(range(len(orders)))
        if not named:
            sure = read_sure(text) if len(said) == 1 else None
            return None if sure is None else frozenset(range(len(orders))) if sure else frozenset()
        chosen |= named
    return frozenset(chosen) or None
