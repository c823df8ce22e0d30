"""What the message about an order says, for each way in which an order may stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from flows.money import MICROS
from flows.sourcing.order import FOR_STOCK, Order
from flows.sourcing.order_line import Promise, PromiseState
from flows.sourcing.order_payment import Payment, PaymentState, RefundReason, Repayment
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Ask, Says
from handlers.sourcing.staff.order_summary import Formatting
from templates.message_values import one_line
from tests.cases import each
from tests.handlers.sourcing.card_orders import (
    CONNAUGHT,
    HAUZ,
    HOUR,
    KAROL,
    MUG,
    NOW,
    READER,
    SHOPS,
    SHORTS,
    ask,
    order,
    shop,
    told,
    worded,
)


@each(
    ("asks", "said"),
    [
        pytest.param([ask(CONNAUGHT, Says.OPEN)], "Asked: Connaught waits.", id="waits"),
        pytest.param([ask(CONNAUGHT, Says.NO)], "Asked: Connaught no.", id="no"),
        pytest.param([ask(CONNAUGHT, Says.YES, 2)], "Asked: Connaught yes.", id="yes"),
        pytest.param([ask(CONNAUGHT, Says.PART, 1)], "Asked: Connaught 1 of 2.", id="some"),
        pytest.param([ask(CONNAUGHT, Says.YES, 1)], "Asked: Connaught 1 of 2.", id="some that is taken"),
        pytest.param([ask(CONNAUGHT, Says.SILENT)], "Asked: Connaught no answer.", id="silent"),
        pytest.param([ask(CONNAUGHT, Says.TAKEN_BACK)], "Asked: Connaught took it back.", id="taken back"),
        pytest.param(
            [ask(CONNAUGHT, Says.LATER, 2, ready_at=NOW + 55 * HOUR)],
            "Asked: Connaught yes from Wed 18:00.",
            id="later",
        ),
        pytest.param(
            [ask(CONNAUGHT, Says.PART, 1, price=950 * MICROS)], "Asked: Connaught 1 of 2, wants ₹950.", id="a wish"
        ),
        pytest.param(
            [ask(HAUZ, Says.NO), ask(KAROL, Says.OPEN), ask(CONNAUGHT, Says.YES, 2)],
            "Asked: Connaught yes; Karol Bagh waits; Hauz Khas no.",
            id="the best first",
        ),
        pytest.param([ask(UUID(int=99), Says.OPEN)], "Asked: a shop that no longer exists waits.", id="gone"),
        pytest.param([ask(KAROL, Says.SPARED), ask(HAUZ, Says.OPEN)], "Asked: Hauz Khas waits.", id="spared"),
    ],
)
def test_what_shops_said(asks: list[Ask], said: str) -> None:
    assert told(order(asks=tuple(asks)))[2] == said


NIGHT = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)  # Sunday, 22:30 in Delhi
AT_NIGHT = replace(READER, now=NIGHT)


@pytest.mark.parametrize(
    ("theirs", "asked_at", "reader", "told"),
    [
        pytest.param({}, NIGHT, AT_NIGHT, "closed, asked Mon 10:00", id="closed"),
        pytest.param({}, NIGHT, READER, "waits", id="asked when it opened"),
        pytest.param({}, NOW - 16 * HOUR, AT_NIGHT, "waits", id="asked before it closed"),
        pytest.param({"away_until": NOW + 55 * HOUR}, NOW, READER, "is away until Wed 18:00", id="away"),
        pytest.param({"away_until": NOW - HOUR}, NOW - 2 * HOUR, READER, "waits", id="back"),
    ],
)
def test_a_shop_that_is_not_there_is_not_said_to_wait(
    theirs: dict[str, Any], asked_at: datetime, reader: Formatting, told: str
) -> None:
    shops = {HAUZ: shop(HAUZ, "hauz", "Hauz Khas", **theirs)}
    one = order(asks=(Ask("1", HAUZ, 1, asked_at, Says.OPEN),))
    assert worded(one, shops, reader).splitlines()[2] == f"Asked: Hauz Khas {told}."


def test_those_who_are_closed_are_counted_apart() -> None:
    shops = {UUID(int=n): shop(UUID(int=n), f"s{n}", f"Shop {n}", closes=1440 if n % 2 else 1200) for n in range(9)}
    asks = tuple(Ask("1", one, 1, NIGHT, Says.OPEN) for one in shops)
    assert worded(order(asks=asks), shops, AT_NIGHT).splitlines()[2].endswith("; 2 more wait; 2 more are closed.")


def test_an_answer_of_a_shop_that_closed_is_told() -> None:
    one = order(asks=(Ask("1", HAUZ, 1, NIGHT, Says.YES, 2),))
    assert worded(one, SHOPS, AT_NIGHT).splitlines()[2] == "Asked: Hauz Khas yes."


BOX = replace(MUG, sku="", title="painted box")
QUOTED = order(Status.AVAILABLE, BOX, pay="quote", promises=(Promise("2", None, 1),))


@pytest.mark.parametrize(
    ("one", "told"),
    [
        pytest.param(
            QUOTED, ["Offered; the customer can answer until Wed 11:00.", "Made by us: painted box."], id="offer"
        ),
        pytest.param(
            replace(QUOTED, pay="after"),
            ["Agreed; payment is due by Wed 11:00.", "Made by us: painted box."],
            id="agreed",
        ),
        pytest.param(
            replace(QUOTED, pay="after", status=Status.SOURCING, paid_at=NOW, promised_at=NOW + 72 * HOUR),
            ["Being made, leaves by Thu 11:00.", "Made by us: painted box.", "Paid Mon 11:00."],
            id="paid",
        ),
    ],
)
def test_what_we_make_is_neither_found_nor_kept(one: Order, told: list[str]) -> None:
    assert worded(one, SHOPS, READER).splitlines()[1:][: len(told)] == told


def test_what_we_make_beside_what_we_have() -> None:
    box = replace(BOX, id="3")
    promises = (Promise("3", None, 1), Promise("2", None, 1))
    one = order(Status.SOURCING, MUG, box, promises=promises, paid_at=NOW)
    assert told(one)[2:4] == ["Kept: Taj Mug (own stock, here).", "Made by us: painted box."]


def back(micros: int, state: str) -> Repayment:
    return Repayment(UUID(int=micros), "pay_1", micros * MICROS, RefundReason.ODD, state=state)


@each(
    ("states", "told"),
    [
        pytest.param(["asked"], "₹1 is going back", id="asked"),
        pytest.param(["pending"], "₹1 is going back", id="pending"),
        pytest.param(["processed"], "₹1 is back", id="back"),
        pytest.param(["failed"], "₹1 was refused on its way back, ₹1 is to be sent back by hand", id="refused"),
        pytest.param(
            ["processed", "asked", "pending", "failed"],
            "₹1 is back, ₹5 is going back, ₹4 was refused on its way back, ₹4 is to be sent back by hand",
            id="several",
        ),
    ],
)
@each("paid_at", [None, NOW], ids=["of an order nobody paid", "of a paid one"])
def test_money_that_goes_back_is_told(states: list[str], told: str, paid_at: datetime | None) -> None:
    repayments = tuple(back(number, state) for number, state in enumerate(states, start=1))
    lines = worded(order(Status.CANCELLED, repayments=repayments, paid_at=paid_at), SHOPS, READER).splitlines()
    assert f"{'Not paid' if paid_at is None else 'Paid Mon 11:00'}, {told}." in lines


def test_each_line_by_itself_where_a_shop_said_different_things() -> None:
    asks = (ask(CONNAUGHT, Says.YES, 2), ask(CONNAUGHT, Says.NO, line="2"), ask(KAROL, Says.OPEN, line="2"))
    lines = told(order(Status.CHECKING, SHORTS, MUG, asks=asks))
    assert lines[2] == "Asked: Connaught yes (Tiger Shorts L), no (Taj Mug); Karol Bagh waits."


def test_two_hundred_shops_are_a_few_lines() -> None:
    says = [Says.YES] * 8 + [Says.OPEN] * 12 + [Says.NO] * 179 + [Says.SILENT]
    shops = {UUID(int=n): shop(UUID(int=n), f"s{n}", f"Shop {n}") for n in range(200)}
    one = order(asks=tuple(ask(UUID(int=n), one, 2) for n, one in enumerate(says)))
    text = worded(one, shops, READER)
    asked = "Asked: Shop 0 yes; Shop 1 yes; Shop 2 yes; Shop 3 yes; Shop 4 yes; "
    assert text.splitlines()[2] == asked + "3 more have some; 12 more wait; 179 more have none; 1 more gave no answer."
    assert len(text) < 700


def test_as_it_comes_in() -> None:
    assert told(order(Status.RESERVED, SHORTS, MUG, express=True, fee=149 * MICROS)) == [
        "Order 1234: 2 Tiger Shorts L, Taj Mug; ₹2,297, express, 24 h once confirmed.",
        "Received.",
        "Next: /assign 1234 SHOP · /cancel_1234",
    ]


def test_of_what_nothing_is_left_no_price_is_told() -> None:
    gone = replace(SHORTS, dropped=2)
    assert told(order(Status.CANCELLED, gone))[0] == "Order 1234: 2 Tiger Shorts L; nothing of it is left."


def test_found_and_to_be_paid() -> None:
    asks = (ask(CONNAUGHT, Says.YES, 2),)
    link = Payment(UUID(int=5), 2148 * MICROS, PaymentState.OPEN)
    promises = (Promise("2", None, 1), Promise("1", CONNAUGHT, 2))
    found = order(Status.AVAILABLE, SHORTS, MUG, asks=asks, promises=promises, payments=(link,))
    assert told(found) == [
        "Order 1234: 2 Tiger Shorts L, Taj Mug; ₹2,148.",
        "All of it is found and kept until Wed 11:00.",
        "Asked: Connaught yes.",
        "Kept: Taj Mug (own stock); 2 Tiger Shorts L (Connaught).",
        "To be paid by link until Wed 11:00.",
        "Next: /settled_1234 · /cancel_1234",
    ]


def test_being_fetched() -> None:
    promises = (
        Promise("1", CONNAUGHT, 1, stand=PromiseState.PICKED),
        Promise("2", CONNAUGHT, 1),
        Promise("1", KAROL, 1, stand=PromiseState.PICKED),
    )
    values = {"promises": promises, "paid_at": NOW, "promised_at": NOW + 72 * HOUR}
    assert told(order(Status.SOURCING, SHORTS, MUG, asks=(ask(HAUZ, Says.NO),), **values)) == [
        "Order 1234: 2 Tiger Shorts L, Taj Mug; ₹2,148.",
        "Being fetched, leaves by Thu 11:00.",
        "Kept: Tiger Shorts L, Taj Mug (Connaught, 1 here); Tiger Shorts L (Karol Bagh, here).",
        "Paid Mon 11:00.",
        "Next: /picked_1234_connaught",
    ]


def test_a_shop_took_its_word_back() -> None:
    values = {"promises": (Promise("1", KAROL, 1),), "paid_at": NOW, "promised_at": NOW + 72 * HOUR}
    lines = told(order(Status.SOURCING, asks=(ask(CONNAUGHT, Says.TAKEN_BACK), ask(HAUZ, Says.OPEN)), **values))
    assert lines[2:5] == [
        "Asked: Hauz Khas waits; Connaught took it back.",
        "Kept: Tiger Shorts L (Karol Bagh).",
        "Missing: Tiger Shorts L.",
    ]
    assert lines[-1] == "Next: /assign 1234 SHOP · /cantsource_1234"


def test_for_our_own_shelf_nobody_pays() -> None:
    text = worded(order(Status.AVAILABLE, pay=FOR_STOCK, promises=(Promise("1", CONNAUGHT, 2),)), SHOPS, READER)
    assert text.startswith("Restock 1234: 2 Tiger Shorts L; for our own shelf.\n")
    assert "₹" not in text
    assert "aid" not in text
    there = told(order(Status.DELIVERED, pay=FOR_STOCK))
    assert there[1:] == ["On our shelf.", "More: /order_1234"]


@each("status", list(Status))
@each("pay", ["after", "first", "cod", FOR_STOCK])
def test_however_it_stands_it_is_short_and_ends_with_a_command(status: Status, pay: str) -> None:
    names = "A shop whose name goes on for quite a while \n and over lines"
    shops = {UUID(int=n): shop(UUID(int=n), f"s{n}", f"{n} {names}") for n in range(40)}
    lines = tuple(replace(SHORTS, id=f"{n}", title="Tiger Shorts " * 6, quantity=900) for n in range(20))
    asks = tuple(ask(UUID(int=n % 40), Says.PART, 3, line=f"{n % 20}", price=950 * MICROS) for n in range(200))
    promises = tuple(Promise(f"{n}", UUID(int=n), 3) for n in range(20))
    values: dict[str, Any] = {"asks": asks, "promises": promises, "pay": pay, "tracking": "x" * 500}
    back = Repayment(UUID(int=7), "pay_1", 899 * MICROS, RefundReason.EVERYTHING)
    one = order(status, *lines, **values, promised_at=NOW, paid_at=NOW, repayments=(back,))
    text = worded(one, shops, READER)
    assert len(text) <= 700
    assert len(text.splitlines()) <= 7
    assert text.splitlines()[-1].partition(":")[0] in {"Next", "More"}
    assert all(line == one_line(line) for line in text.splitlines())


def test_an_express_order_names_its_time_once_it_is_promised() -> None:
    one = order(Status.SOURCING, express=True, promised_at=NOW + 24 * HOUR)
    assert told(one)[0] == "Order 1234: 2 Tiger Shorts L; ₹1,798, express, by Tue 11:00."


@pytest.mark.parametrize(
    ("one", "step"),
    [
        pytest.param(order(Status.SOURCING, promises=(Promise("1", None, 2),)), "send photos", id="own stock"),
        pytest.param(replace(QUOTED, pay="after", status=Status.SOURCING), "send photos", id="made"),
        pytest.param(order(Status.SOURCING, promises=(Promise("1", CONNAUGHT, 2),)), "/picked_1234_con", id="fetched"),
        pytest.param(replace(QUOTED, status=Status.SOURCING, approved=True), "/packed_1234", id="approved"),
        pytest.param(order(Status.SOURCING, pay=FOR_STOCK, promises=(Promise("1", None, 2),)), "/packed", id="shelf"),
    ],
)
def test_before_it_is_packed_its_photos_are_shown_where_they_are_wanted(one: Order, step: str) -> None:
    assert worded(one, SHOPS, READER, checked=True).splitlines()[-1].startswith(f"Next: {step}")


def test_what_is_not_shown_first_is_packed() -> None:
    assert told(replace(QUOTED, pay="after", status=Status.SOURCING))[-1] == "Next: /packed_1234"
