"""Campaigns are kept under one name each, move on as they were read, and reach each person on one channel."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, text

from flows.actor import Actor, ActorKind
from flows.audience.criteria import EVERYBODY, Compared
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.campaign_waves import Wave
from flows.campaigns.send_schedule import Schedule
from storage.audience.audiences import Selection
from storage.campaigns.campaign_mailings import CampaignWay, Mailings
from storage.campaigns.campaigns import CampaignMoved, CampaignNameTaken, Campaigns
from storage.database.stores import Database
from storage.schema import campaign_changes, contacts, messages, outbox
from storage.unit import Unit
from tests.processes.waiting import until
from tests.storage.sending.test_fanout import drawing, reached_at, someone
from tests.storage.world import NOW, OTHER_SHOP, after, do

BY = Actor(ActorKind.STAFF, "019caf00")
ASKED = Selection(EVERYBODY, NOW, UTC)


def campaign(unit: Unit, name: str = "Spring", **values: object) -> Campaign:
    plain = Campaign(
        id=unit.ids.make(),
        name=name,
        status=CampaignStatus.DRAFT,
        criteria=EVERYBODY,
        phrase="everybody",
        texts=(CampaignText("Kurtas are here"), CampaignText("New kurtas", "B")),
        channels=("whatsapp", "sms"),
        schedule=Schedule(NOW),
        holdout=0.0,
        url="https://tiger.example",
        made_by=BY,
        made_at=NOW,
        updated_at=NOW,
    )
    return replace(plain, **values)  # type: ignore[arg-type]


async def test_a_campaign_is_kept_with_each_change(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaigns = unit.of(Campaigns)
        made = campaign(unit, criteria=Compared("tag", "=", "vip"))
        await campaigns.add(made, BY)
        assert await campaigns.get(made.id) == await campaigns.find_by_name("SPRING") == made
        assert await campaigns.page(5) == [made]
        seen = await campaigns.move(made, CampaignStatus.PREVIEWED, BY, after(1))
        approved = await campaigns.move(seen, CampaignStatus.APPROVED, BY, after(1))
        planned = await campaigns.move(approved, CampaignStatus.SCHEDULED, BY, after(1), after(99))
        assert (planned.status, planned.latest, planned.version) == (CampaignStatus.SCHEDULED, after(99), 4)
        assert await campaigns.by_ids([made.id]) == {made.id: planned}
        assert [await campaigns.list_ended_since(after(day), 5) for day in (99, 100)] == [[planned], []]
        query = select(campaign_changes.c.what).where(unit.owns(campaign_changes)).order_by(campaign_changes.c.id)
        assert [row.what for row in await unit.rows(query)] == ["draft", "previewed", "approved", "scheduled"]

    await do(store, work)


async def test_a_name_is_taken_once_and_a_change_needs_the_newest_version(store: Database) -> None:
    async def work(unit: Unit) -> None:
        campaigns = unit.of(Campaigns)
        made = campaign(unit)
        await campaigns.add(made, BY)
        with pytest.raises(CampaignNameTaken, match='called "spring"'):
            await campaigns.add(campaign(unit, "spring"), BY)
        await _approved(unit, made)
        with pytest.raises(CampaignMoved, match="look again"):
            await campaigns.move(made, CampaignStatus.CANCELLED, BY, NOW)
        with pytest.raises(CampaignMoved, match="is draft, and cannot become done"):
            await campaigns.move(made, CampaignStatus.DONE, BY, NOW)

    await do(store, work)


async def test_another_business_has_others(store: Database) -> None:
    made = await do(store, lambda unit: _kept(unit))

    async def work(unit: Unit) -> None:
        assert await unit.of(Campaigns).get(made.id) is None
        assert await unit.of(Campaigns).page(5) == []
        await unit.of(Campaigns).add(campaign(unit), BY)

    await do(store, work, OTHER_SHOP)


async def _approved(unit: Unit, made: Campaign) -> Campaign:
    seen = await unit.of(Campaigns).move(made, CampaignStatus.PREVIEWED, BY, NOW)
    return await unit.of(Campaigns).move(seen, CampaignStatus.APPROVED, BY, NOW)


async def _kept(unit: Unit) -> Campaign:
    made = campaign(unit)
    await unit.of(Campaigns).add(made, BY)
    return made


async def test_each_person_is_reached_on_the_first_channel_that_has_them(store: Database) -> None:
    async def work(unit: Unit) -> None:
        made = await _kept(unit)
        both = await someone(unit, 1)
        await reached_at(unit, both, unit.ids.make(), "+13145550001", channel="whatsapp")
        sms = await someone(unit, 2)
        nobody = unit.ids.make()
        await unit.add(contacts, id=nobody, created_at=NOW)
        reached = await unit.of(Mailings).reach(made.channels, ASKED)
        assert reached == await unit.of(Mailings).reach(made.channels, ASKED, [both, sms, nobody])
        assert [one.channel for one in await unit.of(Mailings).reach(made.channels, ASKED, [sms])] == ["sms"]
        assert {one.channel: one.many for one in reached} == {"whatsapp": 1, "sms": 1, "": 1}
        wave, (first, *then) = Wave(NOW, NOW), [CampaignWay(channel, unit.ids.make()) for channel in made.channels]
        fanout = await unit.of(Mailings).fanout(made, wave, (wave,), first, ASKED, then)
        chunk = await fanout.find(unit, None, 100)
        assert await fanout.queue(unit, fanout.draw_lots(chunk.people, unit.ids, drawing), NOW) == 2
        columns = (messages.c.contact, messages.c.channel, messages.c.sender, messages.c.subject_kind)
        sent = {tuple(row) for row in await unit.rows(select(*columns))}
        by_channel = {one.channel: one.sender for one in (first, *then)}
        wanted = {both: "whatsapp", sms: "sms"}
        assert sent == {(who, channel, by_channel[channel], "campaign") for who, channel in wanted.items()}
        waiting = await unit.rows(select(outbox.c.contact, outbox.c.sender))
        assert {tuple(row) for row in waiting} == {(who, by_channel[channel]) for who, channel in wanted.items()}

    await do(store, work)


async def test_a_wave_has_its_zones_and_one_has_all_others(store: Database) -> None:
    async def work(unit: Unit) -> None:
        made = await _kept(unit)
        chicago, kolkata, unknown = [await someone(unit, number) for number in range(3)]
        later = NOW + timedelta(hours=4)
        waves = (Wave(NOW, NOW, ("Asia/Kolkata",), False), Wave(later, later, ("Asia/Tokyo",), True))
        way = CampaignWay("sms", unit.ids.make())
        found = []
        for wave in waves:
            fanout = await unit.of(Mailings).fanout(made, wave, waves, way, ASKED)
            found.append(set((await fanout.find(unit, None, 100)).people))
        assert found == [{kolkata}, {chicago, unknown}]
        reached = await unit.of(Mailings).reach(made.channels, ASKED)
        assert {one.zone for one in reached} == {"America/Chicago", "Asia/Kolkata", ""}
        assert await unit.of(Mailings).zones() == ["America/Chicago", "Asia/Kolkata"]

    await do(store, work)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_who_has_no_message_yet_is_looked_up_by_person_and_not_among_all_of_the_business(store: Database) -> None:
    """Without that each of a million people costs a walk over a million messages."""
    asked: list[tuple[str, Any]] = []

    def ask(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    async def work(unit: Unit) -> list[str]:
        made, wave = await _kept(unit), Wave(NOW, NOW, missed=True)
        await someone(unit)
        fanout = await unit.of(Mailings).fanout(made, wave, (wave,), CampaignWay("sms", unit.ids.make()), ASKED)
        event.listen(Engine, "before_cursor_execute", ask)
        try:
            chunk = await fanout.find(unit, None, 100)
        finally:
            event.remove(Engine, "before_cursor_execute", ask)
        assert len(chunk.people) == 1
        plans = [await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", given) for one, given in asked]
        return [row[-1] for plan in plans for row in plan if " messages " in row[-1]]

    assert await do(store, work) == ["SEARCH messages USING INDEX ix_messages_contact (business=? AND contact=?)"]


async def test_what_waited_for_a_pause_is_judged_again_after_it(store: Database) -> None:
    async def work(unit: Unit) -> None:
        made = await _kept(unit)
        campaigns = unit.of(Campaigns)
        now = await campaigns.move(await _approved(unit, made), CampaignStatus.SCHEDULED, BY, NOW)
        await someone(unit, 1)
        wave = Wave(NOW, NOW)
        fanout = await unit.of(Mailings).fanout(made, wave, (wave,), CampaignWay("sms", unit.ids.make()), ASKED)
        chunk = await fanout.find(unit, None, 100)
        await fanout.queue(unit, fanout.draw_lots(chunk.people, unit.ids, drawing), NOW)
        paused = await campaigns.move(now, CampaignStatus.PAUSED, BY, NOW)
        await unit.change_all(outbox, due_at=None)
        await campaigns.move(paused, CampaignStatus.SCHEDULED, BY, after(5))
        assert [row.due_at for row in await unit.rows(select(outbox.c.due_at))] == [after(5)]

    await do(store, work)


async def test_what_comes_to_wait_while_a_resume_is_under_way_goes_on_too(store: Database) -> None:
    async def prepare(unit: Unit) -> Campaign:
        campaigns = unit.of(Campaigns)
        launched = await campaigns.move(await _approved(unit, await _kept(unit)), CampaignStatus.SCHEDULED, BY, NOW)
        await someone(unit, 1)
        wave = Wave(NOW, NOW)
        fanout = await unit.of(Mailings).fanout(launched, wave, (wave,), CampaignWay("sms", unit.ids.make()), ASKED)
        chunk = await fanout.find(unit, None, 100)
        await fanout.queue(unit, fanout.draw_lots(chunk.people, unit.ids, drawing), NOW)
        return await campaigns.move(launched, CampaignStatus.PAUSED, BY, NOW)

    paused = await do(store, prepare)

    async def resume(unit: Unit) -> None:
        await unit.of(Campaigns).move(paused, CampaignStatus.SCHEDULED, BY, after(5))

    async def depart(unit: Unit) -> asyncio.Task[None]:
        held = await unit.of(Campaigns).hold(paused.id)
        assert held is not None
        assert held.status is CampaignStatus.PAUSED
        resuming = asyncio.create_task(do(store, resume))
        assert not (await asyncio.wait({resuming}, timeout=0.3))[0], "it waits for whoever looked at the pause"
        await unit.change_all(outbox, due_at=None)
        return resuming

    await (await do(store, depart))
    assert await do(store, lambda unit: unit.value(select(outbox.c.due_at))) == after(5)


async def test_a_resume_waits_for_departures_that_came_before_it_and_for_no_later_ones(store: Database) -> None:
    """Others that went past it, one after the other, kept a resume of 100 000 people waiting until it was cut off."""
    made = await do(store, _kept)

    async def pause(unit: Unit) -> Campaign:
        ready = await unit.of(Campaigns).move(await _approved(unit, made), CampaignStatus.SCHEDULED, BY, NOW, after(9))
        sending = await unit.of(Campaigns).move(ready, CampaignStatus.SENDING, BY, NOW)
        return await unit.of(Campaigns).move(sending, CampaignStatus.PAUSED, BY, NOW)

    paused = await do(store, pause)
    if not await do(store, _is_postgres):
        return  # one writer, after the others
    held, let_go, order = asyncio.Event(), asyncio.Event(), list[str]()

    async def depart(unit: Unit) -> None:
        await unit.of(Campaigns).hold(paused.id)
        held.set()
        await let_go.wait()
        order.append("first")

    async def resume(unit: Unit) -> None:
        await unit.of(Campaigns).move(paused, CampaignStatus.SENDING, BY, NOW)
        order.append("resume")

    async def depart_later(unit: Unit) -> None:
        await unit.of(Campaigns).hold(paused.id)
        order.append("later")

    tasks = [asyncio.create_task(do(store, depart))]
    await held.wait()
    tasks.append(asyncio.create_task(do(store, resume)))
    await _waits(store, 1)
    tasks.append(asyncio.create_task(do(store, depart_later)))
    await _waits(store, 2)
    let_go.set()
    await asyncio.gather(*tasks)
    assert order == ["first", "resume", "later"]


async def _is_postgres(unit: Unit) -> bool:
    return unit.postgres


async def _waits(store: Database, many: int) -> None:
    """Until so many transactions wait for a lock."""
    waiting = select(func.count()).select_from(text("pg_locks")).where(text("NOT granted"))

    async def do_wait() -> bool:
        return bool(await do(store, lambda unit: unit.value(waiting)) >= many)

    await until(f"{many} who wait", do_wait)
