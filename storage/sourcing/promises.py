"""Pieces kept by shops and our own stock for sourced orders, read by order and by shop; written with the
order's row.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, select

from flows.sourcing.order import Order
from flows.sourcing.order_line import Line, Promise, PromiseState
from flows.sourcing.order_state import FETCHING
from storage.schema import orders, promises, reservations, reserved_lines
from storage.sql.repository import Repository, pick_fields
from storage.store.purchases import strip_hash

OWN = "own"
_KEY = ("line", "source", "stand")  # identifies the rows of an order


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line of an order kept, or handed over, by a shop; ``number`` is the order's, without a "#"."""

    order: UUID
    number: str
    line: Line
    promise: Promise
    promised_at: datetime | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """The ``shops`` that keep pieces for an order, how many of them handed over everything, and the last handover."""

    done: int
    shops: int
    last_at: datetime | None


class Promises(Repository):
    """The promises for the orders of one business."""

    async def keep(self, before: Order, after: Order, now: datetime) -> None:
        """Update the rows of an order from one state to the next; unchanged rows are not written."""
        was, kept = _group_by_key(before), _group_by_key(after)
        for key in was.keys() - kept.keys():
            theirs = (promises.c[name] == value for name, value in zip(_KEY, key, strict=True))
            await self._tx.remove(promises, promises.c.order == after.id, *theirs)
        lines = {line.id: line for line in after.lines}
        changed = [one for key, one in kept.items() if was.get(key) != one]
        rows = [_promise(after.id, lines[one.line], one, now) for one in changed]
        await self._tx.put_all(promises, ("order", *_KEY), rows)

    async def find_promises(self, which: Collection[UUID]) -> dict[UUID, list[Promise]]:
        """Return the promises for these orders."""
        found: dict[UUID, list[Promise]] = {order: [] for order in which}
        query = select(promises).where(self._tx.owns(promises), promises.c.order.in_(which))
        for row in await self._tx.rows(query.order_by(promises.c.order, promises.c.line)) if which else ():
            found[row.order].append(_read_promise(row))
        return found

    async def load_fetched(self, order: UUID) -> Fetched:
        """Return the progress of fetching an order from shops."""
        theirs = (self._tx.owns(promises), promises.c.order == order, promises.c.shop.is_not(None))
        rows = await self._tx.rows(select(promises.c.shop, promises.c.stand, promises.c.at).where(*theirs))
        picked = [row for row in rows if row.stand == PromiseState.PICKED.value]
        shops = {row.shop for row in rows}
        done = shops - {row.shop for row in rows if row.stand != PromiseState.PICKED.value}
        return Fetched(len(done), len(shops), max((row.at for row in picked), default=None))

    async def list_kept(self, shop: UUID, stand: PromiseState) -> list[KeptLine]:
        """Return the pieces that a shop keeps, or has handed over, oldest order first."""
        return [_read_kept(row) for row in await self._tx.rows(self._select(promises.c.shop == shop, stand))]

    async def list_to_fetch(self, shop: UUID | None = None) -> list[KeptLine]:
        """Return the pieces waiting at shops, or at one, for active orders, earliest promised first."""
        paid = reservations.c.status.in_([status.value for status in FETCHING])
        where = and_(paid, promises.c.shop.is_not(None) if shop is None else promises.c.shop == shop)
        day = (reservations.c.promised_at.is_(None), reservations.c.promised_at)
        query = self._select(where, PromiseState.HELD).order_by(None).order_by(*day, promises.c.order, promises.c.line)
        return [_read_kept(row) for row in await self._tx.rows(query)]

    def _select(self, which: ColumnElement[bool], stand: PromiseState) -> Select[Any]:
        """Select the promises of shops with their lines and orders."""
        here = (promises.c.business, promises.c.order)
        of_line = (reserved_lines.c.business == here[0]) & (reserved_lines.c.order == here[1])
        return (
            select(promises, reserved_lines, orders.c.number, reservations.c.promised_at)
            .join(reserved_lines, of_line & (reserved_lines.c.line == promises.c.line))
            .join(orders, (orders.c.business == here[0]) & (orders.c.id == here[1]))
            .join(reservations, (reservations.c.business == here[0]) & (reservations.c.id == here[1]))
            .where(self._tx.owns(promises), which, promises.c.stand == stand.value)
            .order_by(promises.c.order)
        )


def _read_kept(row: Any) -> KeptLine:
    line, promise = read_line(_pick_table(reserved_lines, row)), _read_promise(_pick_table(promises, row))
    columns = row._mapping
    number, day = strip_hash(columns[orders.c.number]), columns[reservations.c.promised_at]
    return KeptLine(columns[promises.c.order], number, line, promise, day)


def _pick_table(table: Table, row: Any) -> Any:
    """Return one table's columns of a joined row: several tables share column names."""
    return SimpleNamespace(**{column.name: row._mapping[column] for column in table.c})


def read_line(row: Any) -> Line:
    """Return a line of an order from its row."""
    return Line(row.line, row.product, row.sku, row.title, row.size, row.quantity, row.price, row.dropped)


def _read_promise(row: Any) -> Promise:
    return Promise(row.line, row.shop, row.quantity, row.commission, row.ready_at, PromiseState(row.stand))


def _promise(order: UUID, line: Line, promise: Promise, now: datetime) -> dict[str, Any]:
    return {
        "order": order,
        **dict(zip(_KEY, _key(promise), strict=True)),
        **pick_fields(line, "product", "size"),
        **pick_fields(promise, "shop", "quantity", "commission", "ready_at"),
        "at": now,
    }


def _group_by_key(order: Order) -> dict[tuple[str, ...], Promise]:
    """Return the pieces of each source for a line as one promise; kept and fetched pieces separately."""
    found: dict[tuple[str, ...], Promise] = {}
    for one in order.promises:
        known = found.get(_key(one))
        found[_key(one)] = one if known is None else replace(known, quantity=known.quantity + one.quantity)
    return found


def _key(promise: Promise) -> tuple[str, ...]:
    return promise.line, promise.shop.hex if promise.shop else OWN, promise.stand.value
