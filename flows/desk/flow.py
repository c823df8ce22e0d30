"""A shop's desk: what it is asked by several orders, in one message; what it answers, given to each of them.

wanted ──> open ──asked──> (reminded once) ──answered──> told to the order ──outcome──> told to the shop
                                   └──deadline, taken or not needed──> closed

One desk per shop, whose run never ends. It asks within the shop's hours only, and not twice within a few minutes: what
comes in between is asked together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from flows.desk.news import (
    Asked,
    AskedBack,
    Closed,
    FreeOrder,
    LeaveOrder,
    Replied,
    TellOrder,
    Told,
    Undone,
)
from flows.desk.requests import Desk, Request
from flows.engine import Decision, Effect, Elapsed, Internal, Left, Question, Send, Value, Wait
from flows.policy.facts import Purpose
from flows.sourcing.news import Outcome

NAME = "shop_desk"
APART = timedelta(minutes=5)
"""The least time between two messages with requests to one shop."""
TOGETHER_MOST = 15
"""Requests of one message: Twilio takes 1,600 characters of a WhatsApp text
(https://www.twilio.com/docs/whatsapp/api#message-length), and a shopkeeper no more."""
TOGETHER = timedelta(seconds=30)
"""How long the outcomes of one reply are waited for, so that they are told in one message."""
SHORTEST = timedelta(minutes=15)
"""No shop is reminded sooner after it was asked."""
KEPT = timedelta(days=2)
"""How long a closed request is remembered, so that a late reply is answered in its light."""
QUESTION = Question("stock_request", "stock")


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What is known beside the desk. ``way`` is where the shop is written to; ``opens_at`` when it is open next, None
    while it is; ``language`` is the locale in which it is written to."""

    way: tuple[UUID, str] | None = None
    opens_at: datetime | None = None
    language: str | None = None


Event: TypeAlias = Internal | Asked | Told | Replied | Undone | AskedBack | Closed


def decide(desk: Desk | None, event: Event, facts: DeskFacts, now: datetime) -> Decision[Desk] | None:
    """The next step of a shop's desk; None when the event does not concern it."""
    if desk is None:
        if not isinstance(event, Asked):
            return None
        desk = Desk(event.shop)
    turn = _Turn(_tidy(desk, now), facts, now)
    match event:
        case Asked():
            turn.take(event)
        case Told():
            turn.told(event)
        case Replied():
            turn.replied(event)
        case Undone():
            turn.undone(event)
        case AskedBack():
            turn.ask_back(event)
        case Elapsed("ask"):
            turn.ask()
        case Elapsed("remind"):
            turn.remind()
        case Elapsed("echo"):
            turn.echo()
        case Closed(why=why) | Left(why) if isinstance(event, Closed) or why == "erased":
            return _close(desk, why)
        case _:
            return None
    return Decision(turn.desk, tuple(turn.effects), tuple(_waits(turn.desk, facts, now)))


def _close(desk: Desk, why: str) -> Decision[Desk]:
    """Whoever counts on the shop looks elsewhere."""
    orders = dict.fromkeys(one.order for one in desk.requests if one.open or one.kept)
    return Decision(desk, tuple(LeaveOrder(order) for order in orders), ended=why)


class _Turn:
    """One decision of a desk while it comes about."""

    def __init__(self, desk: Desk, facts: DeskFacts, now: datetime) -> None:
        self.desk, self.facts, self.now = desk, facts, now
        self.pickup: datetime | None = None
        self.effects: list[Effect] = []

    def take(self, event: Asked) -> None:
        for wanted in event.lines:
            request = Request(
                event.order, event.number, wanted.line, wanted.item, wanted.size, wanted.quantity, wanted.earns,
                event.currency, event.deadline, event.remind_at, max(event.remind_at - self.now, SHORTEST),
            )  # fmt: skip
            self.desk = self.desk.put(request)
        if _asks_at(self.desk, self.facts, self.now) <= self.now:
            self.ask()

    def ask(self) -> None:
        """One message with all that was not asked yet; one of them has buttons, several have numbers."""
        fresh = self.desk.unasked[:TOGETHER_MOST]
        if not fresh or self.facts.way is None or _asks_at(self.desk, self.facts, self.now) > self.now:
            return
        self.desk = replace(self.desk, round=self.desk.round + 1, asked_at=self.now)
        for place, request in enumerate(fresh, 1):
            remind_at = self.now + request.patience  # from when it was asked, not from when it came in the night
            self.desk = self.desk.put(replace(request, round=self.desk.round, place=place, remind_at=remind_at))
        self._send_requests(fresh, f"ask:{self.desk.round}")

    def remind(self) -> None:
        """Once, what was asked and not answered."""
        late = [one for one in self.desk.requests if _to_remind(one) and one.remind_at <= self.now][:TOGETHER_MOST]
        if not late or self.facts.way is None or self.facts.opens_at is not None:
            return
        self.desk = replace(self.desk, round=self.desk.round + 1, asked_at=self.now)
        for place, request in enumerate(late, 1):
            self.desk = self.desk.put(replace(request, reminded=True, round=self.desk.round, place=place))
        self._send_requests(tuple(late), f"remind:{self.desk.round}")

    def _send_requests(self, requests: tuple[Request, ...], key: str) -> None:
        if len(requests) == 1:
            (one,) = requests
            self.desk = self.desk.put(replace(self.desk.find(*one.key) or one, menu=True))
            self._send("stock_request", key, **_single(one))
            return
        asks = tuple(f"{place}. {one.title} × {one.quantity} ({one.number})" for place, one in enumerate(requests, 1))
        deadline = min(one.deadline for one in requests)
        self._send("stock_requests", key, asks=asks, many=len(asks), deadline=deadline)

    def replied(self, event: Replied) -> None:
        """Each answer goes to its order, which says what comes of it."""
        self.desk = replace(self.desk, answered_at=self.now)
        for answer in event.answers:
            request = self.desk.find(answer.order, answer.line)
            if request is None:
                continue
            self.desk = self.desk.put(replace(request, said=answer.says, outcome=""))
            awaited = (*(key for key in self.desk.awaited if key != request.key), request.key)
            self.desk = replace(self.desk, awaited=awaited)
            self.effects.append(TellOrder(answer))

    def undone(self, event: Undone) -> None:
        """What it said is taken back, and the requests are open again where they still matter."""
        keys = event.requests or tuple(one.key for one in self._last_said())
        if not keys:
            self._send("stock_nothing_to_undo", f"undo:{event.message}")
            return
        for order, line in keys:
            request = self.desk.find(order, line)
            if request is not None:
                self.desk = self.desk.put(replace(request, said="taken_back", outcome="", kept=0))
        for order in dict.fromkeys(order for order, _ in keys):
            self.effects.append(FreeOrder(order, tuple(line for one, line in keys if one == order)))
        items = tuple(one.title for key in keys if (one := self.desk.find(*key)) is not None)
        self._send("stock_undone", f"undone:{event.message}", items=items)

    def _last_said(self) -> list[Request]:
        """What it kept by its last answer: all of the newest message that it answered."""
        said = [one for one in self.desk.requests if one.kept and not one.closed_at]
        newest = max((one.round for one in said), default=0)
        return [one for one in said if one.round == newest]

    def ask_back(self, event: AskedBack) -> None:
        """One short question, about the request it most likely meant, or a list of those that are open."""
        found = [one for key in event.requests if (one := self.desk.find(*key)) is not None]
        if len(found) == 1:
            self.desk = self.desk.put(replace(found[0], menu=False))
            self._send("stock_unclear", f"back:{event.message}", **_single(found[0]))
        elif found:
            self.desk = replace(self.desk, round=self.desk.round + 1)
            for place, request in enumerate(found, 1):
                self.desk = self.desk.put(replace(request, round=self.desk.round, place=place))
            asks = tuple(f"{place}. {one.title} × {one.quantity} ({one.number})" for place, one in enumerate(found, 1))
            self._send("stock_which", f"back:{event.message}", asks=asks)

    def told(self, event: Told) -> None:
        """What came of a line: told at once when all of the reply is answered, and by itself when nobody waits."""
        request = self.desk.find(event.order, event.line)
        if request is None:
            return
        self.pickup = event.by
        closed = None if event.outcome in _KEPT | {Outcome.HELD} else self.now
        kept = event.quantity if event.outcome in _KEPT else 0
        changed = replace(request, outcome=event.outcome, kept=kept, offered=event.quantity, closed_at=closed)
        self.desk = self.desk.put(changed)
        awaited = tuple(key for key in self.desk.awaited if key != request.key)
        if request.key not in self.desk.awaited and not _matters(request, event.outcome):
            return
        self.desk = replace(self.desk, awaited=awaited, untold=(*self.desk.untold, request.key))
        if not awaited:
            self.echo()

    def echo(self) -> None:
        """What was understood and what came of it, in one message."""
        found = [one for key in dict.fromkeys(self.desk.untold) if (one := self.desk.find(*key)) is not None]
        self.desk = replace(self.desk, untold=(), awaited=())
        if not found:
            return
        key = f"echo:{int(self.now.timestamp() * 1000)}:{found[0].order}:{found[0].line}"
        paid = [one for one in found if one.outcome == Outcome.PAID]
        if paid:
            items = tuple(f"{one.title} × {one.kept} ({one.number})" for one in paid)
            self._send("stock_paid", f"{key}:paid", items=items, pickup=self.pickup)
        found = [one for one in found if one not in paid]
        if not found:
            return
        if all(_SAID.get(one.outcome) == "taken" for one in found):
            self._send("stock_taken", key, items=tuple(f"{one.title} ({one.number})" for one in found))
            return
        if all(one.outcome == Outcome.FREED for one in found):
            self._send("stock_freed", key, items=tuple(f"{one.title} ({one.number})" for one in found))
            return
        values: dict[str, Value] = {}
        for outcome, name in _SAID.items():
            these = tuple(
                f"{one.title} × {one.kept or one.offered or one.quantity} ({one.number})"
                for one in found
                if one.outcome == outcome
            )
            if these:
                values[name] = these
        self._send("stock_outcome", key, **values)

    def _send(self, template: str, key: str, **values: Value) -> None:
        if self.facts.way is None:
            return
        address, channel = self.facts.way
        given = {name: value for name, value in values.items() if value is not None}
        language = self.facts.language
        send = Send(template, address, channel, key, Purpose.TRANSACTIONAL, values=given, locale=language)
        self.effects.append(send)


_KEPT = {Outcome.YOURS, Outcome.PAID}
_SAID = {
    Outcome.YOURS: "yours",
    Outcome.HELD: "held",
    Outcome.NO: "nothing",
    Outcome.TAKEN: "taken",
    Outcome.SPARED: "taken",
    Outcome.FREED: "freed",
}


def _matters(request: Request, outcome: str) -> bool:
    """Whether a shop that waits for nothing hears of it: that it was in vain, or that it is to keep something."""
    if outcome in _KEPT:
        return True
    if outcome == Outcome.FREED:
        return bool(request.kept) and request.said != "taken_back"
    return outcome in {Outcome.TAKEN, Outcome.SPARED} and request.round > 0


def _single(request: Request) -> dict[str, Value]:
    return {
        "order": request.number,
        "item": request.item,
        "size": request.size or None,
        "quantity": request.quantity,
        "commission": Decimal(request.earns * request.quantity) / 1_000_000 if request.earns else None,
        "currency": request.currency,
        "deadline": request.deadline,
    }


def _tidy(desk: Desk, now: datetime) -> Desk:
    """Without what was closed long ago, or whose time is over by as much."""
    kept = tuple(
        one
        for one in desk.requests
        if (one.closed_at or one.deadline) > now - KEPT or (one.kept and one.closed_at is None)
    )
    return desk if len(kept) == len(desk.requests) else replace(desk, requests=kept)


def _asks_at(desk: Desk, facts: DeskFacts, now: datetime) -> datetime:
    """When what is not asked yet may be asked: within the shop's hours, some minutes after the message before."""
    apart = desk.asked_at + APART if desk.asked_at and any(one.open and one.round for one in desk.requests) else now
    return max(now, facts.opens_at or now, apart)


def _to_remind(request: Request) -> bool:
    return request.open and request.round > 0 and not request.reminded


def _waits(desk: Desk, facts: DeskFacts, now: datetime) -> Iterator[Wait]:
    if desk.unasked and facts.way is not None:
        yield Wait("ask", _asks_at(desk, facts, now))
    to_remind = [one.remind_at for one in desk.requests if _to_remind(one) and one.deadline > now]
    if to_remind and facts.way is not None:
        yield Wait("remind", max(min(to_remind), facts.opens_at or now, now))
    if desk.untold and desk.awaited:
        yield Wait("echo", now + TOGETHER)
    if any(one.open and one.round for one in desk.requests):
        yield Wait("answer", None, QUESTION)
