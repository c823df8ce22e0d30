"""No row of one business can be seen, changed or pointed to from another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from flows.actor import Actor, ActorKind
from flows.audience.criteria import EVERYBODY
from flows.delivery import MessageStatus
from flows.engine import Wait
from flows.events import CartUpdated, ConsentAction, Customer
from flows.money import Money
from flows.policy.departure_facts import AddressState, PlaceKind, Programme, ToldPlace
from storage.audience.audiences import Audiences, Selection
from storage.audience.segments import Segments
from storage.consent.consents import LedgerLine
from storage.database.stores import Database
from storage.events.event_inbox import Arrival, event_id
from storage.identity.people_search import PeopleSearch
from storage.people.people import Identity
from storage.schema import metadata
from storage.unit import Unit
from tests.single import add_link, mark
from tests.storage.audience.known_people import KnownPeople
from tests.storage.world import NOW, OTHER_SHOP, PHONE, SHOP, after, do, entry, message, person, queued

Known = dict[str, Any]


async def fill(unit: Unit) -> Known:
    """Something of everything, with the ids to look for."""
    made = await queued(unit, provider_id="SM1", key="key")
    await unit.places.tell(made.contact, [ToldPlace(PlaceKind.SHIPPING, "US", "FL")], "api", NOW)
    sender = await unit.senders.put("sms", "twilio", "+13145550199", 1.0, NOW)
    await unit.outbox.add(entry(made, sender))
    run = await unit.runs.start("recovery", "k", made.contact, None, "{}", NOW)
    await unit.runs.wait(run, [Wait("step", NOW)], NOW)
    line = LedgerLine(made.contact, made.address, Programme.OFFERS, ConsentAction.GRANTED, "checkout", "Yes", NOW)
    await unit.consents.record(line, NOW)
    await unit.consents.record(replace(line, programme=Programme.PARTNER_OFFERS, action=ConsentAction.REVOKED), NOW)
    event = event_id(unit.business, "api", "e1")
    await unit.inbox.add(Arrival(event, "api", "e1", NOW, b"raw", None, made.contact))
    news = CartUpdated("c1", Money.parse("1", "EUR"), (), "https://kiln.example", Customer(), NOW)
    cart = await unit.carts.put("shopify", news, made.contact, None, NOW)
    order = await unit.orders.ensure("shopify", "o1", NOW)
    await add_link(unit, "code", "https://kiln.example", made.id, made.contact, NOW)
    by = Actor(ActorKind.SYSTEM, "test")
    audience = await unit.of(Segments).add("all", EVERYBODY, by, NOW, NOW.date())
    known = {"made": made, "sender": sender, "run": run, "cart": cart, "order": order, "event": event}
    return {**known, "audience": audience}


LOOKS: dict[str, Callable[[Unit, Known], Awaitable[Any]]] = {
    "contact": lambda unit, known: unit.people.get(known["made"].contact),
    "address": lambda unit, known: unit.people.address(PHONE.channel, PHONE.value),
    "addresses": lambda unit, known: unit.people.addresses_of(known["made"].contact),
    "places": lambda unit, known: unit.places.of([known["made"].contact]),
    "found": lambda unit, known: unit.of(PeopleSearch).find("5550101", 5),
    "ledger": lambda unit, known: unit.consents.ledger(known["made"].contact),
    "consents": lambda unit, known: unit.consents.states([known["made"].address]),
    "evidence": lambda unit, known: unit.evidence.page(9),
    "what it rested on": lambda unit, known: unit.evidence.find_basis(known["made"].address, Programme.OFFERS, NOW),
    "last revocation": lambda unit, known: unit.consents.find_last_revocation(known["made"].address),
    "event": lambda unit, known: unit.inbox.get(known["event"]),
    "message": lambda unit, known: unit.messages.get(known["made"].id),
    "message by provider": lambda unit, known: unit.messages.find_by_provider_id("SM1"),
    "message by key": lambda unit, known: unit.messages.find_by_key("key"),
    "thread": lambda unit, known: unit.messages.thread(known["made"].address),
    "page": lambda unit, known: unit.messages.page(None, None, None, 9),
    "senders": lambda unit, known: unit.senders.all(),
    "claim": lambda unit, known: unit.outbox.claim(known["sender"], NOW, NOW, after(1) - NOW, 9),
    "depth": lambda unit, known: unit.outbox.depth(),
    "run": lambda unit, known: unit.runs.get(known["run"].id),
    "open run": lambda unit, known: unit.runs.get_open("recovery", "k"),
    "runs": lambda unit, known: unit.runs.list_open(known["made"].contact),
    "cart": lambda unit, known: unit.carts.get(known["cart"].id),
    "cart by name": lambda unit, known: unit.carts.list_named(["shopify:c1"]),
    "order": lambda unit, known: unit.orders.get(known["order"].id),
    "link": lambda unit, known: unit.links.get("code"),
    "audience": lambda unit, known: unit.of(Segments).get(known["audience"].id),
    "audience by name": lambda unit, known: unit.of(Segments).find_by_name("all"),
    "people of an audience": lambda unit, known: unit.of(Audiences).page(Selection(EVERYBODY, NOW, UTC), 9),
    "what is known of people": lambda unit, known: unit.of(KnownPeople).of([known["made"].contact], EVERYBODY, NOW),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
async def test_what_one_business_has_another_does_not_see(
    store: Database, look: Callable[[Unit, Known], Awaitable[Any]]
) -> None:
    known = await do(store, fill)
    assert await do(store, lambda unit: look(unit, known))
    assert not await do(store, lambda unit: look(unit, known), OTHER_SHOP)


async def test_what_another_business_does_changes_nothing(store: Database) -> None:
    known = await do(store, fill)
    made = known["made"]

    async def meddle(unit: Unit) -> None:
        assert not await unit.messages.reach(made.id, MessageStatus.READ, NOW)
        assert not await unit.messages.requeue(made.id, NOW)
        await mark(unit, made.id, "x", NOW)
        await unit.messages.close(made.id, MessageStatus.VOID, NOW)
        await unit.people.set_state(made.address, AddressState.BLOCKED, "x", NOW)
        await unit.people.save_details(made.contact, {"name": "x"}, NOW)
        await unit.outbox.settle(made.id)
        assert await unit.outbox.void(NOW, contact=made.contact) == 0
        assert await unit.outbox.release(NOW) == 0
        await unit.carts.buy([known["cart"].id])
        await unit.senders.resume()
        assert await unit.senders.grant(known["sender"], 1, NOW) == 0
        with pytest.raises(LookupError):
            await unit.people.address_by_id(made.address)

    await do(store, meddle, OTHER_SHOP)

    async def look(unit: Unit) -> None:
        assert await unit.messages.get(made.id) == made
        assert await unit.carts.get(known["cart"].id) == known["cart"]
        assert (await unit.people.address_by_id(made.address)).state is AddressState.USABLE
        assert len(await unit.outbox.claim(known["sender"], NOW, NOW, after(1) - NOW, 9)) == 1

    await do(store, look)


async def test_the_same_names_are_other_things_in_another_business(store: Database) -> None:
    first = await do(store, person)
    second = await do(store, person, OTHER_SHOP)
    assert set(first).isdisjoint(second)


async def test_no_row_can_point_into_another_business(store: Database) -> None:
    contact, address = await do(store, person)
    theirs, _ = await do(store, lambda unit: person(unit, Identity("telegram", "7")), OTHER_SHOP)

    async def point(unit: Unit, at: UUID) -> None:
        await unit.messages.add(message(unit, at, address))

    await do(store, lambda unit: point(unit, contact))
    with pytest.raises(IntegrityError):
        await do(store, lambda unit: point(unit, theirs))


def test_every_table_of_a_tenant_leads_with_its_business() -> None:
    alone = {"businesses", "clocks", "revisions", "roots", "spools"}
    keys = {name: [column.name for column in table.primary_key] for name, table in metadata.tables.items()}
    assert {name for name, columns in keys.items() if columns[0] != "business"} == alone
    points = [constraint for table in metadata.tables.values() for constraint in table.foreign_key_constraints]
    assert all(constraint.column_keys[0] == "business" for constraint in points)


async def test_nothing_is_left_in_the_database_of_the_next_test(store: Database) -> None:
    async def count(unit: Unit) -> int:
        tables = [table for table in metadata.sorted_tables]
        return sum([await unit.value(select(func.count()).select_from(table)) for table in tables])

    assert await store.read(SHOP, count) == 0
