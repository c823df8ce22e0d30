"""Two members of the staff who confirm the same of an order in one moment: one does it, and the other hears who did."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from flows.actor import Actor
from flows.engine import Called
from handlers.actions.action import Origin, Refused
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.sourcing.actions.order_cancellation import CallOff, GiveUp, call_off, give_up
from handlers.sourcing.actions.order_money import MarkRefunded, Settle, mark_refunded, settle
from handlers.sourcing.actions.order_refusals import OrderStays
from storage.database.stores import Database
from storage.unit import Unit
from tests.handlers.sourcing.staff.rows import Shop
from tests.handlers.sourcing.staff.sourced import NOW, SOURCING, SOUVENIRS, Desk, play

Arrange = Callable[[Desk], Awaitable[UUID]]
Act = Callable[[Turn, Origin, Any], Awaitable[object]]


async def unpaid(desk: Desk) -> UUID:
    order = await desk.reserve("1234")
    await desk.answers(order, "connaught")
    return order


async def to_send_back(desk: Desk) -> UUID:
    """An order whose refund the provider refused."""
    order = await desk.bought()
    await desk.press(await desk.say("/cancel 1234"))
    await desk.heard()
    run = await desk.unit.runs.get_open("sourcing", str(order))
    assert run is not None
    (repayment,) = (await desk.order(order)).repayments
    await host.advance(desk.turn, run, Called(run.id, "refund", f"refund:{repayment.reference}", {}, "refused"))
    return order


CASES: dict[str, tuple[Arrange, Act, type[Any]]] = {
    "/settled 1234": (unpaid, settle, Settle),
    "/refunded 1234": (to_send_back, mark_refunded, MarkRefunded),
    "/cantsource 1234": (Desk.bought, give_up, GiveUp),
    "/cancel 1234": (Desk.bought, call_off, CallOff),
}


@pytest.mark.parametrize("text", CASES)
async def test_the_second_to_confirm_hears_who_was_first(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await CASES[text][0](desk)
        await desk.member("Ravi", "manager", "9002")
        first, second = await desk.say(text), await desk.say(text, "Ravi")
        assert "just done" not in await desk.press(first)
        done = "Order 1234: Asha has just done that. Nothing is done twice.\nMore: /order_1234"
        assert await desk.press(second, who="Ravi") == done
        assert await desk.ask(text, "Ravi") == done
        assert len(await desk.heard()) == 1

    await play(store, scene)


async def test_another_line_is_another_thing(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234", ("SHORTS", "L", 2), ("MUG", "", 1))
        await desk.answers(order, "connaught")
        await desk.answers(order, "hauz", quantity=1, line="2")
        await desk.pays(order)
        for text in ("/cantsource 1234 mug", "/cantsource 1234 shorts"):
            await desk.press(await desk.say(text))
        assert "just done" in await desk.ask("/cantsource 1234")
        assert await desk.heard() == ["order.given_up", "order.given_up"]

    await play(store, scene)


@pytest.mark.parametrize("text", CASES)
async def test_of_two_transactions_one_does_it(store: Database, text: str) -> None:
    """On PostgreSQL two transactions go on beside each other: the second waits, and sees what the first said."""
    arrange, act, takes = CASES[text]

    async def begun(desk: Desk) -> tuple[UUID, list[Origin]]:
        order, (member, _) = await arrange(desk), desk.people["Asha"]
        return order, [Origin(Actor.staff(member.id), str(desk.unit.ids.make()), member.contact) for _ in range(2)]

    order, origins = await play(store, begun)

    async def does(by: Origin) -> object:
        async def work(unit: Unit) -> object:
            turn = replace(Shop(unit, SOUVENIRS).turn(NOW), tools=SOURCING)
            done = await act(turn, by, takes(order))
            await asyncio.sleep(0.05)  # the other one comes meanwhile
            return done

        return await store.write(SOUVENIRS.id, work)

    _, refused = sorted(
        await asyncio.gather(*map(does, origins), return_exceptions=True), key=lambda one: isinstance(one, Refused)
    )
    assert isinstance(refused, Refused)
    assert refused.reason is OrderStays.SAID_ALREADY
