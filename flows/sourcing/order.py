"""An order that is sourced: its lines, the shops' promises, the shops asked, and its money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from flows.sourcing.order_line import Line, Promise, PromiseState, Source, make_source
from flows.sourcing.order_payment import Payment, PaymentState, Repayment
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Ask, Says
from flows.sourcing.split_wait import Dividing

FOR_STOCK = "stock"
"""The payment mode of a restock, which nobody pays: the pieces go to our own shelf."""


@dataclass(frozen=True, slots=True)
class Order:
    """The state of a sourced order. Amounts are in micro-units of ``currency``.

    ``untold`` are the steps not yet reported to the customer, ``told_at`` is the last report. ``days`` is the maximum
    time to fetch or to make. ``asked_staff``: the staff were asked on the promised day, ``asked_late``: a day after it;
    ``late_at`` is a later moment for that. ``claims`` are shops that claim a handover. ``told_late``: the customer got
    the delay notice, or gets it in the morning. ``losses`` counts how often a shop took back kept pieces. ``shown``:
    photos were sent; ``held``: the customer's words about them need a person, and silence no longer counts as approval;
    ``again``: they asked for new photos, which are not there yet. ``urge_at`` is when the staff are asked a second time
    to send the approved order. ``credit`` is a referral's discount; ``allowance`` is a discount by the staff after it
    left; ``returned``: a part was refunded then. ``erased``: its customer was erased, and only shops and staff get
    messages. ``heard`` counts its decisions.
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
    allowance: int = 0
    returned: bool = False
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
    late_at: datetime | None = None
    claims: tuple[UUID, ...] = ()
    told_late: bool = False
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
    again: bool = False
    urge_at: datetime | None = None
    reminded: bool = False
    dividing: Dividing | None = None
    splits: int = 0
    losses: int = 0
    erased: bool = False
    heard: int = 0
    version: int = 1

    @property
    def for_stock(self) -> bool:
        """Return True for a restock of our own shelf: shops are asked as for a customer, but nobody pays."""
        return self.pay == FOR_STOCK

    @property
    def has_listener(self) -> bool:
        """Return True if there is a customer to write to."""
        return not self.for_stock and not self.erased

    @property
    def parcel(self) -> str:
        """Format the carrier and the tracking number of the parcel; "" if there is no number."""
        return f"{self.carrier} {self.tracking}".strip() if self.tracking else ""

    def line(self, name: str) -> Line | None:
        """Return the line of that name."""
        return next((line for line in self.lines if line.id == name), None)

    def count_found(self, line: Line) -> int:
        """Return how many pieces of a line shops or our own stock have promised."""
        return sum(promise.quantity for promise in self.promises if promise.line == line.id)

    def count_missing(self, line: Line) -> int:
        """Return how many wanted pieces of a line nobody has promised."""
        return max(line.wanted - self.count_found(line), 0)

    @property
    def lacks(self) -> tuple[Line, ...]:
        """Return the lines with missing pieces."""
        return tuple(line for line in self.lines if self.count_missing(line))

    @property
    def kept(self) -> tuple[Line, ...]:
        """Return all lines, with promised pieces only."""
        return tuple(replace(line, dropped=line.dropped + self.count_missing(line)) for line in self.lines)

    @property
    def left_without(self) -> bool:
        """Return True if the order is packed or has left without a wanted piece, as a shop's system may report."""
        return bool(self.lacks) and self.status in {Status.PACKED, Status.SHIPPED, Status.DELIVERED}

    @property
    def wants(self) -> tuple[Line, ...]:
        """Return the lines with wanted pieces."""
        return tuple(line for line in self.lines if line.wanted)

    @property
    def all_picked(self) -> bool:
        """Return True if no piece is missing and all shops' pieces were handed over; our own stock is at hand."""
        made = {line.id for line in self.lines if line.made}  # is not there before it is made
        at_hand = (
            one.stand is PromiseState.PICKED or (one.shop is None and one.line not in made) for one in self.promises
        )
        return not self.lacks and all(at_hand)

    @property
    def made(self) -> bool:
        """Return True if all wanted pieces are made for this order."""
        return self.source is Source.MADE

    @property
    def source(self) -> Source:
        """Return the source of the pieces."""
        return make_source(self.lines, self.promises)

    @property
    def amount(self) -> int:
        """Return the order's total: the wanted pieces and the express fee, less the credit and later allowances; 0
        if nothing is wanted any more."""
        if self.for_stock or not self.wants:
            return 0
        goods = sum(line.wanted * line.price for line in self.lines)
        return max(goods + self.fee - self.credit - self.allowance, 0)

    @property
    def paid(self) -> int:
        """Return the money received minus refunds; a refunded double payment counts in neither."""
        came = {one.payment: one.amount for one in self.payments if one.state is PaymentState.PAID}
        gone = [one for one in self.repayments if one.state != "failed" and (one.payment in came or not one.payment)]
        return sum(came.values()) - sum(one.amount for one in gone)

    @property
    def paid_for(self) -> int:
        """Return the part of ``paid`` for wanted pieces; the staff were asked to refund the rest."""
        return min(self.paid, self.amount) if self.wants else 0

    @property
    def payment(self) -> Payment | None:
        """Return the last requested payment."""
        return next((one for one in reversed(self.payments) if one.state is not PaymentState.ODD), None)

    def find_ask(self, shop: UUID, line: str) -> Ask | None:
        """Return the request to a shop about a line."""
        return next((ask for ask in self.asks if ask.line == line and ask.shop == shop), None)  # the quick test first

    def replace_ask(self, changed: Ask) -> Order:
        """Return the order with a changed request to a shop."""
        line, shop = changed.line, changed.shop
        return replace(self, asks=tuple(changed if a.line == line and a.shop == shop else a for a in self.asks))

    def replace_asks(self, which: Callable[[Ask], bool], says: Says) -> tuple[Order, list[Ask]]:
        """Return the order with the state ``says`` for the selected requests, and these requests as they were. It is
        one operation, as there may be hundreds."""
        those = [ask for ask in self.asks if which(ask)]
        changed = {id(ask) for ask in those}
        asks = tuple(replace(ask, says=says, held=False) if id(ask) in changed else ask for ask in self.asks)
        return (replace(self, asks=asks) if those else self), those

    def replace_payment(self, changed: Payment) -> Order:
        """Return the order with a changed payment."""
        reference = changed.reference
        return replace(self, payments=tuple(changed if one.reference == reference else one for one in self.payments))

    def replace_repayment(self, changed: Repayment) -> Order:
        """Return the order with a changed refund."""
        reference = changed.reference
        repayments = tuple(changed if one.reference == reference else one for one in self.repayments)
        return replace(self, repayments=repayments)

    def name(self, what: str) -> UUID:
        """Return an id that is always the same for this order and purpose."""
        return uuid5(self.id, what)
