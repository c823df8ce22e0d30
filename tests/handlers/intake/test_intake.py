"""What is done before a message is answered: nothing of it is left for later."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.app import assemble
from bot.clock import PushedClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from flows.delivery import MessageStatus
from flows.events import (
    CartUpdated,
    Customer,
    CustomerUpdated,
    Event,
    MessageReceived,
    OrderCancelled,
    OrderCreated,
    OrderPaid,
    OrderShipped,
)
from flows.money import Money
from flows.policy.departure_facts import ConsentState, Kind, Programme, Purpose
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import read_business_file
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.intake import intake, router
from handlers.people.inbound_event import InboundEvent, IntakeResult
from handlers.privacy import privacy_requests
from storage.people.people import Identity
from storage.schema import events
from tests.bot.simulator.shop import EVERYBODY, TUESDAY

DANA = "+13145550142"


@pytest.mark.parametrize("text", ["STOP", "quítame de la lista", "मैसेज बंद करो"])
async def test_a_stop_takes_out_what_is_queued_before_it_is_answered(database: str, text: str) -> None:
    service = assemble(Settings(database_url=database), PushedClock(TUESDAY))  # never started: nothing happens later
    file = read_business_file(EVERYBODY, {})
    await apply_file(CONVERSATIONS, service.turns.store, file, service.vault, TUESDAY, TUESDAY)

    async def queue(turn: Turn) -> None:
        await turn.unit.people.resolve([Identity("sms", DANA)], turn.now)
        dana = await turn.unit.people.address("sms", DANA)
        assert dana is not None
        letter = OutboundMessage(
            "k", Kind.MESSAGE, text="Sale", purpose=Purpose.MARKETING, programme=Programme.REMINDERS
        )
        await post(turn, dana, letter)

    async def stop(turn: Turn) -> IntakeResult:
        said = MessageReceived("sms", DANA, "+13145550100", "p1", text, turn.now)
        return await intake.take(turn, InboundEvent("simulator", "p1", said, None))

    async def standing(turn: Turn) -> tuple[MessageStatus, int, ConsentState]:
        message = await turn.unit.messages.find_by_key("k")
        assert message is not None
        consent = await turn.unit.consents.state(message.address, Programme.REMINDERS)
        return message.status, len(await turn.unit.outbox.depth()), consent

    try:
        await service.turns.act("tiger", queue)
        taken = await service.turns.act("tiger", stop)
        assert taken.stopped is not None
        assert await service.turns.look("tiger", standing) == (MessageStatus.VOID, 0, ConsentState.REVOKED)
    finally:
        await service.stop()


ERASED = TUESDAY + timedelta(hours=1)
DETAILS = Customer("81", "Dana Peters", DANA, "dana@mail.example")
SHARED = Customer("82", "Bo Peters", DANA)


def cart(customer: Customer, at: datetime) -> CartUpdated:
    return CartUpdated("c1", Money(39_000_000, "USD"), (), "https://a.example/recover/31", customer, at)


def order(customer: Customer, at: datetime) -> OrderCreated:
    return OrderCreated("o1", "1001", Money(39_000_000, "USD"), (), customer, at)


LATE = TUESDAY
LATER = ERASED + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("event", "kept"),
    [
        pytest.param(cart(DETAILS, LATE), False, id="a cart"),
        pytest.param(order(DETAILS, LATE), False, id="an order"),
        pytest.param(OrderPaid(order(DETAILS, LATE), LATE), False, id="an order paid"),
        pytest.param(OrderCancelled("o1", LATE, order(DETAILS, LATE)), False, id="an order called off"),
        pytest.param(CustomerUpdated(DETAILS, LATE), False, id="a person"),
        pytest.param(CustomerUpdated(Customer(phone=DANA), LATE), False, id="a number without an id"),
        pytest.param(
            OrderShipped("o0", LATER, "UPS", "https://a.example/track/31"), False, id="an old order on its way"
        ),
        pytest.param(cart(DETAILS, LATER), True, id="a later cart"),
        pytest.param(CustomerUpdated(DETAILS, LATER), True, id="later news"),
        pytest.param(cart(SHARED, LATE), True, id="another customer of the same number"),
    ],
)
async def test_what_is_older_than_an_erasure_brings_nothing_back(database: str, event: Event, kept: bool) -> None:
    clock = PushedClock(TUESDAY)
    service = assemble(Settings(database_url=database), clock)
    await apply_file(
        CONVERSATIONS, service.turns.store, read_business_file(EVERYBODY, {}), service.vault, TUESDAY, TUESDAY
    )
    raw = b"Dana Peters +13145550142 dana@mail.example recover/31 track/31"

    async def erase_dana(turn: Turn) -> None:
        taken = await intake.take(turn, InboundEvent("shopify", "e0", order(DETAILS, LATE), raw))
        stored = await turn.unit.inbox.get(taken.id)
        assert stored is not None
        await router.consume(turn, stored)
        placed = await turn.unit.orders.ensure("shopify", "o0", turn.now)
        await turn.unit.orders.note(placed.id, contact=stored.contact)
        await turn.unit.people.resolve([Identity("customer", "shopify:82")], turn.now)
        assert stored.contact is not None
        await privacy_requests.erase_person(turn, stored.contact, "shopify asked to erase")

    async def hear(turn: Turn) -> tuple[bool, bool]:
        taken = await intake.take(turn, InboundEvent("shopify", "e1", event, raw))
        stored = await turn.unit.inbox.get(taken.id)
        assert stored is not None
        await router.consume(turn, stored)
        found = await turn.unit.row(select(events.c.raw, events.c.data).where(events.c.id == taken.id))
        assert found is not None
        carts = [cart.checkout_url for cart in await turn.unit.carts.list_named(["shopify:c1"])]
        orders = [one.tracking_url for one in [await turn.unit.orders.find_by_ref("shopify", "o0")] if one is not None]
        known = await turn.unit.people.address("sms", DANA) is not None
        return known, any(word in str((found, carts, orders)) for word in ("Dana", "3145550142", "/31"))

    try:
        clock.push(ERASED)
        await service.turns.act("tiger", erase_dana)
        clock.push(LATER)
        assert await service.turns.act("tiger", hear) == (kept, kept)
    finally:
        await service.stop()
