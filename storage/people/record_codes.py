"""Codes that prove an address before the record of its owner is shown: few a day, few tries, used once.

All moments are elapsed time: a code is a safety limit, which a pushed or reset clock must neither stretch nor end.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from storage.schema import record_codes
from storage.sql.repository import Repository

LASTS = timedelta(minutes=10)
DAY = timedelta(days=1)
MOST_CODES, MOST_TRIES = 3, 5
"""The codes of an address a day, and the tries of a code."""


class RecordCodes(Repository):
    """The codes of one business's addresses."""

    async def put(self, address: UUID, code: str, elapsed: datetime) -> bool:
        """Store the keyed hash of a new code in place of the earlier one; return False if today's codes are used up.

        Lock the person before (`People.hold`).
        """
        here = (self._tx.owns(record_codes), record_codes.c.address == address)
        row = await self._tx.row(select(record_codes).where(*here))
        begins = row is None or elapsed >= row.day_at + DAY
        day_at, sent = (elapsed, 0) if begins or row is None else (row.day_at, row.sent)
        if sent >= MOST_CODES:
            return False
        values = {"code": code, "made_at": elapsed, "tries": 0, "day_at": day_at, "sent": sent + 1}
        await self._tx.put(record_codes, ("address",), address=address, **values)
        return True

    async def use(self, address: UUID, code: str, elapsed: datetime) -> bool:
        """Use the code with this hash; return False if it is wrong, expired, used, or tried too often.

        The try is counted first, so that guesses at the same moment count one by one.
        """
        here, codes = record_codes.c.address == address, record_codes.c
        if not await self._tx.change_all(record_codes, here, codes.tries < MOST_TRIES, tries=codes.tries + 1):
            return False
        right = (here, codes.code == code, codes.made_at > elapsed - LASTS)
        return await self._tx.change_all(record_codes, *right, code=None) == 1
