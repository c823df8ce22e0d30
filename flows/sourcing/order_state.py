"""The states of an order, as everybody sees them, and groups of states with the same possible events.

reserved ──> checking ──all found──> available ──paid──> confirmed ──> sourcing ──> packed ──> shipped ──> delivered
                │ └─some found──> part_available: the part, wait, or nothing      └─> (quality_check) ─┘
                └─none found──> unavailable
available ──not paid in time──> expired
available, part_available ──lost again──> cannot_source ──> unavailable
sourcing ──not to be had──> cannot_source ──> refunding ──> refunded
any of them before it is shipped ──called off──> cancelled (or refunding, where it was paid)
"""

from enum import StrEnum


class Status(StrEnum):
    """The public state of an order."""

    RESERVED = "reserved"  # taken in; nothing was asked yet
    CHECKING = "checking"  # shops are asked
    AVAILABLE = "available"  # all of it is kept for the customer, who has to pay or to confirm
    PART_AVAILABLE = "part_available"  # some of it is; the customer chooses
    UNAVAILABLE = "unavailable"  # nobody has it: over
    EXPIRED = "expired"  # it was there and was not paid in time: over
    CONFIRMED = "confirmed"  # paid, or confirmed where it is paid at the door
    SOURCING = "sourcing"  # being fetched from the shops
    QUALITY_CHECK = "quality_check"  # fetched; looked over before it leaves
    PACKED = "packed"  # ready for the courier
    SHIPPED = "shipped"  # on its way
    DELIVERED = "delivered"  # with the customer: over
    CANNOT_SOURCE = "cannot_source"  # it was promised and cannot be had
    REFUNDING = "refunding"  # money is on its way back
    REFUNDED = "refunded"  # money is back: over
    CANCELLED = "cancelled"  # called off before money came: over


SEARCHING = frozenset({Status.CHECKING, Status.SOURCING})
"""Statuses in which shops may be asked: before the promise, and again after a shop took its answer back."""

UNPAID = frozenset({Status.RESERVED, Status.CHECKING, Status.AVAILABLE, Status.PART_AVAILABLE})
"""Statuses before anything is owed to anybody; with ``pay = "first"`` the order may be paid nevertheless."""

FETCHING = frozenset({Status.CONFIRMED, Status.SOURCING, Status.QUALITY_CHECK, Status.PACKED})
"""Statuses of orders owed to the customer and still with us."""

SOURCED = FETCHING | UNPAID - {Status.RESERVED}
"""Statuses of searched or found orders still with us, which a staff member may give up as unavailable."""

WITH_US = UNPAID | FETCHING
"""Statuses of orders that have not left and are not over."""

LEFT = frozenset({Status.SHIPPED, Status.DELIVERED})
"""Statuses of orders at the courier or the customer: a person decides about their refunds."""

TAKES_OFFERS = SEARCHING | {Status.PART_AVAILABLE}
"""Statuses that still accept shops' answers."""

CHECKED = frozenset({Status.SOURCING, Status.QUALITY_CHECK})
"""Statuses in which photos of the order may be taken."""

OVER = frozenset({Status.UNAVAILABLE, Status.EXPIRED, Status.CANCELLED, Status.REFUNDED, Status.DELIVERED})
"""The final states; only late payments can still arrive."""

GOING_ON = frozenset(Status) - OVER
"""The states under way, and unavailable orders until their refund."""

CAME_TO_NOTHING = frozenset(
    {Status.UNAVAILABLE, Status.EXPIRED, Status.CANCELLED, Status.CANNOT_SOURCE, Status.REFUNDING, Status.REFUNDED}
)  # fmt: skip
"""The states without goods: earlier steps are not reported any more."""
