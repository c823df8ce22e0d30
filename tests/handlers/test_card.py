"""What the message about an order says, for each way in which an order may stand."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from flows.money import MICROS
from flows.sourcing.order import FOR_STOCK, Ask, Dividing, Line, Order, Promise, Says, Stand, Status, Then
from flows.sourcing.payment import Payment, PaymentState, Reason, Repayment
from handlers.admins.standing import Eyes
from handlers.sourcing.card import card
from handlers.sourcing.cards import SHOWN
from storage.shops import Shop
from templates.values import one_line

NOW = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)  # a Monday, 11:00 in Delhi
HOUR = timedelta(hours=1)
READER = Eyes(ZoneInfo("Asia/Kolkata"), "en", NOW)
SHORTS = Line("1", UUID(int=1), "SHORTS", "Tiger Shorts", "L", 2, 899 * MICROS)
MUG = Line("2", UUID(int=2), "MUG", "Taj Mug", "", 1, 350 * MICROS)
CONNAUGHT, KAROL, HAUZ = UUID(int=11), UUID(int=12), UUID(int=13)


def shop(identity: UUID, ref: str, name: str, **more: Any) -> Shop:
    values = dict.fromkeys(Shop.__slots__)
    given = {"id": identity, "ref": ref, "name": name, "opens": 600, "closes": 1200}  # 10:00 to 20:00
    return Shop(**values | given | more)  # type: ignore[arg-type]


SHOPS = {
    CONNAUGHT: shop(CONNAUGHT, "connaught", "Connaught"),
    KAROL: shop(KAROL, "karol", "Karol Bagh"),
    HAUZ: shop(HAUZ, "hauz", "Hauz Khas"),
}


def order(status: Status = Status.CHECKING, *lines: Line, **values: Any) -> Order:
    kept = replace(
        Order(
            id=UUID(int=9),
            number="1234",
            status=status,
            lines=lines or (SHORTS,),
            currency="INR",
            reserved_until=NOW + 48 * HOUR,
            answer_by=NOW + 24 * HOUR,
            pay="after",
            days=3,
        ),
        **values,
    )
    return kept


def ask(shop: UUID, says: Says, quantity: int = 0, line: str = "1", **values: Any) -> Ask:
    return Ask(line, shop, 1, NOW, says, quantity, **values)


def told(one: Order) -> list[str]:
    return card(one, SHOPS, READER).splitlines()


@pytest.mark.parametrize(
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
        pytest.param([ask(UUID(int=99), Says.OPEN)], "Asked: a shop that is gone waits.", id="gone"),
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
        pytest.param({}, NIGHT, AT_NIGHT, "is asked Mon 10:00, closed until then", id="closed"),
        pytest.param({}, NIGHT, READER, "waits", id="asked when it opened"),
        pytest.param({}, NOW - 16 * HOUR, AT_NIGHT, "waits", id="asked before it closed"),
        pytest.param({"away_until": NOW + 55 * HOUR}, NOW, READER, "is away until Wed 18:00", id="away"),
        pytest.param({"away_until": NOW - HOUR}, NOW - 2 * HOUR, READER, "waits", id="back"),
    ],
)
def test_a_shop_that_is_not_there_is_not_said_to_wait(
    theirs: dict[str, Any], asked_at: datetime, reader: Eyes, told: str
) -> None:
    shops = {HAUZ: shop(HAUZ, "hauz", "Hauz Khas", **theirs)}
    one = order(asks=(Ask("1", HAUZ, 1, asked_at, Says.OPEN),))
    assert card(one, shops, reader).splitlines()[2] == f"Asked: Hauz Khas {told}."


def test_those_who_are_closed_are_counted_apart() -> None:
    shops = {UUID(int=n): shop(UUID(int=n), f"s{n}", f"Shop {n}", closes=1440 if n % 2 else 1200) for n in range(9)}
    asks = tuple(Ask("1", one, 1, NIGHT, Says.OPEN) for one in shops)
    assert card(order(asks=asks), shops, AT_NIGHT).splitlines()[2].endswith("; 2 more wait; 2 more are closed.")


def test_an_answer_of_a_shop_that_closed_is_told() -> None:
    one = order(asks=(Ask("1", HAUZ, 1, NIGHT, Says.YES, 2),))
    assert card(one, SHOPS, AT_NIGHT).splitlines()[2] == "Asked: Hauz Khas yes."


BOX = replace(MUG, sku="", title="painted box")
QUOTED = order(Status.AVAILABLE, BOX, pay="quote", promises=(Promise("2", None, 1),))


@pytest.mark.parametrize(
    ("one", "told"),
    [
        pytest.param(
            QUOTED, ["Offered: the customer answers until Wed 11:00.", "Made by us: painted box."], id="offer"
        ),
        pytest.param(
            replace(QUOTED, pay="after"),
            ["Agreed, to be paid until Wed 11:00.", "Made by us: painted box."],
            id="agreed",
        ),
        pytest.param(
            replace(QUOTED, pay="after", status=Status.SOURCING, paid_at=NOW, promised_at=NOW + 72 * HOUR),
            ["Being made, promised for Thu 11:00.", "Made by us: painted box.", "Paid Mon 11:00."],
            id="paid",
        ),
    ],
)
def test_what_we_make_is_neither_found_nor_kept(one: Order, told: list[str]) -> None:
    assert card(one, SHOPS, READER).splitlines()[1:][: len(told)] == told


def test_what_we_make_beside_what_we_have() -> None:
    box = replace(BOX, id="3")
    promises = (Promise("3", None, 1), Promise("2", None, 1))
    one = order(Status.SOURCING, MUG, box, promises=promises, paid_at=NOW)
    assert told(one)[2:4] == ["Kept: Taj Mug (own stock, here).", "Made by us: painted box."]


def back(micros: int, state: str) -> Repayment:
    return Repayment(UUID(int=micros), "pay_1", micros * MICROS, Reason.ODD, state=state)


@pytest.mark.parametrize(
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
@pytest.mark.parametrize("paid_at", [None, NOW], ids=["of an order nobody paid", "of a paid one"])
def test_money_that_goes_back_is_told(states: list[str], told: str, paid_at: datetime | None) -> None:
    repayments = tuple(back(number, state) for number, state in enumerate(states, start=1))
    lines = card(order(Status.CANCELLED, repayments=repayments, paid_at=paid_at), SHOPS, READER).splitlines()
    assert f"{'Not paid' if paid_at is None else 'Paid Mon 11:00'}, {told}." in lines


def test_each_line_by_itself_where_a_shop_said_different_things() -> None:
    asks = (ask(CONNAUGHT, Says.YES, 2), ask(CONNAUGHT, Says.NO, line="2"), ask(KAROL, Says.OPEN, line="2"))
    lines = told(order(Status.CHECKING, SHORTS, MUG, asks=asks))
    assert lines[2] == "Asked: Connaught yes (Tiger Shorts L), no (Taj Mug); Karol Bagh waits."


def test_two_hundred_shops_are_a_few_lines() -> None:
    says = [Says.YES] * 8 + [Says.OPEN] * 12 + [Says.NO] * 179 + [Says.SILENT]
    shops = {UUID(int=n): shop(UUID(int=n), f"s{n}", f"Shop {n}") for n in range(200)}
    one = order(asks=tuple(ask(UUID(int=n), one, 2) for n, one in enumerate(says)))
    text = card(one, shops, READER)
    asked = "Asked: Shop 0 yes; Shop 1 yes; Shop 2 yes; Shop 3 yes; Shop 4 yes; "
    assert text.splitlines()[2] == asked + "3 more have some; 12 more wait; 179 more have none; 1 more gave no answer."
    assert len(text) < 700


def test_as_it_comes_in() -> None:
    assert told(order(Status.RESERVED, SHORTS, MUG, express=True, fee=149 * MICROS)) == [
        "Order 1234: 2 Tiger Shorts L, Taj Mug; ₹2,297, express, 24 h once confirmed.",
        "Taken in.",
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
        "All of it is found, and kept until Wed 11:00.",
        "Asked: Connaught yes.",
        "Kept: Taj Mug (own stock); 2 Tiger Shorts L (Connaught).",
        "To be paid by link until Wed 11:00.",
        "Next: /settled_1234 · /cancel_1234",
    ]


def test_being_fetched() -> None:
    promises = (
        Promise("1", CONNAUGHT, 1, stand=Stand.PICKED),
        Promise("2", CONNAUGHT, 1),
        Promise("1", KAROL, 1, stand=Stand.PICKED),
    )
    values = {"promises": promises, "paid_at": NOW, "promised_at": NOW + 72 * HOUR}
    assert told(order(Status.SOURCING, SHORTS, MUG, asks=(ask(HAUZ, Says.NO),), **values)) == [
        "Order 1234: 2 Tiger Shorts L, Taj Mug; ₹2,148.",
        "Being fetched, promised for Thu 11:00.",
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
    text = card(order(Status.AVAILABLE, pay=FOR_STOCK, promises=(Promise("1", CONNAUGHT, 2),)), SHOPS, READER)
    assert text.startswith("Restock 1234: 2 Tiger Shorts L; for our own shelf.\n")
    assert "₹" not in text
    assert "aid" not in text
    there = told(order(Status.DELIVERED, pay=FOR_STOCK))
    assert there[1:] == ["On our shelf.", "More: /order_1234"]


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("pay", ["after", "first", "cod", FOR_STOCK])
def test_however_it_stands_it_is_short_and_ends_with_a_command(status: Status, pay: str) -> None:
    names = "A shop whose name goes on for quite a while \n and over lines"
    shops = {UUID(int=n): shop(UUID(int=n), f"s{n}", f"{n} {names}") for n in range(40)}
    lines = tuple(replace(SHORTS, id=f"{n}", title="Tiger Shorts " * 6, quantity=900) for n in range(20))
    asks = tuple(ask(UUID(int=n % 40), Says.PART, 3, line=f"{n % 20}", price=950 * MICROS) for n in range(200))
    promises = tuple(Promise(f"{n}", UUID(int=n), 3) for n in range(20))
    values: dict[str, Any] = {"asks": asks, "promises": promises, "pay": pay, "tracking": "x" * 500}
    back = Repayment(UUID(int=7), "pay_1", 899 * MICROS, Reason.EVERYTHING)
    one = order(status, *lines, **values, promised_at=NOW, paid_at=NOW, repayments=(back,))
    text = card(one, shops, READER)
    assert len(text) <= 700
    assert len(text.splitlines()) <= 7
    assert text.splitlines()[-1].partition(":")[0] in {"Next", "More"}
    assert all(line == one_line(line) for line in text.splitlines())


FIXED = {"id", "number", "currency"}
"""What an order is known by, which never changes."""
OTHER: dict[str, Any] = {
    "status": Status.CANCELLED,
    "lines": (replace(SHORTS, quantity=3), MUG),
    "reserved_until": NOW + 30 * HOUR,
    "answer_by": NOW + 7 * HOUR,
    "pay": "cod",
    "express": True,
    "fee": 149 * MICROS,
    "credit": 100 * MICROS,
    "days": 9,
    "promises": (Promise("1", KAROL, 2),),
    "asks": (Ask("1", HAUZ, 1, NOW, Says.NO),),
    "wave": 2,
    "wave_ends": NOW + HOUR,
    "payments": (Payment(UUID(int=6), 899 * MICROS, PaymentState.OPEN),),
    "repayments": (Repayment(UUID(int=7), "pay_1", 899 * MICROS, Reason.EVERYTHING),),
    "paid_at": NOW + HOUR,
    "promised_at": NOW + 50 * HOUR,
    "asked_staff": True,
    "warned": 2,
    "untold": ("confirmed",),
    "told_at": NOW + HOUR,
    "tell_at": NOW + HOUR,
    "look_at": NOW + HOUR,
    "tracking": "AB 123",
    "carrier": "Delhivery",
    "photos_until": NOW + HOUR,
    "approved": True,
    "dividing": Dividing("split:1", "abc", ("1",), Then.GO_ON, NOW + HOUR),
    "splits": 3,
    "losses": 1,
    "erased": True,
    "reminded": True,
    "asked_late": True,
    "shown": True,
    "held": True,
    "version": 2,
}
BARE: dict[str, Any] = {"asks": (ask(CONNAUGHT, Says.OPEN),)}
FULL: dict[str, Any] = {
    "asks": (ask(CONNAUGHT, Says.YES, 1), ask(HAUZ, Says.LATER, 1, ready_at=NOW + HOUR)),
    "promises": (Promise("1", CONNAUGHT, 1), Promise("1", None, 1)),
    "paid_at": NOW,
    "promised_at": NOW + 72 * HOUR,
    "payments": (Payment(UUID(int=5), 899 * MICROS, PaymentState.PAID, payment="pay_0"),),
    "repayments": (Repayment(UUID(int=8), "pay_0", 100 * MICROS, Reason.LINES, state="processed"),),
    "tracking": "AB 1",
}
STANDS = [order(status, SHORTS, MUG, **values) for status in Status for values in (BARE, FULL)]
STANDS += [order(status, pay=FOR_STOCK, **BARE) for status in Status]
STANDS += [order(status, promises=(Promise("1", CONNAUGHT, 2, stand=Stand.PICKED),)) for status in Status]


def is_shown(name: str) -> list[bool]:
    """Whether the message reads otherwise with another value of this field, for each way in which an order stands."""
    return [told(one) != told(replace(one, **{name: OTHER[name]})) for one in STANDS]


def test_each_field_of_an_order_is_told_apart() -> None:
    assert OTHER.keys() | FIXED == {one.name for one in fields(Order)}


@pytest.mark.parametrize("name", [name for name in OTHER if name not in SHOWN])
def test_what_the_message_is_not_looked_at_for_is_not_in_it(name: str) -> None:
    assert not any(is_shown(name)), f"card() speaks of {name}: name it in cards.SHOWN, or the message goes stale"


@pytest.mark.parametrize("name", SHOWN)
def test_what_the_message_is_looked_at_for_is_in_it(name: str) -> None:
    assert any(is_shown(name))


def test_an_express_order_names_its_time_once_it_is_promised() -> None:
    one = order(Status.SOURCING, express=True, promised_at=NOW + 24 * HOUR)
    assert told(one)[0] == "Order 1234: 2 Tiger Shorts L; ₹1,798, express, by Tue 11:00."
