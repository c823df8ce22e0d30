"""Messages at the moment they leave, many at once: marked before the provider is called, noted when it took them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, String, and_, bindparam, case, func, or_, select, update

from flows.delivery import RANKS, Status
from storage.schema import messages
from storage.transaction import Transaction
from storage.types import Id, Moment

_BELOW_SENT = [status.value for status in RANKS if RANKS[status] < RANKS[Status.SENT]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message says as it leaves: its text, or an approved template's ``content`` with its ``variables``."""

    message: UUID
    text: str
    buttons: Sequence[Mapping[str, str]] = ()
    content: str | None = None
    variables: Mapping[str, str] | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a provider said when it took a message. ``micros`` is None where it names no price."""

    message: UUID
    provider_id: str | None
    micros: int | None = None
    currency: str | None = None


class Leaving:
    """What one business hands over."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def statuses(self, which: Sequence[UUID]) -> dict[UUID, Status]:
        """Where these messages stand."""
        query = select(messages.c.id, messages.c.status).where(self._tx.mine(messages), messages.c.id.in_(which))
        return {row.id: Status(row.status) for row in await self._tx.rows(query)}

    async def mark_all(self, shown: Sequence[Shown], now: datetime, elapsed: datetime) -> set[UUID]:
        """Judged and rendered: from here on the provider may have them. Those that still waited to leave."""
        if not shown:
            return set()
        waiting = and_(
            self._tx.mine(messages),
            messages.c.id.in_([one.message for one in shown]),
            messages.c.status == Status.QUEUED.value,
        )
        values = {"status": Status.SENDING.value, "status_at": now, "left_at": now, "attempted_at": elapsed}
        marking = update(messages).where(waiting).values(**values).returning(messages.c.id)
        marked = {row.id for row in await self._tx.rows(marking)}
        said = [_said(self._tx.business, one) for one in shown if one.message in marked]
        if said:
            await self._tx.connection.execute(_SAYING, said)
        return marked

    async def taken(self, which: Sequence[Taken], now: datetime) -> None:
        """The provider has them. One that a receipt moved further stays there and learns when it was sent."""
        rows = [
            {
                "in_business": self._tx.business,
                "this": one.message,
                "now": now,
                "by_id": one.provider_id,
                "micros": one.micros,
                "money": one.currency,
            }
            for one in sorted(which, key=lambda one: one.message)  # one order for all, so that none waits in a circle
        ]
        if rows:
            await self._tx.connection.execute(_TAKING, rows)


_HERE = and_(
    messages.c.business == bindparam("in_business", type_=String), messages.c.id == bindparam("this", type_=Id)
)
_NOW = bindparam("now", type_=Moment)
_MOVES = or_(*(messages.c.status == status for status in _BELOW_SENT))  # IN is not known to executemany

_SAYING = (
    update(messages)
    .where(_HERE)
    .values(
        text=bindparam("said"),
        buttons=bindparam("shown_buttons"),
        content=bindparam("approved"),
        variables=bindparam("filled"),
    )
)
_TAKING = (
    update(messages)
    .where(_HERE)
    .values(
        status=case((_MOVES, Status.SENT.value), else_=messages.c.status),
        status_at=case((_MOVES, _NOW), else_=messages.c.status_at),
        sent_at=func.coalesce(messages.c.sent_at, _NOW),
        provider_id=func.coalesce(bindparam("by_id", type_=String), messages.c.provider_id),
        price=func.coalesce(bindparam("micros", type_=BigInteger), messages.c.price),
        price_currency=func.coalesce(bindparam("money", type_=String), messages.c.price_currency),
    )
)


def _said(business: str, one: Shown) -> dict[str, Any]:
    return {
        "in_business": business,
        "this": one.message,
        "said": one.text,
        "shown_buttons": json.dumps(list(one.buttons), ensure_ascii=False),
        "approved": one.content,
        "filled": json.dumps(dict(one.variables), ensure_ascii=False) if one.variables else None,
    }
