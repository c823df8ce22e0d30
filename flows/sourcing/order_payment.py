"""The money of an order: payment requests to the customer, their outcomes, and refunds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class PaymentState(StrEnum):
    """The progress of a payment."""

    ASKED = "asked"  # the provider is asked for a link
    OPEN = "open"  # the customer has the link
    PAID = "paid"  # money came
    ODD = "odd"  # no link: money that came in place of what was asked, which a person decides about
    OVER = "over"  # cancelled or expired


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment request to the customer. ``reference`` is ours; ``link`` and ``payment`` are the ``provider``'s ids.

    ``again``: it replaces a link that expired before the reservation. ``came`` is a different amount received, which a
    person decides about, in ``currency`` if not the order's. ``answers`` is the address, with its channel, of the
    customer's message that caused it.
    """

    reference: UUID
    amount: int
    state: PaymentState = PaymentState.ASKED
    link: str = ""
    url: str = ""
    payment: str = ""
    asked_at: datetime | None = None
    provider: str = ""
    again: bool = False
    came: int = 0
    currency: str = ""
    answers: tuple[UUID, str] | None = None

    @property
    def by_hand(self) -> bool:
        """Return True if the staff, and not a provider, reported the payment."""
        return self.state is PaymentState.PAID and not self.payment


class RefundReason(StrEnum):
    """Why money is refunded."""

    EVERYTHING = "everything"  # nothing of the order is wanted any more, or to be had
    LINES = "lines"  # these lines are not to be had
    WITHOUT = "without"  # who paid first does without pieces of these lines
    FEE = "fee"  # an express order missed its time
    TWICE = "twice"  # it came a second time
    LATE = "late"  # it came when nothing was owed any more
    ODD = "odd"  # another amount than was asked, which nobody took
    BY_HAND = "by_hand"  # what could not go by itself: the staff sent it
    RETURNED = "returned"  # it had left us: goods came back, or the staff agreed to it
    ACCOUNT = "account"  # somebody sent it in the payment account, unasked


NOT_OWED = frozenset({RefundReason.TWICE, RefundReason.LATE, RefundReason.ODD})
"""Reasons of refunds of money that was not owed for the goods."""


@dataclass(frozen=True, slots=True)
class Repayment:
    """A refund. ``state`` is the provider's: asked, pending, processed, failed.

    ``lines`` are those that were paid for with it, with how many ``pieces`` of each, if it was for goods;
    ``called_off``: the customer or the staff cancelled, rather than that the goods are unavailable. ``since`` is when
    the provider accepted it, ``look_at`` when the provider is asked next; ``unheard``: asking had no result, and the
    staff take over.
    """

    reference: UUID
    payment: str
    amount: int
    reason: RefundReason
    lines: tuple[str, ...] = ()
    state: str = "asked"
    refund: str = ""
    called_off: bool = False
    provider: str = ""
    since: datetime | None = None
    look_at: datetime | None = None
    unheard: bool = False
    pieces: tuple[int, ...] = ()

    @property
    def pending(self) -> bool:
        """Return True if the provider accepted it and has not reported a final state."""
        return self.state == "pending" and bool(self.refund)
