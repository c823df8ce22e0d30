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
"""While shops may be asked: before it is promised, and again where one of them took its word back."""

UNPAID = frozenset({Status.RESERVED, Status.CHECKING, Status.AVAILABLE, Status.PART_AVAILABLE})
"""Before anything is owed to anybody; with ``pay = "first"`` money may have come all the same."""

FETCHING = frozenset({Status.CONFIRMED, Status.SOURCING, Status.QUALITY_CHECK, Status.PACKED})
"""Owed to the customer and still with us."""

SOURCED = FETCHING | UNPAID - {Status.RESERVED}
"""Looked for or found, and still with us: of this a member of the staff may say that it cannot be had."""

WITH_US = UNPAID | FETCHING
"""Before it has left us, and not over."""

LEFT = frozenset({Status.SHIPPED, Status.DELIVERED})
"""With the courier or the customer: what becomes of its money now a person says."""

TAKES_OFFERS = SEARCHING | {Status.PART_AVAILABLE}
"""While what a shop answers may still be taken."""

CHECKED = frozenset({Status.SOURCING, Status.QUALITY_CHECK})
"""While photos of it may be taken."""

OVER = frozenset({Status.UNAVAILABLE, Status.EXPIRED, Status.CANCELLED, Status.REFUNDED, Status.DELIVERED})
"""The final states; only late payments can still arrive."""

GOING_ON = frozenset(Status) - OVER
"""The states under way, and unavailable orders until their refund."""

CAME_TO_NOTHING = frozenset(
    {
        Status.UNAVAILABLE, Status.EXPIRED, Status.CANCELLED, Status.CANNOT_SOURCE, Status.REFUNDING, Status.REFUNDED,
    }
)  # fmt: skip
"""The states without goods: earlier steps are not reported any more."""
