"""The entries of a shop's reply: "L 2 hai, M nahi" has one for each size."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from handlers.sourcing.replies.stock.reply_words import ReplyToken
from handlers.sourcing.replies.stock.stock_answers import ShopRequest


@dataclass(slots=True)
class Entry:
    """A statement about some requests: its signs, and the indexes (``places``) of its names; None if no name."""

    places: frozenset[int] | None
    tokens: list[ReplyToken]
    swept: bool = False
    numbered: bool = False
    sized: bool = False


def split_entries(tokens: Sequence[ReplyToken], asks: Sequence[ShopRequest]) -> Iterator[Entry]:
    """Split the phrases at separators, and before each name that follows a sign: "L 2 hai M nahi" is two entries."""
    listed = {ask.number: place for place, ask in enumerate(asks) if ask.number}
    entry = Entry(None, [])
    for at, token in enumerate(tokens):
        names = token.places if token.sign == "I" else _place_in_list(tokens, at, entry, listed)
        begins = bool(names) and entry.places is not None and bool(_find_sign(entry))
        begins = begins or (bool(names) and bool(listed) and token.sign == "N" and bool(_find_sign(entry)))
        rest = token.sign == "R" and len(asks) > 1 and bool(_find_sign(entry))
        if begins or rest or (len(asks) > 1 and token.sign in ",;" and _find_sign(entry)):
            yield entry
            entry = Entry(None, [])
        if names:
            entry.places = names if entry.places is None else entry.places & names
            entry.numbered = token.sign == "N"
            entry.sized = entry.sized or token.sized
        elif rest or (token.sign == "R" and len(asks) > 1):
            entry.swept = True
        elif token.sign != ";" or len(asks) == 1:
            entry.tokens.append(ReplyToken(",") if token.sign == ";" else token)
    if entry.tokens or entry.places is not None:
        yield entry


def _place_in_list(
    tokens: Sequence[ReplyToken], at: int, entry: Entry, listed: dict[int, int]
) -> frozenset[int] | None:
    """Return the index of the request whose number starts this entry or its next statement; None if it is a count."""
    token = tokens[at]
    place = listed.get(int(token.value)) if token.value is not None and token.sign == "N" else None
    follows = "".join(one.sign for one in takewhile(lambda one: one.sign not in ",;", tokens[at + 1 :]))
    if place is None or len(listed) < 2:
        return None
    if entry.places is None and not _find_sign(entry):
        return frozenset({place}) if follows else None
    return frozenset({place}) if _find_sign(entry) and re.match("[YnmTVgxOSAN]", follows) else None


def _find_sign(entry: Entry) -> str:
    return "".join(one.sign for one in entry.tokens if one.sign in "YnmTVgxASNBL")
