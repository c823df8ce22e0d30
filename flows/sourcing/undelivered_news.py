"""The undelivered messages of a customer, for the staff: their subject and the reason, in plain words."""

from flows.phrase import Phrase, phrase
from flows.sourcing.order_facts import Lost

ABOUT = frozenset(
    {
        "reserved", "payment_link", "payment_by_hand", "payment_reminder", "confirm_order", "quote", "part_available",
        "part_given_up", "waiting_on", "unavailable", "reservation_over", "order_cancelled", "approve_photos",
        "photos_answered", "order_late", "refunded", "fee_returned", "payment_returned",
    }
)  # fmt: skip
"""The messages whose news has words of its own, in the phrase ``news_<message>``."""
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
"""The rules and codes with a text in plain words, the phrase ``lost_<rule>``; others appear unchanged."""


def describe_news(lost: Lost, order: str) -> Phrase:
    """Return the lost news in words: "The news that order 1036 is shipped"."""
    return describe_message(lost.template, str(lost.values.get("happened") or ""), order)


def describe_message(template: str, happened: str, order: str) -> Phrase:
    """Return a message's news about an order."""
    if template == "order_update":
        return phrase(f"news_step_{happened}" if happened in STEPS else "news_step", number=order)
    return phrase(f"news_{template}" if template in ABOUT else "news_message", number=order)


def explain(rule: str) -> Phrase:
    """Return why a message did not arrive: "they wrote STOP ALL"."""
    if rule in RULES:
        return phrase(f"lost_{rule.replace('.', '_').replace('-', '_')}")
    return phrase("lost_otherwise", code=rule)
