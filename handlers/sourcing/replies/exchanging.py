"""One product for another: "shorts XL instead of the mug", "instead of mugs I want shorts", "mug ki jagah shorts"."""

import re

from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import PARTS, whole
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.opposing import names_first, opposed
from handlers.sourcing.replies.pairing import apart, one_in
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED = read_sets("sourcing:exchanging")
_BEHIND, _BEFORE = (re.compile(whole(_LISTED[name]), re.IGNORECASE) for name in ("unwanted behind", "unwanted before"))
_WANTS = re.compile(rf"\s*(?:,|{whole(_LISTED['wants'])})\s*", re.IGNORECASE)
_TURNING, _INTO, _FROM = (
    re.compile(whole(_LISTED[name]), re.IGNORECASE) for name in ("turning", "turned into", "turned from")
)

_MARKS = " ,;"
_SHALL_BE = re.compile(whole(read_sets("sourcing:some_of")["shall be"]), re.IGNORECASE)


def exchanged(text: str, shelf: Shelf) -> tuple[str, str] | None:
    """The part of a text that names what is wanted, and the part that names what it stands for; None for all else."""
    return _in_place_of(text, shelf) or _turned(text, shelf) or _shall_be(text, shelf) or opposed(text, shelf)


def exchanged_first(text: str, shelf: Shelf) -> tuple[tuple[str, str], str] | None:
    """Both parts of such a text, and what is said of other goods behind them: "swap the mug with shorts, and one more
    cap"; None for all else."""
    for cut in PARTS.finditer(text):
        head, rest = text[: cut.start()], text[cut.end() :]
        pair = exchanged(head, shelf) if any(bit.name == "item" for bit in name_bits(rest, shelf)) else None
        if pair is not None:
            return pair, rest
    return None


def asks_exchange(text: str) -> bool:
    """Whether a text wants another thing for what was ordered, or asks whether that can be, and speaks of no money."""
    said = tokens(text)
    return says_any(said, _LISTED["exchanges"]) and not says_any(said, _LISTED["money"])


def turned_into(text: str, shelf: Shelf) -> str:
    """What a text wants that does not name what for: "exchange for a mug", "can you replace it with a mug"; "" for all
    else."""
    cuts = (cut for cut in _INTO.finditer(text) if _TURNING.search(text[: cut.start()]))
    return next((wanted for cut in cuts if names_first(wanted := text[cut.end() :], shelf)), "")


def said_of(text: str, title: str, shelf: Shelf) -> str:
    """A text with the ``title`` of the goods behind the number that shall become others: "change one to elephant" is of
    one of those. Other texts as they are."""
    turned = turned_into(text, shelf)
    cut = next((cut for cut in _INTO.finditer(text) if turned and text[cut.end() :] == turned), None)
    before = name_bits(text[: cut.start()], shelf) if cut is not None else ()
    numbers = [bit for bit in before if bit.name == "number"]
    if cut is None or len(numbers) != 1 or any(bit.name == "item" for bit in before):
        return text
    return f"{text[: cut.start()].rstrip()} {title} {text[cut.start() :]}"


def without_turning(text: str) -> str:
    """A text without the verb that turns one thing into another: "badal do" is no two of it."""
    return _TURNING.sub(" ", text)


def _in_place_of(text: str, shelf: Shelf) -> tuple[str, str] | None:
    behind, before = _BEHIND.search(text), _BEFORE.search(text)
    if behind is not None:
        first, rest = text[: behind.start()], text[behind.end() :]
        if one_in(first, shelf):
            return apart(first, rest, shelf)
        wants = _WANTS.search(rest)
        return apart(rest[wants.end() :], rest[: wants.start()], shelf) if wants else None
    return apart(text[before.end() :], text[: before.start()], shelf) if before is not None else None


def _shall_be(text: str, shelf: Shelf) -> tuple[str, str] | None:
    """Where so many of one shall be another: "one of the mugs should be an elephant"."""
    cut = _SHALL_BE.search(text)
    before = text[: cut.start()] if cut is not None else ""
    if cut is None or not any(bit.name == "number" for bit in name_bits(before, shelf)):
        return None
    return apart(text[cut.end() :], before, shelf)


def _turned(text: str, shelf: Shelf) -> tuple[str, str] | None:
    """Where one shall become the other: "replace the shorts with a mug", "shorts ko mug se badal do". "Swap M with L,
    and one more mug" is another size."""
    if _TURNING.search(text) is None:
        return None
    cuts = (*_INTO.finditer(text), *_FROM.finditer(text))
    found = (
        apart(without_turning(text[cut.end() :]), text[: cut.start()], shelf)
        for cut in cuts
        if one_in(PARTS.split(text[cut.end() :].strip(_MARKS), maxsplit=1)[0], shelf)
    )
    return next(filter(None, found), None)
