"""A purchase after a click counts once within its window; late, doubled, reversed and foreign ones are told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from flows.events import Customer, Item, OrderCancelled, OrderCreated, OrderRefunded
from flows.money import Money
from flows.promotions.conversion import ConversionStatus
from flows.promotions.prompt import Prompt
from handlers.engine.turn import Turn
from handlers.returns import conversion_counting
from handlers.returns.conversion_counting import ConversionRefused, ReportedPurchase, take_conversion
from storage.promotions.conversions import Conversions
from tests.handlers.returns.returned import Parcels, stored

USD = 40_000_000


async def _buy(parcels: Parcels, of: Prompt, ref: str = "o1", **values: Any) -> tuple[ConversionStatus, int, bool]:
    plain: dict[str, Any] = {"amount": Money(USD, "USD"), "occurred_at": parcels.clock.now()}
    told = ReportedPurchase(ref, **plain | values)
    at = await parcels.read(of)
    made, repeated = await parcels.act(lambda turn: take_conversion(turn, parcels.sponsor, at, told))
    return made.status, made.micros, repeated


async def _clicked(parcels: Parcels) -> Prompt:
    return await parcels.prompt(clicked_at=parcels.clock.now(), last_click_at=parcels.clock.now())


async def test_a_purchase_counts_once_within_the_window(parcels: Parcels) -> None:
    made = await _clicked(parcels)
    parcels.later(days=7)
    assert await _buy(parcels, made) == (ConversionStatus.COUNTED, USD, False)
    assert await _buy(parcels, made) == (ConversionStatus.COUNTED, USD, True)
    assert (await parcels.read(made)).bought_at == parcels.clock.now()
    parcels.later(seconds=1)
    assert (await _buy(parcels, made, "o2"))[0] is ConversionStatus.LATE
    early = parcels.clock.now() - timedelta(days=7)
    assert (await _buy(parcels, made, "o3", occurred_at=early))[0] is ConversionStatus.COUNTED  # told late


async def test_what_cannot_count_is_stored_with_its_reason(parcels: Parcels) -> None:
    unclicked = await parcels.prompt("r2", "+13145550102")
    assert (await _buy(parcels, unclicked))[0] is ConversionStatus.NOT_CLICKED
    made = await _clicked(parcels)
    assert (await _buy(parcels, made, "o2", amount=Money(USD, "EUR")))[0] is ConversionStatus.OTHER_CURRENCY
    assert (await parcels.read(made)).bought_at is None


async def test_a_purchase_is_reversed_at_most_by_what_it_was(parcels: Parcels) -> None:
    made = await _clicked(parcels)
    await _buy(parcels, made)
    back = {"reverses": "o1", "amount": Money(USD // 4, "USD")}
    assert await _buy(parcels, made, "o1:1", **back) == (ConversionStatus.REVERSAL, -USD // 4, False)
    assert (await parcels.read(made)).bought_at is not None
    assert (await _buy(parcels, made, "o1:2", reverses="o1"))[1] == -USD * 3 // 4
    assert (await parcels.read(made)).bought_at is None
    assert (await _buy(parcels, made, "o1:3", reverses="o1"))[1] == 0


async def test_a_report_that_can_never_count_is_refused(parcels: Parcels) -> None:
    made = await _clicked(parcels)
    with pytest.raises(ConversionRefused, match="future"):
        await _buy(parcels, made, occurred_at=parcels.clock.now() + timedelta(minutes=6))
    with pytest.raises(ConversionRefused, match="reverses"):
        await _buy(parcels, made, reverses="nothing")
    await _buy(parcels, made)
    with pytest.raises(ConversionRefused, match="currency"):
        await _buy(parcels, made, "o1:1", reverses="o1", amount=Money(1, "EUR"))


def _order(at: Any, *items: Item) -> OrderCreated:
    return OrderCreated("A1", "#1", Money(99_000_000, "USD"), items, Customer(phone="+13145550101"), at)


async def test_an_order_of_the_shop_counts_the_goods_of_the_brand(parcels: Parcels) -> None:
    made = await _clicked(parcels)
    boots = Item("B", "Boots", quantity=2, price=Money(USD, "USD"), brand="BOOTS & CO")
    event = _order(parcels.clock.now(), boots, Item("S", "Socks", price=Money(5, "USD"), brand="Other"))

    async def hear(turn: Turn) -> None:
        await conversion_counting.hear_order(turn, stored(turn, event, made.contact), event)
        await conversion_counting.hear_order(turn, stored(turn, event, made.contact), event)
        await conversion_counting.hear_order(turn, stored(turn, event), event)
        refund = OrderRefunded("A1", "f1", Money(USD, "USD"), turn.now)
        await conversion_counting.hear_refunded(turn, stored(turn, refund), refund)
        await conversion_counting.hear_refunded(turn, stored(turn, refund), refund)
        gone = OrderCancelled("A1", turn.now)
        await conversion_counting.hear_cancelled(turn, stored(turn, gone), gone)

    await parcels.act(hear)
    kept = await parcels.act(lambda turn: turn.unit.of(Conversions).of_prompt(made.id))
    assert [one.micros for one in kept] == [2 * USD, -USD, -USD]
    assert "A1" not in kept[0].ref


async def test_an_order_counts_the_goods_of_every_clicked_brand_of_a_sponsor(parcels: Parcels) -> None:
    first = await _clicked(parcels)
    parcels.later(minutes=1)
    now: dict[str, Any] = {"clicked_at": parcels.clock.now(), "last_click_at": parcels.clock.now()}
    latest = await parcels.prompt("r2", brand="boots kids", **now)
    event = _order(
        parcels.clock.now(),
        Item("B", "Boots", price=Money(USD, "USD"), brand="Boots & Co"),
        Item("K", "Small boots", price=Money(USD, "USD"), brand="Boots Kids"),
    )
    await parcels.act(lambda turn: conversion_counting.hear_order(turn, stored(turn, event, first.contact), event))
    kept = await parcels.act(lambda turn: turn.unit.of(Conversions).of_prompt(latest.id))
    assert [one.micros for one in kept] == [2 * USD]


async def _hear(parcels: Parcels, made: Prompt, order: str = "A1", spent: int = USD) -> None:
    """The shop imports an order of the person who clicked, for goods of the brand alone."""
    items = (Item("B", "Boots", price=Money(spent, "USD"), brand="Boots & Co"),)
    event = replace(_order(parcels.clock.now(), *items), order=order)
    await parcels.act(lambda turn: conversion_counting.hear_order(turn, stored(turn, event, made.contact), event))


async def _list_status(parcels: Parcels, made: Prompt) -> list[str]:
    return [one.status.value for one in await parcels.act(lambda turn: turn.unit.of(Conversions).of_prompt(made.id))]


@pytest.mark.parametrize("order_first", [True, False])
@pytest.mark.parametrize(
    ("ref", "hours", "counted"),
    [("A1", 30, ["counted", "same_purchase"]), ("o1", 1, ["counted", "same_purchase"]), ("o1", 2, ["counted"] * 2)],
)
async def test_a_purchase_that_an_order_and_a_postback_tell_of_counts_once(
    parcels: Parcels, order_first: bool, ref: str, hours: int, counted: list[str]
) -> None:
    made = await _clicked(parcels)
    if order_first:
        await _hear(parcels, made)
        parcels.later(hours=hours)
        await _buy(parcels, made, ref)
    else:
        await _buy(parcels, made, ref)
        parcels.later(hours=hours)
        await _hear(parcels, made)
    assert await _list_status(parcels, made) == counted


async def test_two_orders_and_two_postbacks_are_two_purchases(parcels: Parcels) -> None:
    made = await _clicked(parcels)
    await _hear(parcels, made)
    await _hear(parcels, made, "A2")
    assert await _list_status(parcels, made) == ["counted", "counted"]
    other = await parcels.prompt("r2", "+13145550102", clicked_at=parcels.clock.now())
    await _buy(parcels, other, "o1")
    await _buy(parcels, other, "o2")
    assert await _list_status(parcels, other) == ["counted", "counted"]


async def test_a_refund_takes_back_the_part_of_the_brands_goods(parcels: Parcels) -> None:
    made = await _clicked(parcels)
    event = _order(
        parcels.clock.now(),
        Item("B", "Boots", price=Money(33_000_000, "USD"), brand="Boots & Co"),
        Item("S", "Socks", price=Money(66_000_000, "USD"), brand="Other"),
    )

    async def hear(turn: Turn) -> None:
        order = await turn.unit.orders.ensure("test", "A1", turn.now)
        await turn.unit.orders.note(order.id, total=99_000_000, currency="USD", placed_at=turn.now)
        await conversion_counting.hear_order(turn, stored(turn, event, made.contact), event)
        for number, amount in (("f1", 10_000_000), ("f2", 89_000_000)):
            refund = OrderRefunded("A1", number, Money(amount, "USD"), turn.now)
            await conversion_counting.hear_refunded(turn, stored(turn, refund), refund)

    await parcels.act(hear)
    kept = await parcels.act(lambda turn: turn.unit.of(Conversions).of_prompt(made.id))
    assert [one.micros for one in kept] == [33_000_000, -3_333_334, -29_666_666]
    assert (await parcels.read(made)).bought_at is None
