"""The requests to a shop, and its answers, as values."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Says(StrEnum):
    """What a shopkeeper says to one request."""

    YES = "yes"  # all that was asked for is there
    NO = "no"  # nothing of it is there
    PARTIAL = "partial"  # fewer than asked for, or another size or colour of it
    LATER = "later"  # not now, but at a time they name
    WAIT = "wait"  # they will tell, perhaps by a time they name: "dekh ke batata hoon"
    UNCLEAR = "unclear"  # it concerns this request, but what it says cannot be told: ask


class StockIntent(StrEnum):
    """What a reply does."""

    ANSWER = "answer"  # its answers say what to which request
    UNDO = "undo"  # they take back what they said; an answer beside it names the request, and says no where they do
    QUESTION = "question"  # they ask us something
    UNCLEAR = "unclear"  # nothing can be read from it: "wait", "call me", greetings
    WHICH = "which"  # it answers, but which request cannot be told
    REST = "rest"  # it goes on with the rest of what they answered before: "baki 1 kal aayega"


@dataclass(frozen=True, slots=True)
class Ask:
    """One open request of a shop. `number` is its place in the message's list, from 1; `menu` whether the message
    offered "1 Yes 2 No 3 Some", so that a bare digit is a choice; `others` are more words that name the product. Of one
    that is `figured` a bare digit was asked back, and is as doubtful when it comes again."""

    item: str
    size: str
    quantity: int
    order: str
    number: int | None = None
    menu: bool = False
    others: tuple[str, ...] = ()
    figured: bool = False


@dataclass(frozen=True, slots=True)
class StockAnswer:
    """What was said to ``asks[ask]``. `quantity` is how many they have now, for a yes at least what was asked for;
    `price` is for `price_for` pieces; `when` is in UTC, None where they named no time, or one that no calendar
    shows. It is `swept` where nothing names its request: "all", "the rest"."""

    ask: int
    says: Says
    quantity: int | None = None
    other_size: str | None = None
    alternative: str | None = None
    price: Decimal | None = None
    price_for: int = 1
    later_quantity: int | None = None
    when: datetime | None = None
    confidence: float = 0.0
    swept: bool = False


@dataclass(frozen=True, slots=True)
class StockReading:
    """What a reply says to the open requests of a shop."""

    answers: tuple[StockAnswer, ...]
    intent: StockIntent
