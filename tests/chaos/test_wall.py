"""The machine's clock is set while a live service works: its workers go on, and nothing leaves twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.clock_agreement import Agreement
from bot.workers import LiveWorkers
from flows.delivery import MessageStatus
from storage.upkeep.metric_figures import count_events_by_status
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import FIRST_STEP, HOUR, MORNING
from tests.processes.waiting import until
from tests.walls import Wall, WallClock

PATIENCE = 20.0  # seconds: a tick is one
BEFORE, AFTER = "+13145550111", "+13145550112"  # who leaves a cart before the clock is set, and who after


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    wall = Wall(MORNING)
    wall.hang(monkeypatch)
    return wall


@pytest.fixture
async def house(database: str, wall: Wall) -> AsyncIterator[House]:
    """The shop with its workers running, by the machine's clock."""
    async with open_house(database, clock=WallClock(MORNING)) as opened:
        service = opened.service
        workers = LiveWorkers(service.turns, opened.consumer, opened.timers, opened.sender, service.inbox)
        await workers.start()
        yield opened
        await workers.stop()


async def _leave_a_cart(house: House, phone: str) -> None:
    """And wait until their conversation is under way."""
    person = shop.customer(phone, chat=None)
    await house.tell(shop.consented(person, house.clock.now(), ("sms",)))
    await house.tell(shop.cart(person, house.clock.now(), f"cart of {phone}"))
    await until("what was told", lambda: _is_read(house), PATIENCE)


async def _is_read(house: House) -> bool:
    return not (await house.act(lambda turn: count_events_by_status(turn.unit))).get("new")


async def _reminded(house: House, phone: str) -> None:
    async def left() -> bool:
        return bool(house.texts_to(phone))

    await until(f"a reminder to {phone}", left, PATIENCE)


async def test_what_is_due_leaves_while_the_clock_stands_an_hour_back(house: House, wall: Wall) -> None:
    await _leave_a_cart(house, BEFORE)
    wall.set(-HOUR)
    await _leave_a_cart(house, AFTER)
    wall.set(FIRST_STEP)
    await _reminded(house, AFTER)
    wall.set(HOUR)
    await _reminded(house, BEFORE)
    assert Counter(one.first("To") for one in house.twilio.messages) == {BEFORE: 1, AFTER: 1}


async def test_what_is_due_leaves_once_when_the_clock_is_set_on(house: House, wall: Wall) -> None:
    await _leave_a_cart(house, BEFORE)
    wall.set(HOUR)
    await _reminded(house, BEFORE)
    await _leave_a_cart(house, AFTER)
    wall.set(FIRST_STEP)
    await _reminded(house, AFTER)
    assert Counter(one.first("To") for one in house.twilio.messages) == {BEFORE: 1, AFTER: 1}


async def test_what_was_due_does_not_wait_for_its_hour_to_come_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An order's news stood in line for its number when the clock was set back."""
    wall = Wall(MORNING)
    wall.hang(monkeypatch)
    async with open_house(database, clock=WallClock(MORNING)) as house:
        agreement = Agreement(house.service.turns.store, house.clock)
        await agreement.step()
        consumer = await house.post(await house.address("sms", AFTER), "order")
        later = await house.post(await house.address("sms", BEFORE), "later", due_at=house.clock.now() + FIRST_STEP)
        wall.set(-HOUR)
        await agreement.step()
        await house.settle()
        assert (await house.message(consumer)).status is MessageStatus.SENT
        assert (await house.message(later)).status is MessageStatus.QUEUED


async def test_a_machine_that_learns_the_time_after_its_start_works_at_once(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One without a clock that goes on when it is off begins in 1970, until a time server is heard."""
    wall = Wall(datetime(1970, 1, 1, 0, 1, tzinfo=UTC))
    wall.hang(monkeypatch)
    async with open_house(database, clock=WallClock(MORNING)) as house:
        workers = LiveWorkers(house.service.turns, house.consumer, house.timers, house.sender)
        await workers.start()
        wall.set(MORNING - house.clock.now())
        await _leave_a_cart(house, AFTER)
        wall.set(FIRST_STEP)
        await _reminded(house, AFTER)
        await workers.stop()
