"""A bulk operation from start to end: started once, polled until it is over, and started again when its result is too
old."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from bot.stores.shopify_bulk import DENIED, IN_PROGRESS, UNDER_WAY, Bulk, BulkOperation, is_same
from bot.stores.shopify_hooks import STEPS
from bot.stores.shopify_records import Records
from flows.delivery import Answer, Failure

T = TypeVar("T")
Pause = Callable[[float], Awaitable[object]]
KEPT = timedelta(days=7)
"""How long Shopify offers a result."""
_AGAIN = frozenset({Failure.RETRY, Failure.UNKNOWN})
_TRIES = 8
_FIRST, _LONGEST = 1.0, 15.0  # seconds between two looks
_BUSY = 30.0  # seconds until it is asked again whether others have ended


class Unfinished(Exception):
    """The import cannot continue now; the message has the reason and what to do. Running it again continues it."""


class Gathering:
    """The bulk operation of one kind of records."""

    def __init__(self, bulk: Bulk, records: Records, tell: Callable[[str], None], pause: Pause) -> None:
        self._bulk = bulk
        self._records = records
        self._what = records.what
        self._query = records.query
        self._tell = tell
        self._pause = pause

    async def begin(self) -> BulkOperation:
        """Return a running operation of our query, or a new one. Raises Unfinished.

        Running operations are searched before each try, because a try whose answer was lost may have started one.
        """
        tries, waiting = 0, False
        while True:
            for one in await self._ask(self._bulk.list_running):
                if is_same(one.query, self._query):
                    return one
            found = await self._bulk.start(self._query)
            if isinstance(found, BulkOperation):
                return found
            if found.code in IN_PROGRESS:
                if not waiting:
                    self._tell("Shopify is running other bulk operations of this app; ours waits until one ends")
                waiting = True
                await self._pause(_BUSY)
                continue
            tries += 1
            await self._wait_before_retry(found, tries)

    async def look(self, operation: str) -> BulkOperation | None:
        """Return the operation; None if Shopify no longer has it. Raises Unfinished."""
        return await self._ask(lambda: self._bulk.get(operation))

    async def wait_for(self, operation: str) -> BulkOperation | None:
        """Poll the operation until it is over, and return it; None if Shopify no longer has it. Raises Unfinished."""
        between, told = _FIRST, 0
        while (found := await self.look(operation)) is not None and found.status in UNDER_WAY:
            if found.roots > told:
                told = found.roots
                self._tell(f"Shopify gathers {self._what}: {told} so far")
            await self._pause(between)
            between = min(between * 1.5, _LONGEST)
        return found

    async def _ask(self, ask: Callable[[], Awaitable[T | Answer]]) -> T:
        tries = 0
        while isinstance(found := await ask(), Answer):
            tries += 1
            await self._wait_before_retry(found, tries)
        return found

    async def _wait_before_retry(self, answer: Answer, tries: int) -> None:
        """Wait as long as Shopify says, or longer each time. Raises Unfinished if a retry cannot help."""
        if answer.failure not in _AGAIN or tries == _TRIES:
            raise Unfinished(self._words(answer))
        seconds = answer.after.total_seconds() if answer.after is not None else min(_FIRST * 2**tries, _LONGEST)
        if answer.code == "THROTTLED":
            self._tell(f"Shopify's rate limit is reached: next try in {seconds:.0f} s")
        await self._pause(seconds)

    def _words(self, answer: Answer) -> str:
        if answer.code in {DENIED, "403"}:
            return explain_denial(self._records)
        again = "run this again to continue" if answer.failure in _AGAIN else "see parley doctor"
        return f"Shopify gave no {self._what}: {answer.detail}; {again}"


def explain_denial(records: Records) -> str:
    """Format the error that the app lacks a scope for these records."""
    return (
        f"Shopify does not show the app its {records.what}: grant it {', '.join(records.scopes)} and, under protected "
        f"customer data, name, e-mail, phone and address, install it again ({STEPS}), and run this again"
    )
