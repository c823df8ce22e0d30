"""Requests to a shop, and its answers to them, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ShopSays(StrEnum):
    """A shopkeeper's answer to one request."""

    YES = "yes"  # all requested pieces are there
    NO = "no"  # no piece is there
    PARTIAL = "partial"  # fewer than requested; without a number a question follows
    LATER = "later"  # not now, but at a time they name
    WAIT = "wait"  # they will tell, perhaps by a time they name
    UNCLEAR = "unclear"  # about this request, but the content is unclear: ask


class StockIntent(StrEnum):
    """The kind of a shop's reply."""

    ANSWER = "answer"  # it answers one or more requests
    UNDO = "undo"  # they take back their words; an answer names the request
    UNCLEAR = "unclear"  # a word is left over, or the request is unclear


@dataclass(frozen=True, slots=True)
class ShopRequest:
    """One open request to a shop. `number` is its number in the message's list, from 1. `menu`: the message offered "1
    Yes 2 No 3 Some", so a bare digit may be a choice. `figured`: we have asked about a bare digit before, so a second
    one is unclear too."""

    item: str
    size: str
    quantity: int
    order: str
    number: int | None = None
    menu: bool = False
    figured: bool = False


@dataclass(frozen=True, slots=True)
class StockAnswer:
    """An answer to ``asks[ask]``. `quantity` is the number of pieces that they have now, for a yes at least the
    requested number. `when` is in UTC; None if they named no time."""

    ask: int
    says: ShopSays
    quantity: int | None = None
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class StockReading:
    """A reply's answers to the open requests of a shop."""

    answers: tuple[StockAnswer, ...]
    intent: StockIntent
