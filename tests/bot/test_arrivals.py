"""What arrives together is stored together, and as it would have been alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.app import Service, assemble
from bot.clock import PushedClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from bot.inbound_batches import QUIET, InboundBatches
from flows.delivery import MessageStatus
from flows.events import (
    AddressChanged,
    CartUpdated,
    ConsentAction,
    ConsentGiven,
    Customer,
    CustomerConsented,
    Item,
    Media,
    MessageReceived,
    OrderCreated,
    OrderRefunded,
    OrderShipped,
    ReceiptArrived,
)
from flows.money import Money
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import read_business_file
from handlers.engine.turn import Turn
from handlers.intake import intake
from handlers.people.inbound_event import InboundEvent, IntakeResult
from storage.database.stores import Database, DatabaseAway
from storage.events.event_inbox import Arrival, event_id
from storage.events.inbound_arrival import Inbound
from storage.people.people import Identity
from storage.schema import addresses, contacts, events, messages, permissions
from storage.unit import Unit
from tests.bot.simulator.shop import EVERYBODY, TUESDAY

TIGER, OTHER = "tiger", "leopard"  # one takes in what arrives together, the other one after the other in turns
ANN, BEN, CAM, DOT = (f"+1314555010{digit}" for digit in range(1, 5))
US = "+13145550100"
TEE = Item("TEE", "Tiger Tee", quantity=1, price=Money.parse("20.00", "USD"))


def sms(name: str, phone: str, text: str, **more: Any) -> InboundEvent:
    return InboundEvent(
        "twilio", f"sms:{name}", MessageReceived("sms", phone, US, name, text, TUESDAY, **more), b"Body=..."
    )


def whatsapp(name: str, address: str, **more: Any) -> InboundEvent:
    said = MessageReceived("whatsapp", address, US, name, "Is it warm?", TUESDAY, name="Ann", **more)
    return InboundEvent("twilio", f"whatsapp:{name}", said, b"Body=...")


def cart(name: str, customer: Customer, *consents: ConsentGiven, source: str = "shopify") -> InboundEvent:
    total, url = Money.parse("20.00", "USD"), f"https://tiger.example/cart/{name}"
    event = CartUpdated(name, total, (TEE,), url, customer, TUESDAY - timedelta(minutes=1), consents=consents)
    return InboundEvent(source, f"checkouts/update:{name}:{customer.id}", event, b"{}")


def order(name: str, customer: Customer) -> InboundEvent:
    event = OrderCreated(name, "#1001", Money.parse("20.00", "USD"), (TEE,), customer, TUESDAY)
    return InboundEvent("shopify", f"orders/create:{name}", event, b"{}")


def receipt(status: str) -> InboundEvent:
    event = ReceiptArrived("sms", "SM1", status, TUESDAY, message=UUID(int=9))
    return InboundEvent("twilio", f"receipt:SM1:{status}:", event, None)


AGREED = ConsentGiven("sms", ConsentAction.GRANTED, "checkout", "Yes", TUESDAY)
STORY: dict[str, Sequence[InboundEvent]] = {
    "of somebody new": [sms("M1", ANN, "Hello")],
    "of somebody known": [sms("M1", ANN, "Hello"), sms("M2", ANN, "Hello?")],
    "told twice": [sms("M1", ANN, "Hello"), sms("M1", ANN, "Hello")],
    "with a button and pictures": [
        sms("M1", ANN, "", button="yes", media=(Media("image", "https://pictures.example/1", "image/png"),))
    ],
    "by other names": [whatsapp("W1", ANN, phone=ANN), whatsapp("W2", "US.913", phone=ANN, other=ANN)],
    "an answer": [sms("M1", ANN, "Hello"), sms("M2", ANN, "To that", reply_to="M1")],
    "an answer to what another wrote": [
        sms("M1", ANN, "Hello"), sms("M2", BEN, "Hello"), sms("M3", BEN, "To hers", reply_to="M1")
    ],
    "an answer to the newest of a name": [
        sms("M1", ANN, "Hello"), whatsapp("M1", ANN, phone=ANN), sms("M2", ANN, "To that", reply_to="M1")
    ],
    "an answer to a message from before bots had names": [
        sms("99:5", ANN, "Hello"),
        sms("99:6", ANN, "Hello again"),
        sms("7:99:6", ANN, "Anew"),
        sms("M2", ANN, "To the first", reply_to="7:99:5"),
        sms("M3", ANN, "To the last", reply_to="7:99:6"),
    ],
    "a stop": [sms("M1", ANN, "Hello"), sms("M2", ANN, "STOP"), sms("M2", ANN, "STOP"), sms("M3", ANN, "Thanks")],
    "a stop of somebody new": [sms("M1", ANN, "leave me alone, no more texts")],
    "a keyword of the provider": [sms("M1", ANN, "arrêt", keyword="STOP"), sms("M2", BEN, "aide", keyword="HELP")],
    "a cart of nobody": [cart("c1", Customer())],
    "a cart of somebody new": [cart("c1", Customer("7", phone=ANN), AGREED)],
    "carts of one": [
        cart("c1", Customer("7", phone=ANN)),
        cart("c2", Customer("7", phone=ANN, email="A@tiger.example")),
    ],
    "a customer who wrote before": [sms("M1", ANN, "Hello"), cart("c1", Customer("7", phone=ANN))],
    "a number of two customers": [cart("c1", Customer("7", phone=ANN)), cart("c2", Customer("8", phone=ANN))],
    "two who turn out to be one": [
        sms("M1", ANN, "Hello"),
        cart("c1", Customer("7", phone=BEN)),
        cart("c2", Customer("7", phone=ANN)),
        sms("M2", ANN, "It is me"),
    ],
    "an order and what follows": [
        order("o1", Customer("7", phone=ANN)),
        InboundEvent("shopify", "refunds/create:r1", OrderRefunded("o1", "r1", Money.parse("1", "USD"), TUESDAY),
        b"{}"),
        InboundEvent("shopify", "fulfillments/create:f1", OrderShipped("o1", TUESDAY), b"{}"),
    ],
    "consents": [
        InboundEvent(
            "shopify", "customers/update:7", CustomerConsented(Customer("7", phone=ANN), (AGREED,), TUESDAY), b"{}"
        ),
    ],
    "receipts": [receipt("sent"), receipt("delivered"), receipt("sent")],
    "a block": [InboundEvent("telegram", "b1", AddressChanged("telegram", "99", "blocked", TUESDAY), b"{}")],
    "what cannot be read": [InboundEvent("shopify", "unreadable:1", None, b"\x00\xff{", "no JSON")],
}  # fmt: skip


@pytest.fixture
async def service(database: str) -> Any:
    """A service that is never started: nothing happens later. Two shops are on it."""
    opened = assemble(Settings(database_url=database), PushedClock(TUESDAY))
    file = read_business_file(EVERYBODY, {})
    for name in (TIGER, OTHER):
        mine = replace(file, business=replace(file.business, id=name))
        await apply_file(CONVERSATIONS, opened.turns.store, mine, opened.vault, TUESDAY, TUESDAY)
    yield opened
    await opened.stop()


async def alone(service: Service, news: InboundEvent) -> IntakeResult:
    heard = replace(news, heard_at=service.clock.get_real_time())
    return await service.turns.act(OTHER, lambda turn: intake.take(turn, heard))


async def stored(service: Service, business: str) -> dict[str, list[Any]]:
    """All that stands there, with what names a thing in place of its id."""

    async def look(turn: Turn) -> dict[str, list[Any]]:
        unit = turn.unit
        at = {row.id: row for row in await unit.rows(select(addresses).where(unit.owns(addresses)))}
        people = [row.id for row in await unit.rows(select(contacts).where(unit.owns(contacts)))]
        who = {id_: tuple(sorted(row.value for row in at.values() if row.contact == id_)) for id_ in people}
        keys = {row.id: row.key for row in await unit.rows(select(messages).where(unit.owns(messages)))}
        return {
            "contacts": sorted(who.values()),
            "addresses": sorted(
                (r.channel, r.value, r.state, str(r.last_inbound_at), who[r.contact]) for r in at.values()
            ),
            "events": [
                (r.source, r.external_id, r.type, who.get(r.contact), who.get(r.lane), r.occurred_at, r.received_at,
                 r.raw, r.data, r.status, r.reason)
                for r in await unit.rows(select(events).where(unit.owns(events)).order_by(events.c.arrival))
                if not r.type.startswith("run.")
            ],
            "messages": [
                {name: value for name, value in r._mapping.items() if name not in {"id", "business", "contact"}}
                | {"address": at[r.address].value, "reply_to": keys.get(r.reply_to), "contact": who[r.contact]}
                | {"heard_at": r.heard_at is not None}
                for r in await unit.rows(select(messages).where(unit.owns(messages)).order_by(messages.c.id))
            ],
            "permissions": sorted(
                (at[r.address].value, r.programme, r.state)
                for r in await unit.rows(select(permissions).where(unit.owns(permissions)))
            ),
        }  # fmt: skip

    return await service.turns.look(business, look)


def in_any_order(kept: dict[str, list[Any]]) -> dict[str, list[str]]:
    """Of what comes at the same moment either may be the first."""
    return {name: sorted(map(str, rows)) for name, rows in kept.items()}


@pytest.mark.parametrize("story", STORY.values(), ids=STORY)
class TestStored:
    """The rows are those of a turn of its own."""

    async def test_as_in_turns(self, service: Service, story: Sequence[InboundEvent]) -> None:
        for news in story:
            together, by_itself = await service.inbox.take(TIGER, news), await alone(service, news)
            assert together.duplicate == by_itself.duplicate
            assert (together.stopped is None) == (by_itself.stopped is None)
            assert together.id == event_id(TIGER, news.source, news.external_id)
        assert await stored(service, TIGER) == await stored(service, OTHER)

    async def test_with_others_beside_it(self, service: Service, story: Sequence[InboundEvent]) -> None:
        """Two of the same people never overtake each other; others may come at the same moment."""
        crowd = [sms(f"X{number}", f"+1314555{number:04d}", "Hi") for number in range(110, 150)]
        for at, news in enumerate(story):
            beside = crowd[at::4] if at < 4 else []
            await asyncio.gather(*(service.inbox.take(TIGER, one) for one in [news, *beside]))
            for one in [news, *beside]:
                await alone(service, one)
        assert in_any_order(await stored(service, TIGER)) == in_any_order(await stored(service, OTHER))


async def test_nobody_answers_what_another_was_told(service: Service) -> None:
    """Whichever way it is taken in: a quote counts in the chat of what is quoted."""
    said = [
        sms("M1", ANN, "Hello"),
        sms("M2", BEN, "To hers", reply_to="M1"),
        sms("M3", ANN, "To mine", reply_to="M1"),
    ]
    for news in said:
        await service.inbox.take(TIGER, news)
        await alone(service, news)
    for business in (TIGER, OTHER):
        kept = (await stored(service, business))["messages"]
        assert [message["reply_to"] for message in kept] == [None, None, "sms:M1"]


async def test_a_crowd_at_one_moment(service: Service) -> None:
    told = [sms(f"X{number}", f"+1314555{number:04d}", "Hi") for number in range(100, 200)]
    twice = await asyncio.gather(*(service.inbox.take(TIGER, one) for one in [*told, *told]))
    assert len({one.id for one in twice if not one.duplicate}) == 100
    assert sum(one.duplicate for one in twice) == 100
    kept = await stored(service, TIGER)
    assert [event[1] for event in kept["events"]] == [message["key"] for message in kept["messages"]]
    assert {message["status"] for message in kept["messages"]} == {MessageStatus.RECEIVED.value}


async def test_a_crowd_of_stops_at_one_moment(service: Service) -> None:
    """A few are in the ledger with the commit of the others, the rest in turns of their own: all when answered."""
    said = [sms(f"X{number}", f"+1314555{number:04d}", "STOP" if number % 2 else "Hi") for number in range(100, 140)]
    taken = await asyncio.gather(*(service.inbox.take(TIGER, one) for one in said))
    assert [one.stopped is not None for one in taken] == [number % 2 == 1 for number in range(100, 140)]
    again = await asyncio.gather(*(service.inbox.take(TIGER, one) for one in said))
    assert [one.stopped for one in again] == [one.stopped for one in taken]
    assert all(one.duplicate for one in again)


async def test_what_one_makes_impossible_is_no_harm_to_the_others(service: Service) -> None:
    """A database that refuses one of them refuses their statement; each is then stored, or refused, by itself."""
    said = [sms("M1", ANN, "Hello"), sms("M2", BEN, "half a \ud800 character"), sms("M3", CAM, "Hello")]
    taken = await asyncio.gather(*(service.inbox.take(TIGER, one) for one in said), return_exceptions=True)
    assert [isinstance(one, Exception) for one in taken] == [False, True, False]
    kept = await stored(service, TIGER)
    assert sorted(message["key"] for message in kept["messages"]) == ["sms:M1", "sms:M3"]


class Desk:
    """A store whose commits end when they are told to; it keeps how many there were, and what was told of them."""

    def __init__(self, store: Database) -> None:
        self._store = store
        self.commits = 0
        self.away = False
        self.open = asyncio.Event()
        self.told: list[tuple[UUID, bool]] = []

    def tell(self, one: Inbound, taken: IntakeResult) -> None:
        assert one.arrival.id == taken.id
        self.told.append((taken.id, taken.duplicate))

    async def take(self, arrived: Sequence[Inbound]) -> list[IntakeResult | None]:
        await self.open.wait()
        self.commits += 1
        if self.away:
            raise DatabaseAway("gone")

        async def fail(_unit: Unit, _one: Inbound) -> IntakeResult:
            raise LookupError("it is to be taken in alone")

        return await self._store.write("", lambda unit: intake.take_together(unit, arrived, fail))

    async def new(self, arrivals: InboundBatches[Inbound], one: Inbound) -> bool | None:
        taken = await arrivals.put(one)
        return None if taken is None else not taken.duplicate


def heard(name: str) -> Inbound:
    identity = event_id(TIGER, "api", name)
    return Inbound(TIGER, identity, Arrival(identity, "api", name, TUESDAY, None, None, identity, reason="strange"))


@pytest.fixture
def desk(service: Service) -> Desk:
    return Desk(service.turns.store)


class TestArrivals:
    """The group writer."""

    async def test_takes_whatever_came_during_its_last_commit(self, desk: Desk) -> None:
        arrivals = InboundBatches(desk.take, desk.tell)
        first = asyncio.create_task(desk.new(arrivals, heard("0")))
        for _ in range(2 * QUIET):  # rounds of the loop: its commit is under way then
            await asyncio.sleep(0)
        others = [asyncio.create_task(desk.new(arrivals, heard(str(number)))) for number in range(1, 30)]
        desk.open.set()
        assert await asyncio.gather(first, *others) == [True] * 30
        assert desk.commits == 2

    async def test_all_are_told_that_the_database_is_away(self, desk: Desk) -> None:
        desk.open.set()
        desk.away = True
        arrivals = InboundBatches(desk.take, desk.tell)
        told = await asyncio.gather(*(desk.new(arrivals, heard(str(n))) for n in range(3)), return_exceptions=True)
        assert [type(one) for one in told] == [DatabaseAway] * 3
        desk.away = False
        assert await desk.new(arrivals, heard("0"))

    async def test_a_caller_who_leaves_stops_no_other(self, desk: Desk) -> None:
        arrivals = InboundBatches(desk.take, desk.tell)
        impatient, patient = (asyncio.create_task(desk.new(arrivals, heard(name))) for name in "ab")
        await asyncio.sleep(0)
        impatient.cancel()
        desk.open.set()
        assert await patient is True
        assert await desk.new(arrivals, heard("a")) is False  # it had arrived all the same

    async def test_each_is_told_before_it_is_answered(self, service: Service, desk: Desk) -> None:
        """Also one whose caller left; what must take a turn of its own is told by whoever takes it."""
        arrivals = InboundBatches(desk.take, desk.tell)
        desk.open.set()
        other = replace(heard("c"), strange=(Identity("sms", ANN),))

        async def put(one: Inbound) -> int:
            await arrivals.put(one)
            return len(desk.told)

        assert await asyncio.gather(*(put(heard(name)) for name in "aab")) == [3, 3, 3]
        a, b = heard("a").key[1], heard("b").key[1]
        assert desk.told == [(a, False), (a, True), (b, False)]
        await service.turns.act(TIGER, lambda turn: turn.unit.people.resolve([Identity("sms", ANN)], TUESDAY))
        beside = asyncio.create_task(desk.new(arrivals, heard("d")))
        assert await desk.new(arrivals, other) is None
        assert await beside
        assert len(desk.told) == 4
