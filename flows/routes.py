"""The ways to a person: which of them is the best, and what lets the next be tried."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

FALLS_BACK = frozenset(
    {
        "address",
        "blocked",
        "channel",
        "template",
        "whatsapp-window",
        "chat-window",
        "whatsapp-us-marketing",
        "address.blocked",
        "address.gone",
        "address.suppressed",
        "suppressed",
        "one-sms-per-cart",
        "dlt.unregistered",
        "dlt.variable",
        "cart-48h",
    }
)
"""Rules and failures after which the same may go by another channel."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way to the person, in the business's order of preference.

    ``permitted``: they agreed and it works; ``pending``: their confirmation is still possible; ``spent``: its one
    message per subject was sent; ``from_step``: its one message is reserved for that step, counted from 0, or a later
    one.
    """

    address: UUID
    channel: str
    permitted: bool
    pending: bool = False
    spent: bool = False
    from_step: int = 0


def choose_best(routes: Sequence[Route], tried: Collection[str], step: int) -> Route | None:
    """Return the first permitted route that is not spent; failing that any, whose refusal then tells why nothing
    came."""
    left = [route for route in routes if route.channel not in tried and route.from_step <= step]
    ranked = sorted(left, key=lambda route: (not route.permitted, route.spent))
    return ranked[0] if ranked else None
