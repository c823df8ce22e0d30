"""Which order the photos are of that answer one of our messages."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from flows.actor import Actor
from handlers.sourcing.staff.photo_order_match import Checker, find_by_quote
from storage.database.stores import Database
from storage.schema import messages
from tests.handlers.sourcing.staff.rows import blank
from tests.handlers.sourcing.staff.sourced import Desk, play


async def test_photos_that_answer_an_alert_are_of_its_order(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought("1234")
        await desk.reserve("1235")
        await desk.pays(order, "pay_twice")
        of_order = select(messages).where(messages.c.key.like(f"alert:order:{order}:%"))
        alert, *others = await desk.unit.rows(of_order)
        assert {(one.subject_kind, one.subject) for one in (alert, *others)} == {("reservation", order)}
        member, address = desk.people["Asha"]
        said = replace(blank(desk.house, address, "in:photo", "in", "", desk.now), reply_to=alert.id)
        found = await find_by_quote(desk.turn, Checker(Actor.staff(member.id), address, member=member), said)
        assert found is not None
        assert found.id == order

    await play(store, scene)
