"""What moves money is done once, by who was shown it, within ten minutes, as shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from flows.actor import Actor
from storage.database.stores import Database
from storage.schema import questions
from storage.sourcing.order_histories import Histories
from storage.sourcing.shop_earnings import Earnings
from storage.sql import json_codec
from tests.handlers.sourcing.staff.sourced import Desk, play

SHOWN = (
    "Order 1234: 2 Tiger Shorts L cannot be sourced. ₹1,798 will go back to the customer automatically. "
    "Free again: 2 Tiger Shorts L. We tell the customer.\nNot done yet. Confirm within 10 minutes."
)


@pytest.mark.parametrize(
    "text", ["/cantsource 1234", "/cantsource_1234", "/cantsorce #1234", "cant source 1234 shorts"]
)
async def test_what_cannot_be_had_is_refunded_when_it_is_confirmed(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        question = await desk.say(text)
        assert question.text == SHOWN
        assert [one["text"] for one in question.buttons] == ["1 Cannot be sourced", "2 Leave it"]
        assert await desk.heard() == []
        assert await desk.press(question) == "Order 1234: given up as shown.\nNext: /order_1234"
        assert await desk.heard() == ["order.given_up"]
        assert (await desk.order(order)).status.value == "refunding"
        assert await desk.trail() == [("cantsource", f"reservation {order}")]
        steps = await desk.unit.of(Histories).history(order)
        assert {step.by for step in steps[-3:]} == {Actor.staff(desk.people["Asha"][0].id)}

    await play(store, scene)


async def test_it_works_once(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        await desk.press(question)
        assert await desk.press(question) == "Already done. It works only once.\nNext: /help"
        assert await desk.press(question, 1) == "Already done. It works only once.\nNext: /help"
        assert await desk.heard() == ["order.given_up"]

    await play(store, scene)


async def test_what_is_left_stays_as_it_was(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought()
        question = await desk.say("/cancel 1234")
        assert await desk.press(question, 1) == "OK, left as it was. Nothing was done.\nNext: /help"
        assert await desk.press(question) == "You already chose to leave it.\nNext: /help"
        assert await desk.heard() == []
        assert (await desk.order(order)).status.value == "sourcing"

    await play(store, scene)


async def test_nobody_else_confirms_it(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.member("Ravi", "manager", "9002")
        question = await desk.say("/cantsource 1234")
        assert (await desk.press(question, who="Ravi")).startswith(
            "Only the person who got the preview can confirm it."
        )
        assert (await desk.press(question, 1, "Ravi")).startswith("Only the person who got the preview can confirm it.")
        assert await desk.heard() == []
        assert (await desk.press(question)).startswith("Order 1234: given up")

    await play(store, scene)


async def test_whoever_may_not_any_more_confirms_nothing(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        member, address = desk.people["Asha"]
        desk.people["Asha"] = (replace(member, role="agent"), address)
        assert await desk.press(question) == "You are not allowed to do that any more. Nothing was done."
        assert await desk.heard() == []

    await play(store, scene)


@pytest.mark.parametrize(("late", "done"), [(timedelta(minutes=9, seconds=59), True), (timedelta(minutes=10), False)])
async def test_it_ends(store: Database, late: timedelta, done: bool) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        desk.now += late
        answer = await desk.press(question)
        assert answer.startswith("Order 1234: given up" if done else "That preview is more than 10 minutes old")
        assert await desk.heard() == (["order.given_up"] if done else [])

    await play(store, scene)


async def test_what_changed_is_shown_anew(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        await desk.ask("/picked 1234")
        assert await desk.heard() == ["order.handed"]
        desk.now += timedelta(minutes=8)
        again = await desk.say("1", button=question.buttons[0]["id"])
        assert again.text is not None
        assert again.text.startswith("It changed after the preview, so nothing was done. Now:\nOrder 1234: ")
        assert "Already fetched, to be returned: Connaught Souvenirs: 2 Tiger Shorts L. " in again.text
        assert "₹300 of commissions will be taken back." in again.text
        assert await desk.heard() == []
        desk.now += timedelta(minutes=8)
        assert (await desk.press(again)).startswith("Order 1234: given up")
        assert await desk.heard() == ["order.given_up"]
        assert await desk.unit.of(Earnings).sum_owed(desk.shops["connaught"].id) == 0

    await play(store, scene)


async def test_what_is_past_doing_is_said(store: Database) -> None:
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
async def test_a_token_of_nobody(store: Database, token: str) -> None:
    async def scene(desk: Desk) -> None:
        assert await desk.ask(token) == "There is nothing to confirm with that.\nNext: /help"

    await play(store, scene)


@pytest.mark.parametrize(
    ("word", "done"),
    [("1", True), ("YES", True), ("haan", True), ("Do it", True), ("2", False), ("no", False), ("nahi", False)],
)
async def test_on_whatsapp_a_number_or_a_word_answers(store: Database, word: str, done: bool) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.member("Meera", "manager", "+919777000001", "whatsapp")
        question = await desk.say("/cantsource 1234", "Meera")
        assert question.text == f"{SHOWN}\n1 Cannot be sourced\n2 Leave it"
        assert [button["text"] for button in question.buttons] == ["1 Cannot be sourced", "2 Leave it"]
        answer = await desk.ask(word, "Meera")
        assert answer.startswith("Order 1234: given up" if done else "OK, left as it was")
        assert await desk.heard() == (["order.given_up"] if done else [])
        await desk.ask(word, "Meera")
        assert await desk.heard() == []

    await play(store, scene)


async def test_a_bare_yes_is_not_for_an_older_question(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        await desk.ask("/orders")
        assert (await desk.ask("yes")).startswith("Another message came in between. Reply to the question itself")
        assert await desk.heard() == []
        assert (await desk.ask("yes", reply_to=question.id)).startswith("Order 1234: given up")

    await play(store, scene)


@pytest.mark.parametrize("word", ["yes", "no"])
@pytest.mark.parametrize("quotes", [True, False], ids=["a reply", "bare"])
async def test_a_word_after_its_time_is_told_so(store: Database, word: str, *, quotes: bool) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        desk.now += timedelta(minutes=11)
        told = await desk.ask(word, reply_to=question.id if quotes else None)
        assert told.startswith("That preview is more than 10 minutes old, so nothing was done.")
        assert await desk.heard() == []

    await play(store, scene)


async def test_a_late_word_is_for_nothing_once_something_else_was_said(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        await desk.ask("/orders")
        desk.now += timedelta(minutes=11)
        assert (await desk.ask("yes")).startswith("There is no open question")
        assert (await desk.ask("yes", reply_to=question.id)).startswith("That preview is more than 10 minutes old")
        assert await desk.heard() == []

    await play(store, scene)


async def test_a_late_reply_is_told_so_while_a_newer_question_waits(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        late = await desk.say("/cantsource 1234")
        desk.now += timedelta(minutes=11)
        newer = await desk.say("/cancel 1234")
        assert (await desk.ask("yes", reply_to=late.id)).startswith("That preview is more than 10 minutes old")
        assert await desk.heard() == []
        assert (await desk.ask("yes", reply_to=newer.id)).startswith("Order 1234 is cancelled.")

    await play(store, scene)


async def test_a_command_is_no_answer(store: Database) -> None:
    """ "cancel" alone is a no; "/cancel" calls an order off."""

    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        left = "The earlier preview was not carried out; its buttons still work.\nWhich order?"
        assert (await desk.ask("/cancel")).startswith(left)
        assert (await desk.ask("/cancel", reply_to=question.id)).startswith(left)
        assert (await desk.press(question)).startswith("Order 1234: given up")

    await play(store, scene)


async def test_a_yes_to_nothing_is_no_confirmation(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask("yes")).startswith("There is no open question")

    await play(store, scene)


async def test_of_two_that_are_open_one_word_answers_the_newer_alone(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.pays(await _kept(desk, "1235"), "pay_2")
        await desk.say("/cancel 1234")
        await desk.say("/cancel 1235")
        assert await desk.ask("yes") == "Order 1235 is cancelled. The money goes back as shown.\nNext: /order_1235"
        await desk.ask("yes")
        assert await desk.heard() == ["order.called_off"]

    await play(store, scene)


@pytest.mark.parametrize("which", [0, 1], ids=["the older", "the newer"])
async def test_of_two_that_are_open_a_reply_answers_the_one_that_it_quotes(store: Database, which: int) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.pays(await _kept(desk, "1235"), "pay_2")
        questions = [await desk.say(f"/cancel {number}") for number in ("1234", "1235")]
        answer = await desk.ask("yes", reply_to=questions[which].id)
        assert answer.startswith(f"Order {('1234', '1235')[which]} is cancelled.")
        assert await desk.heard() == ["order.called_off"]

    await play(store, scene)


async def _kept(desk: Desk, number: str) -> UUID:
    order = await desk.reserve(number)
    await desk.answers(order, "connaught")
    return order


@pytest.mark.parametrize(("command", "value"), [("moved", '{"order": "x"}'), ("cantsource", '{"order": "1234"}')])
async def test_what_a_release_before_asked_in_other_words_is_not_done(
    store: Database, command: str, value: str
) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/cantsource 1234")
        kept = json_codec.dump_values({"command": command, "value": value, "shown": ""})
        await desk.unit.run(update(questions).values(data=kept))
        assert (await desk.press(question)).startswith("That preview is from an earlier release, so nothing was done.")
        assert await desk.heard() == []

    await play(store, scene)
