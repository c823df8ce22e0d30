"""What an order hears of: the shops' answers, the staff's words, the customer's choice; and what it asks for.

Every event names its order, every effect is written with the order's next state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from flows.engine import Own
from flows.sourcing.order import Line, Order


@dataclass(frozen=True, slots=True)
class Reserved:
    """A customer reserves: the order as it begins, with nothing asked and nothing promised.

    ``written_at`` is the address, with its channel, at which they wrote it, where that was in a chat with us.
    """

    order: Order
    written_at: tuple[UUID, str] | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """The staff offers to make something for a price: the order as it begins, kept by us, until the customer agrees.

    ``text`` is what the staff says of it, ``by`` who it was.
    """

    order: Order
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Restock:
    """The staff wants pieces for our own shelf: the order as it begins, ``by`` whom. Shops are asked, nobody pays."""

    order: Order
    by: str


@dataclass(frozen=True, slots=True)
class StockAnswered:
    """A shop said of one line: ``quantity`` pieces now, or from ``ready_at`` on. ``price`` is what it wants for one.

    ``says`` is a Says; ``other`` is what it has instead, in its words (another size, another colour).
    """

    order: UUID
    shop: UUID
    line: str
    says: str
    quantity: int = 0
    ready_at: datetime | None = None
    price: int | None = None
    other: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A shop takes its word back: what it kept for these lines is free."""

    order: UUID
    shop: UUID
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShopGone:
    """A shop was removed, or its owner stopped our messages: nothing can be asked or fetched there."""

    order: UUID
    shop: UUID


@dataclass(frozen=True, slots=True)
class ShopAway:
    """A shop is on holiday until after these lines were to be answered: its answer is not waited for."""

    order: UUID
    shop: UUID
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """A member of the staff has fetched what a shop kept (all of it, or one line's). ``by`` names who says so."""

    order: UUID
    shop: UUID | None
    by: str
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """A member of the staff says that this shop has what is missing; with ``quantities`` so much of these lines."""

    order: UUID
    shop: UUID
    commission: tuple[tuple[str, int], ...]
    by: str
    quantities: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A member of the staff, or the shop's system, says how far it is: packed, shipped, delivered."""

    order: UUID
    to: str
    by: str
    tracking: str = ""
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A member of the staff gives it up: it cannot be had. ``lines`` empty means all that was not fetched."""

    order: UUID
    by: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalledOff:
    """It is called off: by the customer, the staff or the shop's system."""

    order: UUID
    by: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A member of the staff says that the money came some other way."""

    order: UUID
    by: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class RefundedByHand:
    """A member of the staff sent the money back that could not go by itself: refused, or never ours to send."""

    order: UUID
    by: str


@dataclass(frozen=True, slots=True)
class PhotosTaken:
    """The checklist is done and photos are there: the customer may look before it leaves."""

    order: UUID
    by: str
    photos: int


@dataclass(frozen=True, slots=True)
class Flawed:
    """Whoever looked it over found something wrong, and says what."""

    order: UUID
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Remarked:
    """The customer wrote of the photos what is no answer to them, and a person was asked to judge it."""

    order: UUID


@dataclass(frozen=True, slots=True)
class Replaced:
    """A member of the staff offers the customer another price for the same wish: ``number`` is the newer order's."""

    order: UUID
    number: str
    by: str


OrderNews: TypeAlias = (
    Reserved | Quoted | Restock | StockAnswered | TakenBack | ShopGone | ShopAway | Handed | Assigned | Moved | Given
    | CalledOff | Settled | RefundedByHand | PhotosTaken | Flawed | Remarked | Replaced
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StockReported:
    """So many pieces of a product are somewhere that were not: who waits for it is to hear. It is no order's news."""

    product: UUID
    size: str
    pieces: int


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
    """Pieces of our own stock that leave with the order."""

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
class Wanted:
    """Pieces of a line that a shop is asked for; ``earns`` is the commission for one of them, in micro-units."""

    line: str
    item: str
    size: str
    quantity: int
    earns: int

    @classmethod
    def of(cls, line: Line, quantity: int, earns: int) -> Wanted:
        """So many pieces of this line."""
        return cls(line.id, line.title, line.size, quantity, earns)


@dataclass(frozen=True, slots=True)
class AskShop(Own):
    """Have a shop's desk ask about these lines, to be answered by ``deadline``; ``patience`` before it is reminded."""

    shop: UUID
    wanted: tuple[Wanted, ...]
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


class Outcome:
    """What a shop's answer led to, in its desk's words."""

    YOURS = "yours"  # keep it aside
    PAID = "paid"  # the customer paid: it is fetched soon
    HELD = "held"  # noted; whether it is needed is told later
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
    """Something that a person has to know or to decide; ``about`` makes it once a day, ``text`` is what is said.

    ``but`` is a member of the staff who said what it follows from, was answered, and is not told again.
    """

    about: str
    text: str
    but: str = ""


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
    by: str
    note: str = ""
