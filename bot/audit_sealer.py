"""The sealer of audit logs: every few seconds it adds new entries to the chain of their business.

The newest hash goes into the log of the service, so that a copy of it is outside the database. The sealer of a running
process also notices a head that went back, as after a deletion of the newest entries with an older head put back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.open_turns import OpenTurns
from storage.businesses.audit_chain import AuditChain, ChainBroken, SealedBatch, list_unsealed
from storage.unit import Unit

log = structlog.get_logger()

EVERY = timedelta(seconds=5)


class AuditSealer:
    """The sealer of one process. Several may work at once: the first to move the head of a chain seals the batch."""

    def __init__(self, turns: OpenTurns) -> None:
        self._turns = turns
        self._looked_at: datetime | None = None
        self._heads: dict[str, int] = {}
        self._broken: set[str] = set()  # businesses whose chain cannot go on; each is logged once

    async def step(self) -> int:
        """Seal a batch of each business, every few seconds; return the number of sealed entries. Raises
        DatabaseAway."""
        now = self._turns.clock.now()
        if self._looked_at is not None and abs(now - self._looked_at) < EVERY:
            return 0
        waiting = await self._turns.store.read("", list_unsealed)
        many = sum([await self._seal(business, now) for business in waiting if business not in self._broken])
        if not many:
            self._looked_at = now
        return many

    async def _seal(self, business: str, now: datetime) -> int:
        key = self._turns.tools.seeds.make_audit_key(business)
        least = self._heads.get(business, 0)

        async def seal(unit: Unit) -> SealedBatch | None:
            return await unit.of(AuditChain).seal(key, now, least)

        try:
            sealed = await self._turns.store.write(business, seal)
        except ChainBroken as broken:
            self._broken.add(business)
            log.error("audit chain broken", business=business, reason=str(broken))
            return 0
        if sealed is None:
            return 0
        self._heads[business] = sealed.number
        log.info("audit sealed", business=business, number=sealed.number, hash=sealed.hash)
        return sealed.many
