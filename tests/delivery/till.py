"""A conversation that only pays: it asks for whatever call a test wants, and keeps every answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bot.conversations import CONVERSATIONS
from flows.engine import Call, Called, Decision, Subject
from flows.money import MICROS
from handlers.conversation import Conversation, Conversations, Flow
from handlers.engine import host
from handlers.engine.turn import Turn
from storage.events.runs import Run
from storage.schema import calls, events
from storage.sql import json_codec
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.providers.razorpay import RazorpayStand
from tests.providers.stripe import StripeStand

NAME = "till"
REFERENCE, REFUND = "0190a0b0c0d0e0f00102030405060708", "0190a0b0c0d0e0f00102030405060709"


@dataclass(frozen=True, slots=True)
class Answered:
    """What was heard of one call."""

    kind: str
    key: str
    values: dict[str, Any]
    failure: str | None


@dataclass(frozen=True, slots=True)
class State:
    """All answers so far."""

    answers: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True)
class Asks:
    """A test wants a call."""

    kind: str
    key: str
    request: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Over:
    """The conversation ends."""


def decide(state: State | None, event: Asks | Called | Over, facts: None, now: datetime) -> Decision[State] | None:
    """Ask, keep the answers, end."""
    state = state or State()
    match event:
        case Asks():
            return Decision(state, (Call(event.kind, event.key, event.request),))
        case Called():
            answer = Answered(event.kind, event.key, dict(event.values), event.failure)
            return Decision(State((*state.answers, answer)))
        case Over():
            return Decision(state, ended="over")


async def _facts(_turn: Turn, _contact: UUID, _subject: Subject | None, _event: object) -> None:
    """It needs none."""


FLOW = Flow(NAME, State, decide, _facts)


@dataclass
class Till:
    """A house in which somebody pays."""

    house: House
    razorpay: RazorpayStand
    stripe: StripeStand
    contact: UUID

    async def ask(self, kind: str, key: str = "k1", **request: Any) -> None:
        """The conversation asks for a call."""
        asks = Asks(kind, key, request)
        await self.house.act(lambda turn: host.enter(turn, NAME, "1040", self.contact, None, asks))

    async def link(self, after: timedelta = timedelta(hours=20), **changes: Any) -> None:
        """It asks for a payment link, and the call is made."""
        request: dict[str, Any] = {
            "reference": REFERENCE, "amount": 899 * MICROS, "currency": "INR", "description": "Order 1040",
            "expires_at": self.house.clock.now() + after, "back_url": "https://t.example/track/x",
        }  # fmt: skip
        await self.ask("payment_link", **request | changes)
        await self.house.settle()

    async def refund(self, payment: str, **changes: Any) -> None:
        """It asks for a refund, and the call is made."""
        request: dict[str, Any] = {"payment": payment, "amount": 899 * MICROS, "currency": "INR", "reference": REFUND}
        await self.ask("refund", "r1", **request | changes)
        await self.house.settle()

    async def paid(self) -> str:
        """Somebody paid a link; the payment's id."""
        await self.link()
        self.razorpay.pay(next(iter(self.razorpay.links)))
        return next(iter(self.razorpay.payments))

    async def over(self) -> None:
        """The conversation ends."""
        await self.house.act(lambda turn: host.enter(turn, NAME, "1040", self.contact, None, Over()))

    async def answers(self) -> tuple[Answered, ...]:
        """What it heard."""

        async def look(turn: Turn) -> Run | None:
            return await turn.unit.runs.get_open(NAME, "1040")

        run = await self.house.act(look)
        assert run is not None
        return json_codec.load(State, run.state).answers

    async def call(self, kind: str) -> Any:
        """The lasting record of the one call of that kind."""

        async def look(turn: Turn) -> Any:
            return await turn.unit.row(select(calls).where(turn.unit.owns(calls), calls.c.kind == kind))

        return await self.house.act(look)

    async def news(self, source: str) -> list[Any]:
        """What a provider told, in order of arrival."""

        async def look(turn: Turn) -> list[Any]:
            mine = turn.unit.owns(events)
            rows = await turn.unit.rows(
                select(events).where(mine, events.c.source == source).order_by(events.c.arrival)
            )
            return list(rows)

        return await self.house.act(look)

    async def waiting(self) -> int:
        """How much still must leave."""
        return sum(many for many, _ in (await self.house.act(lambda turn: turn.unit.outbox.depth())).values())


@asynccontextmanager
async def open_till(database: str, payments: str = shop.RAZORPAY) -> AsyncIterator[Till]:
    """A house whose shop has these payment accounts."""
    async with RazorpayStand() as razorpay, StripeStand() as stripe:
        origins = {"razorpay_api_url": razorpay.url, "stripe_api_url": stripe.url}
        async with open_house(database, text=shop.file() + payments, origins=origins) as house:
            turns = house.service.turns
            held = Conversations((*CONVERSATIONS.all, Conversation(name="till", flows=(FLOW,))))
            turns.tools = replace(turns.tools, conversations=held)
            for stand, name in ((razorpay, "razorpay"), (stripe, "stripe")):
                stand.clock, stand.webhook = house.clock.now, f"{house.url}/webhooks/{name}/{shop.TIGER}"
            ann = await house.address("sms", shop.ANN)
            yield Till(house, razorpay, stripe, ann.contact)
