"""The steps of a sourced order, with their actors. A step is added and never changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.actor import Actor
from flows.sourcing.order_reason import Reason, Why
from storage.schema import order_history
from storage.sql import json_codec
from storage.sql.repository import Repository, dump_actor, read_actor


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One line of an order's history: the moment of this state, the actor, and the reason."""

    at: datetime
    status: str
    by: Actor
    why: Why | None


class Histories(Repository):
    """The histories of one business's orders."""

    async def record(self, order: UUID, status: str, by: Actor, why: Why | None, now: datetime) -> None:
        """Add a line to the order's history."""
        values = {"order": order, "at": now, "status": status, **dump_actor(by), **dump_reason(why)}
        await self._tx.add(order_history, id=self._tx.ids.make(), **values)

    async def history(self, order: UUID) -> list[HistoryStep]:
        """Return everything that happened to an order, oldest first."""
        return (await self.histories([order]))[order]

    async def histories(self, which: Collection[UUID]) -> dict[UUID, list[HistoryStep]]:
        """Return everything that happened to these orders, oldest first."""
        found: dict[UUID, list[HistoryStep]] = {order: [] for order in which}
        query = select(order_history).where(self._tx.owns(order_history), order_history.c.order.in_(which))
        for row in await self._tx.rows(query.order_by(order_history.c.id)) if which else ():
            found[row.order].append(HistoryStep(row.at, row.status, read_actor(row), _read_reason(row)))
        return found


def dump_reason(why: Why | None) -> dict[str, str | None]:
    """Return a history line's columns for its reason: the same columns for every line, so that many go in at once."""
    return {"reason": why.reason.value if why else None, "figures": json_codec.dump_values(why.figures if why else {})}


def _read_reason(row: Any) -> Why | None:
    return Why(Reason(row.reason), json_codec.load_values(row.figures)) if row.reason else None
