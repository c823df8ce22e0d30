"""Work that recurs: fired once for its day, whoever fires; done in parts; shown when it cannot be done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.app import assemble
from bot.clock import PushedClock
from bot.config import Settings
from bot.consumer import Consumer
from bot.conversations import CONVERSATIONS
from bot.recurring_work import SPREAD, Recurring, get_moment
from flows.business import Business
from handlers.actions.business_file_apply import apply_file
from handlers.conversation import DailyJob
from handlers.core.nightly_retention import JOB, SIGN_INS_KEPT, delete_old_data, find_retention_start
from handlers.engine.turn import Turn
from handlers.privacy import data_requests
from handlers.sourcing.staff import morning_checks
from storage.businesses.page_sessions import PageSessions
from storage.events import recurring_events
from storage.events.event_inbox import MOST_ATTEMPTS, Stored
from storage.events.parked_work import count_parked
from storage.schema import events
from storage.unit import Unit
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import HOUR, MORNING, TIGER

DAY = timedelta(days=1)


class Work:
    """Something to do in so many parts; it fails as often as it is told to."""

    def __init__(self, parts: int = 1, failures: int = 0) -> None:
        self.parts = parts
        self.failures = failures
        self.done: list[datetime] = []

    async def one_part(self, turn: Turn, firing: Stored) -> bool:
        if self.failures:
            self.failures -= 1
            raise ValueError("it cannot be done")
        self.done.append(turn.now)
        self.parts -= 1
        if self.parts:
            await recurring_events.go_on(turn.unit, firing.id, str(self.parts))
        return not self.parts


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """The shop at ten in the morning, on each kind of database."""
    monkeypatch.chdir(tmp_path)
    async with open_house(database) as opened:
        yield opened


def crew(house: House, work: Work, at: time = time(8)) -> tuple[Recurring, Consumer]:
    """What one process runs."""
    recurring = Recurring(house.service.turns, [DailyJob("count", at, work.one_part)])
    return recurring, Consumer(house.service.turns, recurring)


async def statuses(house: House) -> list[str]:
    async def find(unit: Unit) -> list[str]:
        ours = (events.c.source == recurring_events.SOURCE,)
        return [row.status for row in await unit.rows(select(events.c.status).where(*ours))]

    return await house.service.turns.store.read(TIGER, find)


async def test_each_day_once_whichever_process_comes_first(house: House) -> None:
    work = Work(parts=9)
    processes = [crew(house, work) for _ in range(3)]
    assert [await recurring.step() for recurring, _ in processes] == [1, 0, 0]
    assert [await recurring.step() for recurring, _ in processes] == [0, 0, 0]
    house.clock.push(now=DAY)
    assert [await recurring.step() for recurring, _ in processes] == [1, 0, 0]
    assert await statuses(house) == ["new", "new"]


async def test_in_parts_until_all_is_done(house: House) -> None:
    work = Work(parts=3)
    recurring, news = crew(house, work)
    await recurring.step()
    assert [await news.step() for _ in range(4)] == [1, 1, 1, 0]
    assert (work.parts, await statuses(house)) == (0, ["done"])


async def test_another_process_goes_on_where_one_died(house: House) -> None:
    """It had taken the firing and done a part; its lease ends by itself."""
    work = Work(parts=2)
    (recurring, news), (_, other) = crew(house, work), crew(house, work)
    await recurring.step()
    await news.step()
    assert (await other.step(), await statuses(house)) == (1, ["done"])


async def test_what_cannot_be_done_is_parked_and_shown(house: House) -> None:
    work = Work(failures=MOST_ATTEMPTS)
    recurring, news = crew(house, work)
    await recurring.step()
    for _ in range(MOST_ATTEMPTS):
        await news.step()
        house.clock.push(elapsed=HOUR)
    assert await statuses(house) == ["parked"]
    assert (await house.service.turns.store.read("", count_parked)).events == 1


async def test_before_its_time_nothing_is_fired(house: House) -> None:
    recurring, _ = crew(house, Work(), at=time(23))
    assert await recurring.step() == 0
    due = await recurring.get_next_due(house.clock.now())
    assert due is not None
    house.clock.push(now=due - house.clock.now())
    assert await recurring.step() == 1


@pytest.mark.parametrize(
    ("day", "earliest"),
    [
        (datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 3, 8, 8, tzinfo=UTC)),  # the hour from 2 to 3 is left out
        (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 1, 9, tzinfo=UTC)),  # the hour from 1 to 2 comes twice
        (datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 1, 8, tzinfo=UTC)),
    ],
    ids=["spring", "autumn", "summer"],
)
def test_the_hour_is_the_shop_s_own(day: datetime, earliest: datetime) -> None:
    business = Business(TIGER, "Tiger Tees", "US", "America/Chicago", "USD")
    found = get_moment(business, DailyJob(JOB, time(3), Work().one_part), day.date())
    assert earliest <= found < earliest + timedelta(seconds=SPREAD)


@pytest.mark.parametrize(("days", "attribution", "kept"), [(400, 5, 400), (35, 5, 36), (35, 90, 121)])
def test_attribution_and_requests_have_their_time(days: int, attribution: int, kept: int) -> None:
    usual = Business(TIGER, "Tiger Tees", "US", "America/Chicago", "USD")
    recovery = type(usual.recovery)(attribution_days=attribution)
    business = Business(TIGER, "Tiger Tees", "US", "America/Chicago", "USD", recovery=recovery)
    assert find_retention_start(business, days, MORNING) == MORNING - timedelta(days=kept)


async def test_a_live_service_takes_out_what_is_old(house: House) -> None:
    """The whole way: a message, 401 days, the firing of that day, and its text is gone; and an old login link."""

    async def add_links(turn: Turn) -> None:
        for login, old in (("old", SIGN_INS_KEPT + DAY), ("new", DAY)):
            await turn.unit.of(PageSessions).add_link("staff", UUID(int=1), login, turn.elapsed - old)

    await house.act(add_links)
    message = await house.post(await house.address("sms", shop.ANN), "old")
    await house.settle()
    assert (await house.message(message)).text
    house.clock.push(now=401 * DAY)
    assert await house.act(_keep_all)
    assert (await house.message(message)).text
    nightly = [job for job in CONVERSATIONS.daily_jobs if job.name == JOB]
    recurring = Recurring(house.service.turns, nightly)
    assert await recurring.step() == 1
    news = Consumer(house.service.turns, recurring)
    while await news.step():
        pass
    assert (await house.message(message)).text is None
    assert await house.act(lambda turn: turn.unit.of(PageSessions).find_link("old")) is None
    assert await house.act(lambda turn: turn.unit.of(PageSessions).find_link("new")) is not None
    assert await statuses(house) == ["done"]
    assert await house.act(lambda turn: turn.unit.value(select(func.count()).select_from(events))) == 1


async def test_a_period_of_the_business_goes_before_the_setting(house: House) -> None:
    """A text goes after 40 days, where the installation keeps everything, and stays where the business keeps it."""
    message = await house.post(await house.address("sms", shop.ANN), "old")
    await house.settle()
    house.clock.push(now=41 * DAY)
    assert await house.act(_keep_all)
    assert await house.act(partial(_keep_own, installation=400, messages=0))
    assert (await house.message(message)).text
    assert await house.act(partial(_keep_own, installation=0, messages=40))
    assert (await house.message(message)).text is None


async def _keep_own(turn: Turn, installation: int, **days: int) -> bool:
    """Run the night of a business with periods of its own."""
    firing = Stored(TIGER, UUID(int=1), "schedule", JOB, None, turn.now, 0, None)
    tools = replace(turn.tools, retention_days=installation)
    tenant = replace(turn.tenant, business=replace(turn.business, retention=days))
    return await delete_old_data(replace(turn, tools=tools, tenant=tenant), firing)


async def _keep_all(turn: Turn) -> bool:
    """Run the night of an installation that keeps all data."""
    firing = Stored(TIGER, UUID(int=1), "schedule", JOB, None, turn.now, 0, None)
    return await delete_old_data(replace(turn, tools=replace(turn.tools, retention_days=0)), firing)


async def test_a_pushed_clock_plays_every_night_in_its_order(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    service = assemble(Settings(database_url=database), PushedClock(MORNING))
    store = service.turns.store
    await apply_file(CONVERSATIONS, store, shop.read(shop.file()), service.vault, MORNING, MORNING)
    await service.start()
    assert service.sandbox is not None
    await service.sandbox.push(MORNING + 3 * DAY)
    fired = select(events.c.type, events.c.received_at).where(
        events.c.source == recurring_events.SOURCE, events.c.status == "done"
    )
    rows = await store.read(TIGER, lambda unit: unit.rows(fired.order_by(events.c.received_at)))
    local = [(row.type, row.received_at.astimezone(ZoneInfo("America/Chicago"))) for row in rows]
    for job, hour in ((JOB, 3), (morning_checks.JOB, 9), (data_requests.JOB, 9)):
        moments = [at for kind, at in local if kind == job]
        assert [at.day for at in moments] == [2, 3, 4, 5]
        assert {at.hour for at in moments[1:]} == {hour}, "the first day's was due before the sandbox began"
    await service.stop()
