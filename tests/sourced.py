"""Sourced orders brought to any state by what really happens to them: each thing in a turn of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from bot.clock import PushedClock
from bot.conversations import CONVERSATIONS, EVENTS
from bot.open_turns import OpenTurns
from flows.availability import Availability
from flows.business import Business, ChannelSettings, PaymentSettings, Sourcing
from flows.engine import Called, CustomerReplied, Elapsed
from flows.events import Customer, OrderReserved, PaymentArrived, RefundMoved, ReservedItem
from flows.money import Money
from flows.sourcing import order_flow
from flows.sourcing.order import Order
from flows.sourcing.order_events import (
    Assigned,
    CalledOff,
    Given,
    Handed,
    ParcelMoved,
    PhotosTaken,
    Quoted,
    StockAnswered,
    TakenBack,
)
from flows.sourcing.order_line import Line, Promise
from flows.sourcing.order_quote import QUOTE
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Says
from handlers.actions.action import Origin
from handlers.customer_talk import store_order_status as of_the_store
from handlers.engine import host
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Tools, Turn
from handlers.sourcing import incoming_reservation
from handlers.sourcing.actions.shelf_restock import RestockShelf, restock
from handlers.sourcing.customer.placed import sourced_order_status
from handlers.sourcing.customer_orders import SOURCE
from handlers.sourcing.pages.order_links import make_page_token
from storage.businesses.businesses import bump
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.people.people import Identity
from storage.schema import events
from storage.sourcing.order_photos import Photo, Photos
from storage.sourcing.own_stock import Stock, Stocks
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.referral_credits import INVITED, Credits
from storage.sql import json_codec
from storage.store.products import Listing
from storage.unit import Unit
from templates.message_library import Library
from tests.actors import ASHA

T = TypeVar("T")

SOUVENIRS = Business(
    "souvenirs",
    "Delhi Souvenirs",
    "IN",
    "Asia/Kolkata",
    "INR",
    support="help@souvenirs.example",
    link_domain="https://go.souvenirs.example",
    channels=(ChannelSettings("whatsapp", "simulator", "+911140000000"),),
    payments=(PaymentSettings("simulator"),),
    sourcing=Sourcing(express_fee=149),
)
SHORTS = Listing("SHORTS", "Tiger Print Shorts", Money.parse(899, "INR"), Availability.SOURCE_2_3_DAYS, ("M", "L"))
MUG = Listing("MUG", "Taj Mug", Money.parse(350, "INR"), Availability.SOURCE_2_3_DAYS)
SHOPS = {"connaught": 150, "karol": 120, "hauz": 100}  # what each earns for one piece
PHONES = {"connaught": "+919800000001", "karol": "+919800000002", "hauz": "+919800000003"}
NOOR = Customer(name="Noor Khan", whatsapp="+919811111111")


def turns_of(store: Database, clock: PushedClock) -> OpenTurns:
    """Turns with the service's own flows."""
    return OpenTurns(store, clock, Tools(Library.load(), Seeds(b"s" * 32), CONVERSATIONS, None, str))


@dataclass
class Souvenirs:
    """A business that sources, and its orders by their number; ``mugs`` are its own stock."""

    turns: OpenTurns
    clock: PushedClock
    business: Business = SOUVENIRS
    mugs: int = 1
    shops: dict[str, UUID] = field(default_factory=dict)

    async def open(self) -> Souvenirs:
        """Its shops are linked, its products known."""
        await self.becomes(self.business)
        await self.act(self._fill)
        return self

    async def becomes(self, business: Business) -> None:
        """Its settings are these from now on."""
        self.business = business
        await self.turns.store.write(business.id, self._apply)
        self.turns.store.listen("businesses").set()

    async def _apply(self, unit: Unit) -> None:
        await unit.businesses.put(self.business, self.clock.now())
        await bump(unit)

    async def _fill(self, turn: Turn) -> None:
        people = {ref: await turn.unit.people.resolve([Identity("whatsapp", PHONES[ref])], turn.now) for ref in SHOPS}
        shops = [
            Shop(
                turn.unit.ids.make(), ref, f"{ref.title()} Gifts", "Delhi", 0, 1440, fee * 10**6, None, "en", None, who
            )
            for (ref, fee), who in zip(SHOPS.items(), people.values(), strict=True)
        ]
        await turn.unit.of(Shops).add(shops, turn.now)
        self.shops = {shop.ref: shop.id for shop in shops}
        _, mug = await turn.unit.products.add([SHORTS, MUG], turn.now)
        await turn.unit.of(Stocks).add([Stock(mug.id, "", self.mugs, 0, None, self.mugs, turn.now)])

    async def act(self, work: Callable[[Turn], Awaitable[T]]) -> T:
        return await self.turns.act(self.business.id, work)

    def later(self, **stretch: float) -> None:
        """Time passes."""
        self.clock.push(self.clock.now() + timedelta(**stretch))

    async def reserve(
        self,
        ref: str,
        *items: tuple[str, str, int],
        customer: Customer = NOOR,
        express: bool = False,
        number: str | None = None,
        address: str = "",
    ) -> UUID:
        """Somebody reserves these: the order's own id."""
        wanted = tuple(ReservedItem(*item) for item in items or (("SHORTS", "L", 2),))

        async def work(turn: Turn) -> UUID:
            who = await turn.unit.people.resolve([Identity("whatsapp", customer.whatsapp or "")], turn.now)
            stored = Stored(self.business.id, turn.unit.ids.make(), "api", "order.reserved", who, turn.now, 0, None)
            news = OrderReserved(ref, number or ref, wanted, express, customer, turn.now, address=address)
            assert await incoming_reservation.begin_reserved(turn, stored, news) is None
            return (await turn.unit.orders.ensure("api", ref, turn.now)).id

        return await self.act(work)

    async def restock(self, sku: str, quantity: int, size: str = "") -> None:
        """The owner confirms that the shops are asked for pieces of our own shelf."""

        async def work(turn: Turn) -> None:
            who = await turn.unit.people.resolve([Identity("whatsapp", "+919899999999")], turn.now)
            product = await turn.unit.products.find_by_sku(sku)
            assert product is not None
            origin = Origin(ASHA, str(turn.unit.ids.make()), who)
            assert isinstance(await restock(turn, origin, RestockShelf(product.id, size, quantity)), Order)

        async def begin(turn: Turn) -> None:
            told = select(events).where(turn.unit.owns(events), events.c.type == "order.restock")
            for row in await turn.unit.rows(told):
                news = EVENTS.load(row.type, row.data)
                stored = Stored(self.business.id, row.id, SOURCE, row.type, row.contact, turn.now, 0, news)
                await incoming_reservation.begin_wanted(turn, stored, news)

        await self.act(work)
        await self.act(begin)

    async def give(self, ref: str, event: Callable[[Order], Any]) -> Order:
        """Something happens to an order, as it stands then; the order afterwards."""

        async def work(turn: Turn) -> Order:
            known = await turn.unit.orders.find_by_ref("api", ref) or await turn.unit.orders.find_by_ref(SOURCE, ref)
            assert known is not None
            run = await turn.unit.runs.get_open(order_flow.NAME, str(known.id))
            assert run is not None
            happened = event(json_codec.load(Order, run.state))
            assert await host.advance(turn, run, happened), f"{happened} is none of its"
            after = await turn.unit.runs.get_open(order_flow.NAME, str(known.id))
            assert after is not None
            order: Order = json_codec.load(Order, after.state)
            return order

        return await self.act(work)

    async def says(self, ref: str, shop: str, says: Says, quantity: int = 0, line: str = "1") -> None:
        """A shop answers."""
        await self.give(ref, lambda order: StockAnswered(order.id, self.shops[shop], line, says.value, quantity))

    async def linked(self, ref: str) -> None:
        """The provider makes the link that was asked for."""
        values = {"link": f"plink_{ref}", "url": f"https://pay.example/{ref}"}

        def event(order: Order) -> Called:
            asked = order.payment
            assert asked is not None
            return Called(order.id, "payment_link", "", {**values, "reference": asked.reference.hex})

        await self.give(ref, event)

    async def pays(self, ref: str, payment: str = "") -> None:
        """The customer pays what was asked for."""

        def event(order: Order) -> PaymentArrived:
            asked = order.payment
            assert asked is not None
            came = Money(asked.amount, order.currency)
            name = payment or f"pay_{ref}"
            return PaymentArrived("simulator", asked.reference.hex, asked.link, name, came, self.clock.now())

        await self.give(ref, event)

    async def picked(self, ref: str, shop: str) -> None:
        """The staff fetched what a shop kept."""
        await self.give(ref, lambda order: Handed(order.id, self.shops[shop], ASHA))

    async def moved(self, ref: str, to: str, tracking: str = "", carrier: str = "") -> None:
        """The staff says how far it is."""
        await self.give(ref, lambda order: ParcelMoved(order.id, to, ASHA, tracking, carrier))

    async def photographed(self, ref: str, many: int = 1) -> None:
        """Photos of it are there, and its customer is asked about them."""

        async def work(turn: Turn) -> None:
            known = await turn.unit.orders.find_by_ref("api", ref)
            assert known is not None
            check, (message,) = turn.unit.ids.make(), await turn.unit.messages.page(None, None, None, 1)
            before = len(await turn.unit.of(Photos).list_photos(known.id))
            for place in range(before, before + many):
                photo = Photo(
                    turn.unit.ids.make(), known.id, check, message.id, place, None, None, "", 8, 8, 9, "a.jpg", turn.now
                )  # fmt: skip
                assert await turn.unit.of(Photos).add(photo)
            await turn.unit.of(Photos).show(check, turn.now)

        await self.act(work)
        await self.give(ref, lambda order: PhotosTaken(order.id, ASHA, many))

    async def given_up(self, ref: str, *lines: str) -> None:
        """The staff gives it up, or these lines of it."""
        await self.give(ref, lambda order: Given(order.id, ASHA, lines))

    async def called_off(self, ref: str) -> None:
        """The staff calls it off."""
        await self.give(ref, lambda order: CalledOff(order.id, ASHA))

    async def refunded(self, ref: str, state: str = "processed") -> None:
        """The provider tells how far the last refund came."""

        def event(order: Order) -> RefundMoved:
            back = order.repayments[-1]
            amount = Money(back.amount, order.currency)
            return RefundMoved(
                "simulator",
                back.reference.hex,
                f"r{len(order.repayments)}",
                back.payment,
                state,
                amount,
                self.clock.now(),
            )

        await self.give(ref, event)

    async def chooses(self, ref: str, choice: int) -> None:
        """The customer chooses the part (1), to wait (2) or nothing (3)."""
        where, message = await self.act(_noor), UUID(int=0)
        await self.give(ref, lambda _: CustomerReplied("choice", where, "whatsapp", message, choice=choice))

    async def quoted(self, ref: str, price: int, what: str) -> UUID:
        """The staff offers to make something: the order's own id."""

        async def work(turn: Turn) -> UUID:
            who = await turn.unit.people.resolve([Identity("whatsapp", NOOR.whatsapp or "")], turn.now)
            known = await turn.unit.orders.ensure("api", ref, turn.now)
            await turn.unit.orders.note(known.id, number=ref, contact=who)
            until, line = turn.now + timedelta(days=2), Line("1", known.id, "", what, "", 1, price * 10**6)
            kept = (Promise(line.id, None, 1),)
            order = Order(known.id, ref, Status.RESERVED, (line,), "INR", until, until, QUOTE, 5, promises=kept)
            news = Quoted(order, what, ASHA)
            await incoming_reservation.begin_wanted(
                turn, Stored(self.business.id, known.id, SOURCE, "", who, turn.now, 0, news), news
            )
            return known.id

        return await self.act(work)

    async def agrees(self, ref: str) -> None:
        """The customer says yes."""
        where, message = await self.act(_noor), UUID(int=0)
        await self.give(ref, lambda _: CustomerReplied("yes", where, "whatsapp", message))

    async def elapses(self, ref: str, name: str) -> None:
        """A wait's time came."""
        await self.give(ref, lambda _: Elapsed(name))

    async def confirmed(self, ref: str, shop: str = "connaught", **more: Any) -> UUID:
        """An order that one shop has, and that was paid."""
        order = await self.reserve(ref, **more)
        self.later(minutes=20)
        await self.says(ref, shop, Says.YES, 2)
        await self.linked(ref)
        self.later(minutes=40)
        await self.pays(ref)
        return order

    async def credited(self, amount: int, customer: Customer = NOOR) -> None:
        """A friend's code makes the customer's next order cheaper by so much."""

        async def work(turn: Turn) -> None:
            who = await turn.unit.people.resolve([Identity("whatsapp", customer.whatsapp or "")], turn.now)
            assert await turn.unit.of(Credits).grant(who, INVITED, who, Money.parse(amount, "INR"), who, turn.now)

        await self.act(work)

    async def token(self, order: UUID) -> str:
        """What opens the order's page."""

        async def work(turn: Turn) -> str:
            return make_page_token(turn, order)

        return await self.act(work)


async def partly_picked(house: Souvenirs, ref: str = "1234") -> UUID:
    """An order of three pieces: two that a shop handed over an hour ago, and one that it was given since and keeps."""
    order = await house.reserve(ref, ("SHORTS", "L", 3))
    await house.says(ref, "connaught", Says.PART, 2)
    await house.says(ref, "karol", Says.PART, 1)
    await house.elapses(ref, "answer")
    await house.linked(ref)
    await house.pays(ref)
    await house.picked(ref, "connaught")
    house.later(hours=1)
    await house.give(ref, lambda order: TakenBack(order.id, house.shops["karol"], ("1",)))
    more = (("1", 150 * 10**6),)
    await house.give(ref, lambda order: Assigned(order.id, house.shops["connaught"], more, ASHA))
    return order


async def _noor(turn: Turn) -> UUID:
    """Where the customer writes from."""
    address = await turn.unit.people.address("whatsapp", NOOR.whatsapp or "")
    assert address is not None
    return address.id


async def status_of(turn: Turn, contact: UUID, number: str | None = None) -> tuple[str | None, dict[str, Any]]:
    """The template by which a person is told how an order of theirs stands, and its values."""
    found = await sourced_order_status.find_meant(turn, contact, number)
    if found is not None:
        return sourced_order_status.SOURCED, await sourced_order_status.list_values(turn, found)
    template, values = await of_the_store.pick_answer(
        turn, await of_the_store.find_latest(turn, contact, number), number
    )
    return template, dict(values)
