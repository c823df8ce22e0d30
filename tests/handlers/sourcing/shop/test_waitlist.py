"""Those who wait hear that it is back: in their turn, as many as there are pieces, each once, by marketing's rules."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flows.delivery import MessageStatus
from flows.engine import Subject
from handlers.sourcing import waitlist
from handlers.turn import Turn
from storage.draws import Assignment
from storage.message import Message
from storage.people import Identity
from storage.reports.experiment import experiment_report
from storage.sourcing.waiting_people import WaitingPeople
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
    await house.act(lambda turn: turn.unit.draws.keep(Assignment(waitlist.EXPERIMENT, noor, 0.5, 0.1)))
    await house.act(lambda turn: turn.unit.draws.keep(Assignment(waitlist.EXPERIMENT, gita, 0.5, 0.9)))
    await wait(house, noor, gita)
    await house.say(RAVI, "tiger shorts L 2")
    product = await house.product("SHORTS")
    (alone,), (told_of,) = await heard(house, NOOR), await heard(house, GITA)
    assert (alone.status, alone.code) == (MessageStatus.REFUSED, "holdout")
    assert (told_of.experiment, told_of.thing) == (waitlist.EXPERIMENT, Subject("product", product.id))

    async def report(turn: Turn) -> tuple[int, int]:
        found = await experiment_report(turn.unit, turn.tenant, waitlist.EXPERIMENT, None, None, None, turn.now)
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
    await house.say(RAVI, "tiger shorts L khatam")
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
    assert [one.status for one in await heard(house, NOOR)] == [MessageStatus.REFUSED]
    assert [one.status for one in await heard(house, GITA)] != [MessageStatus.REFUSED]
    assert len(await heard(house, GITA)) == 1


async def test_own_stock_tells_them_too(house: House) -> None:
    await wait(house, *await everybody(house))
    product = await house.product("SHORTS")
    await house.act(lambda turn: waitlist.report(turn.unit, product.id, "L", 1, turn.now))
    assert await told(house) == [NOOR]
    await house.act(lambda turn: waitlist.report(turn.unit, product.id, "L", 0, turn.now))
    assert await told(house) == [NOOR]


async def test_a_product_that_is_not_sold_any_more_is_not_announced(house: House) -> None:
    await wait(house, *await everybody(house))
    product = await house.product("SHORTS")

    async def drop(turn: Turn) -> None:
        from dataclasses import replace

        await waitlist.report(turn.unit, product.id, "L", 1, turn.now)
        await turn.unit.products.change([replace(product, removed_at=turn.now)])

    await house.act(drop)
    assert await told(house) == []


async def test_who_is_somebody_else_by_now_takes_no_place_twice(house: House) -> None:
    """Whoever waited turned out to be a person who waits as well, after it was read who does."""
    old, kept = await house.customer(NOOR), await house.customer(GITA)
    await wait(house, old, kept)
    product = await house.product("SHORTS")

    async def work(turn: Turn) -> int:
        waiting = (await turn.unit.of(WaitingPeople).of(product.id, "L", 1))[0]
        assert waiting.contact == old
        both = [Identity(*one.split(":")) for one in (GITA, NOOR)]
        assert await turn.unit.people.prove(both, turn.now) == kept
        return await waitlist._tell(turn, waiting, "Tiger Shorts L")

    assert await house.act(work) == 0
    assert await told(house) == []
