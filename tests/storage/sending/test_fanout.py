"""Fan-out: everybody once, by their own variant, and those who are left alone are drawn and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import ColumnElement, Engine, Row, Table, and_, event, exists, select, true, update

from flows.delivery import MessageStatus
from flows.policy.departure_facts import AddressState, ConsentState, Programme, Purpose
from handlers.engine.seeds import Seeds
from storage.database.postgres import PostgresDatabase
from storage.database.stores import Database
from storage.schema import addresses, contacts, draws, messages, outbox, permissions, places
from storage.sending.fanout import HELD, LARGEST, SMALLEST, Chunk, Fanout, Mailing, Variant, choose_next_size
from storage.sending.mailing_lots import MOST_VARIANTS
from storage.sending.outbox import Priority
from storage.unit import Unit
from tests.storage.world import NOW, SHOP, do

SEEDS = Seeds(b"0123456789abcdef0123456789abcdef")
EVERYBODY: ColumnElement[bool] = true()
ZONES = ("America/Chicago", "Asia/Kolkata", None)


def draw(experiment: str, person: UUID) -> float:
    return SEEDS.fraction(experiment, person)


def drawing(experiment: str) -> Callable[[str], float]:
    return SEEDS.make_drawing(experiment)


def mailing(**values: Any) -> Mailing:
    """A campaign by SMS at ten in the morning."""
    plain: dict[str, Any] = {
        "campaign": UUID(int=7),
        "sender": UUID(int=8),
        "channel": "sms",
        "programme": Programme.OFFERS,
        "variants": (Variant("campaign"),),
        "due": datetime(2026, 3, 5, 16, 0, tzinfo=UTC),
    }
    return Mailing(**plain | values)


async def someone(unit: Unit, number: int = 0, **values: Any) -> UUID:
    """A person who agreed to offers by SMS; ``values`` are what is otherwise."""
    person, address = unit.ids.make(), unit.ids.make()
    zone = values.get("timezone", ZONES[number % len(ZONES)])
    more = {name: values[name] for name in ("merged_into", "erased_at", "orders") if name in values}
    await unit.add(contacts, id=person, timezone=zone, created_at=NOW, **more)
    await reached_at(unit, person, address, f"+1314555{number:04d}", **values)
    return person


async def reached_at(unit: Unit, person: UUID, address: UUID, value: str, **values: Any) -> None:
    """One address of a person."""
    await unit.add(
        addresses,
        id=address,
        contact=person,
        channel=values.get("channel", "sms"),
        value=value,
        state=values.get("state", AddressState.USABLE.value),
        state_at=NOW,
        last_inbound_at=values.get("last_inbound_at"),
        created_at=NOW,
    )
    await unit.add(
        permissions,
        address=address,
        purpose=Purpose.MARKETING.value,
        programme=values.get("programme", Programme.OFFERS).value,
        state=values.get("consent", ConsentState.CONFIRMED).value,
        since=NOW,
    )


async def crowd(store: Database, many: int) -> list[UUID]:
    """So many people."""

    async def work(unit: Unit) -> list[UUID]:
        return [await someone(unit, number) for number in range(many)]

    return await do(store, work)


async def fan_out(store: Database, sent: Mailing, audience: ColumnElement[bool] = EVERYBODY, most: int = 7) -> int:
    """All of it, a few people at a time; how many were queued."""
    fanout = fanout_on(store, sent, audience)
    queued, after, over = 0, None, False
    while not over:
        chunk = await store.read(SHOP, lambda unit, after=after: fanout.find(unit, after, most))  # type: ignore[misc]
        queued += await queue(store, fanout, chunk)
        after, over = chunk.last, chunk.last is None
    return queued


def fanout_on(store: Database, sent: Mailing, audience: ColumnElement[bool] = EVERYBODY) -> Fanout:
    return Fanout(sent, audience, postgres=isinstance(store, PostgresDatabase))


async def queue(store: Database, fanout: Fanout, chunk: Chunk) -> int:
    lots = fanout.draw_lots(chunk.people, store.ids, drawing)
    return await do(store, lambda unit: fanout.queue(unit, lots, NOW))


async def rows(store: Database, table: Any) -> Sequence[Row[Any]]:
    return await do(store, lambda unit: unit.rows(select(table).order_by(*table.primary_key.columns)))


async def test_everybody_is_queued_once_however_large_a_chunk_is(store: Database) -> None:
    people = await crowd(store, 20)
    assert await fan_out(store, mailing()) == 20
    queued, waiting = await rows(store, messages), await rows(store, outbox)
    assert [row.contact for row in queued] == people
    assert [(row.id, row.due_at, row.address, row.contact) for row in waiting] == [
        (row.id, row.due_at, row.address, row.contact) for row in queued
    ]
    assert {(row.priority, row.marketing, row.kind, row.attempts) for row in waiting} == {
        (Priority.BULK, True, "message", 0)
    }
    assert {(row.status, row.template, row.data, row.step, row.variant) for row in queued} == {
        (MessageStatus.QUEUED, "campaign", "{}", 1, 0)
    }


async def test_whoever_is_somewhere_is_queued_as_anybody_is(store: Database) -> None:
    """What is known of where people are is asked beside the lots of a chunk: no name of these is one of its own."""
    them = await crowd(store, 3)

    async def live(unit: Unit) -> None:
        told = {"kind": "shipping", "country": "GB", "source": "api", "first_told_at": NOW, "told_at": NOW}
        await unit.add(places, id=unit.ids.make(), contact=them[1], **told)

    await do(store, live)
    here = and_(places.c.business == contacts.c.business, places.c.contact == contacts.c.id, places.c.country == "GB")
    assert await fan_out(store, mailing(), exists().where(here)) == 1
    assert [row.contact for row in await rows(store, messages)] == [them[1]]


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_an_address_is_found_by_its_person_and_not_among_all_of_the_business(store: Database) -> None:
    """Without that each of a million people costs a walk over a million addresses."""
    await crowd(store, 2)
    asked: list[tuple[str, Any]] = []

    def ask(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", ask)
    try:
        assert await fan_out(store, mailing(holdout=0.5)) == 2
    finally:
        event.remove(Engine, "before_cursor_execute", ask)
    steps = await do(store, lambda unit: _steps(unit, [one for one in asked if "addresses" in one[0]]))
    assert len(steps) == 2
    assert all("ix_addresses_contact (business=? AND contact=?)" in step for step in steps)


async def _steps(unit: Unit, asked: Sequence[tuple[str, Any]]) -> list[str]:
    """How SQLite looks addresses up for these statements."""
    found = []
    for statement, parameters in asked:
        plan = await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        found += [row[-1] for row in plan if "SEARCH addresses" in row[-1] or "SCAN addresses" in row[-1]]
    return found


async def test_what_is_queued_can_be_read_and_claimed(store: Database) -> None:
    await crowd(store, 3)
    sent = mailing(expires_after=timedelta(hours=2), latest=NOW + timedelta(days=9))
    await fan_out(store, sent)
    late = NOW + timedelta(days=4)
    claimed = await do(store, lambda unit: unit.outbox.claim(sent.sender, late, NOW, timedelta(seconds=60), 10))
    found = await do(store, lambda unit: unit.messages.by_ids([entry.id for entry in claimed]))
    assert [(one.programme, one.expires_after, one.latest) for one in found.values()] == [
        (Programme.OFFERS, timedelta(hours=2), NOW + timedelta(days=9))
    ] * 3


async def test_again_changes_nothing_also_when_some_have_left(store: Database) -> None:
    await crowd(store, 9)
    await fan_out(store, mailing(holdout=0.5))
    gone = (await rows(store, outbox))[0].id
    await do(store, lambda unit: unit.outbox.settle(gone))
    before = [await rows(store, table) for table in (messages, outbox, draws)]
    assert await fan_out(store, mailing(holdout=0.5), most=4) == 0
    assert [await rows(store, table) for table in (messages, outbox, draws)] == before


async def test_who_came_later_is_queued_by_a_second_round(store: Database) -> None:
    await crowd(store, 3)
    await fan_out(store, mailing())
    newcomer = await do(store, lambda unit: someone(unit, 99))
    assert await fan_out(store, mailing()) == 1
    assert (await rows(store, messages))[-1].contact == newcomer


@pytest.mark.parametrize(
    "otherwise",
    [
        pytest.param({"merged_into": UUID(int=1)}, id="merged into another"),
        pytest.param({"erased_at": NOW}, id="erased"),
        pytest.param({"state": AddressState.BLOCKED.value}, id="blocked us"),
        pytest.param({"state": AddressState.SUPPRESSED.value}, id="suppressed"),
        pytest.param({"channel": "whatsapp"}, id="on another channel only"),
        pytest.param({"programme": Programme.REMINDERS}, id="agreed to another programme"),
        pytest.param({"consent": ConsentState.REVOKED}, id="took the consent back"),
        pytest.param({"orders": 0}, id="not of the audience"),
    ],
)
async def test_nobody_is_queued_who_is(store: Database, otherwise: dict[str, Any]) -> None:
    await do(store, lambda unit: someone(unit, 1, **{"orders": 5, **otherwise}))
    wanted = await do(store, lambda unit: someone(unit, 2, orders=5))
    await fan_out(store, mailing(), contacts.c.orders >= 1)
    assert [row.contact for row in await rows(store, messages)] == [wanted]


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        pytest.param(permissions, {"state": ConsentState.REVOKED.value}, id="took the consent back"),
        pytest.param(addresses, {"state": AddressState.GONE.value}, id="is gone"),
        pytest.param(contacts, {"merged_into": UUID(int=1)}, id="was merged"),
        pytest.param(contacts, {"orders": 0}, id="left the audience"),
    ],
)
async def test_nobody_is_queued_who_meanwhile(store: Database, table: Table, changed: dict[str, Any]) -> None:
    await do(store, lambda unit: someone(unit, 1, orders=5))
    fanout = fanout_on(store, mailing(), contacts.c.orders >= 1)
    chunk = await store.read(SHOP, lambda unit: fanout.find(unit, None, 10))
    await do(store, lambda unit: unit.run(update(table).values(**changed)))
    assert (len(chunk.people), await queue(store, fanout, chunk)) == (1, 0)
    assert await rows(store, outbox) == []


async def test_nobody_is_nothing(store: Database) -> None:
    assert await fan_out(store, mailing()) == 0


async def test_another_business_s_people_are_not_touched(store: Database) -> None:
    await do(store, lambda unit: someone(unit, 1), business="loom")
    ours = await do(store, someone)
    await fan_out(store, mailing())
    assert [(row.business, row.contact) for row in await rows(store, messages)] == [(SHOP, ours)]


async def test_of_several_addresses_the_one_they_wrote_from_last_is_taken(store: Database) -> None:
    async def work(unit: Unit) -> UUID:
        person, last = await someone(unit, 1), unit.ids.make()
        await reached_at(unit, person, last, "+13145550142", last_inbound_at=NOW)
        await reached_at(unit, person, unit.ids.make(), "+13145550143", last_inbound_at=NOW - timedelta(days=1))
        return last

    last = await do(store, work)
    await fan_out(store, mailing())
    assert [row.address for row in await rows(store, messages)] == [last]
    assert [row.address for row in await rows(store, outbox)] == [last]


async def test_all_are_due_at_one_moment_wherever_they_live(store: Database) -> None:
    await crowd(store, 3)
    sent = mailing()
    await fan_out(store, sent)
    assert {row.due_at for row in await rows(store, outbox)} == {sent.due}


async def test_variants_are_drawn_by_their_weights_from_stable_ids(store: Database) -> None:
    people = await crowd(store, 60)
    sent = mailing(variants=(Variant("campaign", 3, {"offer": "A"}), Variant("campaign_b", 1, {"offer": "B"})))
    await fan_out(store, sent)
    choose = sent.make_chooser()
    expected = {one: choose(draw(f"{sent.experiment}/variant", one)) for one in people}
    found = await rows(store, messages)
    assert {row.contact: row.variant for row in found} == expected
    assert {(row.variant, row.template, row.data) for row in found} == {
        (0, "campaign", '{"offer": "A"}'),
        (1, "campaign_b", '{"offer": "B"}'),
    }
    assert Counter(expected.values())[0] > 30


async def test_who_is_left_alone_is_drawn_and_kept_with_the_chance(store: Database) -> None:
    people = await crowd(store, 40)
    sent = mailing(holdout=0.25)
    await fan_out(store, sent)
    kept = {row.contact: row for row in await rows(store, draws)}
    assert {one: kept[one].draw for one in people} == pytest.approx({one: draw(sent.experiment, one) for one in people})
    assert {one for one in people if kept[one].held_out} == {one for one in people if draw(sent.experiment, one) < 0.25}
    assert {(row.experiment, row.chance) for row in kept.values()} == {(sent.experiment, 0.25)}
    assert len(await rows(store, outbox)) == 40, "they are refused at their departure, last of all"


async def test_an_earlier_draw_stays(store: Database) -> None:
    person = await do(store, someone)
    known = {"experiment": mailing().experiment, "contact": person, "chance": 0.1, "draw": 0.05}
    await do(store, lambda unit: unit.add(draws, **known, held_out=True))
    await fan_out(store, mailing(holdout=0.9))
    assert [(row.chance, row.draw) for row in await rows(store, draws)] == [(0.1, 0.05)]


@pytest.mark.parametrize(
    ("draw_", "variant"),
    [(0.0, 0), (0.2499, 0), (0.25, 1), (0.7499, 1), (0.75, 2), (0.9999999, 2)],
)
def test_a_draw_means_a_variant(draw_: float, variant: int) -> None:
    assert mailing(variants=(Variant("a", 1), Variant("b", 2), Variant("c", 1))).make_chooser()(draw_) == variant


@pytest.mark.parametrize("many", [0, MOST_VARIANTS + 1])
def test_more_variants_than_can_be_told_apart_are_refused_and_so_are_none(many: int) -> None:
    told = rf"^a mailing has from 1 to {MOST_VARIANTS} variants, and this one has {many}$"
    with pytest.raises(ValueError, match=told):
        mailing(variants=(Variant("campaign"),) * many)


async def test_the_last_of_all_variants_that_are_allowed_is_the_one_that_is_written(store: Database) -> None:
    """Each has a weight of nothing but the last one, so that all draw it."""
    variants = (*[Variant("campaign", 0)] * (MOST_VARIANTS - 1), Variant("campaign_z"))
    await crowd(store, 3)
    await fan_out(store, mailing(variants=variants))
    found = [(row.variant, row.template) for row in await rows(store, messages)]
    assert found == [(MOST_VARIANTS - 1, "campaign_z")] * 3


@pytest.mark.parametrize(
    ("size", "took", "following"),
    [
        pytest.param(1000, 25, 1000, id="just right"),
        pytest.param(1000, 50, 500, id="twice too long"),
        pytest.param(1000, 900, 500, id="far too long: half, for it may have been chance"),
        pytest.param(1000, 5, 2000, id="quick: twice as many"),
        pytest.param(LARGEST, 1, LARGEST, id="never more than the largest"),
        pytest.param(SMALLEST, 900, SMALLEST, id="never fewer than the smallest"),
    ],
)
def test_chunks_hold_the_writer_for_a_moment(size: int, took: float, following: int) -> None:
    assert choose_next_size(size, timedelta(milliseconds=took), HELD) == following
