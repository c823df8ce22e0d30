"""Those who wait hear that it is back: in their turn, as many as there are pieces, each once, by marketing's rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from flows.delivery import MessageStatus
from flows.engine import Subject
from flows.events import ConsentAction, Teller
from flows.policy.departure import judge
from flows.policy.departure_facts import ConsentState, Programme
from flows.sourcing.waitlist_question import EXPERIMENT
from handlers.engine.turn import Turn
from handlers.people import opt_outs
from handlers.sourcing import waitlist_news
from storage.consent.consents import LedgerLine
from storage.facts.departures import Planned, load_facts
from storage.people.people import Identity
from storage.reports.experiment_report import load_experiment_report
from storage.sending.holdout_draws import Assignment
from storage.sending.message import Message
from storage.sourcing.waitlist_people import WaitingPeople
from tests.handlers.sourcing.shop.house import MEENA, RAVI, House

NOOR, GITA, OMAR = "telegram:601", "telegram:602", "telegram:603"


async def wait(house: House, *people: UUID, sku: str = "SHORTS", size: str = "L") -> None:
    """They wait, in this order."""
    product = await house.product(sku)
    for number, contact in enumerate(people):

        async def work(turn: Turn, who: UUID = contact, later: int = number) -> None:
            since = turn.now + timedelta(seconds=later)
            await turn.unit.of(WaitingPeople).add(product.id, size, who, None, since)

        await house.act(work)


async def heard(house: House, person: str) -> list[Message]:
    return [one for one in await house.got(person) if one.template == "back_in_stock"]


async def told(house: House) -> list[str]:
    return [person for person in (NOOR, GITA, OMAR) if await heard(house, person)]


async def everybody(house: House) -> list[UUID]:
    return [await house.customer(person) for person in (NOOR, GITA, OMAR)]


async def test_as_many_are_told_as_there_are_pieces(house: House) -> None:
    await wait(house, *await everybody(house))
    await house.say(RAVI, "tiger shorts L 2")
    assert await told(house) == [NOOR, GITA]
    (message,) = await heard(house, NOOR)
    assert message.text is not None
    assert "Tiger Shorts L" in message.text
    assert "https://tigertees.example" in message.text
    assert message.status is not MessageStatus.REFUSED


async def test_reports_and_a_holdout_see_what_was_told(house: House) -> None:
    """Who was drawn into the group that is left alone under its name gets nothing of it."""
    noor, gita, _ = await everybody(house)
    await house.act(lambda turn: turn.unit.draws.keep(Assignment(EXPERIMENT, noor, 0.5, 0.1)))
    await house.act(lambda turn: turn.unit.draws.keep(Assignment(EXPERIMENT, gita, 0.5, 0.9)))
    await wait(house, noor, gita)
    await house.say(RAVI, "tiger shorts L 2")
    product = await house.product("SHORTS")
    (alone,), (told_of,) = await heard(house, NOOR), await heard(house, GITA)
    assert (alone.status, alone.code) == (MessageStatus.REFUSED, "holdout")
    assert (told_of.experiment, told_of.thing) == (EXPERIMENT, Subject("product", product.id))

    async def report(turn: Turn) -> tuple[int, int]:
        found = await load_experiment_report(turn.unit, turn.tenant, EXPERIMENT, None, turn.now)
        return found.messaged, found.held_out

    assert await house.act(report) == (1, 1)


async def test_another_size_wakes_nobody(house: House) -> None:
    await wait(house, *await everybody(house))
    await house.say(RAVI, "tiger shorts M 5, lion shorts L 4")
    assert await told(house) == []


async def test_what_was_there_already_is_no_news(house: House) -> None:
    people = await everybody(house)
    await house.say(RAVI, "tiger shorts L 2")
    await wait(house, *people)
    await house.say(RAVI, "tiger shorts L 3")
    assert await told(house) == []


async def test_a_second_shop_tells_the_next(house: House) -> None:
    await wait(house, *await everybody(house))
    await house.say(RAVI, "tiger shorts L 1")
    await house.say(MEENA, "tiger shorts L 1")
    assert await told(house) == [NOOR, GITA]
    assert len(await heard(house, NOOR)) == 1


async def test_after_khatam_it_is_news_again_and_a_day_later_too(house: House) -> None:
    await wait(house, *await everybody(house))
    await house.say(RAVI, "tiger shorts L 1")
    await house.say(RAVI, "tiger shorts L 0")
    await house.say(RAVI, "tiger shorts L 1")
    assert await told(house) == [NOOR, GITA]
    await house.push(timedelta(days=1))
    await house.say(RAVI, "tiger shorts L 1")
    assert await told(house) == [NOOR, GITA, OMAR]
    assert [len(await heard(house, person)) for person in (NOOR, GITA, OMAR)] == [1, 1, 1]


async def test_who_agreed_to_no_offers_is_not_written_to_and_takes_no_piece(house: House) -> None:
    strict = await house.customer(NOOR, offers=False)
    willing = await house.customer(GITA)
    await wait(house, strict, willing)
    await house.say(RAVI, "tiger shorts L 1")
    assert await heard(house, NOOR) == []
    (message,) = await heard(house, GITA)
    assert message.status is not MessageStatus.REFUSED


async def wish(house: House, person: str, contact: UUID, size: str = "L") -> UUID | None:
    """They tap to hear once when it is back."""
    product = await house.product("SHORTS")

    async def work(turn: Turn) -> UUID | None:
        address = await turn.unit.people.address(*person.split(":"))
        assert address is not None
        given = (Programme.WAITLIST, ConsentAction.GRANTED, "a test", f"shorts {size}", turn.now)
        line = LedgerLine(contact, address.id, *given)
        await turn.unit.consents.record(replace(line, teller=Teller.PERSON), turn.now)
        return await turn.unit.of(WaitingPeople).wish(product.id, size, contact, address.id, turn.now)

    return await house.act(work)


async def state(house: House, person: str, programme: Programme) -> ConsentState:
    async def work(turn: Turn) -> ConsentState:
        address = await turn.unit.people.address(*person.split(":"))
        assert address is not None
        return await turn.unit.consents.state(address.id, programme)

    return await house.act(work)


async def judged(house: House, message: Message) -> str:
    """The rule by which one more such message would leave, or not."""
    planned = Planned(
        message.kind, message.purpose, message.programme, message.channel, message.address, message.contact,
        message.created_at, message.template, message.thing,
    )  # fmt: skip

    async def work(turn: Turn) -> str:
        (facts,) = await load_facts(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
        return judge(facts, turn.now).rule

    return await house.act(work)


async def test_a_wish_is_the_consent_to_one_message_about_one_thing(house: House) -> None:
    """Found by play (M1): who had agreed to no offers could not get on the waitlist."""
    noor = await house.customer(NOOR, offers=False)
    assert await wish(house, NOOR, noor) is not None
    assert await wish(house, NOOR, noor) is None  # a second tap
    await house.say(RAVI, "tiger shorts M 5")
    assert await heard(house, NOOR) == []
    await house.say(RAVI, "tiger shorts L 5")
    (message,) = await heard(house, NOOR)
    assert message.status is not MessageStatus.REFUSED
    assert message.programme is Programme.WAITLIST
    assert await state(house, NOOR, Programme.WAITLIST) is ConsentState.NONE
    assert await state(house, NOOR, Programme.OFFERS) is not ConsentState.GRANTED
    await house.say(RAVI, "tiger shorts L 0")
    await house.push(timedelta(days=2))
    await house.say(RAVI, "tiger shorts L 5")
    assert len(await heard(house, NOOR)) == 1
    assert await judged(house, message) == "consent.none"  # used up, whoever sends it
    assert await judged(house, replace(message, programme=Programme.OFFERS)) == "consent.none"


@pytest.mark.parametrize("ends", ["stop", "no longer needed"])
async def test_a_wish_ends_by_a_stop_or_when_it_is_not_needed(house: House, ends: str) -> None:
    noor, gita = await house.customer(NOOR, offers=False), await house.customer(GITA)
    await wish(house, NOOR, noor)
    await wait(house, gita)
    if ends == "stop":
        await house.act(lambda turn: opt_outs.opt_out(turn, noor, "a test", noor))
        assert await state(house, NOOR, Programme.WAITLIST) is ConsentState.REVOKED
    else:
        assert await house.act(lambda turn: turn.unit.of(WaitingPeople).unwish(noor)) == 1
    await house.say(RAVI, "tiger shorts L 1")
    assert await told(house) == [GITA]


async def test_a_message_that_waits_does_not_leave_after_a_stop(house: House) -> None:
    noor = await house.customer(NOOR, offers=False)
    await wish(house, NOOR, noor)
    product = await house.product("SHORTS")
    contact = noor

    async def work(turn: Turn) -> Message:
        (waiting,) = await turn.unit.of(WaitingPeople).list_people(product.id, "L", 5)
        assert await waitlist_news._tell(turn, waiting, "Tiger Shorts L") == 1
        thread = await turn.unit.messages.page(None, contact, None, 5)
        return next(one for one in thread if one.template == "back_in_stock")

    message = await house.act(work)
    await house.act(lambda turn: opt_outs.opt_out(turn, noor, "a test", noor))
    assert await judged(house, message) == "consent.revoked"


async def test_own_stock_tells_them_too(house: House) -> None:
    await wait(house, *await everybody(house))
    product = await house.product("SHORTS")
    await house.act(lambda turn: waitlist_news.report(turn.unit, product.id, "L", 1, turn.now))
    assert await told(house) == [NOOR]
    await house.act(lambda turn: waitlist_news.report(turn.unit, product.id, "L", 0, turn.now))
    assert await told(house) == [NOOR]


async def test_a_product_that_is_not_sold_any_more_is_not_announced(house: House) -> None:
    await wait(house, *await everybody(house))
    product = await house.product("SHORTS")

    async def drop(turn: Turn) -> None:
        await waitlist_news.report(turn.unit, product.id, "L", 1, turn.now)
        await turn.unit.products.change([replace(product, removed_at=turn.now)])

    await house.act(drop)
    assert await told(house) == []


async def test_who_is_somebody_else_by_now_takes_no_place_twice(house: House) -> None:
    """Whoever waited turned out to be a person who waits as well, after it was read who does."""
    old, kept = await house.customer(NOOR), await house.customer(GITA)
    await wait(house, old, kept)
    product = await house.product("SHORTS")

    async def work(turn: Turn) -> int:
        waiting = (await turn.unit.of(WaitingPeople).list_people(product.id, "L", 1))[0]
        assert waiting.contact == old
        both = [Identity(*one.split(":")) for one in (GITA, NOOR)]
        assert await turn.unit.people.prove(both, turn.now) == kept
        return await waitlist_news._tell(turn, waiting, "Tiger Shorts L")

    assert await house.act(work) == 0
    assert await told(house) == []
