"""An order that names a mail address ends the reminders of its buyer, and takes nothing from anybody.

Each test goes through the real inbox, on real databases. The carts are of customers who agreed to reminders.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from bot.app import assemble
from bot.clock import PushedClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from flows import recovery
from flows.events import (
    CartUpdated,
    ConsentAction,
    ConsentGiven,
    Customer,
    CustomerConsented,
    Item,
    OrderCreated,
    OrderShipped,
    StoreTested,
)
from flows.money import Money
from flows.policy.departure_facts import ConsentState
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import read_business_file
from handlers.engine.turn import Turn
from storage.erasure.personal_record import load_known
from storage.schema import carts, contacts, events
from tests.bot.simulator.shop import TUESDAY
from tests.handlers.people.test_nobody_becomes_another import FILE, Street, ticked

PHONE, OTHER = "+13145550142", "+13145550191"
MAIL = "Dana@Mail.example"
PRICE = Money(89_000_000, "USD")
TEE, MUG = Item("TT-1", "Tiger Tee", price=PRICE), Item("MUG", "Mug", price=PRICE)
DANA = Customer(None, "Dana", PHONE, MAIL)


class Shop(Street):
    """A street with carts."""

    async def cart(self, name: str, customer: Customer, *items: Item, at: datetime | None = None) -> None:
        """A customer leaves a cart, and agrees to reminders of it."""
        at = at or self.clock.now()
        url, consents = f"https://shop.example/c/{name}", (ticked("sms", at),) if customer.phone else ()
        await self.tells(CartUpdated(name, PRICE, items or (TEE,), url, customer, at, consents=consents))

    async def buys(
        self, name: str, customer: Customer, *items: Item, carts: tuple[str, ...] = (), source: str = "shopify"
    ) -> None:
        """A shop's system tells of an order of a minute later."""
        now = self.clock.now() + timedelta(minutes=1)
        self.clock.push(now)
        await self.tells(OrderCreated(name, name, PRICE, items or (TEE,), customer, now, carts), source)

    async def is_reminded(self, phone: str = PHONE) -> bool:
        """Return True if a recovery goes on with the person who has that number: its first step comes."""
        who = await self.who("sms", phone)

        async def look(turn: Turn) -> bool:
            run = await turn.unit.runs.get_open(recovery.NAME, str(who))
            return run is not None and '"step":0' in run.state.replace(" ", "")

        return await self.service.turns.look("tiger", look)

    async def counts(self, contact: UUID) -> set[str]:
        """Return the orders that count as a person's."""

        async def look(turn: Turn) -> set[str]:
            found = await turn.unit.orders.list_placed_since(contact, None, self.clock.now() - timedelta(days=1))
            return {order.ref for order in found}

        return await self.service.turns.look("tiger", look)

    async def people(self) -> int:
        """Return how many people there are."""

        async def look(turn: Turn) -> int:
            return int(await turn.unit.value(select(func.count()).select_from(contacts)))

        return await self.service.turns.look("tiger", look)


@pytest.fixture(params=[True, False], ids=["together", "alone"])
async def shop(database: str, request: pytest.FixtureRequest) -> AsyncIterator[Shop]:
    clock = PushedClock(TUESDAY)
    service = assemble(Settings(database_url=database), clock, fleeting=True)
    await apply_file(CONVERSATIONS, service.turns.store, read_business_file(FILE, {}), service.vault, TUESDAY, TUESDAY)
    yield Shop(service, clock, together=request.param)
    await service.stop()


MAILS = ["Dana@Mail.example", "dana@mail.example", "DANA@MAIL.EXAMPLE", "  dana@mail.example "]


@pytest.mark.parametrize("mail", MAILS)
async def test_an_order_by_mail_alone_ends_the_reminder_and_is_the_customers(shop: Shop, mail: str) -> None:
    await shop.cart("c1", DANA)
    dana, people = await shop.who("sms", PHONE), await shop.people()
    assert await shop.is_reminded()
    await shop.buys("o1", Customer(email=mail))
    assert not await shop.is_reminded()
    assert await shop.who("email", MAIL.lower()) == dana
    assert (await shop.counts(dana), await shop.people()) == ({"o1"}, people)


async def test_an_order_by_mail_of_other_goods_ends_no_reminder(shop: Shop) -> None:
    await shop.cart("c1", DANA)
    await shop.buys("o1", Customer(email=MAIL), MUG)
    assert await shop.is_reminded()


async def test_an_order_heard_of_before_its_cart_ends_the_reminder(shop: Shop) -> None:
    """The order makes a person of the address alone; the cart is of the number."""
    at = shop.clock.now()
    await shop.buys("o1", Customer(email=MAIL))
    await shop.cart("c1", DANA, at=at)
    assert not await shop.is_reminded()


BUYERS = {
    "with another number": Customer(None, "Dana", OTHER, MAIL),
    "with a second id": Customer("82", "Dana", email=MAIL),
    "with a second id and another number": Customer("82", "Dana", OTHER, MAIL),
}


@pytest.mark.parametrize("buyer", BUYERS.values(), ids=BUYERS)
@pytest.mark.parametrize("known", [DANA, Customer("81", "Dana", PHONE, MAIL)], ids=["a guest", "a customer"])
@pytest.mark.parametrize("later", [False, True], ids=["cart first", "order first"])
async def test_an_order_of_another_record_with_the_same_mail_ends_the_reminder(
    shop: Shop, buyer: Customer, known: Customer, *, later: bool
) -> None:
    at = shop.clock.now()
    if later:
        await shop.buys("o1", buyer)
    await shop.cart("c1", known, at=at)
    dana = await shop.who("sms", PHONE)
    if not later:
        await shop.buys("o1", buyer)
        assert await shop.who("email", MAIL) == dana
    assert not await shop.is_reminded()
    assert await shop.has(dana) == set()


async def test_a_family_with_one_mail_keeps_what_it_has(shop: Shop) -> None:
    """Both carts name the address, which the first of them has; each order ends the reminder of the same goods."""
    await shop.cart("c1", DANA, TEE)
    await shop.cart("c2", Customer(None, "Bo", OTHER, MAIL), MUG)
    dana, bo = await shop.who("sms", PHONE), await shop.who("sms", OTHER)
    await shop.buys("o1", Customer(email=MAIL), MUG)
    assert (await shop.is_reminded(PHONE), await shop.is_reminded(OTHER)) == (True, False)
    await shop.buys("o2", Customer(email=MAIL), TEE)
    assert not await shop.is_reminded(PHONE)
    assert (await shop.who("email", MAIL), await shop.who("sms", OTHER)) == (dana, bo)


@pytest.mark.parametrize("wrote", [True, False], ids=["before", "after"])
async def test_whoever_typed_a_mail_hears_nothing_of_its_orders(shop: Shop, *, wrote: bool) -> None:
    """The attacker typed the mail with a number of their own; its owner orders by the mail alone."""
    await shop.person(Customer(None, "Mal", OTHER, MAIL))
    if wrote:
        await shop.writes("whatsapp", OTHER)
    await shop.buys("theirs", Customer(None, "Dana", email=MAIL))
    await shop.tells(OrderShipped("theirs", shop.clock.now(), "DHL", "https://dhl.example/1"))
    mal = await shop.writes("whatsapp", OTHER, "where is my order?")
    assert await shop.has(mal) == set()
    assert "DHL" not in await shop.told_last("whatsapp", OTHER)

    async def look(turn: Turn) -> str:
        return str(await load_known(turn.unit, mal))

    assert "theirs" not in await shop.service.turns.look("tiger", look)


async def test_a_mail_typed_at_a_checkout_changes_nothing_of_its_owner(shop: Shop) -> None:
    await shop.cart("c1", DANA)
    dana = await shop.who("sms", PHONE)
    typed = Customer(None, "Mal", email=MAIL, locale="es", city="Lima")
    await shop.cart("c2", typed, MUG)
    await shop.buys("o2", typed, MUG)

    async def look(turn: Turn) -> tuple[str | None, str | None, set[str]]:
        person = await turn.unit.people.get(dana)
        assert person is not None
        return person.name, person.city, {cart.cart for cart in await turn.unit.carts.list_open(dana)}

    assert await shop.service.turns.look("tiger", look) == ("Dana", None, {"c1"})
    assert await shop.who("email", MAIL) == dana
    assert await shop.is_reminded()


async def test_news_of_a_known_cart_by_mail_alone_is_its_customers(shop: Shop) -> None:
    """The shop's system names the cart: its order is told as any other of theirs."""
    await shop.cart("c1", DANA)
    dana = await shop.writes("whatsapp", PHONE)
    await shop.buys("o1", Customer(email=MAIL), carts=("c1",))
    assert await shop.has(dana) == {"o1"}
    assert not await shop.is_reminded()


async def test_an_opt_out_told_of_a_mail_alone_reaches_its_customer(shop: Shop) -> None:
    await shop.cart("c1", DANA)
    now = shop.clock.now()
    revoked = ConsentGiven("sms", ConsentAction.REVOKED, "account page", "unsubscribed", now)
    await shop.tells(CustomerConsented(Customer(email=MAIL), (revoked,), now))
    assert await shop.agreed("sms", PHONE) is ConsentState.REVOKED


async def test_a_cart_of_an_earlier_version_is_found_by_its_person(shop: Shop) -> None:
    """Its row says nothing of the address, which is the person's all the same."""
    await shop.cart("c1", DANA)

    async def forget(turn: Turn) -> None:
        await turn.unit.run(update(carts).where(turn.unit.owns(carts)).values(mail=None))

    await shop.service.turns.act("tiger", forget)
    await shop.buys("o1", Customer("82", "Dana", email=MAIL))
    assert not await shop.is_reminded()


async def test_a_test_of_the_store_ends_no_reminder_and_is_no_order(shop: Shop) -> None:
    """It is kept as news; the same order without the flag ends the reminder."""
    await shop.cart("c1", DANA)
    dana, people = await shop.who("sms", PHONE), await shop.people()
    await shop.tells(StoreTested("orders/create", shop.clock.now()))
    assert await shop.is_reminded()
    assert (await shop.counts(dana), await shop.people()) == (set(), people)

    async def kept(turn: Turn) -> list[str]:
        query = select(events.c.status).where(turn.unit.owns(events), events.c.type == StoreTested.TYPE)
        return [row.status for row in await turn.unit.rows(query)]

    assert await shop.service.turns.look("tiger", kept) == ["done"]
    await shop.buys("o1", DANA)
    assert not await shop.is_reminded()
