"""No sourced order of one business, nor anything that belongs to it, is seen from another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bot.clock import PushedClock
from flows.engine import Asks
from flows.money import Money
from flows.sourcing import order_flow
from flows.sourcing.order import Order
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_state import GOING_ON
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.database.stores import Database
from storage.sourcing.facts import shop_performance_facts as pick_facts
from storage.sourcing.order_histories import Histories
from storage.sourcing.order_payments import Payments
from storage.sourcing.order_photos import Photos
from storage.sourcing.own_stock import Stock, Stocks
from storage.sourcing.promises import Promises
from storage.sourcing.referral_credits import INVITING, Credits
from storage.sourcing.reservations import Reservations
from storage.sourcing.shop_inventory import ShopInventory
from storage.sourcing.shop_records import ShopRecords
from storage.sql import json_codec
from tests.sourced import SOUVENIRS, Souvenirs, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
OPEN = [status.value for status in GOING_ON]
TOKEN, CODE = "a" * 64, "R7K2QMX"


@dataclass(frozen=True, slots=True)
class Known:
    """What the one business has, to be looked for from the other."""

    order: Order
    token: str
    shop: UUID
    contact: UUID
    product: UUID
    now: datetime


Look = Callable[[Turn, Known], Awaitable[Any]]


async def _kept(turn: Turn, known: Known) -> Any:
    return [one for stand in PromiseState for one in await turn.unit.of(Promises).list_kept(known.shop, stand)]


async def _brought(turn: Turn, known: Known) -> Any:
    return (await pick_facts.load_month(turn.unit, MONDAY, known.now + timedelta(days=1))).get(known.shop)


async def _lately(turn: Turn, known: Known) -> Any:
    return (await pick_facts.load_recent(turn.unit, known.now)).get(known.shop)


async def _open(turn: Turn, known: Known) -> Any:
    return [one for one in await turn.unit.of(Reservations).most_urgent(OPEN, 9) if one.id == known.order.id]


async def _staged(turn: Turn, known: Known) -> Any:
    staged = (await turn.unit.of(Reservations).group_by_stage(9)).values()
    return [one for group in staged for one in group.first if one.id == known.order.id]


async def _page(turn: Turn, known: Known) -> Any:
    return [one for one in await turn.unit.of(Reservations).page(None, None, 9) if one.id == known.order.id]


LOOKS: dict[str, Look] = {
    "by id": lambda turn, known: turn.unit.of(Reservations).get(known.order.id),
    "by the shop's name": lambda turn, _: turn.unit.of(Reservations).find_by_ref("1234"),
    "by number": lambda turn, _: turn.unit.of(Reservations).find_by_number("1234"),
    "by numbers": lambda turn, _: turn.unit.of(Reservations).find_by_numbers(["1234"]),
    "by the page": lambda turn, known: turn.unit.of(Reservations).find_by_token(known.token),
    "of a person": lambda turn, known: turn.unit.of(Reservations).list_by_contact(known.contact),
    "open ones": _open,
    "open ones by what they wait for": _staged,
    "how many": lambda turn, _: turn.unit.of(Reservations).count(OPEN),
    "a page": _page,
    "its shops": lambda turn, known: turn.unit.of(Reservations).shops_of(known.order.id),
    "what shops keep": _kept,
    "its payment by our reference": lambda turn, known: turn.unit.of(Payments).find_order(_paid(known), ""),
    "its payment by the link": lambda turn, _: turn.unit.of(Payments).find_order(None, "plink_1234"),
    "its refund by our reference": lambda turn, known: turn.unit.of(Payments).find_refunded_order(_back(known), "", ""),
    "its refund by the provider's name": lambda turn, _: turn.unit.of(Payments).find_refunded_order(None, "r1", ""),
    "its refund by the payment": lambda turn, _: turn.unit.of(Payments).find_refunded_order(None, "", "pay_1234"),
    "what came for it": lambda turn, known: turn.unit.of(Payments).sum_paid([known.order.id]),
    "what went back": lambda turn, known: turn.unit.of(Payments).list_returned(known.order.id),
    "its history": lambda turn, known: turn.unit.of(Histories).history(known.order.id),
    "what a shop stated": lambda turn, known: turn.unit.of(ShopInventory).list_by_shop(known.shop),
    "a shop's record": lambda turn, known: turn.unit.of(ShopRecords).load_records([known.shop], MONDAY),
    "what a shop brought": _brought,
    "how a shop did lately": _lately,
    "whose code it is": lambda turn, _: turn.unit.of(Credits).find_owner(CODE),
    "a credit": lambda turn, known: turn.unit.of(Credits).find_usable(known.contact, "INR"),
    "a question to the staff": lambda turn, _: turn.unit.questions.find_by_token(TOKEN),
    "the photos": lambda turn, known: turn.unit.of(Photos).list_photos(known.order.id),
    "a product": lambda turn, known: turn.unit.products.get(known.product),
    "our own stock": lambda turn, known: turn.unit.of(Stocks).find_stocks([known.product]),
    "our own stock that runs low": lambda turn, _: turn.unit.of(Stocks).list_running_low(),
}


def _paid(known: Known) -> UUID:
    return known.order.payments[0].reference


def _back(known: Known) -> UUID:
    return known.order.repayments[0].reference


async def _fill(house: Souvenirs) -> Known:
    """An order that was fetched in part, photographed, and of which a part goes back; a code and a question."""
    order = await house.reserve("1234", ("SHORTS", "L", 2), ("MUG", "", 1))
    await house.says("1234", "connaught", Says.YES, 2)
    await house.linked("1234")
    await house.pays("1234")
    await house.picked("1234", "connaught")
    await house.photographed("1234")
    await house.given_up("1234", "2")
    await house.refunded("1234")

    async def work(turn: Turn) -> Known:
        row, run = (
            await turn.unit.of(Reservations).get(order),
            await turn.unit.runs.get_open(order_flow.NAME, str(order)),
        )
        assert row is not None
        assert row.contact is not None
        assert run is not None
        state = json_codec.load(Order, run.state)
        assert await turn.unit.of(Credits).give_code(CODE, row.contact, turn.now)
        assert await turn.unit.of(Credits).grant(
            row.contact, INVITING, row.contact, Money.parse(100, "INR"), row.contact, turn.now
        )
        await turn.unit.of(Stocks).add([Stock(state.lines[0].product, "L", 1, 0, 2, 1, turn.now)])
        (message,) = await turn.unit.messages.page(None, None, None, 1)
        await turn.unit.questions.ask(message, Asks("confirm", token=TOKEN))
        return Known(state, row.token, house.shops["connaught"], row.contact, state.lines[1].product, turn.now)

    return await house.act(work)


async def test_what_one_business_sources_another_does_not_see(store: Database) -> None:
    clock = PushedClock(MONDAY)
    here = await Souvenirs(turns_of(store, clock), clock).open()
    there = await Souvenirs(turns_of(store, clock), clock, replace(SOUVENIRS, id="lions", name="Delhi Lions")).open()
    known = await _fill(here)

    async def seen(turn: Turn) -> set[str]:
        return {name for name, look in LOOKS.items() if await look(turn, known)}

    assert await here.act(seen) == set(LOOKS)
    assert await there.act(seen) == set()
