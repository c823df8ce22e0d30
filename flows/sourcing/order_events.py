"""The events of an order: the shops' answers, the staff's words, the customer's choice. Every event names its order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, ClassVar, Self, TypeAlias
from uuid import UUID

from flows.actor import Actor
from flows.events.event import NAMES_NOBODY, ORDER, Code, Event, Scrub
from flows.sourcing.order import Order


class OfOrder(Event):
    """An event of shops, staff and providers for an order; orders without a customer need it too."""

    __slots__ = ()

    STILL_HEARD: ClassVar[bool] = True

    def drop_names(self, scrub: Scrub) -> Self:
        del scrub
        return self


@dataclass(frozen=True, slots=True)
class Reserved:
    """A customer reserves: the order at its start, without questions or promises.

    ``written_at`` is the address, with its channel, of the customer's message, if that was in a chat with us.
    """

    order: Order
    written_at: tuple[UUID, str] | None = None


@dataclass(frozen=True, slots=True)
class Quoted(Event):
    """The staff offers to make something for a price: the order as it begins, kept by us, until the customer agrees.

    ``text`` is what the staff says of it, ``by`` who it was.
    """

    TYPE: ClassVar[str] = "order.quoted"
    order: Order
    text: str
    by: Actor


@dataclass(frozen=True, slots=True)
class Restock(OfOrder):
    """The staff wants pieces for our own shelf: the order at its start, ``by`` a member. Nobody pays."""

    TYPE: ClassVar[str] = "order.restock"
    order: Annotated[Order, NAMES_NOBODY]
    by: Actor


@dataclass(frozen=True, slots=True)
class StockAnswered(OfOrder):
    """A shop said of one line: ``quantity`` pieces now, or from ``ready_at`` on. ``price`` is what it wants for one.

    ``says`` is a Says; ``other`` is what it has instead, or says of these, in its words (another size, a colour).
    ``loses``: some of what it kept is not there any more, and others may be asked for it within the same step.
    ``rest`` are further pieces that it has later, from ``rest_at`` on, None where it does not say when.
    """

    TYPE: ClassVar[str] = "stock.answered"
    order: UUID
    shop: UUID
    line: Code
    says: Code
    quantity: int = 0
    ready_at: datetime | None = None
    price: int | None = None
    other: str = ""
    loses: bool = False
    rest: int = 0
    rest_at: datetime | None = None

    def drop_names(self, scrub: Scrub) -> StockAnswered:
        return replace(self, other=scrub.text(self.other))


@dataclass(frozen=True, slots=True)
class TakenBack(OfOrder):
    """A shop takes its word back: the pieces kept for these lines are free."""

    TYPE: ClassVar[str] = "stock.taken_back"
    order: UUID
    shop: UUID
    lines: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class ShopGone(OfOrder):
    """A shop was removed, or its owner stopped our messages: nothing can be asked or fetched there."""

    TYPE: ClassVar[str] = "shop.gone"
    order: UUID
    shop: UUID


@dataclass(frozen=True, slots=True)
class ShopAway(OfOrder):
    """A shop is on holiday until after these lines were to be answered: its answer is not waited for."""

    TYPE: ClassVar[str] = "shop.away"
    order: UUID
    shop: UUID
    lines: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class HandoverSaid(OfOrder):
    """A shop says that it handed over what it keeps, which the staff has not booked; ``back`` takes that back."""

    TYPE: ClassVar[str] = "order.handover_said"
    order: UUID
    shop: UUID
    back: bool = False


@dataclass(frozen=True, slots=True)
class Handed(OfOrder):
    """A member of the staff has fetched what a shop kept: all of it, or one line's."""

    TYPE: ClassVar[str] = "order.handed"
    order: UUID
    shop: UUID | None
    by: Actor
    line: Code | None = None


@dataclass(frozen=True, slots=True)
class Assigned(OfOrder):
    """A member of the staff says that this shop has what is missing; with ``quantities`` so much of these lines."""

    TYPE: ClassVar[str] = "order.assigned"
    order: UUID
    shop: UUID
    commission: tuple[tuple[Code, int], ...]
    by: Actor
    quantities: tuple[tuple[Code, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ParcelMoved(OfOrder):
    """A member of the staff, or the shop's system, says how far it is: packed, shipped, delivered."""

    TYPE: ClassVar[str] = "order.moved"
    order: UUID
    to: Code
    by: Actor
    tracking: str = ""
    carrier: str = ""

    def drop_names(self, scrub: Scrub) -> ParcelMoved:
        return self.drop_parcel()

    def drop_parcel(self) -> ParcelMoved:
        """Return the progress of the order without the parcel's tracking data."""
        return replace(self, tracking="", carrier="")


@dataclass(frozen=True, slots=True)
class StepUndone(OfOrder):
    """A member of the staff takes a step back: pieces ``picked`` or ``assigned``, a parcel ``packed`` or ``shipped``.

    ``parts`` are the promises that the step moved, each as its shop (None for our own stock), line and quantity; ``to``
    is the order's state before a parcel was moved.
    """

    TYPE: ClassVar[str] = "order.step_undone"
    order: UUID
    step: Code
    by: Actor
    parts: tuple[tuple[UUID | None, Code, int], ...] = ()
    to: Code = ""


@dataclass(frozen=True, slots=True)
class Given(OfOrder):
    """A member of the staff gives it up: it cannot be had. ``lines`` empty means all that was not fetched."""

    TYPE: ClassVar[str] = "order.given_up"
    order: UUID
    by: Actor
    lines: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class CalledOff(OfOrder):
    """It is called off: by the customer, the staff or the shop's system."""

    TYPE: ClassVar[str] = "order.called_off"
    order: UUID
    by: Actor


@dataclass(frozen=True, slots=True)
class Settled(OfOrder):
    """A member of the staff says that the money came some other way."""

    TYPE: ClassVar[str] = "order.settled"
    order: UUID
    by: Actor
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class RefundedByHand(OfOrder):
    """A member of the staff sent the money back that could not go by itself: refused, or never ours to send."""

    TYPE: ClassVar[str] = "order.refunded_by_hand"
    order: UUID
    by: Actor


@dataclass(frozen=True, slots=True)
class MoneyBack(OfOrder):
    """A member of the staff sends money back for an order that has left: for these ``lines``, else an ``amount`` in
    micro-units. ``goods``: they came back; ``reason`` is why, in the words of who says so."""

    TYPE: ClassVar[str] = "order.money_back"
    order: UUID
    by: Actor
    lines: tuple[Code, ...] = ()
    amount: int = 0
    goods: bool = False
    reason: str = ""

    def drop_names(self, scrub: Scrub) -> MoneyBack:
        return replace(self, reason=scrub.text(self.reason))


@dataclass(frozen=True, slots=True)
class PhotosTaken(OfOrder):
    """The checklist is done and photos are there: the customer may look before it leaves."""

    TYPE: ClassVar[str] = "order.photographed"
    order: UUID
    by: Actor
    photos: int


@dataclass(frozen=True, slots=True)
class Flawed(OfOrder):
    """A checker found a flaw in the goods, and says which."""

    TYPE: ClassVar[str] = "order.flawed"
    order: UUID
    by: Actor
    reason: str

    def drop_names(self, scrub: Scrub) -> Flawed:
        return replace(self, reason=scrub.text(self.reason))


@dataclass(frozen=True, slots=True)
class Remarked:
    """The customer wrote of the photos what is no answer to them, and a person was asked to judge it."""

    order: UUID


@dataclass(frozen=True, slots=True)
class Replaced(OfOrder):
    """A member of the staff offers the customer another price for the same wish: ``number`` is the newer order's."""

    TYPE: ClassVar[str] = "order.replaced"
    order: UUID
    number: str
    by: Actor

    def drop_names(self, scrub: Scrub) -> Replaced:
        return replace(self, number=scrub.name(ORDER, self.number))


OrderEvent: TypeAlias = (
    Reserved | Quoted | Restock | StockAnswered | TakenBack | ShopGone | ShopAway | HandoverSaid | Handed | Assigned
    | ParcelMoved | StepUndone | Given | CalledOff | Settled | RefundedByHand | MoneyBack | PhotosTaken | Flawed
    | Remarked | Replaced
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StockReported(Event):
    """So many pieces of a product are somewhere that were not: who waits for it is to hear. It is no order's news."""

    TYPE: ClassVar[str] = "stock.reported"
    product: UUID
    size: str
    pieces: int


@dataclass(frozen=True, slots=True)
class WishedBeside(Event):
    """Other words of a customer in a message that stops ours, read once the stop has ended the open runs. It is not an
    event of an order."""

    TYPE: ClassVar[str] = "order.wished_beside_a_stop"
    message: UUID


EVENTS: tuple[type[Event], ...] = (
    StockAnswered, TakenBack, StockReported, ShopGone, ShopAway, Quoted, Restock, HandoverSaid, Handed, Assigned,
    ParcelMoved, StepUndone, Given, CalledOff, Settled, RefundedByHand, MoneyBack, PhotosTaken, Flawed, Replaced,
    WishedBeside,
)  # fmt: skip
