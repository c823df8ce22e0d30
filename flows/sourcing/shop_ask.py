"""A request to a shop about a line of an order, and its answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Says(StrEnum):
    """A shop's answer about one line."""

    OPEN = "open"  # asked, and not answered
    YES = "yes"  # has all of it now
    PART = "part"  # has some of it now
    LATER = "later"  # will have it
    NO = "no"  # has none
    SILENT = "silent"  # did not answer by the deadline
    SPARED = "spared"  # its answer is not needed any more, or was never understood
    TAKEN_BACK = "taken_back"  # withdrew its yes


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to one shop about one line, and its result. ``price`` is the shop's price per piece, in micro-units.

    ``asked_at`` is the opening time if the shop was closed when the order chose it, as it is not asked before.
    ``held``: the shop knows that its answer was noted, and hears later whether it is needed.
    """

    line: str
    shop: UUID
    wave: int
    asked_at: datetime
    says: Says = Says.OPEN
    quantity: int = 0
    commission: int = 0
    ready_at: datetime | None = None
    answered_at: datetime | None = None
    price: int | None = None
    held: bool = False

    @property
    def waits(self) -> bool:
        """Return True if the shop or the order waits for the other's answer."""
        return self.says is Says.OPEN or self.held

    @property
    def was_heard(self) -> bool:
        """Return True if the shop wrote about it and was not understood yet, which does not count as silence."""
        return self.says is Says.OPEN and self.answered_at is not None

    @property
    def is_told(self) -> bool:
        """Return True if the request is listed for the staff; one that needs no answer any more only if the shop said
        what it has."""
        return self.says is not Says.SPARED or (self.quantity > 0 and self.answered_at is not None)

    @property
    def offers(self) -> bool:
        """Return True if the answer offers pieces to use at the end of the wave."""
        return self.says in {Says.PART, Says.LATER} and self.quantity > 0 and self.held

    @property
    def was_beaten(self) -> bool:
        """Return True if the shop has or had pieces that were not needed: another shop was first, or gave the rest."""
        return self.says in {Says.YES, Says.PART, Says.LATER} and not self.held

    def is_due_after(self, moment: datetime) -> bool:
        """Return True if the shop is still closed at that moment, and has not been asked so far."""
        return self.says is Says.OPEN and self.asked_at >= moment
