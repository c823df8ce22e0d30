"""What did not reach a customer, and why, as the staff is told of it: by what it was about, and in plain words."""

from __future__ import annotations

from types import MappingProxyType

from flows.channels import title_of
from flows.sourcing.facts import Lost

_ABOUT = MappingProxyType(
    {
        "reserved": "that order {order} is reserved",
        "payment_link": "the way to pay order {order}",
        "payment_reminder": "the reminder to pay order {order}",
        "confirm_order": "the question whether order {order} is wanted",
        "quote": "the price of order {order}",
        "part_available": "the question what to do about order {order}, of which a part is there",
        "part_given_up": "that a part of order {order} cannot be had",
        "waiting_on": "that we look on for order {order}",
        "unavailable": "that no shop has order {order}",
        "reservation_over": "that order {order} is not reserved any more",
        "order_cancelled": "that order {order} is cancelled",
        "approve_photos": "the photos of order {order}",
        "photos_answered": "what we do about the photos of order {order}",
        "order_late": "that order {order} takes longer",
        "refunded": "that money for order {order} goes back",
        "fee_returned": "that the express fee of order {order} goes back",
        "payment_returned": "that a payment for order {order} goes back",
    }
)
_STEPS = MappingProxyType(
    {
        "paid": "is paid",
        "confirmed": "is confirmed",
        "sourcing": "is being fetched",
        "making": "is being made",
        "packing": "is being packed",
        "checking": "is being looked for",
        "picked": "is collected",
        "packed": "is packed",
        "shipped": "is shipped",
        "delivered": "is delivered",
        "tracking": "can be followed",
    }
)
_WHY = MappingProxyType(
    {
        "address": "that number or chat cannot be written to",
        "address.suppressed": "they wrote STOP ALL",
        "suppressed": "they wrote STOP there",
        "consent.stopped": "they wrote STOP",
        "expired": "it could not leave in time",
        "whatsapp-window": "they have not written for 24 hours, and no template is approved for it",
        "template": "its template was refused there",
        "address.blocked": "they have blocked us there",
        "address.gone": "that number or chat is not in use any more",
        "consent.revoked": "they took back their consent",
        "blocked": "they have blocked us there",
    }
)


def news(lost: Lost, order: str) -> str:
    """What was lost: "The news that order 1036 is shipped"."""
    return told(lost.template, str(lost.values.get("happened") or ""), order)


def told(template: str, happened: str, order: str) -> str:
    """What a message was to tell of an order."""
    if template == "order_update":
        return f"The news that order {order} {_STEPS.get(happened, 'goes on')}"
    about = _ABOUT.get(template, "our message about order {order}").format(order=order)
    return f"The news {about}" if about.startswith("that ") else f"{about[:1].upper()}{about[1:]}"


def why(channel: str, rule: str) -> str:
    """How it was to go and why it did not arrive: "by WhatsApp: they wrote STOP ALL"; a code stands as it came."""
    reason = _WHY.get(rule) or f"it was not accepted there ({rule})"
    return f"by {title_of(channel)}: {reason}"
