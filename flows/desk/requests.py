"""What a shop is asked for, one request for each line of an order, and the desk on which the requests lie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Request:
    """One line that the shop is asked for. ``round`` is the message that asked, 0 for none yet; ``place`` its number
    in that message; ``menu`` says that 1, 2 and 3 are its answers. ``earlier`` are the messages that asked for it
    before, each as its round and place, for a shop may reply to any of them. ``said`` is its last answer and
    ``outcome`` what came of it; ``by`` is when what was paid for is fetched."""

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

    @property
    def open(self) -> bool:
        """Whether an answer to it is waited for."""
        return not self.said and not self.closed_at

    @property
    def key(self) -> tuple[UUID, str]:
        """What it is called: its order and line."""
        return self.order, self.line

    @property
    def title(self) -> str:
        """What is wanted, as it is written to shops."""
        size = f" {self.size}" if self.size else ""
        return f"{self.item}{size}"

    def asked_in(self, round_: int, place: int) -> Request:
        """The request as a further message names it."""
        earlier = (*self.earlier, (self.round, self.place)) if self.round else self.earlier
        return replace(self, round=round_, place=place, earlier=earlier)

    def as_in(self, round_: int) -> Request | None:
        """The request as that message named it; None where it did not."""
        place = dict([*self.earlier, (self.round, self.place)]).get(round_)
        return None if place is None else replace(self, round=round_, place=place)


@dataclass(frozen=True, slots=True)
class Desk:
    """A shop's desk as it stands. ``untold`` are requests whose outcome the shop is to hear, since ``answered_at``."""

    shop: UUID
    requests: tuple[Request, ...] = ()
    round: int = 0
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    awaited: tuple[tuple[UUID, str], ...] = ()
    untold: tuple[tuple[UUID, str], ...] = ()
    version: int = 1

    def find(self, order: UUID, line: str) -> Request | None:
        """The request of that order's line."""
        return next((one for one in self.requests if one.key == (order, line)), None)

    def put(self, request: Request) -> Desk:
        """The desk with this request as it is now."""
        if self.find(*request.key) is None:
            return replace(self, requests=(*self.requests, request))
        return replace(self, requests=tuple(request if one.key == request.key else one for one in self.requests))

    @property
    def unasked(self) -> tuple[Request, ...]:
        """What the shop was not asked yet."""
        return tuple(one for one in self.requests if one.open and one.round == 0)
