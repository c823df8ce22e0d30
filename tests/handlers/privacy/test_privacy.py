"""Somebody is erased: what their orders still have to hear of is heard, and the staff with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.clock import PushedClock
from bot.conversations import EVENTS
from flows.business import Referral
from flows.delivery import MessageStatus as Delivery
from flows.engine import Called
from flows.sourcing import order_flow
from flows.sourcing.order import Order
from flows.sourcing.order_events import RefundedByHand, StockAnswered
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Says
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.intake.router import consume
from handlers.privacy import privacy_requests
from handlers.sourcing.customer import orders_after_stop
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.people.people import Identity
from storage.schema import credits, events, messages, waiting_people
from storage.sending.message import Message
from storage.sourcing.reservations import Reservations
from storage.sql import json_codec
from tests import actors
from tests.sourced import NOOR, SOUVENIRS, Souvenirs, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
REFERRAL = Referral(100)
ASHA = "+919899999999"


@pytest.fixture
async def house(store: Database) -> Souvenirs:
    """A business that sources, whose owner is heard of what needs a person."""
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock).open()

    async def link(turn: Turn) -> None:
        member, _ = await turn.unit.access.put_member("Asha", "owner", turn.now)
        await turn.unit.access.link(member.id, await of(turn, ASHA), turn.now)

    await house.act(link)
    return house


async def of(turn: Turn, phone: str = NOOR.whatsapp or "") -> UUID:
    return await turn.unit.people.resolve([Identity("whatsapp", phone)], turn.now)


async def erase(house: Souvenirs) -> None:
    async def work(turn: Turn) -> None:
        await privacy_requests.erase_person(turn, await of(turn), "a test asked to erase")

    await house.act(work)


async def order_of(house: Souvenirs, ref: str) -> Order:
    async def work(turn: Turn) -> Order:
        known = await turn.unit.orders.find_by_ref("api", ref)
        assert known is not None
        run = await turn.unit.runs.get_open(order_flow.NAME, str(known.id))
        assert run is not None, "it goes on"
        order: Order = json_codec.load(Order, run.state)
        return order

    return await house.act(work)


async def told(house: Souvenirs, contact: UUID) -> list[str | None]:
    """What was ever said to somebody."""

    async def work(turn: Turn) -> list[str | None]:
        query = select(messages.c.text).where(turn.unit.owns(messages), messages.c.contact == contact)
        return [row.text for row in await turn.unit.rows(query.order_by(messages.c.id))]

    return await house.act(work)


async def staff_told(house: Souvenirs) -> list[str]:
    return [text or "" for text in await told(house, await house.act(lambda turn: of(turn, ASHA)))]


async def note(house: Souvenirs, event: Callable[[Turn, Order], Any], ref: str = "1") -> None:
    """Somebody said something of an order, and nobody has read it yet."""
    order = await order_of(house, ref)

    async def work(turn: Turn) -> None:
        assert await own_events.emit(turn, await of(turn), event(turn, order), "a test")

    await house.act(work)


async def read(house: Souvenirs) -> list[str]:
    """What was not read yet is, as it is stored; the types of it."""

    async def work(turn: Turn) -> list[str]:
        query = select(events).where(turn.unit.owns(events), events.c.status == "new", events.c.contact.is_not(None))
        rows = [row for row in await turn.unit.rows(query.order_by(events.c.id)) if row.type in _SAID]
        for row in rows:
            event = EVENTS.load(row.type, row.data)
            await consume(
                turn, Stored(house.business.id, row.id, row.source, row.type, row.contact, turn.now, 0, event)
            )
        return [row.type for row in rows]

    return await house.act(work)


_SAID = {"run.called", "stock.answered"}


async def test_a_refund_that_failed_before_the_erasure_and_was_not_read_is_told(house: Souvenirs) -> None:
    await house.confirmed("1")
    await house.called_off("1")
    run = await house.act(lambda turn: _run(turn, "1"))
    await note(
        house,
        lambda turn, order: Called(
            run, "refund", f"refund:{order.repayments[0].reference}", {"why": "no balance"}, "refused"
        ),
    )
    await erase(house)
    assert await read(house) == ["run.called"]
    assert [text for text in await staff_told(house) if "could not be sent back (no balance)" in text] != []
    await house.give("1", lambda order: RefundedByHand(order.id, actors.ASHA))
    assert (await order_of(house, "1")).status is Status.REFUNDED


async def test_a_shop_that_answered_before_the_erasure_is_freed(house: Souvenirs) -> None:
    await house.reserve("1")
    await note(house, lambda turn, order: StockAnswered(order.id, house.shops["karol"], "1", Says.YES.value, 2))
    await erase(house)
    assert await read(house) == ["stock.answered"]
    order = await order_of(house, "1")
    assert (order.status, order.promises) == (Status.CANCELLED, ())


async def test_nothing_is_said_to_whoever_was_erased_and_the_staff_is_told_once(house: Souvenirs) -> None:
    await house.confirmed("1")
    noor = await house.act(lambda turn: of(turn))
    before = len(await told(house, noor))
    await erase(house)
    await house.refunded("1")
    assert await told(house, noor) == [None] * before
    assert [text for text in await staff_told(house) if "its customer was erased" in text] == [
        "Order 1 is cancelled: its customer was erased. Free again: Connaught Gifts: 2. ₹1,798 goes back automatically."
    ]


async def test_what_the_staff_was_told_of_their_stop_goes_with_them(house: Souvenirs) -> None:
    await house.reserve("1")

    async def stop(turn: Turn) -> None:
        phone = Identity("sms", NOOR.whatsapp or "")
        noor = await turn.unit.people.resolve([Identity("whatsapp", NOOR.whatsapp or ""), phone], turn.now)
        address = await turn.unit.people.address(phone.channel, phone.value)
        assert address is not None
        said = Message(
            id=turn.unit.ids.make(), direction="in", key="sms:1", channel="sms", address=address.id, contact=noor,
            status=Delivery.RECEIVED, status_at=turn.now, created_at=turn.now, text="STOP writing to Noor",
        )  # fmt: skip
        await orders_after_stop.describe_orders(turn, address, said)

    await house.act(stop)
    assert [text for text in await staff_told(house) if "Noor Khan (…1111) wrote “STOP writing to Noor”" in text] != []
    await erase(house)
    assert [text for text in await staff_told(house) if "Noor" in text or "1111" in text] == []


async def test_nobody_waits_for_a_product_any_more(house: Souvenirs) -> None:
    await house.confirmed("1")
    await house.given_up("1")
    waiting = _rows(select(waiting_people.c.contact))
    assert len(await house.act(waiting)) == 1
    await erase(house)
    assert await house.act(waiting) == []


async def test_the_credit_of_an_order_that_is_called_off_is_free(house: Souvenirs) -> None:
    await house.becomes(replace(SOUVENIRS, referral=REFERRAL))
    await house.credited(100)
    await house.reserve("1")
    await house.says("1", "karol", Says.YES, 2)
    used = _rows(select(credits.c.used_by))
    assert (await house.act(used))[0][0] is not None
    await erase(house)
    assert (await house.act(used))[0][0] is None


async def test_a_restock_goes_on_when_whoever_asked_for_it_is_erased(house: Souvenirs) -> None:
    await house.restock("MUG", 5)

    async def work(turn: Turn) -> None:
        await privacy_requests.erase_person(turn, await of(turn, ASHA), "a test asked to erase")

    await house.act(work)
    await house.says("R1", "karol", Says.YES, 5)
    await house.picked("R1", "karol")
    stock = await house.act(lambda turn: turn.unit.of(Reservations).find_by_number("R1"))
    assert stock is not None
    assert stock.status == "delivered"


def _rows(query: Any) -> Callable[[Turn], Awaitable[list[tuple[Any, ...]]]]:
    async def work(turn: Turn) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await turn.unit.rows(query)]

    return work


async def _run(turn: Turn, ref: str) -> UUID:
    known = await turn.unit.orders.find_by_ref("api", ref)
    assert known is not None
    run = await turn.unit.runs.get_open(order_flow.NAME, str(known.id))
    assert run is not None
    return run.id
