"""A shop's request about a line of an order, and its answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Says(StrEnum):
    """What a shop said of one line."""

    OPEN = "open"  # asked, and not answered
    YES = "yes"  # has all of it now
    PART = "part"  # has some of it now
    LATER = "later"  # will have it
    NO = "no"  # has none
    SILENT = "silent"  # said nothing until the deadline
    SPARED = "spared"  # its answer is not needed any more, or was never understood
    TAKEN_BACK = "taken_back"  # said yes, and then that it was wrong


@dataclass(frozen=True, slots=True)
class Ask:
    """One shop asked about one line, and what came of it. ``price`` is what it wants for one piece, in micro-units.

    ``asked_at`` is when the shop opens, where it was closed as the order turned to it: before that it is not asked.
    ``held``: it was told that its answer is noted, and hears later whether it is needed.
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
        """Whether the shop or the order waits for the other's word."""
        return self.says is Says.OPEN or self.held

    @property
    def was_heard(self) -> bool:
        """Whether the shop wrote about it, and what it said is not understood yet: that is no silence."""
        return self.says is Says.OPEN and self.answered_at is not None

    @property
    def is_told(self) -> bool:
        """Whether the staff reads of the ask: where no answer is needed any more, only if the shop said what it has."""
        return self.says is not Says.SPARED or (self.quantity > 0 and self.answered_at is not None)

    @property
    def offers(self) -> bool:
        """Whether it holds something that may be used when the wave is over."""
        return self.says in {Says.PART, Says.LATER} and self.quantity > 0 and self.held

    @property
    def was_beaten(self) -> bool:
        """Whether a shop has pieces, or had, for which nobody waits: another shop was first, or gave the rest."""
        return self.says in {Says.YES, Says.PART, Says.LATER} and not self.held

    def is_due_after(self, moment: datetime) -> bool:
        """Whether the shop is still closed then, and was asked nothing so far."""
        return self.says is Says.OPEN and self.asked_at >= moment
