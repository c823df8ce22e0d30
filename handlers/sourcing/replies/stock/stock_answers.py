"""The requests to a shop, and its answers, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ShopSays(StrEnum):
    """What a shopkeeper says to one request."""

    YES = "yes"  # all that was asked for is there
    NO = "no"  # nothing of it is there
    PARTIAL = "partial"  # fewer than asked for; how many is to be asked if no number is named
    LATER = "later"  # not now, but at a time they name
    WAIT = "wait"  # they will tell, perhaps by a time they name
    UNCLEAR = "unclear"  # it concerns this request, but what it says cannot be told: ask


class StockIntent(StrEnum):
    """What a reply does."""

    ANSWER = "answer"  # its answers say what to which request
    UNDO = "undo"  # they take back what they said; an answer names the request
    UNCLEAR = "unclear"  # a word is left over, or it cannot be told which request is meant


@dataclass(frozen=True, slots=True)
class ShopRequest:
    """One open request of a shop. `number` is its place in the message's list, from 1; `menu` says that the message
    offered "1 Yes 2 No 3 Some", so that a bare digit is a choice. Of one that is `figured` a bare digit was asked back,
    and is as doubtful when it comes again."""

    item: str
    size: str
    quantity: int
    order: str
    number: int | None = None
    menu: bool = False
    figured: bool = False


@dataclass(frozen=True, slots=True)
class StockAnswer:
    """What was said to ``asks[ask]``. `quantity` is how many they have now, for a yes at least what was asked for;
    `when` is in UTC, None where they named no time."""

    ask: int
    says: ShopSays
    quantity: int | None = None
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class StockReading:
    """What a reply says to the open requests of a shop."""

    answers: tuple[StockAnswer, ...]
    intent: StockIntent
