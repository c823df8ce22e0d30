"""The requests to a shop, one for each line of an order, and the desk that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.sourcing.desk.desk_events import ShopAnswer
from flows.sourcing.order_effects import RequestOutcome
from flows.sourcing.shop_ask import Says


@dataclass(frozen=True, slots=True)
class Request:
    """A request to the shop for one line. ``round`` is the number of the message that asked, 0 if none did yet;
    ``place`` is its number in that message; ``menu``: 1, 2 and 3 are its answers. ``earlier`` are the rounds and places
    of earlier messages that asked for it, as a shop may reply to any of them. ``said`` is its last answer, given at
    ``answered_at``, and ``outcome`` the result; ``by`` is when paid pieces are fetched. ``priced``: its last answer
    named a price of its own; ``for_stock``: no customer waits for it; ``figured``: a bare number led to a question, and
    is no answer yet; ``by_menu``: it was taken back by a number in a menu, which is no quantity if sent twice;
    ``delayed``: the shop's last answer about kept pieces was a delay until ``ready_at``."""

    order: UUID
    number: str
    line: str
    item: str
    size: str
    quantity: int
    earns: int
    currency: str
    deadline: datetime
    remind_at: datetime
    patience: timedelta = timedelta(hours=1)
    round: int = 0
    place: int = 0
    menu: bool = False
    reminded: bool = False
    said: str = ""
    outcome: str = ""
    kept: int = 0
    offered: int = 0
    by: datetime | None = None
    closed_at: datetime | None = None
    earlier: tuple[tuple[int, int], ...] = ()
    answered_at: datetime | None = None
    express: bool = False
    priced: bool = False
    for_stock: bool = False
    figured: bool = False
    by_menu: bool = False
    delayed: bool = False
    ready_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Return True if it still waits for an answer; pieces that the staff assigned need none."""
        return not (self.said or self.kept or self.closed_at)

    @property
    def stands(self) -> bool:
        """Return True if the shop's answer still keeps or holds pieces, or its effect is unclear."""
        return bool(self.kept or self.said) and self.said != Says.TAKEN_BACK and not self.closed_at

    @property
    def undone(self) -> bool:
        """Return True if the shop took its answer back, and was asked to write what it has; no menu is open then."""
        return self.said == Says.TAKEN_BACK and self.outcome in {"", RequestOutcome.NO, RequestOutcome.FREED}

    @property
    def denied(self) -> bool:
        """Return True if the shop said no and nothing else followed."""
        return self.said == Says.NO and self.outcome in {"", RequestOutcome.NO}

    @property
    def key(self) -> tuple[UUID, str]:
        """Return the request's key: its order and line."""
        return self.order, self.line

    @property
    def spelled_key(self) -> str:
        """Return the key as one text, for the values of a question."""
        return f"{self.order}/{self.line}"

    @property
    def title(self) -> str:
        """Format the wanted article for shops."""
        size = f" {self.size}" if self.size else ""
        return f"{self.item}{size}"

    def pieces(self, quantity: int) -> str:
        """Format a quantity of the article, for a list: "Tiger Shorts L × 2 (1234, express)"."""
        return f"{self.title} × {quantity} ({self.number}{', express' if self.express else ''})"

    def record_asking(self, round_: int, place: int) -> Request:
        """Return the request with a further message that asks for it."""
        earlier = (*self.earlier, (self.round, self.place)) if self.round else self.earlier
        return replace(self, round=round_, place=place, earlier=earlier, figured=False, by_menu=False)

    def find_asking(self, round_: int) -> Request | None:
        """Return the request as that message asked for it; None if it did not."""
        place = dict([*self.earlier, (self.round, self.place)]).get(round_)
        return None if place is None else replace(self, round=round_, place=place)


@dataclass(frozen=True, slots=True)
class Desk:
    """The state of a shop's desk. ``untold`` are requests with an outcome to report to the shop, since ``answered_at``.

    ``awaited`` are requests whose order has not yet reported an outcome, one entry for each changed answer.
    ``answered`` are those of ``untold`` that follow from the shop's own words, reported at any hour; ``echoes`` counts
    the messages with outcomes. ``doubted`` are answers that take back paid pieces, or more than one thing: at
    ``doubted_at`` the shop was asked for confirmation.
    """

    shop: UUID
    requests: tuple[Request, ...] = ()
    round: int = 0
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    awaited: tuple[tuple[UUID, str], ...] = ()
    untold: tuple[tuple[UUID, str], ...] = ()
    answered: tuple[tuple[UUID, str], ...] = ()
    echoes: int = 0
    doubted: tuple[ShopAnswer, ...] = ()
    doubted_at: datetime | None = None
    version: int = 1

    def find(self, order: UUID, line: str) -> Request | None:
        """Return the request of that order's line."""
        return next((one for one in self.requests if one.key == (order, line)), None)

    def list_same_message(self, request: Request) -> tuple[Request, ...]:
        """Return all requests of the message that last asked for this one, in order, including closed ones. While one
        of them is open, the shop may answer by the numbers in that message."""
        asked = (one.find_asking(request.round) for one in self.requests if request.round)
        return tuple(sorted((one for one in asked if one is not None), key=lambda one: one.place))

    def put(self, request: Request) -> Desk:
        """Return the desk with this request stored."""
        if self.find(*request.key) is None:
            return replace(self, requests=(*self.requests, request))
        return replace(self, requests=tuple(request if one.key == request.key else one for one in self.requests))

    @property
    def over(self) -> Mapping[str, tuple[str, ...]]:
        """Return the last closed requests that cannot be taken back, by reason: fetched, or already taken back."""
        closed = [one.closed_at for one in self.requests if one.closed_at is not None]
        last = [one for one in self.requests if one.closed_at is not None and one.closed_at == max(closed)]
        handed = tuple(one.title for one in last if one.outcome == RequestOutcome.HANDED)
        undone = tuple(one.title for one in last if one.said == Says.TAKEN_BACK)
        return {name: titles for name, titles in (("handed", handed), ("undone", undone)) if titles}

    @property
    def undone(self) -> tuple[Request, ...]:
        """Return the requests that the shop last took back and has not answered again."""
        last = max((one.answered_at for one in self.requests if one.answered_at is not None), default=None)
        return tuple(one for one in self.requests if one.undone and one.answered_at == last)

    @property
    def unasked(self) -> tuple[Request, ...]:
        """Return the requests that were not sent to the shop yet."""
        return tuple(one for one in self.requests if one.open and one.round == 0)
