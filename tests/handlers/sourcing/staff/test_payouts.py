"""What a shop was paid is shown, and booked once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from flows.actor import SYSTEM
from flows.money import MICROS
from handlers.sourcing.replies.bare_amount import read_amount
from storage.database.stores import Database
from storage.sourcing.shop_earnings import COMMISSION, Earnings
from tests.cases import each
from tests.handlers.sourcing.staff import rows
from tests.handlers.sourcing.staff.sourced import SOUVENIRS, Desk, play


async def _earned(desk: Desk, amount: int) -> None:
    shop = desk.shops["connaught"].id
    await desk.unit.of(Earnings).book(
        shop, None, COMMISSION, f"test:{amount}", amount * MICROS, "INR", SYSTEM, desk.now
    )


@pytest.mark.parametrize(
    "text",
    ["/paid connaught 12300", "/paid 12,300 Connaught", "/paid ₹12300 conaught", "/piad connaught 12300.00",
     "paid connaught souvenirs 12300/-"],
)  # fmt: skip
async def test_a_payout(store: Database, text: str) -> None:
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
        assert await desk.unit.of(Earnings).sum_owed(shop) == 200 * MICROS
        last = await desk.unit.of(Earnings).find_last_payout(shop)
        assert last is not None
        assert (last.amount, last.currency) == (12_300 * MICROS, "INR")
        assert await desk.trail() == [("paid", f"shop {shop} amount {12_300 * MICROS} currency INR")]

    await play(store, scene)


async def test_what_is_paid_too_much_comes_off_the_next_payout(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await _earned(desk, 12_500)
        question = await desk.say("/paid connaught 12900")
        assert "₹12,900 as paid: That is ₹400 more than it earned." in (question.text or "")
        assert await desk.press(question) == (
            "Booked: Connaught Souvenirs was paid ₹12,900; ₹400 more than it earned, which comes off its next payout.\n"
            "Next: /shop_connaught"
        )
        ahead = "₹400 more than it earned, which comes off its next payout, last paid ₹12,900"
        assert ahead in await desk.ask("/shop connaught")
        assert (await desk.ask("/paid connaught 100")).startswith(
            "Connaught Souvenirs was paid ₹400 more than it earned. Book ₹100 as paid: That is ₹500 more than it "
            "earned in all."
        )

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/paid connaught", "How much did you pay, and which shop?\nExample: /paid connaught 4500"),
        ("/paid 12300", "Which shop did you pay? Write:\n/paid connaught 12300 - Connaught Souvenirs\n"),
        ("/paid delhi 12300", "Which shop did you pay? Write:\n/paid connaught 12300 - Connaught Souvenirs\n"),
        ("/paid connaught 20000", "₹7,500 more than it earned."),
        ("/paid connaught -5", "How much did you pay"),
        ("/paid connaught 99999999999999", "How much did you pay"),
    ],
)
async def test_a_payout_that_is_unclear(store: Database, text: str, expected: str) -> None:
    async def scene(desk: Desk) -> None:
        await _earned(desk, 12_500)
        assert expected in await desk.ask(text)
        assert await desk.unit.of(Earnings).sum_owed(desk.shops["connaught"].id) == 12_500 * MICROS

    await play(store, scene)


async def test_a_payout_is_shown_anew_when_more_was_earned(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await _earned(desk, 12_500)
        question = await desk.say("/paid connaught 12300")
        await _earned(desk, 100)
        assert "is owed ₹12,600" in await desk.press(question)
        assert await desk.unit.of(Earnings).find_last_payout(desk.shops["connaught"].id) is None

    await play(store, scene)


@each(
    ("word", "units"),
    [("12300", 12300), ("12,300", 12300), ("1,23,000", 123000), ("₹50", 50), ("rs.50", 50), ("0", None), ("-5", None),
     ("1e9", None), ("12300.505", None), ("connaught", None), ("٣٠", 30), ("9" * 30, None)],
)  # fmt: skip
def test_amounts(word: str, units: int | None) -> None:
    assert read_amount(word) == (None if units is None else units * MICROS)


async def test_two_presses_at_once_do_it_once(store: Database) -> None:
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
    assert sum(answer.startswith("Already done") for answer in answers) == 7

    async def owed(unit: object) -> int:
        shop: UUID = first.shops["connaught"].id
        return int(await unit.of(Earnings).sum_owed(shop))  # type: ignore[attr-defined]

    assert await store.read("tiger", owed) == 200 * MICROS
