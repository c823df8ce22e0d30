"""A login link begins one session, and a session ends by time, by itself, or with all of its subject."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

from storage.businesses.page_sessions import IDLE, LINK_LASTS, SESSION_LASTS, PageSession, PageSessions
from storage.database.stores import Database
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_SHOP, do

ANNA, BO = UUID(int=1), UUID(int=2)
INSTANT = timedelta(microseconds=1)


async def begin(store: Database, login: str, at: datetime = NOW) -> PageSession | None:
    return await do(store, lambda unit: unit.of(PageSessions).begin(login, f"session of {login}", at))


async def link(store: Database, login: str, subject: UUID = ANNA) -> None:
    await do(store, lambda unit: unit.of(PageSessions).add_link("sponsor", subject, login, NOW))


async def is_open(store: Database, login: str, at: datetime) -> bool:
    found = await do(store, lambda unit: unit.of(PageSessions).find_session(f"session of {login}"))
    return found is not None and found.is_open(at)


async def test_of_two_that_use_a_link_at_once_one_begins_a_session(store: Database) -> None:
    await link(store, "a")

    async def use(session: str) -> PageSession | None:
        return await do(store, lambda unit: unit.of(PageSessions).begin("a", session, NOW))

    begun = await asyncio.gather(*(use(str(number)) for number in range(4)))
    (session,) = [one for one in begun if one is not None]
    assert (session.kind, session.subject, session.used_at) == ("sponsor", ANNA, NOW)
    assert await begin(store, "a") is None


async def test_a_link_works_for_fifteen_minutes_in_its_own_business(store: Database) -> None:
    await link(store, "a")
    assert await do(store, lambda unit: unit.of(PageSessions).begin("a", "s", NOW), OTHER_SHOP) is None
    assert await begin(store, "a", NOW + LINK_LASTS) is None
    assert await begin(store, "a", NOW + LINK_LASTS - INSTANT) is not None


async def test_a_session_ends_after_hours_without_a_visit_and_after_days_with_visits(store: Database) -> None:
    await link(store, "a")
    session = await begin(store, "a")
    assert session is not None
    assert await is_open(store, "a", NOW + IDLE - INSTANT)
    assert not await is_open(store, "a", NOW + IDLE)

    async def visit(unit: Unit) -> None:
        await unit.of(PageSessions).note_visit(session.id, NOW + SESSION_LASTS - INSTANT)
        await unit.of(PageSessions).note_visit(session.id, NOW)  # a slower process: nothing goes back

    await do(store, visit)
    assert await is_open(store, "a", NOW + SESSION_LASTS - INSTANT)
    assert not await is_open(store, "a", NOW + SESSION_LASTS)


async def test_all_of_a_subject_end_with_their_unused_links(store: Database) -> None:
    for login, subject in (("a", ANNA), ("b", ANNA), ("unused", ANNA), ("of bo", BO)):
        await link(store, login, subject)
    for login in ("a", "b", "of bo"):
        await begin(store, login)
    assert await do(store, lambda unit: unit.of(PageSessions).end_all("staff", ANNA, NOW)) == 0
    assert await do(store, lambda unit: unit.of(PageSessions).end_all("sponsor", ANNA, NOW)) == 3
    assert [await is_open(store, login, NOW) for login in ("a", "b", "of bo")] == [False, False, True]
    assert await begin(store, "unused") is None


async def test_what_ended_long_ago_is_deleted(store: Database) -> None:
    for login in ("expired", "ended", "open"):
        await link(store, login)
    ended, _ = await begin(store, "ended"), await begin(store, "open")
    assert ended is not None
    await do(store, lambda unit: unit.of(PageSessions).end(ended.id, NOW))
    assert await do(store, lambda unit: unit.of(PageSessions).forget_ended(NOW)) == 0
    assert await do(store, lambda unit: unit.of(PageSessions).forget_ended(NOW + LINK_LASTS + INSTANT)) == 2
    assert await is_open(store, "open", NOW)
