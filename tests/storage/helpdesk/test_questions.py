"""Questions of customers as rows: one open at each address, who has taken it, how it ended; on every database."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

from storage.database.stores import Database
from storage.erasure.erasure import scrub_person
from storage.erasure.personal_record import load_known
from storage.helpdesk.customer_questions import ANSWERED, CLOSED, SAVED, Answering, CustomerQuestion, CustomerQuestions
from storage.people.people import Identity
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_PHONE, PHONE, after, do, message, person

ASHA, ROB = UUID(int=1), UUID(int=2)


async def asked(unit: Unit, who: Identity = PHONE, minutes: float = 0) -> CustomerQuestion:
    contact, address = await person(unit, who)
    wrote = message(unit, contact, address, direction="in", created_at=after(minutes))
    await unit.messages.add(wrote)
    return await unit.of(CustomerQuestions).ask(contact, address, wrote.id, after(minutes))


async def test_they_are_numbered_and_who_waits_longest_comes_first(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        questions = unit.of(CustomerQuestions)
        second, first = await asked(unit, OTHER_PHONE, 5), await asked(unit, PHONE, 1)
        assert (second.number, first.number) == (1, 2)
        assert [one.number for one in await questions.list_open(9)] == [2, 1]
        assert [one.number for one in await questions.list_open(1)] == [2]
        assert await questions.find_by_number(2) == first
        assert await questions.find_open_at(first.address) == first
        assert await questions.count_open() == 2

    await do(store, tell)


async def test_the_first_who_takes_it_has_it(store: Database) -> None:
    one = await do(store, asked)

    async def take(member: UUID) -> bool:
        return await do(store, lambda unit: unit.of(CustomerQuestions).take(one.id, member, NOW))

    assert sorted(await asyncio.gather(take(ASHA), take(ROB))) == [False, True]

    async def tell(unit: Unit) -> None:
        questions = unit.of(CustomerQuestions)
        assert await questions.hand_over(one.id, ROB, NOW)
        assert not await questions.take(one.id, ASHA, NOW)
        assert await questions.end(one.id, ANSWERED, NOW, ROB)
        assert not await questions.end(one.id, CLOSED, NOW, ASHA), "it was over"
        assert not await questions.hand_over(one.id, ASHA, NOW)
        assert not await questions.take(one.id, ROB, NOW)
        assert await questions.find_open_at(one.address) is None

    await do(store, tell)


async def test_what_became_of_them_is_counted(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        questions = unit.of(CustomerQuestions)
        for minutes, how, took in ((0, ANSWERED, 4), (10, ANSWERED, 10), (20, ANSWERED, 60), (30, SAVED, 0)):
            one = await asked(unit, PHONE, minutes)
            await questions.end(one.id, how, after(minutes + took), ASHA)
        await questions.end((await asked(unit, PHONE, 40)).id, CLOSED, after(41), ASHA)
        await asked(unit, PHONE, 50)
        assert await questions.figures(None, None) == Answering(6, 3, 1, 1, 1, timedelta(minutes=10).total_seconds())
        assert await questions.figures(after(15), after(35)) == Answering(2, 1, 1, 0, 0, 3600.0)
        assert await questions.figures(after(60), None) == Answering(0, 0, 0, 0, 0, None)

    await do(store, tell)


async def test_two_who_are_one_person_wait_at_both_addresses(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        first, second = await asked(unit, PHONE), await asked(unit, OTHER_PHONE)
        await unit.people.prove([PHONE, OTHER_PHONE], NOW)
        found = await unit.of(CustomerQuestions).list_open(9)
        assert {one.id for one in found} == {first.id, second.id}
        assert len({one.contact for one in found}) == 1

    await do(store, tell)


async def test_an_erasure_leaves_a_row_without_words_that_is_theirs_to_see_before(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        one = await asked(unit)
        assert len((await load_known(unit, one.contact))["customer_questions"]) == 1
        await scrub_person(unit, one.contact, NOW, lambda text: f"#{len(text)}")
        kept = await unit.of(CustomerQuestions).get(one.id)
        assert kept is not None
        wrote = await unit.messages.get(kept.message)
        assert wrote is not None
        assert wrote.text is None

    await do(store, tell)
