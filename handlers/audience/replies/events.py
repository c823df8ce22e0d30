"""Events in parts of phrases: what was done or never was, at any time or in one."""

from __future__ import annotations

from flows.audience.criteria import Compared, Counted, Criteria, Not
from handlers.audience.replies.words import pattern

ORDERED, SENT_BACK, LEFT_CART = "order.created", "return.completed", "cart.abandoned"
EVENTS = {
    "orders": ORDERED, "returns": SENT_BACK, "visits": "customer.visited", "clicks": "message.clicked",
    "replies": "message.replied",
}  # fmt: skip
"""What facts count that are numbers of events."""
NEVER = pattern("{never}")


def done(criteria: Criteria) -> str | None:
    """The event of "clicked", at no time."""
    match criteria:
        case Compared(fact, ">=", 1):
            return EVENTS.get(fact)
        case Counted(event, ">=", 1, None, ()):
            return event
    return None


def never_done(criteria: Criteria) -> str | None:
    """The event of "never clicked"."""
    return EVENTS.get(criteria.fact) if isinstance(criteria, Compared) and criteria.value == 0 else None


def is_timed(criteria: Criteria) -> bool:
    """Whether events are counted in a time."""
    return isinstance(criteria, Counted) and criteria.within is not None


def is_denied_in_a_time(criteria: Criteria) -> bool:
    """Whether an event is denied in a time: "no clicks in 30 days"."""
    return isinstance(criteria, Not) and is_timed(criteria.of)
