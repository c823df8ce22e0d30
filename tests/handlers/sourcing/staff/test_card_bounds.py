"""The message about an order stays short and of plain words, whatever is many, long or odd in it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.sourcing.order_line import Promise
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Says
from tests.handlers.sourcing.card_orders import (
    CONNAUGHT,
    HOUR,
    MUG,
    NOW,
    READER,
    SHORTS,
    ask,
    order,
    shop,
    told,
    worded,
)


def test_of_many_shops_that_keep_something_five_are_named() -> None:
    shops = {UUID(int=n): shop(UUID(int=n), f"s{n}", f"Shop {n}") for n in range(1, 9)}
    kept = tuple(Promise("1", one, 1) for one in shops)
    one = order(Status.SOURCING, replace(SHORTS, quantity=8), promises=kept, paid_at=NOW)
    lines = worded(one, shops, READER).splitlines()
    assert lines[2].endswith("Tiger Shorts L (Shop 5); 3 more shops.")
    few = order(Status.SOURCING, replace(SHORTS, quantity=5), promises=kept[:5], paid_at=NOW)
    assert worded(few, shops, READER).splitlines()[2].endswith("Tiger Shorts L (Shop 5).")


def test_of_many_lines_four_are_named() -> None:
    lines = [replace(MUG, id=str(n), title=f"Mug {n}") for n in range(1, 8)]
    assert "Mug 4" in told(order(Status.CHECKING, *lines))[0]
    assert "Mug 5" not in told(order(Status.CHECKING, *lines))[0]


def test_what_a_parcel_is_followed_by_is_one_line_of_sixty_characters() -> None:
    parcel = order(Status.SHIPPED, tracking=f"AWB\n/cancel_9 \u202e{'7' * 90}", carrier="Del\nhivery")
    said = told(parcel)[1]
    assert said.startswith("On its way: Del hivery AWB /cancel_9 777")
    assert said.endswith("7….")
    assert len(said.removeprefix("On its way: ").removesuffix(".")) == 60


def test_of_a_line_that_lost_pieces_those_that_are_left_are_counted() -> None:
    assert told(order(Status.CHECKING, replace(SHORTS, quantity=3, dropped=1)))[0] == (
        "Order 1234: 2 Tiger Shorts L; ₹1,798."
    )


def test_a_no_says_nothing_of_when() -> None:
    one = order(asks=(ask(CONNAUGHT, Says.NO, ready_at=NOW + 5 * HOUR),))
    assert told(one)[2] == "Asked: Connaught no."
