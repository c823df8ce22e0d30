"""What a member of the staff was asked to confirm: once, by the same person, within its time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select, update

from storage.schema import businesses, confirmations
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A deed that waits for a word. ``token`` is a keyed hash, ``member`` who may say it, ``about`` what it is done to.

    ``shown`` is a hash of what was shown; ``message`` is the command, which our question answers.
    """

    token: str
    member: UUID
    deed: str
    about: Mapping[str, str]
    shown: str
    message: UUID
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    declined: bool = False


class Confirmations:
    """The open and the settled questions to the staff of one business."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def ask(self, one: Confirmation) -> None:
        """Keep a question."""
        values: dict[str, Any] = {name: getattr(one, name) for name in Confirmation.__slots__}
        await self._tx.add(confirmations, **values | {"about": json.dumps(dict(one.about))})

    async def get(self, token: str) -> Confirmation | None:
        """The question with that token, also one that is settled or over."""
        query = select(confirmations).where(self._tx.mine(confirmations), confirmations.c.token == token)
        row = await self._tx.row(query)
        return None if row is None else _read(row)

    async def open_of(self, member: UUID, now: datetime) -> list[Confirmation]:
        """What a member of the staff was asked and has not answered, while they may; the last first."""
        fresh = and_(confirmations.c.used_at.is_(None), confirmations.c.expires_at > now)
        query = select(confirmations).where(self._tx.mine(confirmations), confirmations.c.member == member, fresh)
        newest = (confirmations.c.created_at.desc(), confirmations.c.message.desc())
        return [_read(row) for row in await self._tx.rows(query.order_by(*newest))]

    async def settle(self, token: str, member: UUID, now: datetime, *, declined: bool = False) -> bool:
        """Use a question up by one conditional update; False when it is used, over, unknown or another person's.

        What is confirmed in one business is done one after the other, so that each is weighed against what the one
        before it did: two owners who book the same payout, say.
        """
        await self._take_turns()
        fresh = and_(confirmations.c.used_at.is_(None), confirmations.c.expires_at > now)
        theirs = and_(confirmations.c.token == token, confirmations.c.member == member)
        used = update(confirmations).where(self._tx.mine(confirmations), theirs, fresh)
        return await self._tx.run(used.values(used_at=now, declined=declined)) == 1

    async def _take_turns(self) -> None:
        """SQLite has one writer anyway."""
        if self._tx.postgres:
            here = select(businesses.c.id).where(businesses.c.id == self._tx.business)
            await self._tx.row(here.with_for_update(key_share=True))


def _read(row: Any) -> Confirmation:
    values = {name: getattr(row, name) for name in Confirmation.__slots__}
    return Confirmation(**values | {"about": json.loads(row.about)})
