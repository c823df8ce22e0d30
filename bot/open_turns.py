"""Opening turns: the store, the clock and the settings, combined once per unit of work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.clock import Clock
from handlers.engine.turn import Tools, Turn, UnknownBusiness
from storage.businesses.businesses import Tenant, list_tenants, read_revision
from storage.database.stores import Database, DatabaseAway, RetryTransaction
from storage.unit import Unit

T = TypeVar("T")
BETWEEN = 1.0  # seconds between two tries to write what must not be lost
FRESH = timedelta(seconds=1)  # what `apply` or /pause wrote elsewhere is seen within this time


class OpenTurns:
    """A source of turns: each use case gets a transaction, its tenant and the time. Tenants are cached."""

    def __init__(self, store: Database, clock: Clock, tools: Tools) -> None:
        self.store = store
        self.clock = clock
        self.tools = tools
        self._tenants: dict[str, Tenant] = {}
        self._revision = -1
        self._checked: datetime | None = None
        self._changed = store.listen("businesses")
        self._refreshing = asyncio.Lock()

    async def act(self, business: str, work: Callable[[Turn], Awaitable[T]], *, ahead: bool = False) -> T:
        """Run ``work`` in one transaction. ``ahead``: before background work, as somebody outside waits for it.

        Raises UnknownBusiness, DatabaseAway, or what ``work`` raises.
        """
        tenant = await self.tenant(business)
        return await self.store.write(business, lambda unit: work(self._turn(unit, tenant)), ahead=ahead)

    async def act_at_last(self, business: str, work: Callable[[Turn], Awaitable[None]]) -> None:
        """Run ``work`` in a transaction, and retry until the database is back or less crowded.

        Use it for data that exist nowhere else, such as a provider's answer. Raises UnknownBusiness, or what ``work``
        raises, except RetryTransaction.
        """
        while True:
            try:
                return await self.act(business, work)
            except (DatabaseAway, RetryTransaction):
                await asyncio.sleep(BETWEEN)

    async def look(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` on a consistent view. Raises UnknownBusiness, DatabaseAway, or what ``work`` raises."""
        tenant = await self.tenant(business)
        return await self.store.read(business, lambda unit: work(self._turn(unit, tenant)))

    async def tenant(self, business: str) -> Tenant:
        """Return the present business, at most a second old. Raises UnknownBusiness."""
        await self._refresh()
        try:
            return self._tenants[business]
        except KeyError:
            raise UnknownBusiness.make_for_name(business, self._tenants) from None

    async def tenants(self) -> dict[str, Tenant]:
        """Return every business, at most a second old."""
        await self._refresh()
        return dict(self._tenants)

    async def revision(self) -> int:
        """Return a number that grows with every change of a business, a secret or a key; at most a second old."""
        await self._refresh()
        return self._revision

    def turn(self, unit: Unit, business: str) -> Turn:
        """Return a turn within an open transaction, for a business that was looked up just before."""
        return self._turn(unit, self._tenants[business])

    def _turn(self, unit: Unit, tenant: Tenant) -> Turn:
        unit.hashes = self.tools.token_hashes
        return Turn(unit, tenant, self.tools, self.clock.now(), self.clock.get_real_time())

    async def _refresh(self) -> None:
        """Look for changes once a second. Many callers at once share one look."""
        if self._is_fresh():
            return
        async with self._refreshing:
            if self._is_fresh():
                return
            elapsed = self.clock.get_real_time()
            self._changed.clear()
            self._checked = None  # until the look ends, others wait for it
            try:
                await self._reload()
            except DatabaseAway:
                if self._revision < 0:
                    raise
                # What was known a moment ago still proves requests and names their tenants while the database is away.
            self._checked = elapsed

    def _is_fresh(self) -> bool:
        checked = self._checked
        return checked is not None and self.clock.get_real_time() - checked < FRESH and not self._changed.is_set()

    async def _reload(self) -> None:
        newest = await self.store.read("", read_revision, quick=True)
        if newest != self._revision:
            found = await self.store.read("", list_tenants)
            self._tenants = {tenant.business.id: tenant for tenant in found}
            self._revision = newest
