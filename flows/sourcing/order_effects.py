"""The effects of an order: on our own stock, shops and their desks, the staff, and its own records.

Every effect is written with the order's next state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.actor import Actor
from flows.engine import Own
from flows.phrase import Text
from flows.sourcing.order_line import Line
from flows.sourcing.order_reason import Why


@dataclass(frozen=True, slots=True)
class TakeOwn(Own):
    """Keep pieces of our own stock for a line; where they went meanwhile the decision is made anew."""

    line: Line
    quantity: int


@dataclass(frozen=True, slots=True)
class FreeOwn(Own):
    """Pieces of our own stock that are not needed any more; ``packed``: they had left it, and come back."""

    line: Line
    quantity: int
    packed: bool = False


@dataclass(frozen=True, slots=True)
class UseOwn(Own):
    """Pieces of our own stock that leave with the order; fewer than none come back, and are held for it again."""

    line: Line
    quantity: int


@dataclass(frozen=True, slots=True)
class AddOwn(Own):
    """Pieces of a line that were fetched for our own shelf: they are our own stock from now on."""

    line: Line
    quantity: int


@dataclass(frozen=True, slots=True)
class TakeCredit(Own):
    """The order costs less by this credit; where another order took it meanwhile the decision is made anew."""

    credit: UUID


@dataclass(frozen=True, slots=True)
class FreeCredit(Own):
    """The order came to nothing: the credit that it used can be used again."""


@dataclass(frozen=True, slots=True)
class RequestedLine:
    """Pieces of a line that a shop is asked for; ``earns`` is the commission for one of them, in micro-units."""

    line: str
    item: str
    size: str
    quantity: int
    earns: int

    @classmethod
    def of(cls, line: Line, quantity: int, earns: int) -> RequestedLine:
        """Return so many pieces of this line."""
        return cls(line.id, line.title, line.size, quantity, earns)


@dataclass(frozen=True, slots=True)
class AskShop(Own):
    """Have a shop's desk ask about these lines, to be answered by ``deadline``; ``patience`` before it is reminded."""

    shop: UUID
    wanted: tuple[RequestedLine, ...]
    deadline: datetime
    patience: timedelta


@dataclass(frozen=True, slots=True)
class TellShop(Own):
    """Tell a shop's desk what came of a line: an Outcome; ``quantity`` is what it is to keep, until ``by``.

    Of what comes back to it, ``quantity`` is how many pieces, and ``earns`` the commission that it had for one.
    """

    shop: UUID
    line: str
    outcome: str
    quantity: int = 0
    by: datetime | None = None
    earns: int = 0


class RequestOutcome:
    """The outcome of a shop's answer, in the desk's words."""

    YOURS = "yours"  # keep it aside
    PAID = "paid"  # the customer paid: it is fetched soon
    HELD = "held"  # noted; the shop hears later whether it is needed
    NO = "no"  # understood: nothing there
    TAKEN = "taken"  # another one was first
    SPARED = "spared"  # another one has it: no answer is needed any more
    OVER = "over"  # the order needs it no more, from nobody
    FEWER = "fewer"  # another number of pieces is missing than it is asked for
    SILENT = "silent"  # the deadline passed
    HANDED = "handed"  # fetched: it has done its part
    FREED = "freed"  # what it kept is free again
    RETURNED = "returned"  # what it handed over comes back


@dataclass(frozen=True, slots=True)
class TellStaff(Own):
    """Something that a person has to know or to decide; ``about`` makes it once a day.

    ``but`` is a member of the staff who said what it follows from, was answered, and is not told again.
    """

    about: str
    text: Text
    but: Actor | None = None


@dataclass(frozen=True, slots=True)
class Book(Own):
    """A shop earned its commission for these pieces, or where ``reverse`` gives it back."""

    shop: UUID
    line: str
    amount: int
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Await(Own):
    """The customer wants to hear when this line's product is there again."""

    line: Line


@dataclass(frozen=True, slots=True)
class Record(Own):
    """A line in the order's history, with the state it had then."""

    status: str
    by: Actor
    why: Why | None = None
