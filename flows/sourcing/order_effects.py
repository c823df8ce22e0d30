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
    """Reserve pieces of our own stock for a line; if they are gone meanwhile, the decision is made again."""

    line: Line
    quantity: int


@dataclass(frozen=True, slots=True)
class FreeOwn(Own):
    """Release pieces of our own stock that are no longer needed; ``packed``: they had left the stock, and return."""

    line: Line
    quantity: int
    packed: bool = False


@dataclass(frozen=True, slots=True)
class UseOwn(Own):
    """Remove pieces from our own stock as they leave with the order; a negative quantity returns and is reserved for it
    again."""

    line: Line
    quantity: int


@dataclass(frozen=True, slots=True)
class AddOwn(Own):
    """Add pieces that were fetched for our own shelf to our own stock."""

    line: Line
    quantity: int


@dataclass(frozen=True, slots=True)
class TakeCredit(Own):
    """Use this credit for the order; if another order took it meanwhile, the decision is made again."""

    credit: UUID


@dataclass(frozen=True, slots=True)
class FreeCredit(Own):
    """Release the credit of an order that failed, so that it can be used again."""


@dataclass(frozen=True, slots=True)
class RequestedLine:
    """Pieces of a line that a shop is asked for; ``earns`` is the commission per piece, in micro-units."""

    line: str
    item: str
    size: str
    quantity: int
    earns: int

    @classmethod
    def of(cls, line: Line, quantity: int, earns: int) -> RequestedLine:
        """Return a request for ``quantity`` pieces of this line."""
        return cls(line.id, line.title, line.size, quantity, earns)


@dataclass(frozen=True, slots=True)
class AskShop(Own):
    """Send a shop's desk a request for these lines, to be answered by ``deadline``; the reminder follows after
    ``patience``."""

    shop: UUID
    wanted: tuple[RequestedLine, ...]
    deadline: datetime
    patience: timedelta


@dataclass(frozen=True, slots=True)
class TellShop(Own):
    """Tell a shop's desk the ``outcome`` of a line; ``quantity`` is what it must keep, until ``by``.

    If pieces come back to the shop, ``quantity`` is their number, and ``earns`` the commission that it had per piece.
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
    """Tell the staff something that a person must know or decide, once a day for each ``about``.

    ``but`` is the staff member whose message caused it: they already have the answer and are not told again.
    """

    about: str
    text: Text
    but: Actor | None = None


@dataclass(frozen=True, slots=True)
class Book(Own):
    """Credit a shop with its commission for these pieces; with ``reverse``, take it back."""

    shop: UUID
    line: str
    amount: int
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Await(Own):
    """Put the customer on the waitlist of this line's product."""

    line: Line


@dataclass(frozen=True, slots=True)
class Record(Own):
    """Add a line to the order's history, with its status at the time."""

    status: str
    by: Actor
    why: Why | None = None
