"""The events of an order: shops' answers, staff commands, the customer's choices. Every event names its order."""

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
    """A customer reserved: the order at its start, without requests or promises.

    ``written_at`` is the address, with its channel, of the customer's message, if that was in a chat with us.
    """

    order: Order
    written_at: tuple[UUID, str] | None = None


@dataclass(frozen=True, slots=True)
class Quoted(Event):
    """The staff offer to make something for a price: the order at its start, with our own promise, until the customer
    agrees.

    ``text`` is the staff's description, ``by`` the member.
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
    """A shop's answer about one line: ``quantity`` pieces now, or from ``ready_at`` on, for ``price`` each.

    ``says`` is a Says; ``other`` is what it has instead (another size, a colour), or a remark. ``loses``: some kept
    pieces are gone, and other shops may be asked for them within the same step. ``rest`` are further pieces available
    later, from ``rest_at`` on, None if the shop does not say when.
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
    """A shop took its answer back: the pieces kept for these lines are free."""

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
    """A shop is on holiday until after the deadline of these lines: the order does not wait for its answer."""

    TYPE: ClassVar[str] = "shop.away"
    order: UUID
    shop: UUID
    lines: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class HandoverSaid(OfOrder):
    """A shop claims that it handed its pieces over, which the staff have not booked; ``back`` withdraws the claim."""

    TYPE: ClassVar[str] = "order.handover_said"
    order: UUID
    shop: UUID
    back: bool = False


@dataclass(frozen=True, slots=True)
class Handed(OfOrder):
    """A staff member fetched a shop's pieces: all of them, or one line's."""

    TYPE: ClassVar[str] = "order.handed"
    order: UUID
    shop: UUID | None
    by: Actor
    line: Code | None = None


@dataclass(frozen=True, slots=True)
class Assigned(OfOrder):
    """A staff member reports that this shop has the missing pieces; with ``quantities``, that many of these lines."""

    TYPE: ClassVar[str] = "order.assigned"
    order: UUID
    shop: UUID
    commission: tuple[tuple[Code, int], ...]
    by: Actor
    quantities: tuple[tuple[Code, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ParcelMoved(OfOrder):
    """A staff member, or the shop's system, reports the progress: packed, shipped, delivered."""

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
    """A staff member undid a step: pieces ``picked`` or ``assigned``, a parcel ``packed`` or ``shipped``.

    ``parts`` are the promises that the step moved, each as its shop (None for our own stock), line and quantity; ``to``
    is the order's status before a parcel was moved.
    """

    TYPE: ClassVar[str] = "order.step_undone"
    order: UUID
    step: Code
    by: Actor
    parts: tuple[tuple[UUID | None, Code, int], ...] = ()
    to: Code = ""


@dataclass(frozen=True, slots=True)
class Given(OfOrder):
    """A staff member gave lines up as unavailable. Empty ``lines`` means all that was not fetched."""

    TYPE: ClassVar[str] = "order.given_up"
    order: UUID
    by: Actor
    lines: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class CalledOff(OfOrder):
    """The order was cancelled, by the customer, the staff or the shop's system."""

    TYPE: ClassVar[str] = "order.called_off"
    order: UUID
    by: Actor


@dataclass(frozen=True, slots=True)
class Settled(OfOrder):
    """A staff member reports that the order was paid some other way."""

    TYPE: ClassVar[str] = "order.settled"
    order: UUID
    by: Actor
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class RefundedByHand(OfOrder):
    """A staff member sent a refund that could not go automatically: it was refused, or the money was not with us."""

    TYPE: ClassVar[str] = "order.refunded_by_hand"
    order: UUID
    by: Actor


@dataclass(frozen=True, slots=True)
class MoneyBack(OfOrder):
    """A staff member refunds part of an order that has left: these ``lines``, else an ``amount`` in micro-units.
    ``goods``: they were returned; ``reason`` is in the writer's words."""

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
    """The checklist is done and there are photos: the customer may look before the order leaves."""

    TYPE: ClassVar[str] = "order.photographed"
    order: UUID
    by: Actor
    photos: int


@dataclass(frozen=True, slots=True)
class Flawed(OfOrder):
    """A checker found a flaw in the goods; ``reason`` describes it."""

    TYPE: ClassVar[str] = "order.flawed"
    order: UUID
    by: Actor
    reason: str

    def drop_names(self, scrub: Scrub) -> Flawed:
        return replace(self, reason=scrub.text(self.reason))


@dataclass(frozen=True, slots=True)
class Remarked:
    """The customer's words about the photos were no answer, and a person was asked to judge them."""

    order: UUID


@dataclass(frozen=True, slots=True)
class Replaced(OfOrder):
    """A staff member offered the customer another price for the same wish: ``number`` is the newer order's."""

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
    """New pieces of a product are available somewhere, so its waitlist is notified. It concerns no single order."""

    TYPE: ClassVar[str] = "stock.reported"
    product: UUID
    size: str
    pieces: int


@dataclass(frozen=True, slots=True)
class WishedBeside(Event):
    """A customer's other words in an opt-out message, handled after the opt-out has ended the open runs. It concerns no
    single order."""

    TYPE: ClassVar[str] = "order.wished_beside_a_stop"
    message: UUID


EVENTS: tuple[type[Event], ...] = (
    StockAnswered, TakenBack, StockReported, ShopGone, ShopAway, Quoted, Restock, HandoverSaid, Handed, Assigned,
    ParcelMoved, StepUndone, Given, CalledOff, Settled, RefundedByHand, MoneyBack, PhotosTaken, Flawed, Replaced,
    WishedBeside,
)  # fmt: skip
