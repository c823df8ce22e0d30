"""Webhooks of Shopify about something that did not happen: test orders, and samples that try an address.

An order paid through the test gateway has ``test: true`` in all its topics, and so do the transactions of its refund.
"Send test notification" adds the header ``X-Shopify-Test: true`` and sends the same sample to every shop.
https://shopify.dev/docs/apps/build/webhooks/subscribe/https,
https://help.shopify.com/manual/checkout-settings/test-orders
"""

from __future__ import annotations

from handlers.engine.checked_fields import CheckedField

# The ids of the samples, for a proxy that drops the header: order, checkout, refund, customer.
_SAMPLES = frozenset({"820982911946154508", "981820079255243537", "890088186047892319", "706405506930370084"})


def is_test(data: CheckedField, header: str) -> bool:
    """Return True for a webhook about a test order or a sample. Raises Wrong for an invalid flag."""
    if header.lower() == "true" or data["test"].flag() or _is_sample(data):
        return True
    moved = data["transactions"].read_each() if data["order_id"].value is not None else ()
    return bool(moved) and all(part["test"].flag() for part in moved)


def _is_sample(data: CheckedField) -> bool:
    return any(str(data[name].value) in _SAMPLES for name in ("id", "order_id"))
