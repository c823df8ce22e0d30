"""What shops tell of their customers beside carts and orders: kept, each time it is told right, and gone with them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, select

from bot.app import Service
from bot.conversations import CONVERSATIONS
from flows.events import Item, OrderCreated
from flows.events.external_person import NOBODY
from flows.money import Money
from handlers.api.event_envelope import UnreadableData, make_envelope_model
from handlers.api.request_body import read_body
from handlers.engine.turn import Turn
from handlers.people.inbound_event import InboundEvent
from handlers.privacy import privacy_requests
from storage.people.people import Identity
from storage.profiles.customer_tags import CustomerTags
from storage.schema import contacts, customer_tags, loyalty, order_lines, orders, returned_lines, returns, visits
from tests.bot.simulator.shop import sandbox
from tests.cases import each

TIGER = "tiger"
DANA = {"id": "c1", "phone": "+13145550142"}
EARLY, LATE = "2026-03-01T10:00:00Z", "2026-03-01T12:00:00Z"
CARD = {"programme": "Coffee card", "progress": 7, "goal": 10, "reward": "a free coffee"}
SHOE = {"sku": "AIR-9", "title": "Air", "brand": "NIKE", "category": "Shoes", "size": "9", "reason": "too small"}
TABLES = (customer_tags, loyalty, visits, returns, returned_lines, order_lines)


@pytest.fixture
async def service(database: str) -> AsyncIterator[Service]:
    """The sample shop on both databases."""
    async with sandbox(database) as running:
        yield running


async def tell(service: Service, kind: str, data: dict[str, Any], at: str | None = None, name: str = "") -> None:
    """An event of the API, worked through. Raises Unreadable."""
    assert service.sandbox is not None
    now, identity = service.clock.now(), name or f"{kind} {at}"
    body = json.dumps({"id": identity, "type": kind, "occurred_at": at or now.isoformat(), "data": data}).encode()
    event = read_body(make_envelope_model(CONVERSATIONS.told), body).event(now)
    await service.inbox.take(TIGER, InboundEvent("api", identity, event, body))
    await service.sandbox.settle()


async def rows(service: Service, table: Table, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of all rows, in the order of their values."""

    async def look(turn: Turn) -> list[tuple[Any, ...]]:
        query = select(*(table.c[one] for one in columns)).where(turn.unit.owns(table))
        return sorted((tuple(row) for row in await turn.unit.rows(query)), key=str)

    return await service.turns.look(TIGER, look)


async def dana(service: Service) -> UUID:
    """Her id."""

    async def look(turn: Turn) -> UUID:
        address = await turn.unit.people.address("sms", DANA["phone"])
        assert address is not None
        return address.contact

    return await service.turns.look(TIGER, look)


async def test_tags_are_the_newest_and_where_they_came_from_is_the_first(service: Service) -> None:
    """Whichever news comes first; tags are one however they are written, and a birthday is a day of the year."""
    await tell(service, "customer.updated", {"customer": DANA, "tags": ["VIP", "wholesale"]}, LATE)
    first = {"customer": {**DANA, "birthday": "1823-02-29"}, "tags": ["old"], "acquired_from": "instagram"}
    await tell(service, "customer.updated", first, EARLY)
    assert await rows(service, customer_tags, "written") == [("VIP",), ("wholesale",)]
    again = {"customer": {**DANA, "birthday": "1992-02-29"}, "tags": ["vip", "vip "], "acquired_from": "shop"}
    await tell(service, "customer.updated", again, LATE, "again")
    assert await rows(service, customer_tags, "tag") == [("vip",)]
    known = await rows(service, contacts, "birth_day", "birth_year", "acquired_from")
    assert ("02-29", 1992, "instagram") in known
    who = await dana(service)
    await service.turns.act(TIGER, lambda turn: turn.unit.of(CustomerTags).tell(who, ["gold"], "staff", turn.now))
    await tell(service, "customer.updated", {"customer": DANA, "tags": ["vip"]}, name="later, by the shop")
    assert await rows(service, customer_tags, "tag") == [("gold",), ("vip",)], "each takes away its own alone"
    await service.turns.act(TIGER, lambda turn: turn.unit.of(CustomerTags).tell(who, [], "staff", turn.now))
    await tell(service, "customer.updated", {"customer": DANA}, LATE, "without tags")
    assert await rows(service, customer_tags, "tag") == [("vip",)], "news that does not say takes none away"


async def test_a_visit_counts_once_however_often_it_is_told(service: Service) -> None:
    for _ in range(2):
        await tell(service, "customer.visited", {"customer": DANA, "place": "Station"}, EARLY, "v1")
    await tell(service, "customer.visited", {"customer": DANA, "page": "https://tigr.example/shorts"}, LATE, "v2")
    assert await rows(service, visits, "place", "page") == [("", "https://tigr.example/shorts"), ("Station", "")]


async def test_progress_is_the_newest_of_each_programme(service: Service) -> None:
    await tell(service, "loyalty.progressed", {"customer": DANA, **CARD, "progress": "8.5"}, LATE)
    await tell(service, "loyalty.progressed", {"customer": DANA, **CARD}, EARLY)
    await tell(service, "loyalty.progressed", {"customer": DANA, **CARD, "programme": "Books"}, EARLY, "books")
    found = await rows(service, loyalty, "programme", "progress", "goal", "reward")
    assert found == [
        ("books", 7_000_000, 10_000_000, CARD["reward"]),
        ("coffee card", 8_500_000, 10_000_000, CARD["reward"]),
    ]


async def test_a_return_is_of_whoever_ordered_and_counts_once(service: Service) -> None:
    order = {"order_id": "o1", "currency": "USD", "total": "120", "items": [SHOE], "customer": DANA}
    await tell(service, "order.created", order, EARLY)
    told = {"return_id": "r1", "order_id": "o1", "city": "Mobile", "items": [SHOE, {"title": "Box"}]}
    for name in ("first", "again"):
        await tell(service, "return.completed", told, LATE, name)
    assert await rows(service, returns, "ref", "contact", "city") == [("r1", await dana(service), "Mobile")]
    found = await rows(service, returned_lines, "title", "brand", "category", "size", "reason", "quantity")
    assert found == [("Air", "nike", "shoes", "9", "too small", 1), ("Box", None, None, "", "", 1)]
    assert await rows(service, order_lines, "brand", "category", "contact") == [("nike", "shoes", await dana(service))]


@pytest.mark.parametrize("late", [False, True], ids=["order first", "return first"])
async def test_what_came_back_takes_its_worth_off_its_order(service: Service, late: bool) -> None:
    """Half of what was paid was the shoe; the refund of the same goods does not count beside it."""
    items = [{**SHOE, "price": "80"}, {"title": "Sock", "quantity": 2, "price": "40"}]
    order = {"order_id": "o1", "currency": "USD", "total": "120", "items": items, "customer": DANA}
    told = {"return_id": "r1", "order_id": "o1", "items": [SHOE]}
    news: list[tuple[str, dict[str, Any]]] = [("order.created", order), ("return.completed", told)]
    for kind, data in news[:: -1 if late else 1]:
        await tell(service, kind, data, EARLY)
    assert await rows(service, orders, "ref", "returned", "refunded") == [("o1", 60_000_000, 0)]
    await tell(service, "return.completed", told, LATE, "told again")
    await tell(service, "return.completed", {**told, "return_id": "r2", "items": [{"title": "sock"}]}, LATE, "another")
    await tell(service, "order.refunded", {"order_id": "o1", "refunded": {"total": "60"}}, LATE)
    assert await rows(service, orders, "returned", "refunded") == [(90_000_000, 60_000_000)]


async def test_what_is_told_of_the_order_of_a_connected_store_is_its_return(service: Service) -> None:
    """Such a store tells of no returns, and whoever tells of them has another source."""
    at = service.clock.now()
    item = Item(sku="", title="Kurta", variant="", quantity=1, price=Money.parse(39, "USD"))

    async def place(turn: Turn) -> None:
        event = OrderCreated("901", "#1", Money.parse(39, "USD"), (item,), NOBODY, at)
        await turn.unit.orders.place(await turn.unit.orders.ensure("shopify", "901", at), event, None, None)

    await service.turns.act(TIGER, place)
    await tell(service, "return.completed", {"return_id": "r1", "order_id": "901", "items": [{"title": "Kurta"}]})
    assert await rows(service, orders, "source", "returned") == [("shopify", 39_000_000)]


async def test_two_who_are_one_have_what_both_had(service: Service) -> None:
    chat = {"telegram": "7711"}
    for number, who in enumerate((DANA, chat)):
        await tell(service, "customer.updated", {"customer": who, "tags": ["vip", f"tag {number}"]}, name=f"u{number}")
        await tell(service, "customer.visited", {"customer": who, "place": f"shop {number}"}, name=f"v{number}")
        progress = {"customer": who, **CARD, "progress": number + 1}
        await tell(service, "loyalty.progressed", progress, (LATE, EARLY)[number], f"l{number}")

    async def one(turn: Turn) -> UUID:
        names = [Identity("telegram", "7711"), Identity("sms", DANA["phone"])]
        return await turn.unit.people.prove(names, turn.now)

    both = await service.turns.act(TIGER, one)
    assert await rows(service, customer_tags, "contact", "tag") == [(both, tag) for tag in ("tag 0", "tag 1", "vip")]
    assert await rows(service, visits, "contact", "place") == [(both, "shop 0"), (both, "shop 1")]
    assert await rows(service, loyalty, "contact", "progress") == [(both, 1_000_000)], "the newest news of the two"


async def test_all_of_it_goes_with_an_erasure(service: Service) -> None:
    order = {"order_id": "o1", "currency": "USD", "total": "120", "items": [SHOE], "customer": DANA}
    await tell(service, "order.created", order, EARLY)
    updated = {"customer": {**DANA, "birthday": "05-04"}, "tags": ["vip"], "acquired_from": "instagram"}
    await tell(service, "customer.updated", updated)
    await tell(service, "customer.visited", {"customer": DANA, "place": "Station"})
    await tell(service, "loyalty.progressed", {"customer": DANA, **CARD})
    await tell(service, "return.completed", {"return_id": "r1", "order_id": "o1", "items": [SHOE]})
    assert all([await rows(service, table, "business") for table in TABLES])
    who = await dana(service)
    await service.turns.act(TIGER, lambda turn: privacy_requests.erase_person(turn, who, "a test asked to erase"))
    assert [table.name for table in TABLES if await rows(service, table, "business")] == []
    assert not [row for row in await rows(service, contacts, "birth_day", "birth_year", "acquired_from") if any(row)]


@each(
    ("kind", "data"),
    [
        ("customer.updated", {"tags": ["vip"]}),
        ("customer.updated", {"customer": DANA, "tags": "vip"}),
        ("customer.visited", {"place": "Station"}),
        ("loyalty.progressed", {"customer": DANA, **CARD, "goal": 0}),
        ("loyalty.progressed", {"customer": DANA, **CARD, "progress": -1}),
        ("loyalty.progressed", {"customer": DANA, **CARD, "programme": " "}),
        ("return.completed", {"return_id": "r1", "items": []}),
        ("return.completed", {"return_id": "r1", "items": [{}]}),
        ("return.completed", {"items": [SHOE]}),
    ],
)
async def test_what_cannot_be_used_changes_nothing(service: Service, kind: str, data: dict[str, Any]) -> None:
    with pytest.raises(UnreadableData, match=kind):
        await tell(service, kind, data)
    assert [table.name for table in TABLES if await rows(service, table, "business")] == []
