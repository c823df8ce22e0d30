"""The work of one sender in this process that is claimed but not yet settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from handlers.delivery.outbox_claims import BATCH
from storage.sending.sender_queues import Waiting

RESERVED = 20  # calls for what somebody waits for
SEATS = 2 * BATCH + RESERVED  # calls to one provider at a time: a batch is on its way while the next is judged


class InFlight:
    """Claimed entries of one sender. It claims one batch at a time and may hold several; ``freed`` is called when it
    can claim again.

    ``at_once`` is how many the sender can have on their way. It holds twice as many at most, and a few urgent ones:
    more would be judged before they can leave, and hold up the event loop.
    """

    def __init__(self, freed: Callable[[], None] = lambda: None, at_once: int = BATCH) -> None:
        self._freed = freed
        self._batch, self._reserved = min(BATCH, at_once), min(RESERVED, at_once)
        self._seats = min(SEATS, 2 * self._batch + self._reserved)
        self._held: set[UUID] = set()
        self._reaching = 0

    @property
    def most(self) -> int:
        """Return how many more entries may be claimed now."""
        return min(self._batch, self._seats - len(self._held))

    @property
    def urgent_only(self) -> bool:
        """Return True if only urgent entries may be claimed, as a whole batch would not fit."""
        return len(self._held) > self._seats - self._batch - self._reserved

    def has_room(self, waiting: Waiting) -> bool:
        """Return True if the sender's ``waiting`` work may be claimed now."""
        return not self._reaching and (not self.urgent_only or (waiting.urgent and self.most > 0))

    def reach(self) -> None:
        """Block further claims until ``rest``."""
        self._reaching += 1

    def rest(self) -> None:
        """End the claim, with any result."""
        self._reaching -= 1
        self._freed()

    def take(self, entries: Iterable[UUID]) -> None:
        """Record claimed entries."""
        self._held.update(entries)

    def drop(self, entries: Iterable[UUID]) -> None:
        """Remove entries that are settled, or wait again."""
        was_full = self.urgent_only
        self._held.difference_update(entries)
        if was_full and not self.urgent_only:
            self._freed()
