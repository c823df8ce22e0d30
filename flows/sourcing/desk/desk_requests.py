"""What a shop is asked for, one request for each line of an order, and the desk on which the requests lie."""

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
    """One line that the shop is asked for. ``round`` is the message that asked, 0 for none yet; ``place`` its number
    in that message; ``menu`` says that 1, 2 and 3 are its answers. ``earlier`` are the messages that asked for it
    before, each as its round and place, for a shop may reply to any of them. ``said`` is its last answer, given at
    ``answered_at``, and ``outcome`` what came of it; ``by`` is when what was paid for is fetched.
    ``priced`` says that its last answer named a price of its own; ``for_stock`` that no customer waits for it;
    ``figured`` that a figure alone was asked back, and is no answer now either; ``by_menu`` that it was taken back by
    the figure of a menu, which counts no pieces when it is pressed twice; ``delayed`` that the shop said last of
    what it keeps that it is there later, ``ready_at`` from when."""

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
        """Whether an answer to it is waited for; what the staff gave the shop needs none."""
        return not (self.said or self.kept or self.closed_at)

    @property
    def stands(self) -> bool:
        """Whether something is kept or held for it by what the shop said, or that is not clear yet."""
        return bool(self.kept or self.said) and self.said != Says.TAKEN_BACK and not self.closed_at

    @property
    def undone(self) -> bool:
        """Whether the shop took its word back, and was told to write what it has: no menu is open then."""
        return self.said == Says.TAKEN_BACK and self.outcome in {"", RequestOutcome.NO, RequestOutcome.FREED}

    @property
    def denied(self) -> bool:
        """Whether the shop said no to it, and that is all that came of it."""
        return self.said == Says.NO and self.outcome in {"", RequestOutcome.NO}

    @property
    def key(self) -> tuple[UUID, str]:
        """A request's name: its order and line."""
        return self.order, self.line

    @property
    def spelled_key(self) -> str:
        """The key as one text, for the values of a question."""
        return f"{self.order}/{self.line}"

    @property
    def title(self) -> str:
        """The wanted article, as written to shops."""
        size = f" {self.size}" if self.size else ""
        return f"{self.item}{size}"

    def pieces(self, quantity: int) -> str:
        """So many of it, in a list of several: "Tiger Shorts L × 2 (1234, express)"."""
        return f"{self.title} × {quantity} ({self.number}{', express' if self.express else ''})"

    def asked_in(self, round_: int, place: int) -> Request:
        """The request as a further message names it."""
        earlier = (*self.earlier, (self.round, self.place)) if self.round else self.earlier
        return replace(self, round=round_, place=place, earlier=earlier, figured=False, by_menu=False)

    def as_in(self, round_: int) -> Request | None:
        """The request as that message named it; None where it did not."""
        place = dict([*self.earlier, (self.round, self.place)]).get(round_)
        return None if place is None else replace(self, round=round_, place=place)


@dataclass(frozen=True, slots=True)
class Desk:
    """A shop's desk as it stands. ``untold`` are requests whose outcome the shop is to hear, since ``answered_at``.

    ``awaited`` are requests whose order has yet to tell what came of an answer, each as often as it was answered anew
    before that. ``answered`` are those of the untold that follow from its own words, which it hears of at any hour;
    ``echoes`` counts the messages that told of outcomes. ``doubted`` are answers that take back what is paid, or more
    than one thing: at ``doubted_at`` the shop was asked whether it means that.
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
        """The request of that order's line."""
        return next((one for one in self.requests if one.key == (order, line)), None)

    def beside(self, request: Request) -> tuple[Request, ...]:
        """All that the message asked for which asked for this last, in its order, also what is over by now: as long as
        one of them is open, a shop may answer by the numbers that stand there."""
        asked = (one.as_in(request.round) for one in self.requests if request.round)
        return tuple(sorted((one for one in asked if one is not None), key=lambda one: one.place))

    def put(self, request: Request) -> Desk:
        """The desk with this request as it is now."""
        if self.find(*request.key) is None:
            return replace(self, requests=(*self.requests, request))
        return replace(self, requests=tuple(request if one.key == request.key else one for one in self.requests))

    @property
    def over(self) -> Mapping[str, tuple[str, ...]]:
        """What was over last and cannot be taken back any more, by why: it was fetched, or was taken back before."""
        closed = [one.closed_at for one in self.requests if one.closed_at is not None]
        last = [one for one in self.requests if one.closed_at is not None and one.closed_at == max(closed)]
        handed = tuple(one.title for one in last if one.outcome == RequestOutcome.HANDED)
        undone = tuple(one.title for one in last if one.said == Says.TAKEN_BACK)
        return {name: titles for name, titles in (("handed", handed), ("undone", undone)) if titles}

    @property
    def undone(self) -> tuple[Request, ...]:
        """What the shop took back last, and has said nothing of since."""
        last = max((one.answered_at for one in self.requests if one.answered_at is not None), default=None)
        return tuple(one for one in self.requests if one.undone and one.answered_at == last)

    @property
    def unasked(self) -> tuple[Request, ...]:
        """What the shop was not asked yet."""
        return tuple(one for one in self.requests if one.open and one.round == 0)
