"""Requests for data stay open until the record was handed over; codes prove an address, few times and once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from storage.database.stores import Database
from storage.people.data_requests import DataRequests
from storage.people.people_merge import merge
from storage.people.record_codes import DAY, LASTS, MOST_CODES, MOST_TRIES, RecordCodes
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_PHONE, OTHER_SHOP, after, do, person

MONTH = timedelta(days=30)


async def test_a_request_is_open_until_it_is_closed_and_the_first_keeps_its_deadline(store: Database) -> None:
    async def work(unit: Unit) -> None:
        contact, _ = await person(unit)
        other, _ = await person(unit, OTHER_PHONE)
        requests = unit.of(DataRequests)
        first = await requests.open(contact, "chat", None, NOW, NOW + MONTH)
        await requests.open(other, "page", None, after(-5), after(-5) + MONTH)
        assert await requests.open(contact, "page", None, after(9), after(9) + MONTH) == first
        assert [one.contact for one in await requests.list_open()] == [other, contact]
        assert [one.contact for one in await requests.list_open(after(-1) + MONTH)] == [other]
        assert await requests.close([contact], "link", after(10)) == 1
        assert await requests.close([contact], "staff", after(11)) == 0
        assert await requests.find_open(contact) is None
        again = await requests.open(contact, "chat", None, after(12), after(12) + MONTH)
        assert (again.id != first.id, again.due_at) == (True, after(12) + MONTH)

    await do(store, work)
    assert await do(store, lambda unit: unit.of(DataRequests).list_open(), OTHER_SHOP) == []


async def test_a_merge_takes_the_request_along(store: Database) -> None:
    async def work(unit: Unit) -> tuple[UUID, list[UUID]]:
        contact, _ = await person(unit)
        other, _ = await person(unit, OTHER_PHONE)
        await unit.of(DataRequests).open(contact, "chat", None, NOW, NOW + MONTH)
        await merge(unit, contact, other, NOW)
        return other, [one.contact for one in await unit.of(DataRequests).list_open()]

    other, found = await do(store, work)
    assert found == [other]


async def test_a_code_works_once_and_not_for_another_address(store: Database) -> None:
    async def work(unit: Unit) -> list[bool]:
        _, address = await person(unit)
        _, other = await person(unit, OTHER_PHONE)
        codes = unit.of(RecordCodes)
        assert await codes.put(address, "right", NOW)
        assert await codes.put(other, "others", NOW)
        tries = ((address, "others"), (other, "right"), (address, "right"), (address, "right"))
        return [await codes.use(at, code, NOW) for at, code in tries]

    assert await do(store, work) == [False, False, True, False]


async def test_a_code_expires_and_a_new_one_ends_it(store: Database) -> None:
    async def work(unit: Unit) -> list[bool]:
        _, address = await person(unit)
        codes = unit.of(RecordCodes)
        await codes.put(address, "old", NOW)
        late = await codes.use(address, "old", NOW + LASTS)
        await codes.put(address, "new", NOW + LASTS)
        return [late, await codes.use(address, "old", NOW + LASTS), await codes.use(address, "new", NOW + LASTS)]

    assert await do(store, work) == [False, False, True]


async def test_a_code_ends_after_some_tries(store: Database) -> None:
    async def work(unit: Unit) -> list[bool]:
        _, address = await person(unit)
        await unit.of(RecordCodes).put(address, "right", NOW)
        guesses = [*["wrong"] * MOST_TRIES, "right"]
        return [await unit.of(RecordCodes).use(address, one, NOW) for one in guesses]

    assert True not in await do(store, work)


async def test_an_address_gets_few_codes_a_day(store: Database) -> None:
    async def work(unit: Unit) -> list[bool]:
        _, address = await person(unit)
        moments = [NOW] * MOST_CODES + [NOW + DAY - LASTS, NOW + DAY, NOW + DAY]
        return [await unit.of(RecordCodes).put(address, str(at), one) for at, one in enumerate(moments)]

    assert await do(store, work) == [True] * MOST_CODES + [False, True, True]
