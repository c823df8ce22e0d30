"""The chain of a business's audit log: entries in order, each with a keyed hash over itself and the hash before it.

Entries are written without a number. A sealer numbers them later, in batches. The key is not in the database, so a
person with access to the database alone cannot compute hashes for changed entries. Retention deletes commands, never
deeds, and leaves a checkpoint in their place. An erasure changes no entry: the audit holds ids and figures only.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from storage.businesses.access import COMMANDED
from storage.schema import audit, audit_checkpoints
from storage.sql.repository import Repository
from storage.sql.transaction import Transaction

MOST = 100  # entries of one transaction: on SQLite it blocks everybody else, for some milliseconds
MOST_FORGOTTEN = 10_000  # entries of a night; the first night of retention finds those of years

_HEAD = 0  # the number of the head's row
_SEAL = (
    update(audit)
    .where(audit.c.business == bindparam("whose"), audit.c.id == bindparam("which"))
    .values(number=bindparam("as_number"), hash=bindparam("as_hash"))
)


class ChainBroken(Exception):
    """The chain cannot be continued; the message says why."""


@dataclass(frozen=True, slots=True)
class SealedBatch:
    """The newest sealed entry of a business, and how many entries were sealed with it."""

    number: int
    hash: str
    many: int


class AuditChain(Repository):
    """The chain of one business. ``key`` is its secret key."""

    async def seal(self, key: bytes, now: datetime, least: int = 0) -> SealedBatch | None:
        """Number and hash the oldest unsealed entries, at most MOST of them.

        Return None if there are none, or if another process was first. ``least`` is a number that the head had before.
        Raises ChainBroken for a head that is missing, changed or older.
        """
        head = await self.load_head(key)
        number, last, began = (0, "", now) if head is None else (head.last, head.hash, head.began_at)
        if number < least:
            raise ChainBroken(f"the newest entry was {least} and is now {number}")
        unsealed = select(audit).where(self._tx.owns(audit), audit.c.number.is_(None))
        rows = await self._tx.rows(unsealed.order_by(audit.c.at, audit.c.id).limit(MOST))
        values = []
        for row in rows:
            number, last = number + 1, hash_entry(key, last, row)
            values.append({"whose": row.business, "which": row.id, "as_number": number, "as_hash": last})
        if not values or not await self._move_head(key, head, number, last, began, now):
            return None
        await self._tx.connection.execute(_SEAL, values)
        return SealedBatch(number, last, len(values))

    async def load_head(self, key: bytes) -> Any:
        """Return the head's row; None before the first seal. Raises ChainBroken if it is missing or changed."""
        # Entries come first: another process may seal the first ones meanwhile, together with the head.
        begun = await self._tx.row(_select_sealed(self._tx).limit(1)) is not None
        head = await self.load_checkpoint(key, _HEAD)
        if begun and head is None:
            raise ChainBroken("the head of the chain is missing")
        return head

    async def load_checkpoint(self, key: bytes, number: int) -> Any:
        """Return the row of that number, or None. Raises ChainBroken if it was changed."""
        chosen = (self._tx.owns(audit_checkpoints), audit_checkpoints.c.number == number)
        row = await self._tx.row(select(audit_checkpoints).where(*chosen))
        if row is not None and not hmac.compare_digest(_mark(key, row._mapping), row.mark):
            raise ChainBroken("the head of the chain is changed" if number == _HEAD else "a checkpoint is changed")
        return row

    async def list_sealed(self, after: int, most: int) -> Sequence[Any]:
        """Return the rows of the sealed entries after that number, in the order of the chain."""
        query = _select_sealed(self._tx).where(audit.c.number > after)
        return await self._tx.rows(query.order_by(audit.c.number).limit(most))

    async def forget_commands(self, key: bytes, before: datetime, now: datetime) -> int:
        """Delete the oldest sealed entries of commands answered before then, at most MOST_FORGOTTEN of them; leave a
        checkpoint for each gap. Return the number of deleted entries."""
        old = (audit.c.action == COMMANDED, audit.c.at < before)
        query = _select_sealed(self._tx).where(*old).order_by(audit.c.number)
        rows = await self._tx.rows(query.limit(MOST_FORGOTTEN))
        gaps: list[tuple[int, Any]] = []  # the first number and the last row of each
        for row in rows:
            follows = bool(gaps) and row.number == gaps[-1][1].number + 1
            gaps.append((gaps.pop()[0] if follows else row.number, row))
        if not rows:
            return 0
        await self._tx.add_all(
            audit_checkpoints,
            [self._make_checkpoint(key, first, row.number, row.hash, now, now) for first, row in gaps],
        )
        return await self._tx.remove(audit, *old, audit.c.number <= rows[-1].number)

    async def _move_head(self, key: bytes, head: Any, number: int, last: str, began: datetime, now: datetime) -> bool:
        """Move the head to the new end; return False if another process moved it first."""
        values = self._make_checkpoint(key, _HEAD, number, last, began, now)
        if head is None:
            return await self._tx.add_new(audit_checkpoints, **values)
        same = (audit_checkpoints.c.number == _HEAD, audit_checkpoints.c.last == head.last)
        return await self._tx.change_all(audit_checkpoints, *same, **values) == 1

    def _make_checkpoint(
        self, key: bytes, number: int, last: int, hash_: str, began: datetime, now: datetime
    ) -> dict[str, Any]:
        values = {"business": self._tx.business, "number": number, "last": last, "hash": hash_}
        values |= {"began_at": began, "sealed_at": now}
        return values | {"mark": _mark(key, values)}


def hash_entry(key: bytes, previous: str, row: Any) -> str:
    """Return the hash of an entry after the entry with the hash ``previous``: 64 hexadecimal digits."""
    thing = (row.actor_kind, row.actor, row.action, row.about_kind, row.about, row.figures)
    return _hash(key, "entry", row.business, previous, str(row.id), _write_moment(row.at), *thing)


def _mark(key: bytes, row: Any) -> str:
    dates = (_write_moment(row["began_at"]), _write_moment(row["sealed_at"]))
    return _hash(key, "checkpoint", row["business"], row["number"], row["last"], row["hash"], *dates)


def _hash(key: bytes, *parts: str | int | None) -> str:
    return hmac.digest(key, json.dumps(parts).encode(), "sha256").hex()


def _write_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _select_sealed(tx: Transaction) -> Any:
    return select(audit).where(tx.owns(audit), audit.c.number.is_not(None))


async def list_unsealed(tx: Transaction) -> list[str]:
    """Return the businesses that have unsealed entries."""
    rows = await tx.rows(select(audit.c.business).where(audit.c.number.is_(None)).distinct())
    return [row.business for row in rows]
