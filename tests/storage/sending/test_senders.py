"""The token bucket that all processes share, and the life of a sender."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from storage.database.stores import Database
from storage.sending.senders import UNPACED, wait_for_token
from storage.unit import Unit
from tests.storage.world import NOW, after, do, entry, queued

NUMBER = "+13145550199"


async def put(unit: Unit, rate: float = 2.0, address: str = NUMBER) -> UUID:
    return await unit.senders.put("sms", "twilio", address, rate, NOW)


def seconds(count: float) -> float:
    return count / 60


@pytest.mark.parametrize(
    ("rate", "asked", "granted"),
    [
        pytest.param(2.0, [(0, 5), (0, 5), (0.5, 5), (10, 5)], [2, 0, 1, 2], id="two a second, saved for one second"),
        pytest.param(0.5, [(0, 3), (1, 3), (2, 3), (60, 3)], [1, 0, 1, 1], id="one in two seconds"),
        pytest.param(2.0, [(0, 1), (0, 1), (0, 1)], [1, 1, 0], id="what is not taken stays"),
        pytest.param(2.0, [(5, 2), (4, 2), (5, 2), (5.5, 2)], [2, 0, 0, 1], id="another process's clock is behind"),
        pytest.param(UNPACED, [(0, 500), (0, 500)], [500, 500], id="a simulated channel"),
    ],
)
async def test_grants_over_time(
    store: Database, rate: float, asked: list[tuple[float, int]], granted: list[int]
) -> None:
    async def tell(unit: Unit) -> list[int]:
        sender = await put(unit, rate)
        return [await unit.senders.grant(sender, wanted, after(seconds(at))) for at, wanted in asked]

    assert await do(store, tell) == granted


async def test_what_was_granted_and_not_needed_is_given_back(store: Database) -> None:
    async def tell(unit: Unit) -> list[int]:
        sender = await put(unit, 3.0)
        first = await unit.senders.grant(sender, 3, NOW)
        await unit.senders.give_back(sender, 2)
        return [first, await unit.senders.grant(sender, 9, NOW), await unit.senders.grant(unit.ids.make(), 1, NOW)]

    assert await do(store, tell) == [3, 2, 0]


async def test_many_askers_together_get_no_more_than_there_is(store: Database) -> None:
    sender = await do(store, lambda unit: put(unit, 7.0))
    granted = await asyncio.gather(*(do(store, lambda unit: unit.senders.grant(sender, 2, NOW)) for _ in range(10)))
    assert sum(granted) == 7


async def test_another_address_takes_over_the_queue_of_the_channel(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        old = await put(unit)
        assert await put(unit, rate=5.0) == old
        made = await queued(unit)
        await unit.outbox.add(entry(made, old))
        new = await put(unit, address="+13145550198")
        assert [(one.id, one.rate) for one in await unit.senders.all()] == [(new, 2.0)]
        assert (await unit.outbox.claim(new, NOW, NOW, after(1) - NOW, 5))[0].id == made.id
        assert await put(unit) == old, "it comes back under its old id"
        found = await unit.senders.find_for_channel("sms")
        assert found is not None
        assert (found.id, found.address) == (old, NUMBER)
        assert await unit.senders.find_for_channel("telegram") is None

    await do(store, tell)


async def test_trouble_and_its_end(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        sender = await put(unit)
        assert await unit.senders.pause(sender, "wrong token", NOW)
        assert not await unit.senders.pause(sender, "wrong token", after(1))
        assert [await unit.senders.count_failure(sender) for _ in range(3)] == [1, 2, 3]
        await unit.senders.rest_until(sender, after(5))
        await unit.senders.rest_until(sender, after(4))
        (found,) = await unit.senders.all()
        assert (found.paused_at, found.paused_reason, found.held_until, found.failures) == (
            NOW,
            "wrong token",
            after(5),
            3,
        )
        await unit.senders.reset_failures(sender)
        await unit.senders.resume()
        (found,) = await unit.senders.all()
        assert (found.paused_at, found.held_until, found.failures) == (None, None, 0)

    await do(store, tell)


@pytest.mark.parametrize(
    ("tokens", "rate", "wait"), [(0.0, 2.0, 0.5), (0.5, 0.5, 1.0), (3.0, 2.0, 0.0), (0.0, UNPACED, 0.0)]
)
def test_how_long_until_the_next_token(tokens: float, rate: float, wait: float) -> None:
    assert wait_for_token(tokens, rate).total_seconds() == wait
