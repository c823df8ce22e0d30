"""/restock … each monday: planned, shown, paused, ended and taken back; asked for on its day, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from flows.actor import SYSTEM
from flows.sourcing.order_events import Restock
from handlers.sourcing.staff import restock_command
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.sourcing.restock_plans import RestockPlans
from tests.handlers.sourcing.staff.sourced import NOW, Desk, play

FIRED = Stored("tiger", UUID(int=9), "clock", restock_command.JOB, None, NOW, 0, None)


async def _planned(desk: Desk, text: str = "/restock mug 20 each monday") -> None:
    await desk.press(await desk.say(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "/restock mug 20 each monday",
            "We would ask the shops for 20 Taj Mug each Monday, the first time Mon 9 Mar 09:00",
        ),
        (
            "/restock 20 mugs every sunday",
            "We would ask the shops for 20 Taj Mug each Sunday, the first time Sun 09:00",
        ),
        (
            "/restock mug 20 har somwar",
            "We would ask the shops for 20 Taj Mug each Monday, the first time Mon 9 Mar 09:00",
        ),
        (
            "/restock shorts L 5 each monday from 14 march",
            "We would ask the shops for 5 Tiger Shorts L each Monday, the first time Mon 16 Mar 09:00",
        ),
        ("/restock mug 20 each week from 12 march", "We would ask the shops for 20 Taj Mug each Thursday"),
        (
            "/restock mug 20 har somwar 14 march se",
            "We would ask the shops for 20 Taj Mug each Monday, the first time Mon 16",
        ),
        ("/restock mug 20 each", "On which day of the week? Like: monday"),
        ("/restock shorts 20 each monday", "Which size of Tiger Shorts?\nM · L · XL"),
        ("/restock mug each monday", "How many pieces, from 1 to 999?"),
        ("/restock mug 20 each monday from the start", 'I can\'t read a day in "from the start".'),
        ("/restock mug 20 each monday at noon", 'I don\'t know what "at noon" means here, so nothing was done.'),
        ("/restock each monday", "Which product?\n/restock_weekly_MUG Taj Mug"),
        ("/restock plans", "No weekly restock yet."),
        ("/restock pause", "Which weekly restock, by its number?"),
        ("/restock pause 3", "There is no weekly restock 3."),
        ("/restock mug 20 tomorrow", 'I don\'t know what "tomorrow" means here, so nothing was done.'),
    ],
)
async def test_a_plan_is_shown_first_and_what_is_not_clear_is_asked(store: Database, text: str, said: str) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask(text)).startswith(said)
        assert await desk.unit.of(RestockPlans).list_open() == []

    await play(store, scene)


async def test_the_shops_are_asked_on_its_day_once_and_by_parley(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await _planned(desk)
        for days, asked in ((6, 0), (7, 1), (7, 1), (9, 1)):
            desk.now = NOW + timedelta(days=days)
            assert await restock_command.run_check(desk.turn, FIRED)
            assert len(await desk.unit.inbox.list_new(Restock)) == asked
        (event,) = await desk.unit.inbox.list_new(Restock)
        (line,) = event.order.lines
        assert (line.sku, line.quantity, event.by) == ("MUG", 20, SYSTEM)
        assert (await desk.told())[-1].startswith("Weekly restock 1: we asked the shops for 20 Taj Mug (R1).")
        desk.now = NOW + timedelta(days=14)
        await restock_command.run_check(desk.turn, FIRED)
        assert (await desk.told())[-1].startswith("Weekly restock 1 (20 Taj Mug) skips this week: /order_R1")

    await play(store, scene)


async def test_it_is_paused_goes_on_and_ends_and_each_is_taken_back(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await _planned(desk)
        plans = desk.unit.of(RestockPlans)
        assert (await desk.ask("/restock_pause_1")).startswith("Weekly restock 1 (20 Taj Mug) is paused.")
        assert ", paused: /restock_resume_1 · /restock_end_1" in await desk.ask("/restock plans")
        desk.now = NOW + timedelta(days=8)
        await restock_command.run_check(desk.turn, FIRED)
        assert await desk.unit.inbox.list_new(Restock) == []
        assert (await desk.ask("/restock resume p1")).startswith(
            "Weekly restock 1 (20 Taj Mug) goes on, next Mon 09:00"
        )
        (plan,) = await plans.list_open()
        assert plan.starts_on == date(2026, 3, 16)
        assert (await desk.ask("/restock stop 1")).startswith("Weekly restock 1 (20 Taj Mug) is over.")
        assert await plans.list_open() == []
        for said in ("is over", "goes on"):
            assert (await desk.ask("/undo")).startswith(f"Undone: weekly restock 1 (20 Taj Mug) {said}.")
        (plan,) = await plans.list_open()
        assert plan.paused

    await play(store, scene)


async def test_while_all_sending_is_paused_no_shop_is_asked(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await _planned(desk)
        desk.now = NOW + timedelta(days=7)
        paused = replace(desk.turn, tenant=replace(desk.turn.tenant, paused_at=NOW))
        await restock_command.run_check(paused, FIRED)
        assert (await desk.told())[-1] == (
            "Weekly restock 1 (20 Taj Mug) skips this week: all sending is paused.\nNext: /resume"
        )
        await restock_command.run_check(desk.turn, FIRED)
        assert await desk.unit.inbox.list_new(Restock) == []

    await play(store, scene)


async def test_a_plan_of_what_is_not_sold_any_more_ends(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await _planned(desk)
        await desk.unit.products.change([replace(desk.products["MUG"], removed_at=NOW)])
        desk.now = NOW + timedelta(days=7)
        await restock_command.run_check(desk.turn, FIRED)
        assert await desk.unit.of(RestockPlans).list_open() == []
        assert (await desk.told())[-1] == "Weekly restock 1 (20 Taj Mug) is over: we no longer sell that."

    await play(store, scene)


async def test_an_agent_plans_nothing(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "9002")
        for text in ("/restock mug 20 each monday", "/restock plans", "/restock_pause_1"):
            assert "Only an owner or a manager may /restock." in await desk.ask(text, "Ravi")

    await play(store, scene)
