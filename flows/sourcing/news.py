"""What an order hears of: the shops' answers, the staff's words, the customer's choice. Every event names its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from flows.sourcing.order import Order


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
