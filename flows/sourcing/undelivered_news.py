"""A customer's undelivered messages, described to the staff: the subject and the reason, in plain words."""

from flows.phrase import Phrase, phrase
from flows.sourcing.order_facts import Lost

ABOUT = frozenset(
    {
        "reserved", "payment_link", "payment_by_hand", "payment_reminder", "confirm_order", "quote", "part_available",
        "part_given_up", "waiting_on", "unavailable", "reservation_over", "order_cancelled", "approve_photos",
        "photos_answered", "order_late", "refunded", "fee_returned", "payment_returned",
    }
)  # fmt: skip
"""The messages with their own description, in the phrase ``news_<message>``."""
STEPS = frozenset(
    {
        "paid", "confirmed", "sourcing", "making", "packing", "checking", "picked", "packed", "shipped", "delivered",
        "tracking",
    }
)  # fmt: skip
"""The steps of an ``order_update``, in the phrase ``news_step_<step>``."""
RULES = frozenset(
    {
        "address", "address.suppressed", "suppressed", "consent.stopped", "expired", "whatsapp-window", "template",
        "address.blocked", "address.gone", "consent.revoked", "blocked", "chat-window",
    }
)  # fmt: skip
"""The rules and codes with a plain text, the phrase ``lost_<rule>``; others are shown unchanged."""


def describe_news(lost: Lost, order: str) -> Phrase:
    """Format the content of an undelivered message: "The news that order 1036 is shipped"."""
    return describe_message(lost.template, str(lost.values.get("happened") or ""), order)


def describe_message(template: str, happened: str, order: str) -> Phrase:
    """Format the content of a message about an order."""
    if template == "order_update":
        return phrase(f"news_step_{happened}" if happened in STEPS else "news_step", number=order)
    return phrase(f"news_{template}" if template in ABOUT else "news_message", number=order)


def explain(rule: str) -> Phrase:
    """Format why a message did not arrive: "they wrote STOP ALL"."""
    if rule in RULES:
        return phrase(f"lost_{rule.replace('.', '_').replace('-', '_')}")
    return phrase("lost_otherwise", code=rule)
