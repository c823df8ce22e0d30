"""The routes to a person: choosing the best one, and the failures that allow another."""

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
        "address.complained",
        "address.gone",
        "address.suppressed",
        "suppressed",
        "one-sms-per-cart",
        "dlt.unregistered",
        "dlt.variable",
        "cart-48h",
    }
)
"""Rules and failures that let the same message be sent on another channel."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address and channel of the person; routes are in the business's order of preference.

    ``permitted``: they agreed and it works; ``pending``: their confirmation is still possible; ``spent``: the only
    allowed message per subject was sent; ``from_step``: the only allowed message is reserved for that step (counted
    from 0) or a later one; ``answered``: the person last answered there.
    """

    address: UUID
    channel: str
    permitted: bool
    pending: bool = False
    spent: bool = False
    from_step: int = 0
    answered: bool = False


def choose_best(routes: Sequence[Route], tried: Collection[str], step: int) -> Route | None:
    """Return the first permitted route that is not spent; else any, so that its refusal explains why nothing
    was sent. After the first step, the route where the person answered comes first."""
    left = [route for route in routes if route.channel not in tried and route.from_step <= step]
    ranked = sorted(left, key=lambda route: (not route.permitted, route.spent, not (step and route.answered)))
    return ranked[0] if ranked else None
