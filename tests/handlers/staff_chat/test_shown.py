"""What commands show that change nothing: who stopped, who works here, codes, and texts as they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from flows.actor import SYSTEM
from flows.audience.criteria import EVERYBODY
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.send_schedule import Schedule
from flows.policy.departure_facts import Purpose
from handlers.people import opt_outs
from storage.campaigns.campaigns import Campaigns
from storage.database.stores import Database
from storage.people.people import Address
from storage.schema import messages
from storage.store.discounts import DiscountCode
from tests.handlers.sourcing.staff.rows import blank
from tests.handlers.sourcing.staff.sourced import Desk, play


async def customer(desk: Desk, number: str, name: str | None = None) -> Address:
    """Somebody who agreed to offers by SMS."""
    return await desk.house.person(number, name)


async def stops(desk: Desk, who: Address, rule: str = opt_outs.CLEAR) -> None:
    await opt_outs.opt_out(desk.turn, who.contact, "their own words", desk.unit.ids.make(), rule)


async def test_who_stopped_is_told_with_how_and_the_newest(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        dana = await customer(desk, "+919811111101", "Dana Peters")
        bo = await customer(desk, "+919811111102", "Bo Lund")
        gone = await customer(desk, "+919811111103", "Gone Person")
        await stops(desk, dana)
        await stops(desk, bo)
        await stops(desk, gone, opt_outs.ERASURE)
        said = await desk.ask("/optouts")
        assert "2 people opted out, 0 got reminders or offers." in said
        assert "2 wrote it themselves" in said
        assert "D. (…1101)" in said
        assert "Dana Peters" not in said, "no whole name stays in the chat"
        assert "1103" not in said, "an erasure is none"

    await play(store, scene)


async def test_complaints_are_counted_apart(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        dana = await customer(desk, "+919811111101", "Dana Peters")
        await opt_outs.end_by_complaint(desk.turn, dana.contact, dana.id, desk.unit.ids.make())
        said = await desk.ask("/optouts")
        assert "1 marked a mail as spam" in said
        assert "used the link" not in said

    await play(store, scene)


async def test_a_stop_counts_for_the_newest_campaign_before_it_and_the_share_against_the_usual(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        names = {name: await campaign(desk, name) for name in ("diwali", "spring")}
        people = [await customer(desk, f"+9198222222{number:02}") for number in range(100)]
        before = [await customer(desk, f"+9198333333{number:02}") for number in range(100)]
        for who in people:
            await mailed(desk, who, names["diwali"], desk.now - timedelta(days=2))
        for who in people[:2]:
            await mailed(desk, who, names["spring"], desk.now - timedelta(hours=2))
        for who in before:
            await mailed(desk, who, names["diwali"], desk.now - timedelta(days=40))
        for who in people[:3]:
            await stops(desk, who)
        desk.now -= timedelta(days=39)
        await stops(desk, before[0])
        desk.now += timedelta(days=39)
        said = await desk.ask("/optouts 30d")
        assert "3 people opted out, 100 got reminders or offers." in said
        assert "That is 3.0%; usually it is 1.0% (the 90 days before)." in said
        assert "Within 3 days of a campaign: spring 2, diwali 1" in said

    await play(store, scene)


async def campaign(desk: Desk, name: str) -> UUID:
    made = Campaign(
        id=desk.unit.ids.make(), name=name, status=CampaignStatus.SENDING, criteria=EVERYBODY, phrase="everybody",
        texts=(CampaignText("Hello"),), channels=("sms",), schedule=Schedule(desk.now), holdout=0.0, url="",
        made_by=SYSTEM, made_at=desk.now, updated_at=desk.now,
    )  # fmt: skip
    await desk.unit.of(Campaigns).add(made, SYSTEM)
    return made.id


async def mailed(desk: Desk, who: Address, which: UUID, at: datetime) -> None:
    """A message of a campaign that left then."""
    key = f"{which}:{who.id}"
    one = replace(blank(desk.house, who, key, "out", "Hello", at), purpose=Purpose.MARKETING, campaign=which)
    assert await desk.unit.messages.add(one)
    await desk.unit.run(update(messages).where(messages.c.key == key).values(left_at=at))


async def test_a_quiet_time_and_words_that_are_no_time(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert "0 people opted out" in await desk.ask("/optouts last week")
        assert "I do not know the period “soonish”" in await desk.ask("/optouts soonish")

    await play(store, scene)


async def test_the_team_with_roles_and_when_they_were_here(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "9002")
        await desk.member("Meena", "manager", "9003")
        await desk.ask("/orders", "Ravi")
        said = await desk.ask("/team")
        first, second, third, last = said.splitlines()
        assert first.startswith("Asha: the owner, since ")
        assert second.startswith("Meena: a manager, since ")
        assert "last seen" not in second, "she never wrote"
        assert third.startswith("Ravi: an agent, since ")
        assert "last seen" in third
        assert last == "Example: /staff add Ravi manager · /staff remove Ravi"
        assert (await desk.ask("/team", "Meena")).endswith("The owner adds and removes people.")
        assert "Only an owner or a manager may /team" in await desk.ask("/team", "Ravi")

    await play(store, scene)


async def test_codes_by_what_gave_them_and_one_by_its_name(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert "No code was given yet." in await desk.ask("/codes")
        dana = await customer(desk, "+919811111101", "Dana Peters")
        for number, status in enumerate(("created", "used", "failed")):
            code = DiscountCode(
                desk.unit.ids.make(), f"THANKS-{number}", dana.contact, desk.unit.ids.make(), 10, status, desk.now,
                desk.now + timedelta(days=2),
            )  # fmt: skip
            assert await desk.unit.discounts.add(code)
        assert "reminders: 2 given, 1 used, 0 over; ₹0" in await desk.ask("/codes")
        assert (await desk.ask("/codes thanks-1")).startswith("THANKS-1 (reminders): used, good until ")
        assert "WELCOME was not created here." in await desk.ask("/codes WELCOME")

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/template", "Ready words for a campaign: /template_cart /template_win_back"),
        ("/template win back hindi", "नमस्ते {name|जी}, काफ़ी समय हो गया"),
        ("/template festival sale", "the festival sale at {brand} has begun"),
        ("/template cart_reminder es sms", "STOP para salir"),
        ("/template cart_reminder whatsapp", "No approved WhatsApp template"),
        ("/template nothing_such", "No text is called “nothing_such”."),
    ],
)
async def test_a_text_is_shown_as_it_leaves(store: Database, text: str, says: str) -> None:
    async def scene(desk: Desk) -> None:
        assert says in await desk.ask(text)

    await play(store, scene)
