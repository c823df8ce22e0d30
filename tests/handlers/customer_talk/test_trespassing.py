"""Strangers who give commands of the staff: each is in the audit, and an owner reads few alerts of many of them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from sqlalchemy import select

from handlers.customer_talk.stranger_refusal import MOST, refuse
from handlers.customer_talk.understood_message import UnderstoodMessage
from storage.database.stores import Database
from storage.people.people import Address
from storage.schema import audit
from tests.handlers.sourcing.staff.rows import START, Shop, blank, play


async def test_each_is_in_the_audit_and_owners_alone_are_told_of_a_few(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        staff = {}
        for role, value in (("owner", "9001"), ("manager", "9002")):
            staff[role] = await shop.person(value, role, "telegram", agreed=False)
            member, _ = await shop.unit.access.put_member(role, role, START)
            await shop.unit.access.link(member.id, staff[role].contact, START)

        async def refused(who: Address, number: int) -> bool:
            message = blank(shop, who, f"in:{number}", "in", "/stats", START)
            assert await shop.unit.messages.add(message)
            return await refuse(shop.turn(), cast(UnderstoodMessage, SimpleNamespace(address=who, message=message)))

        strangers = [await shop.person(str(7000 + n), channel="telegram", agreed=False) for n in range(MOST + 3)]
        assert all([await refused(who, number) for number, who in enumerate(strangers)])
        dana = await shop.person("6000", channel="telegram", agreed=False)
        await shop.order(dana, 10, START)
        assert not await refused(dana, 99), "who ordered is a customer"
        tried = select(audit).where(shop.unit.owns(audit), audit.c.action == "command refused")
        noted = [row.about for row in await shop.unit.rows(tried.order_by(audit.c.id))]
        assert noted == [str(who.contact) for who in strangers]
        told = {role: await shop.unit.messages.thread(to.id) for role, to in staff.items()}
        assert {role: len(alerts) for role, alerts in told.items()} == {"owner": MOST, "manager": 0}
        assert not any("/stats" in (one.text or "") for one in told["owner"]), "none of their words"

    await play(store, scene)
