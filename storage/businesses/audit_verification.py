"""The check of a business's audit log: every sealed entry against its hash, in order, up to the head of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from storage.businesses.audit_chain import AuditChain, ChainBroken, hash_entry
from storage.schema import audit
from storage.sql.transaction import Transaction

PAGE = 1000  # entries
LATE = timedelta(days=1)
"""An entry dated so much earlier than one before it is a warning: a clock was wrong, or somebody wrote it by hand."""

CHANGED = "changed: its content does not match its hash"
MISSING = "missing: it was deleted, and not by retention"
INSERTED = "inserted: it does not belong to the chain"
MOVED = "order: it belongs to another place in the chain"


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """The first wrong entry: its number, what is wrong, and its id and moment, None if there is no such row. Number 0
    is the head of the chain."""

    number: int
    what: str
    id: UUID | None = None
    at: datetime | None = None


@dataclass(slots=True)
class ChainReport:
    """The result of a check.

    ``checked`` entries match, ``removed`` ones were deleted by retention, ``unsealed`` ones are not in the chain yet.
    ``number`` and ``hash`` are those of the last good entry. ``broken`` is None for a whole chain. ``backdated`` is
    the number of entries in their place that are dated too early, ``first_backdated`` the first of them.
    """

    checked: int = 0
    removed: int = 0
    unsealed: int = 0
    number: int = 0
    hash: str = ""
    began_at: datetime | None = None
    broken: BrokenEntry | None = None
    backdated: int = 0
    first_backdated: int | None = None


async def verify_chain(tx: Transaction, key: bytes, known: tuple[int, str] | None = None) -> ChainReport:
    """Check the chain of a business with its ``key``. ``known`` is the number and hash of an entry, noted earlier."""
    query = select(func.count()).select_from(audit).where(tx.owns(audit), audit.c.number.is_(None))
    walk = _Walk(AuditChain(tx), key, known, ChainReport(unsealed=await tx.value(query)))
    try:
        await walk.check()
    except ChainBroken as broken:
        walk.report.broken = BrokenEntry(walk.next if walk.begun else 0, str(broken))
    except _Fault as fault:
        walk.report.broken = fault.entry
    return walk.report


class _Fault(Exception):
    """An entry is wrong."""

    def __init__(self, number: int, what: str, row: Any = None) -> None:
        super().__init__(what)
        self.entry = BrokenEntry(number, what) if row is None else BrokenEntry(number, what, row.id, row.at)


@dataclass(slots=True)
class _Walk:
    """A walk along the chain. ``begun`` is True behind the check of the head, ``latest`` the latest date so far."""

    chain: AuditChain
    key: bytes
    known: tuple[int, str] | None
    report: ChainReport
    begun: bool = False
    latest: datetime | None = None

    @property
    def next(self) -> int:
        """Return the number of the next entry."""
        return self.report.number + 1

    async def check(self) -> None:
        """Check all sealed entries. Raises _Fault, and ChainBroken for a wrong head or checkpoint."""
        head = await self.chain.load_head(self.key)
        end, newest = (0, "") if head is None else (head.last, head.hash)
        self.begun, self.report.began_at = True, None if head is None else head.began_at
        while rows := await self.chain.list_sealed(self.report.number, PAGE):
            for row in rows:
                await self._check_entry(row, rows, end)
        await self._cross_gap(end + 1)
        if self.report.number < end or (self.known is not None and self.known[0] > end):
            raise _Fault(self.next, MISSING)
        if self.report.hash != newest:
            raise _Fault(end, CHANGED)

    async def _check_entry(self, row: Any, rows: Sequence[Any], end: int) -> None:
        """Check the next entry; ``rows`` is its page."""
        await self._cross_gap(row.number)
        if row.number > self.next:
            raise _Fault(self.next, MISSING)
        what = self._find_fault(row, rows, end)
        if what is not None:
            raise _Fault(row.number, what, row)
        self._go_to(row.number, row.hash)
        if self.latest is not None and row.at < self.latest - LATE:
            self.report.backdated += 1
            self.report.first_backdated = self.report.first_backdated or row.number
        self.latest = max(row.at, self.latest or row.at)
        self.report.checked += 1

    def _find_fault(self, row: Any, rows: Sequence[Any], end: int) -> str | None:
        if row.number < self.next or row.number > end:
            return INSERTED
        if not self._follows(row, self.report.hash):
            if any(self._follows(row, other.hash or "") for other in rows):
                return MOVED
            return INSERTED if any(self._follows(other, self.report.hash) for other in rows) else CHANGED
        return None

    def _follows(self, row: Any, previous: str) -> bool:
        return hash_entry(self.key, previous, row) == str(row.hash)

    async def _cross_gap(self, until: int) -> None:
        """Go on behind entries that retention deleted. Raises ChainBroken for a changed checkpoint."""
        while self.next < until:
            gap = await self.chain.load_checkpoint(self.key, self.next)
            if gap is None:
                return
            self.report.removed += gap.last - self.report.number
            self._go_to(gap.last, gap.hash)

    def _go_to(self, number: int, hash_: str) -> None:
        if self.known is not None and self.known[0] == number and self.known[1] != hash_:
            raise _Fault(number, CHANGED)
        self.report.number, self.report.hash = number, hash_
