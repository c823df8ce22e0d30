"""Sourced orders for outside readers: written with their run, read across orders. The run's state is the truth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select, update

from flows.events.event import ORDER
from flows.sourcing.order import Order
from flows.sourcing.order_line import Line, PromiseState
from flows.sourcing.order_state import GOING_ON, OVER, Status
from flows.sourcing.shop_ask import Ask, Says
from storage.identity.identity import list_spellings
from storage.schema import orders, promises, reservations, reserved_lines, stock_asks
from storage.sourcing.order_search import Meant, match_orders
from storage.sourcing.order_stages import Stage, make_stage
from storage.sourcing.promises import Promises, read_line
from storage.sql.repository import Repository, pick_fields, read_record
from storage.sql.transaction import Transaction
from storage.store.purchases import strip_hash

RESTOCK = "R"
"""The prefix of an own-shelf order's number."""
_TOLD = (orders.c.tracking_url.label("told_tracking"), orders.c.carrier.label("told_carrier"))
_MOST_NAMED = 50  # orders named in one text, including those that share a number


@dataclass(frozen=True, slots=True)
class Reservation:
    """A sourced order's row. ``number`` is without a "#"; ``link`` is its payment link.

    ``amount`` is its price in micro-units of ``currency``, with the express ``fee`` and less the ``credit``, and
    ``pay`` the payment method. ``approved``: its photos are. ``tracking`` is the parcel's tracking number or address,
    ``carrier`` who has it.
    """

    id: UUID
    run: UUID | None
    contact: UUID | None
    source: str
    ref: str
    number: str
    status: str
    express: bool
    for_stock: bool
    pay: str
    amount: int
    fee: int
    credit: int
    currency: str
    token: str
    payment: str | None
    link: str | None
    promised_at: datetime | None
    approved: bool
    tracking: str | None
    carrier: str | None
    created_at: datetime
    changed_at: datetime

    @property
    def parcel(self) -> str:
        """Return the carrier and the tracking number; "" without a number."""
        return f"{self.carrier or ''} {self.tracking}".strip() if self.tracking else ""


@dataclass(frozen=True, slots=True)
class Staged:
    """The number of open orders in one stage, and the ``first``, most urgent of them."""

    many: int
    first: list[Reservation] = field(default_factory=list)


class Reservations(Repository):
    """The sourced orders of one business."""

    async def begin(self, order: Order, run: UUID, contact: UUID | None, token: str, now: datetime) -> None:
        """Store a new order; its run writes the rest."""
        values = make_summary(order) | {"run": run, "contact": contact, "token": token, "created_at": now}
        await self._tx.add(reservations, id=order.id, changed_at=now, **values)
        await self._tx.add_all(reserved_lines, [make_line_row(order, line) for line in order.lines])

    async def advance(self, before: Order, after: Order, now: datetime) -> None:
        """Update the rows of an order from one state to the next; unchanged rows are not written."""
        if make_summary(before) != make_summary(after):
            here = self._tx.owns(reservations) & (reservations.c.id == after.id)
            await self._tx.run(update(reservations).where(here).values(changed_at=now, **make_summary(after)))
        lines = [make_line_row(after, line) for line in after.lines]
        old = [make_line_row(before, line) for line in before.lines]
        await self._tx.put_all(reserved_lines, ("order", "line"), [row for row in lines if row not in old])
        await Promises(self._tx).keep(before, after, now)
        asks = [make_ask_row(after, ask) for ask in after.asks if ask not in before.asks]
        await self._tx.put_all(stock_asks, ("order", "line", "shop"), asks)

    async def list_asked(self, order: UUID) -> list[datetime]:
        """Return when shops were asked about an order, or will be at their opening; earliest first."""
        here = self._tx.owns(stock_asks) & (stock_asks.c.order == order)
        query = select(stock_asks.c.asked_at).distinct().where(here).order_by(stock_asks.c.asked_at)
        return [row.asked_at for row in await self._tx.rows(query)]

    async def find_asked(self, shop: UUID, which: Collection[UUID]) -> set[UUID]:
        """Return those of the orders about which a shop was ever asked."""
        theirs = (self._tx.owns(stock_asks), stock_asks.c.shop == shop, stock_asks.c.order.in_(which))
        query = select(stock_asks.c.order).distinct().where(*theirs)
        return {row.order for row in await self._tx.rows(query)} if which else set()

    async def get(self, order: UUID) -> Reservation | None:
        """Return the order with that id."""
        return await self._fetch(reservations.c.id == order)

    async def find_by_ref(self, ref: str) -> Reservation | None:
        """Return the order with that system id, the newest of several."""
        return await self._fetch(self._match_first(orders.c.ref.in_(list_spellings(self._tx, ORDER, ref))))

    async def find_by_number(self, number: str) -> Reservation | None:
        """Return the order with that number, with a "#" or without, the newest of several."""
        return await self._fetch(self._match_first(orders.c.number.in_((strip_hash(number), f"#{strip_hash(number)}"))))

    async def find_by_numbers(self, numbers: Collection[str]) -> dict[str, Reservation]:
        """Return the orders by number without the "#"; the newest of several."""
        spelled = [spelling for number in numbers for spelling in (number, f"#{number}")]
        found = await self._select(self._match_first(orders.c.number.in_(spelled)), most=_MOST_NAMED) if spelled else []
        return {one.number: one for one in reversed(found)}

    async def find_by_token(self, token: str) -> Reservation | None:
        """Return the order whose page this token opens."""
        return await self._fetch(reservations.c.token == token)

    async def list_by_contact(self, contact: UUID, most: int = 10) -> list[Reservation]:
        """Return a person's orders, newest first."""
        return await self._select(
            self._match_first(orders.c.contact == contact), most=most
        )  # which a merge of two people changes

    async def page(self, before: UUID | None, status: str | None, most: int) -> list[Reservation]:
        """Return a page of orders, newest first, before the one of that id."""
        wanted = [] if before is None else [reservations.c.id < before]
        return await self._select(*wanted, *([reservations.c.status == status] if status else []), most=most)

    async def count(self, statuses: Collection[str], *, express: bool = False) -> int:
        """Return the number of orders in these states, or of express ones."""
        wanted = (self._tx.owns(reservations), *_match(statuses, express=express))
        return int(await self._tx.value(select(func.count()).select_from(reservations).where(*wanted)))

    async def most_urgent(self, statuses: Collection[str], most: int, *, express: bool = False) -> list[Reservation]:
        """Return the orders in these states, or the express ones, earliest promised first, then oldest."""
        return await self._select(*_match(statuses, express=express), most=most, order=_by_urgency(reservations.c))

    async def list_undelivered(self, before: datetime, most: int) -> list[Reservation]:
        """Return customers' shipped and undelivered orders, promised before then, earliest first."""
        shipped = (reservations.c.status == Status.SHIPPED.value, reservations.c.for_stock.is_(False))
        late = reservations.c.promised_at < before
        return await self._select(*shipped, late, most=most, order=_by_urgency(reservations.c))

    async def sum_incoming(self, start: datetime) -> tuple[int, int]:
        """Return how many customers' orders came in since then, and the micro-units of the active and
        delivered ones.
        """
        theirs = (self._tx.owns(reservations), reservations.c.created_at >= start, reservations.c.for_stock.is_(False))
        failed = reservations.c.status.in_([status.value for status in OVER - {Status.DELIVERED}])
        money = func.coalesce(func.sum(case((failed, 0), else_=reservations.c.amount)), 0)
        row = await self._tx.row(select(func.count().label("many"), money.label("cost")).where(*theirs))
        return (int(row.many), int(row.cost)) if row is not None else (0, 0)

    async def group_by_stage(self, most: int, meant: Sequence[Meant] = ()) -> dict[Stage, Staged]:
        """Return the open orders by stage, in one query: their number, and the ``most`` urgent ones. With ``meant``,
        only orders that match each entry count."""
        open_ = (self._tx.owns(reservations), *_match([status.value for status in GOING_ON]), *map(match_orders, meant))
        columns = (reservations.c.id, reservations.c.promised_at, make_stage().label("stage"))
        staged = select(*columns).where(*open_).subquery().c
        place = func.row_number().over(partition_by=staged.stage, order_by=_by_urgency(staged)).label("place")
        many = func.count().over(partition_by=staged.stage).label("many")
        placed = select(staged.id, staged.stage, place, many).subquery()
        query = (
            self._select_all().add_columns(placed.c.stage, placed.c.many).join(placed, placed.c.id == reservations.c.id)
        )
        found: dict[Stage, Staged] = {}
        for row in await self._tx.rows(query.where(placed.c.place <= most).order_by(placed.c.place)):
            one = found.setdefault(Stage(row.stage), Staged(int(row.many)))
            one.first.append(_reservation(row))
        return found

    async def list_ended(self, meant: Sequence[Meant], most: int) -> list[Reservation]:
        """Return the newest ended orders that match each entry of ``meant``."""
        over = reservations.c.status.in_([status.value for status in OVER])
        return await self._select(over, *map(match_orders, meant), most=most)

    async def count_others_since(self, start: datetime, but: UUID) -> int:
        """Return how many customers' orders came in since then, except one."""
        theirs = (self._tx.owns(reservations), reservations.c.created_at > start, reservations.c.for_stock.is_(False))
        query = select(func.count()).select_from(reservations).where(*theirs, reservations.c.id != but)
        return int(await self._tx.value(query))

    async def restocks(self, statuses: Collection[str], most: int) -> list[Reservation]:
        """Return restock orders in these statuses, newest first."""
        ours = (reservations.c.for_stock.is_(True), reservations.c.status.in_(statuses))
        return await self._select(*ours, most=most)

    async def number_restock(self, source: str, now: datetime) -> tuple[UUID, str]:
        """Return the id and the number of a new restock: the next free of R1, R2, ….

        A concurrent caller with the same number waits here, and gets the next.
        """
        last = await self._find_last_restock(source)
        while True:
            last += 1
            number, identity = f"{RESTOCK}{last}", self._tx.ids.make()
            free = await self.find_by_number(number) is None
            values = {"source": source, "ref": number, "number": number, "created_at": now}
            if free and await self._tx.add_new(orders, id=identity, **values):
                return identity, number

    async def _find_last_restock(self, source: str) -> int:
        """Return the highest number so far, 0 before the first; nothing else of ``source`` begins with the same
        letter.
        """
        ours = (orders.c.source == source, orders.c.ref > RESTOCK, orders.c.ref < chr(ord(RESTOCK) + 1))
        last = (func.length(orders.c.ref).desc(), orders.c.ref.desc())
        ref = await self._tx.value(select(orders.c.ref).where(self._tx.owns(orders), *ours).order_by(*last).limit(1))
        return int(ref.removeprefix(RESTOCK)) if ref is not None else 0

    async def lines(self, which: Collection[UUID]) -> dict[UUID, list[tuple[Line, str]]]:
        """Return the lines of these orders with the status of each."""
        found: dict[UUID, list[tuple[Line, str]]] = {order: [] for order in which}
        query = select(reserved_lines).where(self._tx.owns(reserved_lines), reserved_lines.c.order.in_(which))
        for row in await self._tx.rows(query.order_by(reserved_lines.c.order, reserved_lines.c.line)) if which else ():
            found[row.order].append((read_line(row), row.status))
        return found

    async def shops_of(self, order: UUID) -> set[UUID]:
        """Return the shops of an order: those asked, and those that keep a piece."""
        asked = select(stock_asks.c.shop).where(self._tx.owns(stock_asks), stock_asks.c.order == order)
        here = (self._tx.owns(promises), promises.c.order == order, promises.c.shop.is_not(None))
        return {row.shop for row in await self._tx.rows(asked.union(select(promises.c.shop).where(*here)))}

    def _match_first(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return the condition on orders as a subquery that runs first: else SQLite walks all orders, the
        newest first.
        """
        return reservations.c.id.in_(select(orders.c.id).where(self._tx.owns(orders), condition))

    async def _fetch(self, *conditions: Any) -> Reservation | None:
        return next(iter(await self._select(*conditions, most=1)), None)

    async def _select(self, *conditions: Any, most: int, order: Sequence[Any] = ()) -> list[Reservation]:
        query = self._select_all().where(*conditions).order_by(*(order or (reservations.c.id.desc(),))).limit(most)
        return [_reservation(row) for row in await self._tx.rows(query)]

    def _select_all(self) -> Select[Any]:
        """Select orders with the columns of their sources."""
        here = (orders.c.business == reservations.c.business) & (orders.c.id == reservations.c.id)
        query = select(reservations, orders.c.source, orders.c.ref, orders.c.number, *_TOLD)
        return query.join(orders, here).where(self._tx.owns(reservations))


def _match(statuses: Collection[str], *, express: bool = False) -> list[ColumnElement[bool]]:
    return [reservations.c.status.in_(statuses), *([reservations.c.express.is_(True)] if express else [])]


def _by_urgency(of: Any) -> tuple[Any, ...]:
    """Return the sort columns: by promised day, then oldest first."""
    return of.promised_at.is_(None), of.promised_at, of.id


async def find_tracked(tx: Transaction, token: str) -> str | None:
    """Return the business whose order's page this token opens."""
    return await tx.value_of(str, select(reservations.c.business).where(reservations.c.token == token))


def make_summary(order: Order) -> dict[str, Any]:
    """Return the columns of an order's row that follow from its state."""
    payment = order.payment
    return {
        **pick_fields(
            order, "express", "for_stock", "pay", "amount", "fee", "credit", "currency", "promised_at", "approved"
        ),
        "status": order.status.value,
        "payment": payment.state.value if payment else ("paid" if order.paid_at else None),
        "link": payment.url or None if payment else None,
        "tracking": order.tracking or None,
        "carrier": order.carrier or None,
    }


def make_line_row(order: Order, line: Line) -> dict[str, Any]:
    """Return the row of one line."""
    return {
        "order": order.id,
        "line": line.id,
        **pick_fields(line, "product", "sku", "title", "size", "quantity", "price", "dropped"),
        "status": _status(order, line),
    }


def _status(order: Order, line: Line) -> str:
    """Return the status of one line: dropped, missing, held, picked."""
    if not line.wanted:
        return "dropped"
    if order.count_missing(line):
        return "missing"
    stands = {promise.stand for promise in order.promises if promise.line == line.id}
    return PromiseState.PICKED.value if stands == {PromiseState.PICKED} else PromiseState.HELD.value


def make_ask_row(order: Order, ask: Ask) -> dict[str, Any]:
    """Return the row of one question to a shop."""
    answered = ask.answered_at if ask.says is not Says.SPARED else None
    return {
        "order": order.id,
        **pick_fields(ask, "line", "shop", "wave", "quantity", "asked_at"),
        "says": ask.says.value,
        "answered_at": answered,
    }


def _reservation(row: Any) -> Reservation:
    """Return the order's row; the shop system's report about a parcel is later than the staff's, and wins."""
    told = {"tracking": row.told_tracking or row.tracking, "carrier": row.told_carrier or row.carrier}
    return read_record(Reservation, row, **told, number=strip_hash(row.number))
