"""The interface of every payment provider: verify and parse its webhooks, open links, refund."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol, TypeVar, runtime_checkable
from uuid import UUID

from bot.channels.channel import ChannelRequest
from bot.stores.storefront import Reading, StoreCheck
from flows.delivery import Answer
from flows.money import Money
from flows.sponsor_invoice_call import InvoiceOrder
from handlers.engine.checked_fields import CheckedField

S = TypeVar("S")

# The narrowest of what providers take: 40 characters as Razorpay's reference_id, 10 at least as its idempotency key.
_REFERENCE = re.compile(r"[A-Za-z0-9_-]{10,40}")
_LAST_MOMENT = 253_402_300_799  # seconds: the last second of the year 9999


class LinkState(StrEnum):
    """The state of a payment link."""

    OPEN = "open"  # it may be paid, or a payment is under way that takes days
    PAID = "paid"  # money came; the event has the amount
    EXPIRED = "expired"  # its time is over, or a payment by it bounced
    CANCELLED = "cancelled"  # taken back before anybody paid


class RefundState(StrEnum):
    """The state of a refund."""

    PENDING = "pending"  # taken; banks need days
    PROCESSED = "processed"  # the money is on its way back and stays there
    FAILED = "failed"  # it came back to the account: another refund, with a reference of its own, may be tried


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """A request for a link to pay ``amount`` once, until ``expires_at``; afterwards the payer returns to ``back_url``.

    ``reference`` is our id of the payment and prevents duplicates. ``asked_at`` is the time of the first request:
    providers refuse a repeat with other values. Raises ValueError for a request that no provider accepts.
    """

    reference: str
    amount: Money
    description: str
    expires_at: datetime
    back_url: str
    asked_at: datetime

    def __post_init__(self) -> None:
        _check(self.reference, self.amount)
        if self.expires_at <= self.asked_at:
            raise ValueError("a payment link must end after it was asked for")


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """A refund of ``amount`` to the payer. ``reference`` is our id of the refund and prevents duplicates.

    Raises ValueError for a request that no provider accepts.
    """

    payment: str
    amount: Money
    reference: str

    def __post_init__(self) -> None:
        _check(self.reference, self.amount)
        if not self.payment:
            raise ValueError("a refund is of a payment")


class PaymentAccount(Protocol):
    """The calls to one account at one payment provider.

    Errors of the provider or the network are answers, not exceptions. A repeat with the same reference has no further
    effect, so that asking again settles an unknown outcome.
    """

    async def open_link(self, request: LinkRequest) -> Answer:
        """Open a link; return values ``link``, ``url`` and ``expires_at`` (ISO 8601), which the provider's limits may
        have moved."""

    async def cancel_link(self, link: str) -> Answer:
        """Cancel a link. Return value ``state``: ``paid`` if it was paid before, ``open`` while a bank has not
        decided."""

    async def look_link(self, link: str) -> Answer:
        """Return values ``state`` and, once it is paid, ``payment``, ``amount`` (micro-units) and ``currency``."""

    async def refund(self, request: RefundRequest) -> Answer:
        """Refund; return values ``refund`` and ``state``. A repeat with this reference returns the existing refund."""

    async def look_refund(self, refund: str, payment: str) -> Answer:
        """Return values ``refund`` and ``state``."""


@runtime_checkable
class InvoiceAccount(Protocol):
    """The calls to an account that also bills sponsors. They can be repeated as those of ``PaymentAccount``.

    Each returns the values of ``flows.sponsor_invoice_call.InvoiceAnswer``.
    """

    async def issue_invoice(self, order: InvoiceOrder) -> Answer:
        """Issue an invoice, or find the one of an earlier call."""

    async def settle_invoice(self, invoice: UUID, provider_id: str) -> Answer:
        """Mark an invoice as paid elsewhere, so that nobody pays it here. Return its state if it is paid or void."""

    async def look_invoice(self, invoice: UUID, provider_id: str) -> Answer:
        """Return the invoice as it is now."""


class PaymentGateway(PaymentAccount, Protocol):
    """A whole account with its webhooks. Built at the composition root, closed in reverse order."""

    def prove(self, request: ChannelRequest) -> None:
        """Raise Unproven unless the request carries the provider's proof (compared in constant time)."""

    def read(self, request: ChannelRequest, now: datetime) -> tuple[Reading, ...]:
        """Return the events of a proven webhook; empty if none concern us. Raises only Unreadable."""

    async def check(self, url: str | None = None) -> list[StoreCheck]:
        """Return the checks of the credentials and of the webhook to ``url``."""

    async def close(self) -> None:
        """Close the connections."""


def make_open_link(link: str, url: str, expires_at: datetime, detail: str = "") -> Answer:
    """Return the answer of a new link that can be paid from now on."""
    values = {"link": link, "url": url, "expires_at": expires_at.astimezone(UTC).isoformat()}
    return Answer(link, detail=detail, values=values)


def standing(link: str, state: LinkState, payment: str = "", amount: Money | None = None) -> Answer:
    """Return the answer with a link's state."""
    paid: dict[str, str | int] = (
        {} if amount is None else {"payment": payment, "amount": amount.micros, "currency": amount.currency}
    )
    return Answer(link, values={"state": state.value, **paid})


def make_refund_answer(refund: str, state: RefundState) -> Answer:
    """Return the answer with a refund's state."""
    return Answer(refund, values={"refund": refund, "state": state.value})


def read_state(entity: CheckedField, states: Mapping[str, S]) -> S:
    """Return the state of a link or a refund. Raises Wrong for an unknown status."""
    status = entity["status"].must(lambda field: field.text(40))
    if status not in states:
        raise entity["status"].make_error("is not a known status")
    return states[status]


def read_moment(field: CheckedField) -> datetime | None:
    """Return a time in Unix seconds; 0 and null are none. Raises Wrong."""
    seconds = field.read_whole(_LAST_MOMENT)
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _check(reference: str, amount: Money) -> None:
    if not _REFERENCE.fullmatch(reference):
        raise ValueError("a reference has 10 to 40 of A-Z, a-z, 0-9, - and _")
    if amount.micros <= 0:
        raise ValueError("a paid or refunded amount must be above zero")
