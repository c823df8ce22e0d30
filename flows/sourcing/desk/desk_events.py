"""The events and effects of a shop's desk: orders send it requests, the shop answers, each order gets the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from flows.engine import Own
from flows.events.event import Event
from flows.sourcing.order import Order
from flows.sourcing.order_effects import AskShop, RequestedLine
from flows.sourcing.order_events import ShopAway, ShopGone, StockAnswered, TakenBack


@dataclass(frozen=True, slots=True)
class LinesAsked(Event):
    """An order's request to the shop for these lines, by ``deadline``. The reminder follows after ``patience``."""

    TYPE: ClassVar[str] = "desk.asked"
    shop: UUID
    order: UUID
    number: str
    lines: tuple[RequestedLine, ...]
    currency: str
    deadline: datetime
    patience: timedelta
    express: bool = False
    for_stock: bool = False

    @classmethod
    def make(cls, order: Order, ask: AskShop) -> LinesAsked:
        """Return the order's request as an event."""
        return cls(
            ask.shop, order.id, order.number, ask.wanted, order.currency, ask.deadline, ask.patience, order.express,
            order.for_stock,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutcomeTold(Event):
    """The ``outcome`` of a line; ``quantity`` is what the shop must keep, until ``by``, or is asked for.

    ``more``: another line has the same outcome in the same step, and both go into one message. ``given`` is the request
    as it would have been sent: the staff may assign pieces that the shop was never asked for.
    """

    TYPE: ClassVar[str] = "desk.told"
    shop: UUID
    order: UUID
    line: str
    outcome: str
    quantity: int = 0
    by: datetime | None = None
    more: bool = False
    given: LinesAsked | None = None


@dataclass(frozen=True, slots=True)
class ShopAnswer:
    """The shop's parsed answer to one request; ``says`` is a Says of flows.sourcing.shop_ask. After a part, the
    ``rest`` is available from ``rest_at`` on."""

    order: UUID
    line: str
    says: str
    quantity: int = 0
    ready_at: datetime | None = None
    price: int | None = None
    other: str = ""
    rest: int = 0
    rest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Postponed:
    """The shop will answer these requests (order, line) later; ``until`` is the moment that it named."""

    requests: tuple[tuple[UUID, str], ...]
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ShopReplied:
    """The shop wrote: these are its answers, and the requests that it will answer ``later``."""

    answers: tuple[ShopAnswer, ...]
    message: UUID
    later: Postponed | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """The shop takes back its answers to these requests (order, line); if empty, its last answers. ``linked`` are
    orders whose customers were asked to pay, ``over`` those that no longer need anything."""

    requests: tuple[tuple[UUID, str], ...]
    message: UUID
    linked: tuple[UUID, ...] = ()
    over: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Assured:
    """The shop's answer whether it takes pieces back: ``sure`` takes them back, else they stay. ``places`` limits the
    answer to some lines of the question, from 0. ``listed``: the shop chose from several by number, which does not
    decide on pieces that a customer has paid for."""

    sure: bool
    message: UUID
    places: tuple[int, ...] = ()
    listed: bool = False


@dataclass(frozen=True, slots=True)
class AskedBack:
    """A short question to the shop about an unreadable answer or an unclear request, asked once. With ``some`` the shop
    has a part, and the question is how many. A bare ``figure`` may be a menu choice or a number of pieces."""

    requests: tuple[tuple[UUID, str], ...]
    message: UUID
    some: bool = False
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Closed(Event):
    """The shop no longer answers: ``why`` is removed, opted_out (its owner wants no messages) or erased."""

    TYPE: ClassVar[str] = "desk.closed"
    shop: UUID
    why: str


@dataclass(frozen=True, slots=True)
class HolidayTold:
    """The shop is on holiday until then, and does not answer before."""

    shop: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class ToOrder(Own):
    """Tell an order a shop's answer, or that the shop will not answer."""

    event: StockAnswered | TakenBack | ShopAway | ShopGone


@dataclass(frozen=True, slots=True)
class ListRead(Event):
    """A file that a shop sent in that message was downloaded: its text, or why there is none. The desk does not handle
    it."""

    TYPE: ClassVar[str] = "desk.list_read"
    message: UUID
    text: str
    failure: str = ""


EVENTS: tuple[type[Event], ...] = (LinesAsked, OutcomeTold, Closed, ListRead)
