"""The events of Razorpay's webhooks: https://razorpay.com/docs/webhooks/payloads/payment-links"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.payments.minor_units import Scale
from bot.payments.payment_provider import LinkState, RefundState, read_moment, read_state
from bot.stores.storefront import Reading
from flows.connections import PaymentProvider
from flows.events import LinkEnded, PaymentArrived, RefundMoved
from handlers.engine.checked_fields import CheckedField

PROVIDER = PaymentProvider.RAZORPAY.value
NOTE = "parley"  # the note under which a refund carries our reference
# Its pages name zero- and three-decimal currencies by example only: https://razorpay.com/docs/api/payments/payment-links
SCALE = Scale()
LINKS = {
    "created": LinkState.OPEN,
    # Not by a link of ours, which are paid as a whole; the event has the amount.
    "partially_paid": LinkState.PAID,
    "paid": LinkState.PAID,
    "expired": LinkState.EXPIRED,
    "cancelled": LinkState.CANCELLED,
}
# https://razorpay.com/docs/payments/refunds/#refund-states
REFUNDS = {"pending": RefundState.PENDING, "processed": RefundState.PROCESSED, "failed": RefundState.FAILED}


@dataclass(frozen=True, slots=True)
class RazorpayWebhook:
    """A webhook: the event's name, the payload, and the time of the event (≤ ``now``)."""

    event: str
    payload: CheckedField
    at: datetime

    def entity(self, name: str) -> CheckedField:
        """Return one of the payload's entities by name."""
        return self.payload[name]["entity"]


def delivery(document: CheckedField, now: datetime) -> RazorpayWebhook:
    """Parse a webhook's document. Raises Wrong."""
    at = read_moment(document["created_at"]) or now
    return RazorpayWebhook(document["event"].must(lambda field: field.text(60)), document["payload"], min(at, now))


def _read_paid(told: RazorpayWebhook) -> Reading:
    """Return the event of a payment by a link, with the payment's id as its own: a redelivery has the same id.

    X-Razorpay-Event-Id is not used, as the signature does not cover it.
    """
    link, payment = told.entity("payment_link"), told.entity("payment")
    name = payment["id"].must(CheckedField.identifier)
    amount = SCALE.money(payment["amount"], payment["currency"])
    arrived = PaymentArrived(PROVIDER, *_names(link), name, amount, told.at)
    return Reading(f"payment:{name}", arrived)


def _read_ended(told: RazorpayWebhook) -> Reading:
    reference, link = _names(told.entity("payment_link"))
    state = LinkState.EXPIRED if told.event.endswith("expired") else LinkState.CANCELLED
    return Reading(f"link:{link}:{state}", LinkEnded(PROVIDER, reference, link, state.value, told.at))


def _read_refund(told: RazorpayWebhook) -> Reading:
    entity = told.entity("refund")
    refund, payment = entity["id"].must(CheckedField.identifier), entity["payment_id"].must(CheckedField.identifier)
    state = read_state(entity, REFUNDS)
    amount = SCALE.money(entity["amount"], entity["currency"])
    moved = RefundMoved(PROVIDER, read_noted_reference(entity), refund, payment, state.value, amount, told.at)
    return Reading(f"refund:{refund}:{state}", moved)


def read_noted_reference(entity: CheckedField) -> str:
    """Return our reference from the notes of a refund. If there are no notes, Razorpay sends an empty list."""
    notes = entity["notes"]
    return notes[NOTE].identifier() or "" if isinstance(notes.value, dict) else ""


def _names(link: CheckedField) -> tuple[str, str]:
    """Return our reference and Razorpay's id of a link."""
    return link["reference_id"].identifier() or "", link["id"].must(CheckedField.identifier)


READERS: Mapping[str, Callable[[RazorpayWebhook], Reading]] = {
    "payment_link.paid": _read_paid,
    "payment_link.partially_paid": _read_paid,
    "payment_link.expired": _read_ended,
    "payment_link.cancelled": _read_ended,
    "refund.created": _read_refund,
    "refund.processed": _read_refund,
    "refund.failed": _read_refund,
}
EVENTS = tuple(READERS)
