"""Names in what a shop told: of things, carts, orders, codes and wordings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

import pytest
from sqlalchemy import select

from flows.events import CartUpdated, ConsentAction, Customer, Item, OrderCreated
from flows.money import Money
from flows.policy.departure_facts import Programme
from storage.consent.consents import LedgerLine
from storage.consent.disclosures import Disclosure
from storage.database.stores import Database
from storage.erasure.erasure import scrub_person
from storage.erasure.order_names import PersonScrub
from storage.erasure.traces import Traces
from storage.events.event_inbox import Arrival, event_id
from storage.people.people import Identity
from storage.schema import disclosures
from storage.store.carts import Cart
from storage.store.purchases import Purchase
from storage.unit import Unit
from tests.storage.world import NOW, do, person, tables_with

T = TypeVar("T")

MAIL = "qza@mail.example"
SMS, OTHER = Identity("sms", "+13145550142"), Identity("sms", "+13145550177")
QZA = (Identity("customer", "api:8101"), SMS, Identity("email", MAIL), Identity("cart", f"api:{MAIL}"))
CODES = ("QZARA10", "COME10")
MUG = Item("MUG", "Mug engraved Qzara", "for QZELL", 2, Money(5_000_000, "USD"))
READ = "I, Qzara Qzell (314-555-0142), agree."


def _keyed(value: str) -> str:
    return sha256(value.encode()).hexdigest()[:32]


async def keyed(store: Database, work: Callable[[Unit], Awaitable[T]]) -> T:
    """One transaction that knows under which hashes erased names may be kept."""

    async def knowing(unit: Unit) -> T:
        unit.hashes = lambda value: (_keyed(value),)
        return await work(unit)

    return await do(store, knowing)


@dataclass(frozen=True)
class Bought:
    """A cart, and the order that it became."""

    cart: UUID
    order: UUID

    async def look(self, unit: Unit) -> tuple[Cart, Purchase]:
        """As they stand."""
        order = await unit.orders.get(self.order)
        assert order is not None
        return (await unit.carts.by_ids([self.cart]))[self.cart], order


async def _told(unit: Unit, name: str, mail: str, *identities: Identity) -> Bought:
    """A shop tells of what somebody bought, and calls it by their mail."""
    contact, _ = await person(unit, *identities)
    await unit.people.save_details(contact, {"name": name}, NOW)
    who, total = Customer(name=name), Money(10_000_000, "USD")
    news = CartUpdated(mail, total, (MUG,), "https://a.example/x", who, NOW, tokens=(mail, "t" + mail[:3]))
    cart = await unit.carts.put("api", news, contact, None, NOW)
    order = await unit.orders.ensure("api", f"{mail}-9", NOW)
    made = OrderCreated(f"{mail}-9", f"{mail}-9", total, (MUG,), who, NOW, carts=(mail,), discount_codes=CODES)
    await unit.orders.place(order, made, contact, cart.id)
    event = event_id(unit.business, "api", f"{mail}-5")
    assert await unit.inbox.add(Arrival(event, "api", f"{mail}-5", NOW, None, made, contact, contact))
    return Bought(cart.id, order.id)


@pytest.fixture
async def hers(store: Database) -> Bought:
    """What somebody bought who is erased, and once had the name that stands in it."""

    async def work(unit: Unit) -> Bought:
        bought = await _told(unit, "Qzara Qzell", MAIL, *QZA)
        contact, _ = await person(unit, *QZA)
        await unit.people.save_details(contact, {"name": "Q."}, NOW)
        await scrub_person(unit, contact, NOW, _keyed)
        return bought

    return await keyed(store, work)


async def test_what_the_shop_calls_things_names_them_no_more(store: Database, hers: Bought) -> None:
    """What was sold, and for how much, stays."""

    async def look(unit: Unit) -> set[str]:
        cart, order = await hers.look(unit)
        assert cart.items == order.items == (Item("MUG", "MUG", "", 2, Money(5_000_000, "USD")),)
        assert (order.codes, order.total) == (("COME10",), Money(10_000_000, "USD"))
        assert {order.ref, order.number} == {f"erased:{_keyed(f'order:{MAIL}-9')}"}
        assert order.carts == (f"erased:{_keyed(f'cart:{MAIL}')}",)
        return await tables_with(unit, MAIL)

    assert await keyed(store, look) == set()


async def test_what_is_told_of_again_is_known(store: Database, hers: Bought) -> None:
    async def tell(unit: Unit) -> None:
        assert (await unit.orders.ensure("api", f"{MAIL}-9", NOW)).id == hers.order
        assert [one.id for one in await unit.carts.list_named([f"api:{MAIL}"])] == [hers.cart]
        assert await unit.orders.list_naming("api", [MAIL], NOW) == []
        late = CartUpdated(MAIL, Money(1, "USD"), (), "", Customer(), datetime(2026, 1, 1, tzinfo=UTC))
        assert (await unit.carts.put("api", late, None, None, NOW)).id == hers.cart
        assert await unit.inbox.is_known(event_id(unit.business, "api", f"{MAIL}-5"))

    await keyed(store, tell)
    assert await do(store, lambda unit: tables_with(unit, MAIL)) == set()


async def test_what_another_bought_stays_as_it_was(store: Database) -> None:
    async def work(unit: Unit) -> None:
        await _told(unit, "Qzara Qzell", MAIL, *QZA)
        his = await _told(unit, "Bo Lund", "bo@mail.example", OTHER)
        contact, _ = await person(unit, *QZA)
        await scrub_person(unit, contact, NOW, _keyed)
        cart, order = await his.look(unit)
        assert (cart.cart, order.ref) == ("bo@mail.example", "bo@mail.example-9")
        assert (order.items, order.codes) == ((MUG,), CODES)

    await keyed(store, work)


async def test_a_wording_that_names_them_is_kept_without_the_name(store: Database) -> None:
    """And one that someone else had read as well stays theirs as it was."""

    async def agree(unit: Unit, name: Identity, text: str) -> UUID:
        contact, address = await person(unit, name)
        granted = ConsentAction.GRANTED
        line = LedgerLine(
            contact, address, Programme.REMINDERS, granted, "Qzara's box", text, NOW, shown=Disclosure(text)
        )
        await unit.consents.record(line, NOW)
        return contact

    async def tell(unit: Unit) -> None:
        contact = await agree(unit, SMS, READ)
        await agree(unit, SMS, "Qzara is our brand.")
        await agree(unit, OTHER, "Qzara is our brand.")
        await unit.people.save_details(contact, {"name": "Qzara Qzell"}, NOW)
        await scrub_person(unit, contact, NOW, _keyed)
        hers = await unit.evidence.page(9, contact=contact)
        assert [one.text for one in hers] == ["… is our brand.", "I, … (…), agree."]
        assert [one.shown.text for one in hers if one.shown] == ["… is our brand.", "I, … (…), agree."]
        assert {one.source for one in hers} == {"…'s box"}
        others, _ = await person(unit, OTHER)
        kept = (await unit.evidence.page(9, contact=others))[0]
        assert kept.shown == Disclosure("Qzara is our brand.")
        texts = {row.text for row in await unit.rows(select(disclosures.c.text))}
        assert texts == {"Qzara is our brand.", "… is our brand.", "I, … (…), agree."}

    await do(store, tell)


def test_a_picture_whose_address_alone_names_them_goes() -> None:
    scrub = PersonScrub(Traces(QZA, ["Qzara Qzell"]), _keyed)
    plain = Item("TEE", "Tee", image="https://shop.example/tee.jpg")
    theirs = Item("TEE", "Tee", image="https://shop.example/for/Qzara.jpg")
    kept, scrubbed = scrub.items((plain, theirs))
    assert kept == plain
    assert scrubbed.image == ""
