"""What providers answered is written in groups: a mistake about one outcome is its own, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.provider_outcomes import Outcomes
from flows.delivery import Answer, Failure, MessageStatus
from handlers.delivery import outbox_claims
from handlers.delivery.channel_handoff import Ready
from handlers.engine.turn import Turn
from storage.database.stores import DatabaseAway
from tests.delivery.house import House

HUGE = 10**30  # no database keeps such a price


async def _ready(house: House, many: int) -> list[Ready]:
    """Messages that are marked and about to be handed over."""
    for number in range(20, 20 + many):
        await house.post(await house.address("sms", f"+131455501{number}"), f"order:{number}")
    line = await house.line()

    async def mark(turn: Turn) -> Sequence[Ready]:
        return (await outbox_claims.mark_permitted(turn, await outbox_claims.claim(turn, line.id), line.id, None)).ready

    return list(await house.act(mark))


async def test_outcomes_of_one_moment_are_all_kept(house: House) -> None:
    ready, settling = await _ready(house, 5), Outcomes(house.service.turns)
    told = [Answer(f"SM{number}") for number in range(4)]
    refused = Answer(failure=Failure.ADDRESS, code="21211")
    pairs = zip(ready, [*told, refused], strict=True)
    await asyncio.gather(*(settling.settle("tiger", one, answer) for one, answer in pairs))
    found = [await house.message(one.entry.id) for one in ready]
    assert [one.status for one in found] == [MessageStatus.SENT] * 4 + [MessageStatus.FAILED]
    assert [one.provider_id for one in found] == ["SM0", "SM1", "SM2", "SM3", None]


async def test_a_mistake_about_one_is_its_own(house: House) -> None:
    ready, settling = await _ready(house, 3), Outcomes(house.service.turns)
    answers = [Answer("SM0"), Answer("SM1", micros=HUGE, currency="USD"), Answer("SM2")]
    pairs = zip(ready, answers, strict=True)
    done = await asyncio.gather(
        *(settling.settle("tiger", one, answer) for one, answer in pairs), return_exceptions=True
    )
    assert [result is None for result in done] == [True, False, True]
    statuses = [(await house.message(one.entry.id)).status for one in ready]
    assert statuses == [MessageStatus.SENT, MessageStatus.SENDING, MessageStatus.SENT]


async def test_it_waits_for_a_database_that_is_away(house: House) -> None:
    (ready,), turns = await _ready(house, 1), house.service.turns
    write, misses = turns.store.write, iter([True, False])

    async def unsteady(business: str, work: object, *, ahead: bool = False) -> object:
        if next(misses, False):
            raise DatabaseAway("restarting")
        return await write(business, work, ahead=ahead)  # type: ignore[arg-type]

    turns.store.write = unsteady  # type: ignore[method-assign, assignment]
    await Outcomes(turns).settle("tiger", ready, Answer("SM0"))
    assert (await house.message(ready.entry.id)).status is MessageStatus.SENT


async def test_who_is_cut_short_leaves_nobody_waiting(house: House) -> None:
    ready, settling = await _ready(house, 2), Outcomes(house.service.turns)
    first = asyncio.create_task(settling.settle("tiger", ready[0], Answer("SM0")))
    second = asyncio.create_task(settling.settle("tiger", ready[1], Answer("SM1")))
    await asyncio.sleep(0)
    first.cancel()
    ended = await asyncio.wait_for(asyncio.gather(first, second, return_exceptions=True), 5)
    assert isinstance(ended[0], asyncio.CancelledError)
    later = Outcomes(house.service.turns)
    await later.settle("tiger", ready[1], Answer("SM1"))
    assert (await house.message(ready[1].entry.id)).status is MessageStatus.SENT
