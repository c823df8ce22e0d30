"""What an erasure reaches beyond a person's own rows: unread bytes, names of messages, and how a parcel is followed."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select

from bot.clock import PushedClock
from flows.delivery import MessageStatus
from flows.events import Customer, MessageReceived
from flows.sourcing.order_events import ParcelMoved
from handlers.engine import own_events
from handlers.engine.turn import Turn
from storage.database.stores import Database
from storage.erasure.erasure import scrub_person
from storage.erasure.traces import BATCH
from storage.events.event_inbox import Arrival, event_id
from storage.people.people import Identity
from storage.schema import events, order_history
from storage.sending.departing_messages import Taken
from storage.unit import Unit
from tests.actors import ASHA
from tests.single import events_by_status
from tests.sourced import NOOR, Souvenirs, turns_of
from tests.storage.world import NOW, OTHER_SHOP, SHOP, do, person, queued, tables_with

DANA = Identity("sms", "+13145550142")
CHAT = Identity("telegram", "77019")
CALLED = "7000000001:77019:1"  # a message of that chat


async def unreadable(unit: Unit, name: str, raw: bytes) -> UUID:
    identity = event_id(unit.business, "api", name)
    arrival = Arrival(identity, "api", name, NOW, raw, None, lane=identity, reason=f"cannot be used: {raw[:20]!r}")
    assert await unit.inbox.add(arrival)
    return identity


async def test_erasing_scrubs_what_could_not_be_read(store: Database) -> None:
    hers, others = b'{"phone": "+13145550142", "total": "x"}', b'{"phone": "+13145550199", "total": "x"}'

    async def fill(unit: Unit) -> None:
        await person(unit, DANA)
        for number in range(BATCH + 5):
            await unreadable(unit, f"e{number}", hers if number % 2 else others)

    async def forget(unit: Unit) -> None:
        contact, _ = await person(unit, DANA)
        await scrub_person(unit, contact, NOW, lambda value: "h")

    async def kept(unit: Unit) -> list[tuple[bytes | None, str | None]]:
        found = [await _row(unit, event_id(unit.business, "api", f"e{number}")) for number in range(BATCH + 5)]
        return sorted(found, key=str)

    await do(store, fill)
    await do(store, fill, OTHER_SHOP)
    untouched = await do(store, kept, OTHER_SHOP)
    await do(store, forget)
    scrubbed = await do(store, kept)
    assert [row for row in scrubbed if row[0] is None] == [(None, "erased")] * ((BATCH + 5) // 2)
    assert {row[0] for row in scrubbed} == {None, others}
    assert await do(store, kept, OTHER_SHOP) == untouched
    assert (await do(store, events_by_status)) == {"unreadable": BATCH + 5}


async def test_a_second_erasure_of_the_same_number_does_not_look_for_its_hash(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        await scrub_person(unit, contact, NOW, lambda value: "h")
        event = await unreadable(unit, "e", json.dumps({"note": "erased:h"}).encode())
        await scrub_person(unit, contact, NOW, lambda value: "h")
        assert (await _row(unit, event))[0] is not None

    await do(store, tell, SHOP)


async def test_no_chat_survives_in_what_its_messages_are_called(store: Database) -> None:
    """Nor does it come back with the answer of a provider that was asked before the erasure."""

    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit, CHAT)
        said = await queued(unit, CHAT, direction="in", key=f"telegram:{CALLED}", provider_id=CALLED)
        sent = await queued(unit, CHAT, status=MessageStatus.SENT, provider_id="77019:2")
        flying = await queued(unit, CHAT, status=MessageStatus.SENDING)
        told = event_id(unit.business, "telegram", f"telegram:{CALLED}")
        heard = MessageReceived("telegram", "77019", "7", CALLED, "hello", NOW)
        await unit.inbox.add(Arrival(told, "telegram", heard.key, NOW, None, heard, contact, contact))
        await scrub_person(unit, contact, NOW, lambda value: "h")
        await unit.leaving.mark_taken([Taken(flying.id, "77019:3")], NOW)
        found = await unit.messages.by_ids([said.id, sent.id, flying.id])
        assert {one.provider_id for one in found.values()} == {None, "erased:"}
        assert found[said.id].key == f"erased:{said.id}"
        assert found[flying.id].status is MessageStatus.SENT
        assert await unit.inbox.is_known(told), "told again it is no news"
        name = await unit.value(select(events.c.external_id).where(unit.owns(events), events.c.id == told))
        assert name == f"erased:{told}"

    await do(store, tell)


async def test_erasing_forgets_how_a_parcel_is_followed(store: Database) -> None:
    """Whoever has the number can ask the courier whose parcel it is, and where they live."""
    clock = PushedClock(datetime(2026, 3, 2, 6, 0, tzinfo=UTC))
    house = await Souvenirs(turns_of(store, clock), clock).open()
    for ref, customer in (("hers", NOOR), ("others", Customer(whatsapp="+919822222222"))):
        await house.confirmed(ref, customer=customer)
        await house.moved(ref, "shipped", f"AWB77{ref}", f"Courier of {ref}")

    async def forget(turn: Turn) -> None:
        who = await turn.unit.people.resolve([Identity("whatsapp", NOOR.whatsapp or "")], turn.now)
        await scrub_person(turn.unit, who, turn.now, str)

    def kept(*words: str) -> Awaitable[set[str]]:
        return house.act(lambda turn: tables_with(turn.unit, *words))

    for ref in ("hers", "others"):
        await house.act(partial(_is_told_anew, ref))
    await house.act(forget)
    await house.moved("others", "delivered")
    assert await kept("AWB77hers", "AWB78hers", "Courier of hers") == set()
    assert await kept("AWB77others") >= {"reservations", "runs"}
    assert await kept("Courier of others") >= {"reservations", "runs", "orders", "events"}
    assert await kept("AWB78others") == {"events"}
    shipped = await house.act(lambda turn: _steps(turn, "shipped"))
    assert shipped == 2  # that it was shipped, and when, is still known of both


async def _is_told_anew(ref: str, turn: Turn) -> None:
    """By what a parcel is followed was said once more, and its order has not heard of it."""
    order = await turn.unit.orders.find_by_ref("api", ref)
    assert order is not None
    assert order.contact is not None
    event = ParcelMoved(order.id, "shipped", ASHA, f"AWB78{ref}", f"Courier of {ref}")
    await own_events.emit(turn, order.contact, event, f"command:{ref}")


async def _steps(turn: Turn, status: str) -> int:
    return len(await turn.unit.rows(select(order_history.c.id).where(order_history.c.status == status)))


async def _row(unit: Unit, event: UUID) -> tuple[bytes | None, str | None]:
    row = await unit.fetch_one(select(events.c.raw, events.c.reason).where(unit.owns(events), events.c.id == event))
    return row.raw, row.reason
