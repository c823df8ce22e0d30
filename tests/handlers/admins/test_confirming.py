"""What moves money is shown in numbers, and done once, by who was shown it, within ten minutes, as it was shown."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from flows.engine import Called
from flows.money import MICROS
from handlers import host
from handlers.admins.money import read_amount
from storage.earnings import COMMISSION
from storage.store import Store
from tests.handlers.admins import rows
from tests.handlers.admins.sourced import SOUVENIRS, Desk, play

SHOWN = (
    "Order 1234: 2 Tiger Shorts L cannot be had. ₹1,798 will go back to the customer by itself. "
    "Free again: 2 Tiger Shorts L. The customer will be told.\nNothing is done yet. You have 10 minutes."
)


@pytest.mark.parametrize(
    "text", ["/cantsource 1234", "/cantsource_1234", "/cantsorce #1234", "cant source 1234 shorts"]
)
async def test_what_cannot_be_had_is_refunded_when_it_is_confirmed(store: Store, text: str) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        question = await desk.say(text)
        assert question.text == SHOWN
        assert [one["text"] for one in question.buttons] == ["1 Cannot be had", "2 Leave it"]
        assert await desk.heard() == []
        assert await desk.press(question) == "Order 1234: given up as shown.\nNext: /order_1234"
        assert await desk.heard() == ["order.given_up"]
        assert (await desk.order(order)).status.value == "refunding"
        assert await desk.trail() == [("cantsource", f"order {order}")]
        steps = await desk.unit.histories.history(order)
        assert {step.by for step in steps[-3:]} == {"staff:Asha"}

    await play(store, scene)


async def test_it_works_once(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        await desk.press(question)
        assert await desk.press(question) == "That is done already: it works once.\nNext: /help"
        assert await desk.press(question, 1) == "That is done already: it works once.\nNext: /help"
        assert await desk.heard() == ["order.given_up"]

    await play(store, scene)


async def test_what_is_left_stays_as_it_was(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        question = await desk.say("/cancel 1234")
        assert await desk.press(question, 1) == "Left as it was: nothing was done.\nNext: /help"
        assert await desk.press(question) == "You left it as it was.\nNext: /help"
        assert await desk.heard() == []
        assert (await desk.order(order)).status.value == "sourcing"

    await play(store, scene)


async def test_nobody_else_confirms_it(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.member("Ravi", "manager", "9002")
        question = await desk.say("/cantsource 1234")
        assert (await desk.press(question, who="Ravi")).startswith("Only who was shown it can confirm it.")
        assert (await desk.press(question, 1, "Ravi")).startswith("Only who was shown it can confirm it.")
        assert await desk.heard() == []
        assert (await desk.press(question)).startswith("Order 1234: given up")

    await play(store, scene)


async def test_whoever_may_not_any_more_confirms_nothing(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        member, address = desk.people["Asha"]
        desk.people["Asha"] = (replace(member, role="agent"), address)
        assert await desk.press(question) == "You may not do that any more. Nothing was done."
        assert await desk.heard() == []

    await play(store, scene)


@pytest.mark.parametrize(("late", "done"), [(timedelta(minutes=9, seconds=59), True), (timedelta(minutes=10), False)])
async def test_it_ends(store: Store, late: timedelta, done: bool) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        desk.now += late
        answer = await desk.press(question)
        assert answer.startswith("Order 1234: given up" if done else "That was shown more than 10 minutes ago")
        assert await desk.heard() == (["order.given_up"] if done else [])

    await play(store, scene)


async def test_what_changed_is_shown_anew(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        await desk.ask("/picked 1234")
        assert await desk.heard() == ["order.handed"]
        desk.now += timedelta(minutes=8)
        again = await desk.say("1", button=question.buttons[0]["id"])
        assert again.text is not None
        assert again.text.startswith("It changed since it was shown, so nothing was done. Now:\nOrder 1234: ")
        assert "Fetched already, and to be returned: Connaught Souvenirs: 2 Tiger Shorts L. " in again.text
        assert "₹300 of commissions will be taken back." in again.text
        assert await desk.heard() == []
        desk.now += timedelta(minutes=8)
        assert (await desk.press(again)).startswith("Order 1234: given up")
        assert await desk.heard() == ["order.given_up"]
        assert await desk.unit.earnings.owed(desk.shops["connaught"].id) == 0

    await play(store, scene)


async def test_what_is_past_doing_is_said(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        await desk.press(await desk.say("/delivered 1234"))
        await desk.heard()
        assert (await desk.press(question)).startswith("Order 1234 is delivered: it is not being sourced. Nothing was")
        assert await desk.heard() == []

    await play(store, scene)


@pytest.mark.parametrize(
    "token", ["/do_0123456789abcdef", "/no_0123456789abcdef", "/do_0123456789ABCDEF@tigertees_bot"]
)
async def test_a_token_of_nobody(store: Store, token: str) -> None:
    async def scene(desk: Desk) -> None:
        assert await desk.ask(token) == "Nothing is to be confirmed by that.\nNext: /help"

    await play(store, scene)


@pytest.mark.parametrize(
    ("word", "done"),
    [("1", True), ("YES", True), ("haan", True), ("Do it", True), ("2", False), ("no", False), ("nahi", False)],
)
async def test_on_whatsapp_a_number_or_a_word_answers(store: Store, word: str, done: bool) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.member("Meera", "manager", "+919777000001", "whatsapp")
        question = await desk.say("/cantsource 1234", "Meera")
        assert question.text == f"{SHOWN}\n1 Cannot be had\n2 Leave it"
        assert list(question.buttons) == []
        answer = await desk.ask(word, "Meera")
        assert answer.startswith("Order 1234: given up" if done else "Left as it was")
        assert await desk.heard() == (["order.given_up"] if done else [])
        assert (await desk.ask(word, "Meera")).startswith("I did not catch that.")

    await play(store, scene)


async def test_a_bare_yes_is_not_for_an_older_question(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        await desk.ask("/orders")
        assert (await desk.ask("yes")).startswith("Something else came in between. Reply to the question itself")
        assert await desk.heard() == []
        assert (await desk.ask("yes", reply_to=question.id)).startswith("Order 1234: given up")

    await play(store, scene)


async def test_a_bare_yes_after_its_time_is_for_nothing(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.say("/cantsource 1234")
        desk.now += timedelta(minutes=10)
        assert (await desk.ask("yes")).startswith("I did not catch that.")
        assert await desk.heard() == []

    await play(store, scene)


async def test_a_yes_to_nothing_is_no_confirmation(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask("yes")).startswith("I did not catch that.")

    await play(store, scene)


async def test_calling_off_what_is_not_paid_needs_no_question(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234")
        assert (await desk.ask("/cancel 1234")).startswith("Order 1234 is called off. Nothing had been paid.")
        assert await desk.heard() == ["order.called_off"]
        assert (await desk.order(order)).status.value == "cancelled"
        assert "it can be called off only before it is shipped" in await desk.ask("/cancel 1234")

    await play(store, scene)


async def test_a_line_that_cannot_be_had(store: Store) -> None:
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
            "Order 1234: Taj Mug cannot be had. ₹350 will go back to the customer by itself. Free again: Taj Mug. "
            "1 other line goes on."
        )
        await desk.press(question)
        await desk.heard()
        after = await desk.order(order)
        assert [line.wanted for line in after.lines] == [2, 0]
        assert [one.amount for one in after.repayments] == [350 * MICROS]

    await play(store, scene)


async def test_money_that_came_some_other_way_goes_back_by_hand(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234")
        await desk.answers(order, "connaught")
        question = await desk.say("/settled 1234 1500")
        assert question.text is not None
        assert (
            "₹1,500 will count as received some other way. That is ₹298 less than it costs. Its payment"
            in question.text
        )
        question = await desk.say("/settled 1234")
        assert await desk.press(question) == "Order 1234: ₹1,798 received.\nNext: /order_1234"
        assert await desk.heard() == ["order.settled"]
        assert (await desk.order(order)).status.value == "sourcing"
        assert "it is paid already" in await desk.ask("/settled 1234")
        assert "no money of it waits to be sent back" in await desk.ask("/refunded 1234")
        question = await desk.say("/cancel 1234")
        assert question.text is not None
        assert "₹1,798 will be yours to send back by hand." in question.text
        await desk.press(question)
        await desk.heard()
        question = await desk.say("/refunded 1234")
        assert question.text is not None
        assert question.text.startswith("Order 1234: ₹1,798 will count as sent back by hand.")
        await desk.press(question)
        assert await desk.heard() == ["order.refunded_by_hand"]
        assert (await desk.order(order)).status.value == "refunded"

    await play(store, scene)


async def test_a_refused_refund_is_marked_by_hand(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        await desk.press(await desk.say("/cancel 1234"))
        await desk.heard()
        run = await desk.unit.runs.open("sourcing", str(order))
        assert run is not None
        (repayment,) = (await desk.order(order)).repayments
        await host.advance(desk.turn, run, Called(run.id, "refund", f"refund:{repayment.reference}", {}, "refused"))
        assert (await desk.ask("/order 1234")).endswith("Next: /refunded_1234")
        await desk.press(await desk.say("/refunded 1234"))
        await desk.heard()
        assert (await desk.order(order)).status.value == "refunded"
        kept = await desk.unit.orders.get(order)
        assert kept is not None

    await play(store, scene)


async def _earned(desk: Desk, amount: int) -> None:
    shop = desk.shops["connaught"].id
    await desk.unit.earnings.book(shop, None, COMMISSION, f"test:{amount}", amount * MICROS, "INR", "order", desk.now)


@pytest.mark.parametrize(
    "text",
    ["/paid connaught 12300", "/paid 12,300 Connaught", "/paid ₹12300 conaught", "/piad connaught 12300.00",
     "paid connaught souvenirs 12300/-"],
)  # fmt: skip
async def test_a_payout(store: Store, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await _earned(desk, 12_500)
        question = await desk.say(text)
        assert question.text is not None
        assert question.text.startswith(
            "Connaught Souvenirs is owed ₹12,500. Book ₹12,300 as paid: ₹200 is left. We send no money"
        )
        assert await desk.press(question) == (
            "Booked: Connaught Souvenirs was paid ₹12,300; ₹200 is owed now.\nNext: /shop_connaught"
        )
        shop = desk.shops["connaught"].id
        assert await desk.unit.earnings.owed(shop) == 200 * MICROS
        last = await desk.unit.earnings.last_payout(shop)
        assert last is not None
        assert (last.amount, last.currency) == (12_300 * MICROS, "INR")
        assert await desk.trail() == [("paid", f"shop {shop} {12_300 * MICROS} INR")]

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/paid connaught", "How much was paid, and to which shop?\nExample: /paid connaught 12300"),
        ("/paid 12300", "Which shop was paid? Write:\n/paid connaught 12300 - Connaught Souvenirs\n"),
        ("/paid delhi 12300", "Which shop was paid? Write:\n/paid connaught 12300 - Connaught Souvenirs\n"),
        ("/paid connaught 20000", "₹7,500 more than it earned."),
        ("/paid connaught -5", "How much was paid"),
        ("/paid connaught 99999999999999", "How much was paid"),
    ],
)
async def test_a_payout_that_is_unclear(store: Store, text: str, expected: str) -> None:
    async def scene(desk: Desk) -> None:
        await _earned(desk, 12_500)
        assert expected in await desk.ask(text)
        assert await desk.unit.earnings.owed(desk.shops["connaught"].id) == 12_500 * MICROS

    await play(store, scene)


async def test_a_payout_is_shown_anew_when_more_was_earned(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        await _earned(desk, 12_500)
        question = await desk.say("/paid connaught 12300")
        await _earned(desk, 100)
        assert "is owed ₹12,600" in await desk.press(question)
        assert await desk.unit.earnings.last_payout(desk.shops["connaught"].id) is None

    await play(store, scene)


@pytest.mark.parametrize(
    ("word", "units"),
    [("12300", 12300), ("12,300", 12300), ("1,23,000", 123000), ("₹50", 50), ("rs.50", 50), ("0", None), ("-5", None),
     ("1e9", None), ("12300.505", None), ("connaught", None), ("٣٠", 30), ("9" * 30, None)],
)  # fmt: skip
def test_amounts(word: str, units: int | None) -> None:
    assert read_amount(word) == (None if units is None else units * MICROS)


async def test_two_presses_at_once_do_it_once(store: Store) -> None:
    """In transactions of their own; on PostgreSQL they run side by side."""
    desks: list[Desk] = []

    async def begin(house: rows.Shop) -> str:
        desk = await Desk.open(house)
        desks.append(desk)
        await _earned(desk, 12_500)
        question = await desk.say("/paid connaught 12300")
        return str(question.buttons[0]["id"])

    token = await rows.play(store, begin, SOUVENIRS)
    (first,) = desks[-1:]

    async def press(number: int) -> str:
        async def inside(unit: object) -> str:
            desk = replace(first, unit=unit, house=replace(first.house, unit=unit), written=100 + number)  # type: ignore[arg-type]
            return await desk.ask("1", button=token)

        return await store.write("tiger", inside)

    answers = await asyncio.gather(*(press(number) for number in range(8)))
    assert sum(answer.startswith("Booked") for answer in answers) == 1
    assert sum(answer.startswith("That is done already") for answer in answers) == 7

    async def owed(unit: object) -> int:
        shop: UUID = first.shops["connaught"].id
        return int(await unit.earnings.owed(shop))  # type: ignore[attr-defined]

    assert await store.read("tiger", owed) == 200 * MICROS


async def test_of_two_that_are_open_one_word_answers_the_newer_alone(store: Store) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.pays(await _kept(desk, "1235"), "pay_2")
        await desk.say("/cancel 1234")
        await desk.say("/cancel 1235")
        assert await desk.ask("yes") == "Order 1235 is called off. The money goes back as shown.\nNext: /order_1235"
        assert (await desk.ask("yes")).startswith("Something else came in between. Reply to the question itself")
        assert await desk.heard() == ["order.called_off"]

    await play(store, scene)


@pytest.mark.parametrize("which", [0, 1], ids=["the older", "the newer"])
async def test_of_two_that_are_open_a_reply_answers_the_one_that_it_quotes(store: Store, which: int) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.pays(await _kept(desk, "1235"), "pay_2")
        questions = [await desk.say(f"/cancel {number}") for number in ("1234", "1235")]
        answer = await desk.ask("yes", reply_to=questions[which].id)
        assert answer.startswith(f"Order {('1234', '1235')[which]} is called off.")
        assert await desk.heard() == ["order.called_off"]

    await play(store, scene)


async def _kept(desk: Desk, number: str) -> UUID:
    order = await desk.reserve(number)
    await desk.answers(order, "connaught")
    return order
