"""The events of Stripe's webhooks, and their signature: https://docs.stripe.com/api/events/types"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.channels.channel import ChannelRequest, Unproven
from bot.channels.inbound_request import get_header
from bot.payments.minor_units import Scale
from bot.payments.payment_provider import RefundState, read_moment, read_state
from bot.stores.storefront import Reading
from flows.connections import PaymentProvider
from flows.events import LinkEnded, PaymentArrived, RefundMoved, SponsorInvoiceMoved
from flows.money import ZERO, Money
from flows.sponsor_invoice_call import InvoiceState
from handlers.engine.checked_fields import CheckedField, Wrong

PROVIDER = PaymentProvider.STRIPE.value
NOTE = "parley"  # the metadata under which a refund, and a payment, carry our reference
OUR_INVOICE = "parley_invoice"  # the metadata under which an invoice carries our id
# https://docs.stripe.com/currencies#minor-units: the ariary, of five parts, counts as one without any; two that have
# none any more are still counted in hundredths; and of three places the last is 0.
SCALE = Scale(
    (ZERO | {"MGA"}) - {"ISK", "UGX"}, frozenset({"BHD", "JOD", "KWD", "OMR", "TND"}), frozenset({"ISK", "UGX"})
)
# https://docs.stripe.com/api/refunds/object#refund_object-status
REFUNDS = {
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
    "succeeded": RefundState.PROCESSED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
# https://docs.stripe.com/api/events/types#event_types-invoice.finalized, and the events below it
INVOICES = {
    "invoice.finalized": InvoiceState.OPEN,
    "invoice.paid": InvoiceState.PAID,
    "invoice.payment_failed": InvoiceState.FAILED,
    "invoice.voided": InvoiceState.VOID,
    "invoice.marked_uncollectible": InvoiceState.UNCOLLECTIBLE,
    "invoice.overdue": InvoiceState.OVERDUE,
}
NAME = "Stripe-Signature"
# What Stripe's own libraries allow, on both sides: clocks differ. A delivery that is repeated later is signed anew.
TOLERANCE = timedelta(minutes=5)
_SCHEME = "v1"
_MOST_SIGNATURES, _LONGEST_TIME = 10, 12


@dataclass(frozen=True, slots=True)
class StripeWebhook:
    """A webhook: the event's type and id, its object, and the time of the event (≤ ``now``).

    ``account`` is the connected account that it is about; "" for the account of the key.
    """

    event: str
    id: str
    about: CheckedField
    at: datetime
    account: str = ""


def delivery(document: CheckedField, now: datetime) -> StripeWebhook:
    """Parse a webhook's document. Raises Wrong."""
    event, id_ = document["type"].must(lambda field: field.text(80)), document["id"].must(CheckedField.identifier)
    at, account = min(read_moment(document["created"]) or now, now), document["account"].identifier() or ""
    return StripeWebhook(event, id_, document["data"]["object"], at, account)


def read_paid_amount(session: CheckedField) -> Money:
    """Return the amount paid, in the requested currency, regardless of the payer's display currency.

    https://docs.stripe.com/changelog/basil/2025-03-31/add_presentment_details. Raises Wrong.
    """
    return SCALE.money(session["amount_total"], session["currency"])


def read_payment_id(about: CheckedField) -> str:
    """Return the payment's id from a session or a refund, which may contain the whole payment; "" if there is
    none yet."""
    payment = about["payment_intent"]
    return (payment["id"] if isinstance(payment.value, dict) else payment).identifier() or ""


def read_noted_reference(about: CheckedField) -> str:
    """Return our reference in the metadata."""
    return about["metadata"][NOTE].identifier() or ""


def _read_completed(told: StripeWebhook) -> Reading | None:
    """Read the payment of a completed session. If it is unpaid, return None: the bank may take days, and another event
    reports the outcome."""
    session = told.about
    if session["mode"].text(40) != "payment" or session["payment_status"].text(40) != "paid":
        return None
    reference, link = _names(session)
    payment = read_payment_id(session)
    if not payment:
        raise session["payment_intent"].make_error("is missing")
    return Reading(told.id, PaymentArrived(PROVIDER, reference, link, payment, read_paid_amount(session), told.at))


def _read_ended(told: StripeWebhook) -> Reading:
    state = "expired" if told.event.endswith("expired") else "failed"  # a bank that said no
    return Reading(told.id, LinkEnded(PROVIDER, *_names(told.about), state, told.at))


def _read_refund(told: StripeWebhook) -> Reading:
    refund = told.about
    if refund["object"].text(40) != "refund":
        raise Wrong("data.object", "is no refund")
    name, payment = refund["id"].must(CheckedField.identifier), read_payment_id(refund)
    amount = SCALE.money(refund["amount"], refund["currency"])
    moved = RefundMoved(
        PROVIDER, read_noted_reference(refund), name, payment, read_state(refund, REFUNDS).value, amount, told.at
    )
    return Reading(told.id, moved)


def _read_invoice(told: StripeWebhook) -> Reading | None:
    """Read the new state of a sponsor's invoice. Invoices of the operator's own, without our id, are none of ours."""
    invoice, ours, state = told.about, read_our_invoice(told.about), INVOICES[told.event]
    if ours is None:
        return None
    name = invoice["id"].must(CheckedField.identifier)
    paid = SCALE.money(invoice["amount_paid"], invoice["currency"]) if state is InvoiceState.PAID else None
    return Reading(told.id, SponsorInvoiceMoved(name, ours, state.value, paid, told.at))


def read_our_invoice(invoice: CheckedField) -> UUID | None:
    """Return our id of an invoice; None if it is none of ours."""
    try:
        return UUID(hex=invoice["metadata"][OUR_INVOICE].identifier() or "")
    except ValueError:
        return None


def _names(session: CheckedField) -> tuple[str, str]:
    """Return our reference and Stripe's id of a session."""
    return session["client_reference_id"].identifier() or "", session["id"].must(CheckedField.identifier)


READERS: Mapping[str, Callable[[StripeWebhook], Reading | None]] = {
    "checkout.session.completed": _read_completed,
    "checkout.session.async_payment_succeeded": _read_completed,
    "checkout.session.async_payment_failed": _read_ended,
    "checkout.session.expired": _read_ended,
    "refund.created": _read_refund,
    "refund.updated": _read_refund,
    "refund.failed": _read_refund,
    "charge.refund.updated": _read_refund,  # sent to accounts on older versions of the API
    **dict.fromkeys(INVOICES, _read_invoice),
}
EVENTS = tuple(name for name in READERS if not name.startswith(("charge.", "invoice.")))
"""What every endpoint must get; one of a business with partners gets ``INVOICES`` too."""


def prove(request: ChannelRequest, secret: bytes) -> None:
    """Verify the HMAC-SHA256 of the time and the exact body, and compare the time with real time. Raises Unproven.

    While a secret is being replaced, Stripe signs with both, so any matching signature is enough.
    """
    told, given = _split_header(get_header(request, NAME))
    signed = told.encode(errors="replace") + b"." + request.body
    # A signature by an empty secret proves nothing: anyone can make it.
    proof = hmac.digest(secret, signed, "sha256").hex() if secret else ""
    fits = [hmac.compare_digest(one.encode(errors="replace"), proof.encode()) for one in given[:_MOST_SIGNATURES]]
    if not proof or not any(fits):
        raise Unproven(f"{NAME} is {'wrong' if given else 'missing'}")
    _require_recent(told, request.arrived)


def _split_header(value: str) -> tuple[str, list[str]]:
    """Return the time and the signatures of our scheme; others, such as those of test events, are ignored."""
    parts = [part.strip().partition("=")[::2] for part in value.split(",")]
    told = next((given for name, given in parts if name == "t"), "")
    return told, [given for name, given in parts if name == _SCHEME]


def _require_recent(told: str, arrived: datetime | None) -> None:
    if not (told.isascii() and told.isdigit() and len(told) <= _LONGEST_TIME) or arrived is None:
        raise Unproven(f"{NAME} has no time")
    if abs(arrived.timestamp() - int(told)) > TOLERANCE.total_seconds():
        raise Unproven(f"{NAME} has another time; check this machine's clock")
