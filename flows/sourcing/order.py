"""An order that is sourced: its lines, who promised what for them, whom we asked, and its money.

reserved ──> checking ──all found──> available ──paid──> confirmed ──> sourcing ──> packed ──> shipped ──> delivered
                │ └─some found──> part_available: the part, wait, or nothing      └─> (quality_check) ─┘
                └─none found──> unavailable
available ──not paid in time──> expired
sourcing ──not to be had──> cannot_source ──> refunding ──> refunded
any of them before it is shipped ──called off──> cancelled (or refunding, where it was paid)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from flows.sourcing.payment import Payment, PaymentState, Repayment


class Status(StrEnum):
    """Where an order stands, as everybody is told."""

    RESERVED = "reserved"  # taken in; nothing was asked yet
    CHECKING = "checking"  # shops are asked
    AVAILABLE = "available"  # all of it is kept for the customer, who has to pay or to confirm
    PART_AVAILABLE = "part_available"  # some of it is; the customer chooses
    UNAVAILABLE = "unavailable"  # nobody has it: over
    EXPIRED = "expired"  # it was there and was not paid in time: over
    CONFIRMED = "confirmed"  # paid, or confirmed where it is paid at the door
    SOURCING = "sourcing"  # being fetched from the shops
    QUALITY_CHECK = "quality_check"  # fetched; looked over before it leaves
    PACKED = "packed"  # ready for the courier
    SHIPPED = "shipped"  # on its way
    DELIVERED = "delivered"  # with the customer: over
    CANNOT_SOURCE = "cannot_source"  # it was promised and cannot be had
    REFUNDING = "refunding"  # money is on its way back
    REFUNDED = "refunded"  # money is back: over
    CANCELLED = "cancelled"  # called off before money came: over


SEARCHING = frozenset({Status.CHECKING, Status.SOURCING})
"""While shops may be asked: before it is promised, and again where one of them took its word back."""

UNPAID = frozenset({Status.RESERVED, Status.CHECKING, Status.AVAILABLE, Status.PART_AVAILABLE})
"""Before anything is owed to anybody; with ``pay = "first"`` money may have come all the same."""

FETCHING = frozenset({Status.CONFIRMED, Status.SOURCING, Status.QUALITY_CHECK, Status.PACKED})
"""Owed to the customer and still with us."""

WITH_US = UNPAID | FETCHING
"""Before it has left us, and not over."""

TAKES_OFFERS = SEARCHING | {Status.PART_AVAILABLE}
"""While what a shop answers may still be taken."""

CHECKED = frozenset({Status.SOURCING, Status.QUALITY_CHECK})
"""While photos of it may be taken."""

OVER = frozenset({Status.UNAVAILABLE, Status.EXPIRED, Status.CANCELLED, Status.REFUNDED, Status.DELIVERED})
"""Nothing more comes of an order that stands so, but for money that comes late."""

GOING_ON = frozenset(Status) - OVER
"""What is on its way as well, and what cannot be had until its money is back."""

CAME_TO_NOTHING = frozenset(
    {
        Status.UNAVAILABLE, Status.EXPIRED, Status.CANCELLED, Status.CANNOT_SOURCE, Status.REFUNDING, Status.REFUNDED,
    }
)  # fmt: skip
"""Nobody gets anything of it: the steps that were to be told of before are no news any more."""

MOST_PIECES = 999
"""Of one line: more is a mistake, and no shop has it."""

FOR_STOCK = "stock"
"""How an order is paid that nobody pays: what is fetched goes to our own shelf."""


class Says(StrEnum):
    """What a shop said of one line."""

    OPEN = "open"  # asked, and not answered
    YES = "yes"  # has all of it now
    PART = "part"  # has some of it now
    LATER = "later"  # will have it
    NO = "no"  # has none
    SILENT = "silent"  # said nothing until the deadline
    SPARED = "spared"  # its answer is not needed any more
    TAKEN_BACK = "taken_back"  # said yes, and then that it was wrong


class Stand(StrEnum):
    """How far a promised thing has come."""

    HELD = "held"  # kept for this order
    PICKED = "picked"  # handed over to us


class Source(StrEnum):
    """Where all that is wanted of an order comes from."""

    SHOPS = "shops"  # or not known yet: some of it is fetched
    OWN = "own"  # our own stock has it: it is packed, and nothing is fetched
    MADE = "made"  # it is made for this order alone


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was ordered. ``price`` is for one piece in micro-units; ``id`` tells it apart in its order.

    ``dropped`` pieces are not looked for any more: the customer chose to do without, or got their money back.
    """

    id: str
    product: UUID
    sku: str
    title: str
    size: str
    quantity: int
    price: int
    dropped: int = 0

    @property
    def wanted(self) -> int:
        """Pieces that are still wanted."""
        return self.quantity - self.dropped

    @property
    def made(self) -> bool:
        """Whether it is made for this order alone: no product is behind it, no stock, and nobody waits for it."""
        return not self.sku


@dataclass(frozen=True, slots=True)
class Promise:
    """Pieces of a line that a shop keeps for this order, or our own stock where ``shop`` is None.

    ``commission`` is what the shop earns for one piece in micro-units.
    """

    line: str
    shop: UUID | None
    quantity: int
    commission: int = 0
    ready_at: datetime | None = None
    stand: Stand = Stand.HELD


@dataclass(frozen=True, slots=True)
class Ask:
    """One shop asked about one line, and what came of it. ``price`` is what it wants for one piece, in micro-units.

    ``asked_at`` is when the shop opens, where it was closed as the order turned to it: before that it is not asked.
    ``held``: it was told that its answer is noted, and hears later whether it is needed.
    """

    line: str
    shop: UUID
    wave: int
    asked_at: datetime
    says: Says = Says.OPEN
    quantity: int = 0
    commission: int = 0
    ready_at: datetime | None = None
    answered_at: datetime | None = None
    price: int | None = None
    held: bool = False

    @property
    def waits(self) -> bool:
        """Whether the shop or the order waits for the other's word."""
        return self.says is Says.OPEN or self.held

    @property
    def offers(self) -> bool:
        """Whether it holds something that may be used when the wave is over."""
        return self.says in {Says.PART, Says.LATER} and self.quantity > 0 and self.held

    @property
    def was_beaten(self) -> bool:
        """Whether it has something, or had, and nobody waits for it: another was first, or gave what it did not."""
        return self.says in {Says.YES, Says.PART, Says.LATER} and not self.held

    def is_due_after(self, moment: datetime) -> bool:
        """Whether the shop is still closed then, and was asked nothing so far."""
        return self.says is Says.OPEN and self.asked_at >= moment


class Then(StrEnum):
    """How an order goes on when it is divided who gives what."""

    GO_ON = "go_on"  # a shop has answered
    NEXT_WAVE = "next_wave"  # the wave is over
    SETTLE = "settle"  # the time to answer is over


@dataclass(frozen=True, slots=True)
class Dividing:
    """A large split that is waited for: the call it was asked by, and a fingerprint of what is divided.

    ``lines`` are those that it is about; None once more was said, so that all is divided anew.
    """

    key: str
    of: str
    lines: tuple[str, ...] | None
    then: Then
    until: datetime


@dataclass(frozen=True, slots=True)
class Order:
    """A sourced order as it stands. Amounts are in micro-units of ``currency``.

    ``untold`` are the steps that the customer has not heard of yet, ``told_at`` when they heard last; ``days`` is how
    long it takes at most to fetch or to make; ``asked_staff`` on the promised day, ``asked_late`` a day after it;
    ``losses`` counts how often a shop took back what it kept; ``shown``: photos of it were, ``held``: the customer
    wrote of them what a person has to judge, and silence means nothing any more; ``credit`` is what it costs less for a
    referral; ``erased``: its customer was, and it goes on without a word to anybody but shops and staff.
    """

    id: UUID
    number: str
    status: Status
    lines: tuple[Line, ...]
    currency: str
    reserved_until: datetime
    answer_by: datetime
    pay: str
    days: int
    express: bool = False
    fee: int = 0
    credit: int = 0
    promises: tuple[Promise, ...] = ()
    asks: tuple[Ask, ...] = ()
    wave: int = 0
    wave_ends: datetime | None = None
    payments: tuple[Payment, ...] = ()
    repayments: tuple[Repayment, ...] = ()
    paid_at: datetime | None = None
    promised_at: datetime | None = None
    asked_staff: bool = False
    asked_late: bool = False
    warned: int = 0
    untold: tuple[str, ...] = ()
    told_at: datetime | None = None
    tell_at: datetime | None = None
    look_at: datetime | None = None
    tracking: str = ""
    carrier: str = ""
    photos_until: datetime | None = None
    approved: bool = False
    shown: bool = False
    held: bool = False
    reminded: bool = False
    dividing: Dividing | None = None
    splits: int = 0
    losses: int = 0
    erased: bool = False
    version: int = 1

    @property
    def for_stock(self) -> bool:
        """Whether it is for our own shelf: shops are asked as for a customer, and nobody pays."""
        return self.pay == FOR_STOCK

    @property
    def has_listener(self) -> bool:
        """Whether there is a customer who can be told of it."""
        return not self.for_stock and not self.erased

    @property
    def called(self) -> str:
        """What the staff calls it: "Order 1234", "Restock R3"."""
        return f"{'Restock' if self.for_stock else 'Order'} {self.number}"

    @property
    def parcel(self) -> str:
        """What it is followed by, after who brings it; "" where nothing is known to follow it by."""
        return f"{self.carrier} {self.tracking}".strip() if self.tracking else ""

    def line(self, name: str) -> Line | None:
        """The line of that name."""
        return next((line for line in self.lines if line.id == name), None)

    def found(self, line: Line) -> int:
        """Pieces of a line that somebody keeps for it."""
        return sum(promise.quantity for promise in self.promises if promise.line == line.id)

    def missing(self, line: Line) -> int:
        """Pieces of a line that are wanted and that nobody keeps."""
        return max(line.wanted - self.found(line), 0)

    @property
    def lacks(self) -> tuple[Line, ...]:
        """The lines of which something is missing."""
        return tuple(line for line in self.lines if self.missing(line))

    @property
    def kept(self) -> tuple[Line, ...]:
        """All lines, without the pieces that are missing."""
        return tuple(replace(line, dropped=line.dropped + self.missing(line)) for line in self.lines)

    @property
    def left_without(self) -> bool:
        """Whether it is packed or has left us without something that is wanted, as a shop's system may say."""
        return bool(self.lacks) and self.status in {Status.PACKED, Status.SHIPPED, Status.DELIVERED}

    @property
    def wants(self) -> tuple[Line, ...]:
        """The lines of which something is wanted."""
        return tuple(line for line in self.lines if line.wanted)

    @property
    def all_picked(self) -> bool:
        """Whether nothing is missing and everything that shops keep was handed over; our own stock is at hand."""
        made = {line.id for line in self.lines if line.made}  # is not there before it is made
        at_hand = (one.stand is Stand.PICKED or (one.shop is None and one.line not in made) for one in self.promises)
        return not self.lacks and all(at_hand)

    @property
    def made(self) -> bool:
        """Whether all that is wanted is made for this order alone."""
        return self.source is Source.MADE

    @property
    def source(self) -> Source:
        """Where it comes from."""
        return source(self.lines, self.promises)

    @property
    def amount(self) -> int:
        """What it costs: the pieces that are wanted, and the fee of an express order, less the credit."""
        if self.for_stock:
            return 0
        return max(sum(line.wanted * line.price for line in self.lines) + self.fee - self.credit, 0)

    @property
    def paid(self) -> int:
        """Money that came and was not sent back; what came a second time and went back again counts on neither side."""
        came = {one.payment: one.amount for one in self.payments if one.state is PaymentState.PAID}
        gone = [one for one in self.repayments if one.state != "failed" and (one.payment in came or not one.payment)]
        return sum(came.values()) - sum(one.amount for one in gone)

    @property
    def paid_for(self) -> int:
        """What of ``paid`` is for what is wanted; the rest is on nobody's way, and the staff was told to send it."""
        return min(self.paid, self.amount) if self.wants else 0

    @property
    def payment(self) -> Payment | None:
        """The payment that was asked for last."""
        return next((one for one in reversed(self.payments) if one.state is not PaymentState.ODD), None)

    def ask(self, shop: UUID, line: str) -> Ask | None:
        """What a shop was asked about a line."""
        return next((ask for ask in self.asks if ask.line == line and ask.shop == shop), None)  # the quick test first

    def with_ask(self, changed: Ask) -> Order:
        """The order with what one shop said of one line."""
        line, shop = changed.line, changed.shop
        return replace(self, asks=tuple(changed if a.line == line and a.shop == shop else a for a in self.asks))

    def with_those(self, which: Callable[[Ask], bool], says: Says) -> tuple[Order, list[Ask]]:
        """The order with these of its asks said to be so, and how they were: in one go, as there may be hundreds."""
        those = [ask for ask in self.asks if which(ask)]
        changed = {id(ask) for ask in those}
        asks = tuple(replace(ask, says=says, held=False) if id(ask) in changed else ask for ask in self.asks)
        return (replace(self, asks=asks) if those else self), those

    def with_payment(self, changed: Payment) -> Order:
        """The order with a payment as it is now."""
        reference = changed.reference
        return replace(self, payments=tuple(changed if one.reference == reference else one for one in self.payments))

    def with_repayment(self, changed: Repayment) -> Order:
        """The order with a repayment as it is now."""
        reference = changed.reference
        repayments = tuple(changed if one.reference == reference else one for one in self.repayments)
        return replace(self, repayments=repayments)

    def name(self, what: str) -> UUID:
        """An id that is the same whenever this order asks for this."""
        return uuid5(self.id, what)


def source(lines: Sequence[Line], promises: Sequence[Promise]) -> Source:
    """Where what is wanted of an order comes from, by who keeps it."""
    wants = [line for line in lines if line.wanted]
    if wants and all(line.made for line in wants):
        return Source.MADE
    own = {line.id: sum(one.quantity for one in promises if one.shop is None and one.line == line.id) for line in wants}
    return Source.OWN if wants and all(own[line.id] >= line.wanted for line in wants) else Source.SHOPS
