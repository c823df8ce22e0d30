"""Messages move forward by rank, whatever the order of the receipts; verdicts are kept once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from flows.delivery import RANKS, MessageStatus
from flows.policy.departure_facts import Kind, Purpose
from flows.policy.verdict import Outcome, Verdict
from storage.database.sqlite import SqliteDatabase
from storage.database.stores import Database
from storage.erasure.erasure import scrub_person
from storage.sending.message import Message
from storage.unit import Unit
from tests.single import mark
from tests.storage.world import NOW, SHOP, advance, after, do, message, person, queued

RECEIPTS = [MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.DELIVERED, MessageStatus.READ]


async def test_a_message_comes_back_as_it_was_kept(store: Database) -> None:
    async def keep(unit: Unit) -> tuple[Message, Message | None]:
        contact, address = await person(unit)
        values: dict[str, Any] = {
            name: unit.ids.make() for name in ("run", "subject", "reply_to", "about", "fallback_of")
        }
        values |= {"data": {"name": "Žofia", "at": NOW, "id": contact, "items": ["a", "b"], "n": 3}, "text": "Hi 👋\n"}
        values |= {"buttons": [{"title": "Yes", "id": "y"}], "media": [{"url": "https://kiln.example/a.png"}]}
        values |= {"expires_after": timedelta(hours=4, microseconds=1), "latest": after(9), "price": 8_300, "step": 2}
        kept = message(unit, contact, address, purpose=Purpose.TRANSACTIONAL, programme=None, kind=Kind.HELP, **values)
        assert await unit.messages.add(kept)
        assert not await unit.messages.add(replace(kept, id=unit.ids.make()))
        return kept, await unit.messages.get(kept.id)

    kept, found = await do(store, keep)
    assert found == kept


@settings(max_examples=20)
@given(told=st.permutations(RECEIPTS), repeats=st.lists(st.sampled_from(RECEIPTS), max_size=3))
async def test_receipts_end_the_same_in_any_order(
    store: Database, told: list[MessageStatus], repeats: list[MessageStatus]
) -> None:
    async def tell(unit: Unit) -> Message | None:
        made = await queued(unit, status=MessageStatus.SENDING)
        for status in [*told, *repeats]:
            await unit.messages.reach(made.id, status, NOW)
        return await unit.messages.get(made.id)

    found = await do(store, tell)
    assert found is not None
    assert (found.status, found.sent_at, found.delivered_at, found.read_at) == (MessageStatus.READ, NOW, NOW, NOW)


@settings(max_examples=30)
@given(start=st.sampled_from(MessageStatus), news=st.lists(st.sampled_from(sorted(RANKS)), max_size=5))
async def test_the_database_and_the_rule_agree(
    store: Database, start: MessageStatus, news: list[MessageStatus]
) -> None:
    async def tell(unit: Unit) -> None:
        made = await queued(unit, status=start)
        status = start
        for one in news:
            moved = await unit.messages.reach(made.id, one, NOW)
            assert moved is (advance(status, one) is not status)
            status = advance(status, one)
        found = await unit.messages.get(made.id)
        assert found is not None
        assert found.status is status
        assert found.sent_at is None or found.status not in (
            MessageStatus.REFUSED,
            MessageStatus.VOID,
            MessageStatus.EXPIRED,
        )

    await do(store, tell)


async def test_the_moments_of_a_life(store: Database) -> None:
    async def live(unit: Unit) -> Message | None:
        made = await queued(unit)
        await mark(unit, made.id, "Hello", after(1), [{"title": "Yes"}], elapsed=after(500))
        await unit.messages.reach(made.id, MessageStatus.DELIVERED, after(3), price=8_300)
        await unit.messages.reach(made.id, MessageStatus.SENT, after(4), price=1)
        await unit.messages.note(made.id, provider_id="SM1", price=None)
        assert await unit.messages.find_by_provider_id("SM1") == await unit.messages.get(made.id)
        assert await unit.messages.find_by_key(made.key) == await unit.messages.get(made.id)
        return await unit.messages.get(made.id)

    found = await do(store, live)
    assert found is not None
    assert (found.left_at, found.attempted_at) == (after(1), after(500))
    assert (found.sent_at, found.delivered_at, found.read_at) == (after(3), after(3), None)
    assert (found.text, found.price, found.status_at) == ("Hello", 8_300, after(3))


@pytest.mark.parametrize(
    ("status", "again"),
    [
        (MessageStatus.SENDING, True),
        (MessageStatus.UNKNOWN, True),
        (MessageStatus.DELIVERED, False),
        (MessageStatus.VOID, False),
    ],
)
async def test_only_what_nobody_heard_of_goes_back_to_the_queue(
    store: Database, status: MessageStatus, again: bool
) -> None:
    async def tell(unit: Unit) -> None:
        made = await queued(unit, status=status, left_at=NOW)
        assert await unit.messages.requeue(made.id, after(1)) is again
        found = await unit.messages.get(made.id)
        assert found is not None
        assert (found.status, found.left_at) == ((MessageStatus.QUEUED, None) if again else (status, NOW))

    await do(store, tell)


async def test_only_a_queued_message_is_marked_with_what_is_handed_over(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        made, void = await queued(unit), await queued(unit, status=MessageStatus.VOID, text="Never")
        filled = {"1": "Añn", "2": "$30"}
        assert await mark(unit, made.id, "Hello", after(1), elapsed=after(500), content="HX1", variables=filled)
        assert not await mark(unit, made.id, "Again", after(2), elapsed=after(501))
        assert not await mark(unit, void.id, "Again", after(2), elapsed=after(501))
        found = await unit.messages.by_ids([made.id, void.id])
        assert (found[made.id].text, found[made.id].content) == ("Hello", "HX1")
        assert found[made.id].variables == filled
        assert found[void.id] == void
        await unit.messages.requeue(made.id, after(3))
        assert await mark(unit, made.id, "Hello", after(4), elapsed=after(502))
        again = await unit.messages.get(made.id)
        assert again is not None
        assert (again.content, again.variables) == (None, {})

    await do(store, tell)


async def test_erasing_a_person_scrubs_what_was_filled_into_a_template(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        made = await queued(unit)
        await mark(unit, made.id, "Ann", NOW, content="HX1", variables={"1": "Ann"})
        await scrub_person(unit, made.contact, NOW, lambda value: "h")
        found = await unit.messages.get(made.id)
        assert found is not None
        assert (found.text, found.variables) == (None, {})

    await do(store, tell)


@pytest.mark.parametrize(
    ("status", "closed"), [(MessageStatus.QUEUED, True), (MessageStatus.SENDING, False), (MessageStatus.SENT, False)]
)
async def test_only_a_queued_message_is_closed(store: Database, status: MessageStatus, closed: bool) -> None:
    async def tell(unit: Unit) -> None:
        made = await queued(unit, status=status)
        await unit.messages.close(made.id, MessageStatus.EXPIRED, NOW, "late")
        found = await unit.messages.get(made.id)
        assert found is not None
        assert found.status is (MessageStatus.EXPIRED if closed else status)

    await do(store, tell)


async def test_the_same_verdict_is_kept_once(store: Database) -> None:
    quiet = Verdict(Outcome.WAIT, "quiet-hours.FL", "It is night there.", after(60))
    later = replace(quiet, until=after(90))
    refused = Verdict(Outcome.REFUSE, "consent.none", "Nobody asked them.")

    async def tell(unit: Unit) -> None:
        made = await queued(unit)
        for verdict in (quiet, replace(quiet, reason="Still night."), later, quiet, refused, refused):
            await unit.verdicts.add(made.id, verdict, NOW)
        found = await unit.verdicts.find_verdicts([made.id])
        assert [judged.verdict for judged in found[made.id]] == [quiet, later, quiet, refused]

    await do(store, tell)


async def test_what_is_in_flight_is_found_among_few(store: Database) -> None:
    """Not among all that a person was ever sent (https://www.sqlite.org/eqp.html)."""
    if not isinstance(store, SqliteDatabase):
        return
    said: list[tuple[str, Any]] = []
    engine = store._reader.sync_engine
    event.listen(engine, "before_cursor_execute", lambda _c, _u, text, values, *_: said.append((text, values)))
    await store.read(SHOP, lambda unit: unit.messages.find_in_flight([UUID(int=1)]))
    (asked,) = said

    async def plan(unit: Unit) -> list[str]:
        found = await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}", asked[1])
        return [str(row._mapping["detail"]) for row in found]

    assert [one for one in await store.read(SHOP, plan) if "ix_messages_flying" in one]


async def test_what_is_in_flight_and_what_nobody_knows(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        lost = await queued(unit, status=MessageStatus.UNKNOWN)
        await queued(unit)
        assert await unit.messages.find_in_flight([lost.contact]) == set()
        await queued(unit, status=MessageStatus.SENDING, purpose=Purpose.TRANSACTIONAL)
        assert await unit.messages.find_in_flight([lost.contact]) == {lost.address}
        assert await unit.messages.find_sold_to([lost.contact]) == set()
        await queued(unit, status=MessageStatus.SENDING)
        assert await unit.messages.find_sold_to([lost.contact]) == {lost.contact}
        await unit.messages.count_query(lost.id, after(2))
        assert (await unit.messages.by_ids([lost.id]))[lost.id].asked == 1
        assert await unit.messages.count(status=MessageStatus.SENDING) == 2

    await do(store, tell)


async def test_a_thread_is_the_latest_in_order_and_pages_go_back(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        made = [await queued(unit) for _ in range(5)]
        ids = [one.id for one in made]
        assert [one.id for one in await unit.messages.thread(made[0].address, 3)] == ids[2:]
        first = await unit.messages.page(None, made[0].contact, None, 2)
        assert [one.id for one in first] == [ids[4], ids[3]]
        rest = await unit.messages.page(made[0].address, None, ids[3], 9)
        assert [one.id for one in rest] == [ids[2], ids[1], ids[0]]
        assert await unit.messages.addresses_of(made) == {made[0].address: "sms:+13145550101"}

    await do(store, tell)


@pytest.mark.parametrize(
    ("status", "left", "now"),
    [
        (MessageStatus.QUEUED, False, ("new", None)),
        (MessageStatus.SENDING, True, ("new", NOW)),
        (MessageStatus.UNKNOWN, True, ("new", NOW)),
        (MessageStatus.SENT, True, ("new", NOW)),
        (MessageStatus.READ, True, ("new", NOW)),
        (MessageStatus.FAILED, False, ("old", None)),
        (MessageStatus.REFUSED, False, ("old", None)),
        (MessageStatus.VOID, False, ("old", None)),
    ],
)
async def test_our_own_words_are_rewritten(
    store: Database, status: MessageStatus, left: bool, now: tuple[Any, ...]
) -> None:
    async def rewrite(unit: Unit) -> tuple[bool, Message | None]:
        made = await queued(unit, template=None, text="old", buttons=[{"id": "y", "text": "Yes"}], status=status)
        changed = await unit.messages.rewrite(made.id, "new", [{"id": "n", "text": "No"}], NOW)
        assert await unit.messages.hold(made.id) == await unit.messages.get(made.id)
        return changed, await unit.messages.get(made.id)

    changed, found = await do(store, rewrite)
    assert found is not None
    assert (changed, (found.text, found.edited_at)) == (left, now)
    assert [one["text"] for one in found.buttons] == (["No"] if now[0] == "new" else ["Yes"])


async def test_what_a_template_says_is_not_rewritten(store: Database) -> None:
    async def rewrite(unit: Unit) -> tuple[bool, Message | None]:
        made = await queued(unit, text="old", status=MessageStatus.SENT)
        return await unit.messages.rewrite(made.id, "new", [], NOW), await unit.messages.get(made.id)

    changed, found = await do(store, rewrite)
    assert found is not None
    assert (changed, found.text, found.edited_at) == (False, "old", None)
