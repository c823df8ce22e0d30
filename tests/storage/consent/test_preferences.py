"""What people chose for all marketing: the newest choice of one, the stricter one of two who are merged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flows.policy.departure_facts import Preferences
from storage.consent.preferences import PreferenceBook
from storage.database.stores import Database
from storage.people.people import Identity
from storage.unit import Unit

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
SOON, LATER = NOW + timedelta(days=3), NOW + timedelta(days=30)


async def _people(unit: Unit) -> tuple[UUID, UUID]:
    sms = await unit.people.resolve([Identity("sms", "+13145550111")], NOW)
    return sms, await unit.people.resolve([Identity("telegram", "501")], NOW)


async def test_the_newest_choice_holds(store: Database) -> None:
    async def work(unit: Unit) -> list[Preferences]:
        one, other = await _people(unit)
        book = unit.of(PreferenceBook)
        found = [await book.get(one)]
        for chosen in (Preferences(LATER, 7), Preferences(None, 30), Preferences()):
            await book.put(one, chosen, NOW)
            found.append(await book.get(one))
        return [*found, await book.get(other)]

    nothing = Preferences()
    assert await store.write("tiger", work) == [nothing, Preferences(LATER, 7), Preferences(None, 30), nothing, nothing]


async def test_of_two_people_the_stricter_choice_holds(store: Database) -> None:
    async def work(unit: Unit) -> list[Preferences]:
        sms, chat = await _people(unit)
        book, found = unit.of(PreferenceBook), []
        for mine, theirs in ((Preferences(SOON, 7), None), (Preferences(SOON, 30), Preferences(LATER, 7))):
            await book.put(sms, mine, NOW)
            if theirs:
                await book.put(chat, theirs, NOW)
            await book.merge(sms, chat)
            found += [await book.get(sms), await book.get(chat)]
        return found

    assert await store.write("tiger", work) == [
        Preferences(), Preferences(SOON, 7), Preferences(), Preferences(LATER, 30),
    ]  # fmt: skip
