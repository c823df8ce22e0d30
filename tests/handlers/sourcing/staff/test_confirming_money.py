"""What moves a customer's money is shown in numbers first: what cannot be had, what came or went back by hand."""

from __future__ import annotations

import pytest

from flows.engine import Called
from flows.money import MICROS
from handlers.engine import host
from storage.database.stores import Database
from tests.handlers.sourcing.staff.sourced import Desk, play


async def test_calling_off_what_is_not_paid_needs_no_question(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234")
        assert (await desk.ask("/cancel 1234")).startswith("Order 1234 is cancelled. Nothing had been paid.")
        assert await desk.heard() == ["order.called_off"]
        assert (await desk.order(order)).status.value == "cancelled"
        assert "it can be cancelled only before it is shipped" in await desk.ask("/cancel 1234")

    await play(store, scene)


async def test_a_line_that_cannot_be_had(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234", ("SHORTS", "L", 2), ("MUG", "", 1))
        await desk.answers(order, "connaught")
        await desk.answers(order, "hauz", quantity=1, line="2")
        await desk.pays(order)
        assert 'Order 1234 has nothing called "socks". Which line?\n/cantsource_1234_1 2' in await desk.ask(
            "/cantsource 1234 socks"
        )
        question = await desk.say("/cantsource mug 1234")
        assert question.text is not None
        assert question.text.startswith(
            "Order 1234: Taj Mug cannot be sourced. ₹350 will go back to the customer automatically. Free again: "
            "Taj Mug. 1 other line goes on."
        )
        await desk.press(question)
        await desk.heard()
        after = await desk.order(order)
        assert [line.wanted for line in after.lines] == [2, 0]
        assert [one.amount for one in after.repayments] == [350 * MICROS]

    await play(store, scene)


async def test_money_that_came_some_other_way_goes_back_by_hand(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234")
        await desk.answers(order, "connaught")
        question = await desk.say("/settled 1234 1500")
        assert question.text is not None
        assert "₹1,500 will count as paid some other way. That is ₹298 less than it costs. Its payment" in question.text
        question = await desk.say("/settled 1234")
        assert await desk.press(question) == "Order 1234: ₹1,798 received.\nNext: /order_1234"
        assert await desk.heard() == ["order.settled"]
        assert (await desk.order(order)).status.value == "sourcing"
        assert "it is paid already" in await desk.ask("/settled 1234")
        assert "no money of it waits to be sent back" in await desk.ask("/refunded 1234")
        question = await desk.say("/cancel 1234")
        assert question.text is not None
        assert "You must send ₹1,798 back by hand." in question.text
        await desk.press(question)
        await desk.heard()
        question = await desk.say("/refunded 1234")
        assert question.text is not None
        assert question.text.startswith("Order 1234: ₹1,798 will count as sent back by hand.")
        await desk.press(question)
        assert await desk.heard() == ["order.refunded_by_hand"]
        assert (await desk.order(order)).status.value == "refunded"

    await play(store, scene)


async def test_a_refused_refund_is_marked_by_hand(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        await desk.press(await desk.say("/cancel 1234"))
        await desk.heard()
        run = await desk.unit.runs.get_open("sourcing", str(order))
        assert run is not None
        (repayment,) = (await desk.order(order)).repayments
        await host.advance(desk.turn, run, Called(run.id, "refund", f"refund:{repayment.reference}", {}, "refused"))
        assert await desk.taps("/order 1234") == ["/refunded_1234"]
        await desk.press(await desk.say("/refunded 1234"))
        await desk.heard()
        assert (await desk.order(order)).status.value == "refunded"
        kept = await desk.unit.orders.get(order)
        assert kept is not None

    await play(store, scene)


@pytest.mark.parametrize("command", ["/refund 1234 -5", "/refund 1234 ₹-5", "/refund 1234 +200"])
async def test_an_amount_has_no_sign(store: Database, command: str) -> None:
    """What was not read as an amount is not taken for all of it."""

    async def scene(desk: Desk) -> None:
        await desk.bought("1234")
        for step in ("/picked 1234 connaught", "/packed 1234", "/shipped 1234"):
            await desk.ask(step)
            await desk.heard()
        asked = await desk.say(command)
        assert asked.text is not None
        assert "is not an amount: write it without a sign" in asked.text
        assert not asked.buttons

    await play(store, scene)
