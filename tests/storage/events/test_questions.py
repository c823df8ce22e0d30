"""Which open question a message answers: what it quotes, else the latest of its address that is still open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.engine import Asks, Subject
from storage.database.stores import Database
from storage.erasure import mentions
from storage.erasure.erasure import scrub_person
from storage.events.open_questions import QuestionRecord
from storage.people.people import Identity
from storage.schema import questions
from storage.sending.message import Message
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_PHONE, OTHER_SHOP, PHONE, after, do, message, person

SURE, WHICH = Asks("sure", Subject("order", UUID(int=7)), values={"round": 3}), Asks("which", choices=("5", "6"))


async def said(unit: Unit, asks: Asks | None = None, *, left: bool = True, to: Identity = PHONE) -> UUID:
    """A message of ours, and what it asks."""
    contact, address = await person(unit, to)
    one = message(unit, contact, address, left_at=NOW if left else None, due_at=NOW)
    await unit.messages.add(one)
    if asks is not None:
        await unit.questions.ask(one, asks)
    return one.id


async def answer(unit: Unit, minutes: float = 1, reply_to: UUID | None = None, to: Identity = PHONE) -> Message:
    contact, address = await person(unit, to)
    wrote = message(unit, contact, address, direction="in", reply_to=reply_to, created_at=after(minutes))
    await unit.messages.add(wrote)
    return wrote


async def expected(unit: Unit, wrote: Message) -> str | None:
    found = await unit.questions.find_answered(wrote)
    return found.expects if found is not None else None


async def test_the_latest_is_answered_and_an_earlier_one_by_a_quote(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        first = await said(unit, SURE)
        await said(unit, WHICH)
        assert await expected(unit, await answer(unit)) == "which"
        assert await expected(unit, await answer(unit, reply_to=first)) == "sure"

    await do(store, tell)


async def test_what_was_asked_is_read_back(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        asked = await said(unit, replace(SURE, choices=("yes", "no")))
        found = await unit.questions.find_answered(await answer(unit))
        assert found is not None
        assert (found.message, found.about, found.choices, found.data) == (
            asked,
            SURE.about,
            ("yes", "no"),
            SURE.values,
        )
        assert found == await unit.questions.find_answered(await answer(unit, reply_to=asked))

    await do(store, tell)


async def test_what_is_said_after_it_ends_it_unless_it_stays(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        asked = await said(unit, SURE)
        await said(unit, left=False)
        assert await expected(unit, await answer(unit)) == "sure", "nobody has read what has not left"
        await said(unit)
        assert await expected(unit, await answer(unit)) is None
        assert await expected(unit, await answer(unit, reply_to=asked)) == "sure"
        await said(unit, replace(WHICH, stays=True))
        await said(unit)
        assert await expected(unit, await answer(unit)) == "which"

    await do(store, tell)


async def test_it_is_open_from_when_it_left_to_its_end(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        await said(unit, replace(SURE, within=timedelta(minutes=10)))
        assert await expected(unit, await answer(unit, 9)) == "sure"
        assert await expected(unit, await answer(unit, 10)) is None
        await said(unit, WHICH, left=False)
        assert await expected(unit, await answer(unit)) == "sure"

    await do(store, tell)


async def test_it_is_answered_once_but_by_a_quote(store: Database) -> None:
    """A button may be pressed again as long as it is there: whoever reads it says what that changes."""

    async def tell(unit: Unit) -> None:
        asked = await said(unit, replace(SURE, within=timedelta(minutes=10)))
        found = await unit.questions.find_answered(await answer(unit))
        assert found is not None
        await unit.questions.settle(found.id, after(2))
        assert await expected(unit, await answer(unit)) is None
        again = await unit.questions.find_answered(await answer(unit, reply_to=asked))
        assert again is not None
        assert again.answered_at == after(2)
        assert await expected(unit, await answer(unit, 10, reply_to=asked)) is None

    await do(store, tell)


async def test_a_quote_is_of_ours(store: Database) -> None:
    """Who quotes their own words answers what was asked last; who quotes what asks nothing answers nothing."""

    async def tell(unit: Unit) -> None:
        plain, own = await said(unit), await answer(unit)
        await said(unit, SURE)
        assert await expected(unit, await answer(unit, reply_to=own.id)) == "sure"
        assert await expected(unit, await answer(unit, reply_to=plain)) is None

    await do(store, tell)


async def test_it_is_of_its_address_and_business(store: Database) -> None:
    async def tell(unit: Unit) -> UUID:
        await said(unit, SURE)
        assert await expected(unit, await answer(unit, to=OTHER_PHONE)) is None
        return await said(unit, SURE)

    asked = await do(store, tell)

    async def look(unit: Unit) -> None:
        assert await expected(unit, await answer(unit)) is None
        assert await expected(unit, await answer(unit, reply_to=asked)) is None

    await do(store, look, OTHER_SHOP)


async def test_what_is_posted_in_its_place_asks_the_same(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        lost, again = await said(unit, SURE), await said(unit)
        posted = await unit.messages.get(again)
        assert posted is not None
        await unit.questions.ask_again(lost, posted)
        assert await expected(unit, await answer(unit)) == "sure"

    await do(store, tell)


async def test_it_goes_on_behind_a_later_message_and_not_in_two_places(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        lists = await said(unit, replace(SURE, stays=True, within=timedelta(minutes=10)))
        asked = await unit.questions.find_answered(await answer(unit))
        assert asked is not None
        behind = await said(unit)
        await unit.questions.go_on(asked, behind, after(3))
        found = await unit.questions.find_answered(await answer(unit, 4))
        assert found is not None
        assert (found.message, found.expects, found.data) == (behind, "sure", SURE.values)
        assert found.expires_at == asked.expires_at, "it has the time that it had"
        await unit.questions.settle(found.id, after(5))
        assert await expected(unit, await answer(unit, 6)) is None, "its earlier place is settled"
        earlier = await unit.questions.find_answered(await answer(unit, 6, reply_to=lists))
        assert earlier is not None
        assert earlier.answered_at == after(3)

    await do(store, tell)


async def test_it_goes_with_its_person(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        await said(unit, SURE)
        await said(unit, to=OTHER_PHONE)
        one = await unit.people.resolve((PHONE, OTHER_PHONE), NOW)
        assert {row.contact for row in await unit.rows(questions.select())} == {one}

    await do(store, tell)


async def test_of_who_is_erased_no_word_of_it_is_left(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        await said(unit, replace(SURE, choices=("Ann", "Bea")))
        contact, _ = await person(unit)
        names_them = await said(unit, SURE, to=OTHER_PHONE)
        await mentions.note(unit, [names_them], [contact])
        unit.written.clear()
        await scrub_person(unit, contact, NOW, str)
        asked = await unit.rows(questions.select())
        assert [(row.choices, row.data) for row in asked] == [(None, None)] * 2

    await do(store, tell)


TO_CONFIRM = Asks("confirm", within=timedelta(minutes=10), token="t" * 64)


async def confirming(unit: Unit, to: Identity = PHONE) -> QuestionRecord:
    """A question whose buttons carry a token."""
    await said(unit, TO_CONFIRM, to=to)
    found = await unit.questions.find_by_token("t" * 64)
    assert found is not None
    return found


async def test_it_is_confirmed_once_and_it_is_known_how(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        asked = await confirming(unit)
        assert await unit.questions.is_open_to(asked.contact, "confirm", after(9))
        assert await unit.questions.confirm(asked, "no", after(9))
        assert not await unit.questions.confirm(asked, "do", after(9))
        settled = await unit.questions.find_by_token("t" * 64)
        assert settled == replace(asked, answered_at=after(9), answer="no")
        assert not await unit.questions.is_open_to(asked.contact, "confirm", after(9))

    await do(store, tell)


async def test_it_is_not_confirmed_after_its_time(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        asked = await confirming(unit)
        assert not await unit.questions.confirm(asked, "do", after(10))
        assert not await unit.questions.is_open_to(asked.contact, "confirm", after(10))

    await do(store, tell)


async def test_what_was_posted_in_its_place_is_confirmed_with_it(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        asked = await confirming(unit)
        posted = await unit.messages.get(await said(unit))
        assert posted is not None
        await unit.questions.ask_again(asked.message, posted)
        again = await unit.questions.find_by_token("t" * 64)
        assert again is not None
        assert again.message == posted.id
        assert await unit.questions.confirm(asked, "do", after(1))
        assert not await unit.questions.confirm(again, "do", after(1))

    await do(store, tell)


async def test_what_others_have_to_confirm_is_not_open_to_somebody(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        await confirming(unit, OTHER_PHONE)
        contact, _ = await person(unit)
        assert not await unit.questions.is_open_to(contact, "confirm", after(1))

    await do(store, tell)


async def test_whoever_answers_first_answers_for_all_that_were_asked(store: Database) -> None:
    thing, asks = Subject("order", UUID(int=7)), replace(SURE, within=timedelta(minutes=10))

    async def tell(unit: Unit) -> None:
        await said(unit, asks, left=False)
        await said(unit, asks, to=OTHER_PHONE)
        await said(unit)
        assert await unit.questions.is_open_about(thing, "sure", after(9)), "whatever was said since"
        assert not await unit.questions.is_open_about(thing, "sure", after(10))
        assert not await unit.questions.is_open_about(thing, "which", after(9))
        assert not await unit.questions.is_open_about(Subject("cart", thing.id), "sure", after(9))
        await unit.questions.settle_about(thing, "sure", after(1))
        assert not await unit.questions.is_open_about(thing, "sure", after(9))

    await do(store, tell)


async def test_an_answer_under_way_is_the_one_to_what_they_wrote_just_before(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        assert await unit.questions.find_answer_underway(await answer(unit)) == (False, None)
        contact, address = await person(unit, PHONE)
        for left, seen in ((True, False), (False, True)):  # one that has left before they wrote is read
            wrote = await answer(unit)
            ours = message(unit, contact, address, left_at=NOW if left else None, due_at=NOW, reply_to=wrote.id)
            await unit.messages.add(ours)
            await unit.questions.ask(ours, SURE)
            under_way, asked = await unit.questions.find_answer_underway(await answer(unit))
            assert (under_way, asked.expects if asked is not None else None) == (seen, "sure" if seen else None)
        assert await unit.questions.find_answer_underway(await answer(unit)) == (False, None), "they wrote on since"

    await do(store, tell)
