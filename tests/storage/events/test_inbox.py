"""Events are stored once, read in order of arrival per lane, and parked when they keep failing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from flows.events import CartUpdated, Customer, Item, MessageReceived
from flows.money import Money
from flows.sourcing.order_events import StockReported
from storage.businesses.service_operations import release_leases
from storage.database.stores import Database
from storage.events.event_inbox import Arrival, Stored, claim_events, event_id
from storage.people.people import Identity
from storage.people.people_merge import merge
from storage.schema import events
from storage.unit import Unit
from tests.single import events_by_status
from tests.storage.world import NOW, OTHER_SHOP, SHOP, after, do, person

LEASE = timedelta(minutes=1)
NAMES = st.tuples(st.text(), st.text(), st.text())
ANNA, BERT = UUID(int=1), UUID(int=2)


def cart(name: str, minutes: float = -5) -> CartUpdated:
    item = Item("MUG-1", "Mug", quantity=2, price=Money.parse("19.90", "EUR"))
    url = "https://kiln.example/cart"
    return CartUpdated(name, Money.parse("39.80", "EUR"), (item,), url, Customer(name="Žofia"), after(minutes))


def arrival(name: str, lane: UUID = ANNA, business: str = SHOP, **values: object) -> Arrival:
    plain = Arrival(
        id=event_id(business, "shopify", name),
        source="shopify",
        external_id=name,
        received_at=NOW,
        raw=b'{"cart": "\x00\xff"}',
        event=cart(name),
        lane=lane,
    )
    return replace(plain, **values)  # type: ignore[arg-type]


async def take(store: Database, *arrivals: Arrival, business: str = SHOP) -> list[bool]:
    async def work(unit: Unit) -> list[bool]:
        return [await unit.inbox.add(one) for one in arrivals]

    return await do(store, work, business)


async def claim(store: Database, elapsed: float = 0, most: int = 10) -> list[Stored]:
    return await do(store, lambda unit: claim_events(unit, after(elapsed), LEASE, most))


async def names(store: Database, elapsed: float = 0, most: int = 10) -> list[str]:
    return [stored.event.cart for stored in await claim(store, elapsed, most)]


async def test_an_event_is_stored_once_and_comes_back_as_it_was(store: Database) -> None:
    assert await take(store, arrival("a"), arrival("a"), arrival("b")) == [True, False, True]
    assert store.listen("inbox").is_set()
    assert await store.read(SHOP, lambda unit: unit.inbox.is_known(arrival("a").id))
    assert not await store.read(OTHER_SHOP, lambda unit: unit.inbox.is_known(arrival("a").id))
    (stored,) = await claim(store)
    assert (stored.business, stored.source, stored.type, stored.event) == (SHOP, "shopify", "cart.updated", cart("a"))


async def test_what_could_not_be_read_is_kept_and_wakes_nobody(store: Database) -> None:
    assert await take(store, arrival("x", event=None, reason="no cart in it")) == [True]
    assert not store.listen("inbox").is_set()
    assert await claim(store) == []
    assert await store.read(SHOP, events_by_status) == {"unreadable": 1}


async def test_a_handled_event_rings_no_sender(store: Database) -> None:
    """A message that waited for it is tried again at its own time."""
    await take(store, arrival("a"), arrival("b", BERT))
    done, aside = await claim(store)
    await do(store, lambda unit: unit.inbox.finish(done.id))
    await do(store, lambda unit: unit.inbox.set_aside(aside.id, "nobody is named"))
    assert not store.listen("sender").is_set()


async def test_one_event_of_a_lane_at_a_time_in_order_of_arrival(store: Database) -> None:
    await take(store, arrival("a1"), arrival("b1", BERT), arrival("a2"), arrival("b2", BERT))
    first = await claim(store)
    assert [stored.event.cart for stored in first] == ["a1", "b1"]
    assert await names(store) == [], "the others of their lanes wait"
    await do(store, lambda unit: unit.inbox.finish(first[0].id))
    assert await names(store) == ["a2"]
    assert await names(store, elapsed=2) == ["b1", "a2"]


def text(name: str, lane: UUID) -> Arrival:
    said = MessageReceived("sms", "+13145550142", "+13145550100", name, "hello", NOW)
    return arrival(name, lane, event=said)


async def test_what_somebody_wrote_is_acted_upon_before_the_carts_that_came_first(store: Database) -> None:
    """With what came before it of the same person; a fifth of each claim is left to those who wait."""
    people = [UUID(int=10 + number) for number in range(20)]
    await take(store, *(arrival(f"c{number}", lane) for number, lane in enumerate(people)))
    await take(store, text("t1", people[15]), text("t2", BERT))
    first = await claim(store, most=5)
    assert [one.event.cart if one.type == "cart.updated" else one.event.provider_id for one in first] == [
        "c15",
        "t2",
        "c0",
        "c1",
        "c2",
    ]
    await do(store, lambda unit: unit.inbox.finish(first[0].id))
    (wrote, *carts) = await claim(store, most=3)
    assert (wrote.type, len(carts)) == ("message.received", 2)


async def test_a_crowd_that_writes_leaves_a_fifth_to_the_carts(store: Database) -> None:
    await take(store, *(arrival(f"c{number}", UUID(int=100 + number)) for number in range(5)))
    await take(store, *(text(f"t{number}", UUID(int=200 + number)) for number in range(20)))
    assert [one.type for one in await claim(store)].count("cart.updated") == 2


async def test_lanes_of_two_businesses_do_not_wait_for_each_other(store: Database) -> None:
    await take(store, arrival("a"))
    await take(store, arrival("b", business=OTHER_SHOP), business=OTHER_SHOP)
    assert [(stored.business, stored.event.cart) for stored in await claim(store)] == [(SHOP, "a"), (OTHER_SHOP, "b")]


async def test_at_most_so_many_are_claimed_and_a_lease_that_ran_out_is_claimed_again(store: Database) -> None:
    await take(store, arrival("a"), arrival("b", BERT))
    assert await names(store, most=1) == ["a"]
    assert await names(store, most=1) == ["b"]
    assert await names(store, elapsed=0.9) == []
    assert await names(store, elapsed=1) == ["a", "b"]


async def test_a_failing_event_holds_back_its_lane_until_it_is_parked(store: Database) -> None:
    await take(store, arrival("a1"), arrival("a2"))
    for attempt in range(5):
        (stored,) = await claim(store, elapsed=attempt * 10)
        assert (stored.event.cart, stored.attempts) == ("a1", attempt)
        again = after(attempt * 10 + 5)
        await do(store, lambda unit, one=stored, at=again: unit.inbox.fail(one.id, one.attempts, "broken", at))  # type: ignore[misc]
        expected = [] if attempt < 4 else ["a2"]
        assert await names(store, elapsed=attempt * 10 + 4) == expected
    assert await store.read(SHOP, events_by_status) == {"parked": 1, "new": 1}


async def test_people_with_unread_news_are_known(store: Database) -> None:
    contact, _ = await do(store, person)
    await take(store, arrival("a", contact=contact))
    assert await store.read(SHOP, lambda unit: unit.inbox.find_unread([contact, ANNA])) == {contact}
    assert await store.read(OTHER_SHOP, lambda unit: unit.inbox.find_unread([contact])) == set()
    await do(store, lambda unit: unit.inbox.finish(arrival("a").id, "because"))
    assert await store.read(SHOP, lambda unit: unit.inbox.find_unread([contact])) == set()
    assert await store.read(SHOP, events_by_status) == {"done": 1}


async def test_what_a_dead_process_held_is_anybodys(store: Database) -> None:
    await take(store, arrival("a1"))
    assert await names(store) == ["a1"]
    assert await names(store) == [], "still held"
    await do(store, release_leases)
    assert await names(store) == ["a1"]


async def test_what_is_unread_of_two_who_become_one_is_read_in_the_order_of_the_one(store: Database) -> None:
    """One at a time from then on: what came of the one and of the other is about one person."""

    async def both(unit: Unit) -> tuple[UUID, UUID]:
        known = [await unit.people.resolve([Identity("sms", f"+1314555010{one}")], NOW) for one in (1, 2)]
        return known[0], known[1]

    anna, bert = await do(store, both)
    await take(store, arrival("b1", lane=bert), arrival("a1", lane=anna), arrival("b2", lane=bert))
    await do(store, lambda unit: merge(unit, anna, bert, NOW))
    read = []
    while claimed := await claim(store):
        read.append([one.event.cart for one in claimed])
        for one in claimed:
            await do(store, partial(_finish, event=one.id))
    assert read == [["b1"], ["a1"], ["b2"]]


async def _finish(unit: Unit, event: UUID) -> None:
    await unit.inbox.finish(event)


async def test_one_that_cannot_be_read_holds_up_no_claim(store: Database) -> None:
    await take(store, arrival("a1", lane=ANNA), arrival("b1", lane=BERT))
    gone = update(events).where(events.c.id == arrival("a1").id).values(data=None)
    await do(store, lambda unit: unit.run(gone))
    assert [(stored.type, stored.event is None) for stored in await claim(store)] == [
        ("cart.updated", True),
        ("cart.updated", False),
    ]


@given(first=NAMES, second=NAMES)
def test_an_events_id_follows_from_its_names_alone(first: tuple[str, str, str], second: tuple[str, str, str]) -> None:
    assert (event_id(*first) == event_id(*second)) is (first == second)
    assert event_id(*first).int >> 76 & 0xF == 8
    assert event_id(*first).variant == RFC_4122


def test_an_events_id_never_changes_between_versions() -> None:
    assert event_id("a", "b", "c") == UUID("cc4336a4-fe32-89be-8801-2d61d15e18d6")
    assert event_id("a", "bc", "") != event_id("ab", "c", "")


async def test_those_of_a_kind_that_are_not_acted_upon_are_told_newest_first(store: Database) -> None:
    await take(store, arrival("first"), arrival("second", BERT), arrival("third"))
    await take(store, arrival("theirs", business=OTHER_SHOP), business=OTHER_SHOP)
    await take(store, arrival("read", event=None), arrival("other", event=StockReported(ANNA, "L", 1)))
    await do(store, lambda unit: unit.inbox.finish(event_id(SHOP, "shopify", "first")))
    found = await do(store, lambda unit: unit.inbox.list_new(CartUpdated))
    assert [one.cart for one in found] == ["third", "second"]
