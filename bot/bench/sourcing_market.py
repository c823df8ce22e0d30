"""A market for ``bench sourcing``: shops, open orders and the requests to the shops, written in bulk.

The flows themselves make the states; only the rows are written many at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from bot.bench.bench_people import CrowdMember, Home, generate_rows
from bot.bench.bench_shop import BUSINESS, find_sender, put
from bot.bench.bench_shop import SHOP as PLAIN
from flows.availability import Availability
from flows.business import ChannelSettings, PaymentSettings, Sourcing
from flows.channels import WHATSAPP
from flows.delivery import MessageStatus
from flows.engine import Decision, Elapsed, Send, Wait
from flows.money import MICROS, Money
from flows.policy.departure_facts import Kind, Purpose
from flows.sourcing import order_flow
from flows.sourcing.desk import desk_flow as shop_desk
from flows.sourcing.desk.desk_draft import DeskFacts
from flows.sourcing.desk.desk_events import LinesAsked
from flows.sourcing.desk.desk_requests import Desk
from flows.sourcing.order import Order
from flows.sourcing.order_effects import AskShop, Record
from flows.sourcing.order_events import Reserved
from flows.sourcing.order_facts import ShopChoice, SourcingFacts
from flows.sourcing.order_line import Line
from flows.sourcing.order_state import Status as Stage
from storage.database.stores import Database
from storage.schema import messages, order_history, orders, reservations, reserved_lines, runs, stock_asks, waits
from storage.sourcing.order_histories import dump_reason
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.reservations import make_ask_row, make_line_row, make_summary
from storage.sql import json_codec
from storage.sql.repository import dump_actor
from storage.sql.transaction import IdMaker
from storage.store.products import Listing, Product
from storage.unit import Unit

CHANNEL, NUMBER = WHATSAPP.name, "+911140000000"
MARKET = replace(
    PLAIN,
    country="IN",
    timezone="Asia/Kolkata",
    currency="INR",
    channels=(ChannelSettings(CHANNEL, "simulator", NUMBER),),
    stores=(),
    payments=(PaymentSettings("simulator"),),
    sourcing=Sourcing(),
)
_HOME = Home("+91", "IN", None, "Asia/Kolkata")
SINCE = timedelta(minutes=58)  # how long ago the orders came: before the first reminder is due
_WAVE = MARKET.sourcing.wave
_KINDS = ("Print Shorts", "Mug", "Scarf", "Kurta", "Bag", "Lamp", "Box", "Shawl")
_MOTIFS = ("Tiger", "Elephant", "Peacock", "Taj", "Lotus")
_SIZES = ("M", "L", "XL")


@dataclass(frozen=True, slots=True)
class Stall:
    """A shop's keeper, and for each order the provider's id of the message that asked for it."""

    value: str
    asked_in: dict[UUID, str]


@dataclass(frozen=True, slots=True)
class MarketOrder:
    """An order that shops are asked for; ``keepers`` are the indexes of their stalls."""

    run: UUID
    contact: UUID
    decision: Decision[Order]
    keepers: tuple[int, ...]

    @property
    def order(self) -> Order:
        """Return the order's current state."""
        return self.decision.state


@dataclass(frozen=True, slots=True)
class Market:
    """The benchmark's shops and orders."""

    stalls: tuple[Stall, ...]
    orders: tuple[MarketOrder, ...]


async def build(store: Database, ids: IdMaker, many_orders: int, many_shops: int, now: datetime) -> Market:
    """Fill the benchmark's empty database with orders, each asked of three shops that have not answered."""
    begun = now - SINCE
    keepers = [_person(ids, f"+9198{number:08d}") for number in range(many_shops)]
    shops = [_shop(ids, number, keeper.contact) for number, keeper in enumerate(keepers)]
    products = await _settle_in(store, keepers, shops, begun)
    customers = [_person(ids, f"+9197{number:08d}") for number in range(many_orders)]
    await put(store, *_people(customers, begun))
    bought = [_order(ids, number, one, products, shops, begun) for number, one in enumerate(customers)]
    await put(store, *_rows_of_orders(ids, bought, begun))
    stalls = await _desks(store, ids, shops, keepers, bought, await find_sender(store, CHANNEL), begun)
    return Market(tuple(stalls), tuple(bought))


def _person(ids: IdMaker, value: str) -> CrowdMember:
    return CrowdMember(ids.make(), ids.make(), value, _HOME)


def _shop(ids: IdMaker, number: int, keeper: UUID) -> Shop:
    """Return a shop that is always open, so that it is asked at any hour of the benchmark."""
    fee = 150 * MICROS
    return Shop(ids.make(), f"shop{number}", f"Shop {number}", "Delhi", 0, 1440, fee, None, "en", None, keeper)


async def _settle_in(
    store: Database, keepers: Sequence[CrowdMember], shops: Sequence[Shop], begun: datetime
) -> list[Product]:
    names = [f"{motif} {kind}" for motif in _MOTIFS for kind in _KINDS]
    price, takes = Money.parse(899, MARKET.currency), Availability.SOURCE_2_3_DAYS
    listings = [Listing(f"SKU-{number}", name, price, takes, _SIZES) for number, name in enumerate(names)]
    await put(store, *_people(keepers, begun))

    async def work(unit: Unit) -> list[Product]:
        await unit.of(Shops).add(shops, begun)
        return await unit.products.add(listings, begun)

    return await store.write(BUSINESS, work)


def _people(people: Sequence[CrowdMember], since: datetime) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    return generate_rows(people, CHANNEL, since, last_inbound_at=since)


def _order(
    ids: IdMaker,
    number: int,
    customer: CrowdMember,
    products: Sequence[Product],
    shops: Sequence[Shop],
    begun: datetime,
) -> MarketOrder:
    """Return an order with one line, asked of the next three shops."""
    product = products[number % len(products)]
    line = Line("1", product.id, product.sku, product.title, _SIZES[number % len(_SIZES)], 2, product.price.micros)
    settings, day = MARKET.sourcing, timedelta(days=1)
    fresh = Order(
        ids.make(), str(100_000 + number), Stage.RESERVED, (line,), MARKET.currency, begun + 2 * day,
        begun + settings.answer_within, settings.pay, days=3,
    )  # fmt: skip
    keepers = tuple((number * _WAVE + place) % len(shops) for place in range(min(_WAVE, len(shops))))
    choices = tuple(ShopChoice(shops[place].id, shops[place].commission or 0) for place in keepers)
    facts = SourcingFacts(settings, ((customer.address, CHANNEL),), shops={"1": choices}, provider="simulator")
    decision = order_flow.decide(None, Reserved(fresh), facts, begun)
    assert decision is not None, "a reservation begins an order"
    return MarketOrder(ids.make(), customer.contact, decision, keepers)


def _rows_of_orders(
    ids: IdMaker, bought: Sequence[MarketOrder], begun: datetime
) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    yield orders, [_make_facts(one, begun) for one in bought]
    yield (
        runs,
        [_run(one.run, order_flow.NAME, one.order.id, one.contact, "reservation", one.order, begun) for one in bought],
    )
    yield waits, [row for one in bought for row in _waits(ids, one.run, one.contact, one.decision.waits, begun)]
    yield reservations, [_reservation(one, begun) for one in bought]
    yield reserved_lines, [make_line_row(one.order, line) for one in bought for line in one.order.lines]
    yield stock_asks, [make_ask_row(one.order, ask) for one in bought for ask in one.order.asks]
    yield order_history, [row for one in bought for row in _history(ids, one, begun)]


def _make_facts(one: MarketOrder, begun: datetime) -> dict[str, Any]:
    order = one.order
    named = {"id": order.id, "source": "api", "ref": order.number, "number": order.number}
    return {**named, "contact": one.contact, "created_at": begun}


def _run(run: UUID, name: str, about: UUID, contact: UUID, kind: str, state: object, begun: datetime) -> dict[str, Any]:
    return {
        "id": run,
        "flow": name,
        "key": str(about),
        "contact": contact,
        "subject_kind": kind,
        "subject": about,
        "state": json_codec.dump(state),
        "version": 2,
        "started_at": begun,
    }


def _waits(ids: IdMaker, run: UUID, contact: UUID, for_: Sequence[Wait], begun: datetime) -> Iterator[dict[str, Any]]:
    for wait in for_:
        yield {
            "id": ids.make(),
            "run": run,
            "contact": contact,
            "name": wait.name,
            "due_at": wait.due_at,
            "question": wait.question.name if wait.question else None,
            "expecting": wait.question.expecting if wait.question else None,
            "created_at": begun,
        }


def _reservation(one: MarketOrder, begun: datetime) -> dict[str, Any]:
    order = one.order
    about = {"id": order.id, "run": one.run, "contact": one.contact, "token": order.id.hex}
    return {**make_summary(order), **about, "created_at": begun, "changed_at": begun}


def _history(ids: IdMaker, one: MarketOrder, begun: datetime) -> Iterator[dict[str, Any]]:
    for effect in one.decision.effects:
        if isinstance(effect, Record):
            about = {"status": effect.status, **dump_actor(effect.by), **dump_reason(effect.why)}
            yield {"id": ids.make(), "order": one.order.id, "at": begun, **about}


async def _desks(
    store: Database,
    ids: IdMaker,
    shops: Sequence[Shop],
    keepers: Sequence[CrowdMember],
    bought: Sequence[MarketOrder],
    sender: UUID,
    begun: datetime,
) -> list[Stall]:
    """Write the desks with all their requests, in as many messages as needed, and return their stalls."""
    asked: list[list[LinesAsked]] = [[] for _ in shops]
    for one in bought:
        effects: tuple[Any, ...] = one.decision.effects
        for place, effect in zip(one.keepers, (each for each in effects if isinstance(each, AskShop)), strict=True):
            asked[place].append(LinesAsked.make(one.order, effect))
    stalls, desks, held, told = [], [], [], []
    for shop, keeper, events in zip(shops, keepers, asked, strict=True):
        if not events:
            continue
        run = ids.make()
        decision, sent = _play(events, keeper, begun)
        desks.append(_run(run, shop_desk.NAME, shop.id, keeper.contact, "shop", decision.state, begun))
        held += list(_waits(ids, run, keeper.contact, decision.waits, begun))
        letters = [_message(ids, keeper, sender, run, one, begun) for one in sent]
        told += letters
        names = [str(letter["provider_id"]) for letter in letters]
        rounds = {request.order: names[request.round - 1] for request in decision.state.requests}
        stalls.append(Stall(keeper.number, rounds))
    await put(store, (runs, desks), (waits, held), (messages, told))
    return stalls


def _play(events: Sequence[LinesAsked], keeper: CrowdMember, begun: datetime) -> tuple[Decision[Desk], list[Send]]:
    facts, desk, sent = DeskFacts((keeper.address, CHANNEL), None, "en"), None, list[Send]()
    decision: Decision[Desk] | None = None
    for event in events:
        decision = shop_desk.decide(desk, event, facts, begun)
        assert decision is not None, "a desk takes every request"
        desk = decision.state
        sent += [one for one in decision.effects if isinstance(one, Send)]
    assert decision is not None, "this desk is asked something"
    while due := next((wait.due_at for wait in decision.waits if wait.name == "ask"), None):
        decision = shop_desk.decide(decision.state, Elapsed("ask"), facts, due)
        assert decision is not None, "a desk asks when its time has come"
        sent += [one for one in decision.effects if isinstance(one, Send)]
    return decision, sent


def _message(ids: IdMaker, keeper: CrowdMember, sender: UUID, run: UUID, send: Send, begun: datetime) -> dict[str, Any]:
    identity = ids.make()
    return {
        "id": identity,
        "direction": "out",
        "key": f"{run}:{send.key}",
        "channel": CHANNEL,
        "address": keeper.address,
        "contact": keeper.contact,
        "sender": sender,
        "purpose": Purpose.TRANSACTIONAL.value,
        "kind": Kind.MESSAGE.value,
        "template": send.template,
        "data": json_codec.dump_values(send.values),
        "status": MessageStatus.DELIVERED.value,
        "status_at": begun,
        "due_at": begun,
        "created_at": begun,
        "left_at": begun,
        "sent_at": begun,
        "delivered_at": begun,
        "provider_id": f"bench:{identity}",
        "run": run,
    }
