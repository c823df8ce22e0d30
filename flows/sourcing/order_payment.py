"""The money of an order: payments asked of the customer, their outcomes, and refunds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class PaymentState(StrEnum):
    """How far a payment has come."""

    ASKED = "asked"  # the provider is asked for a link
    OPEN = "open"  # the customer has the link
    PAID = "paid"  # money came
    ODD = "odd"  # no link: money that came in place of what was asked, which a person decides about
    OVER = "over"  # cancelled or expired


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment request to the customer. ``reference`` is ours; ``link`` and ``payment`` the ``provider``'s ids.

    ``again``: replaces a link that expired before the reservation. ``came`` is a different amount received, which a
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
        """Return True if the staff said that it came, and no provider."""
        return self.state is PaymentState.PAID and not self.payment


class RefundReason(StrEnum):
    """Why money goes back."""

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
"""Money that was never for the goods."""


@dataclass(frozen=True, slots=True)
class Repayment:
    """Money that goes back. ``state`` is the provider's word: asked, pending, processed, failed.

    ``lines`` are those that it had been paid for, where it was for goods, with how many ``pieces`` of each;
    ``called_off``: because the customer or the staff called it off, not because it cannot be had. ``since`` is when the
    provider had taken it, ``look_at`` when it is asked next; ``unheard``: it was asked in vain, and the staff looks.
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
        """Return True if the provider took it, and has not said its last word."""
        return self.state == "pending" and bool(self.refund)
