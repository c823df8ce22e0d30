"""A wish, and a question for other goods beside it: "quiero un mug, y el elephant cuanto cuesta?"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.sourcing.replies.inquiring import asks_sizes, may_ask, read_inquiry
from handlers.sourcing.replies.joining import PARTS
from handlers.sourcing.replies.naming import find_goods, name_bits
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wanting import read_wish, read_wishes
from handlers.sourcing.replies.wish_likely import says_it_wants


@dataclass(frozen=True, slots=True)
class WishAndInquiry:
    """The two parts of a text, and the places of the goods that are wanted."""

    wish: str
    question: str
    wares: tuple[int, ...]


def part_inquiry(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> WishAndInquiry | None:
    """The wish of a text and its question, whichever stands first; None where it has not both, or they are for the same
    goods."""
    for wish, question in _halves(text):
        if "?" in wish or not says_it_wants(wish) or says_it_wants(question) or not _asks(question, shelf):
            continue
        one, several = read_wish(wish, shelf, categories), read_wishes(wish, shelf, categories)
        wares = tuple(place for found in (several or ((one,) if one else ())) for place in found.wares)
        if wares and set(wares).isdisjoint(_named(question, shelf)):
            return WishAndInquiry(wish, question, wares)
    return None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """The text parted where one thing ends and the next begins, and behind a question: each half may be the wish."""
    cuts = [(cut.start(), cut.end()) for cut in PARTS.finditer(text)]
    cuts += [(place + 1, place + 1) for place, letter in enumerate(text) if letter == "?"]
    for start, end in sorted(cuts):
        before, behind = text[:start].strip(), _without_and(text[end:].strip())
        if before and behind:
            yield before, behind
            yield behind, before


def _without_and(text: str) -> str:
    """What stands behind a second "and" or mark: ", and how much"."""
    while (found := PARTS.match(text)) and found.end():
        text = text[found.end() :].strip()
    return text


def _asks(text: str, shelf: Shelf) -> bool:
    """Whether all of a part asks, and each of its pieces that names goods asks of these."""
    if asks_sizes(text):
        return bool(_named(text, shelf))
    pieces = (piece for piece in PARTS.split(text) if _named(piece, shelf))
    return read_inquiry(text, shelf) is not None and all(map(may_ask, pieces))


def _named(text: str, shelf: Shelf) -> tuple[int, ...]:
    bits = [bit for bit in name_bits(text, shelf) if bit.name == "item"]
    return find_goods(bits, (), shelf)[0]
