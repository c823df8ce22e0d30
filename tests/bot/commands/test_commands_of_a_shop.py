"""Commands on a shop that was applied: its keys, the life of a message, what is parked, and a sandbox's clock."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bot.clock import SystemClock
from bot.conversations import HOLDINGS
from bot.ids import Ids
from flows.delivery import MessageStatus
from flows.events import CartUpdated, Customer, OrderCreated
from flows.money import Money
from flows.policy.departure_facts import Kind, Purpose
from flows.policy.verdict import Outcome, Verdict
from storage.businesses.businesses import push_clock
from storage.database.migrate import migrate
from storage.database.stores import make_database
from storage.people.people import Identity
from storage.schema import audit, customer_totals, events
from storage.sending.message import Message
from storage.store.customer_totals import Totals
from storage.unit import Unit
from tests.audited import particulars
from tests.bot.commands.commanding import Ended, Run, run

__all__ = ["run"]


def test_a_key_alone_stands_on_standard_output(run: Run) -> None:
    run("apply", "shop.toml")
    ended = run("key", "create", "--business", "tiger", "--scope", "read, events")
    assert ended.code == 0
    assert re.fullmatch(r"pk_tiger_[A-Za-z0-9_-]{43}\n", ended.out)
    told = json.loads(run("key", "create", "-b", "tiger", "--scope", "admin", "--json").out)
    assert (told["business"], told["scopes"]) == ("tiger", ["admin"])


def test_failures_are_one_line(run: Run) -> None:
    assert run("key", "create", "-b", "tiger", "--scope", "read") == Ended(
        1,
        "",
        "parley: there is no database parley.db, which PARLEY_DATABASE_URL names; "
        "parley migrate makes it, and parley apply FILE.toml fills it\n",
    )
    run("migrate")
    assert run("key", "create", "-b", "tiger", "--scope", "read") == Ended(
        1, "", "parley: no business is applied yet: parley apply FILE.toml\n"
    )


def test_why_tells_the_life_of_a_message(run: Run, tmp_path: Path) -> None:
    run("apply", "shop.toml")
    message = asyncio.run(refused_message(f"sqlite:///{tmp_path / 'parley.db'}"))
    told = run("why", str(message))
    assert (told.code, told.err) == (0, "")
    assert "quiet-hours.FL" in told.out
    assert "About a cart of $30 left Sun 1 Mar 2026 22:00" in told.out
    shown = json.loads(run("why", str(message), "--json").out)
    assert (shown["id"], shown["business"], shown["status"]) == (str(message), "tiger", "refused")
    assert [verdict["rule"] for verdict in shown["verdicts"]] == ["quiet-hours.FL"]
    assert shown["story"] == told.out.splitlines()
    assert run("why", str(UUID(int=7))) == Ended(1, "", f"parley: no business has a message {UUID(int=7)}\n")


async def refused_message(url: str) -> UUID:
    """A reminder to a Floridian that was refused; returns its id."""
    store = make_database(url, Ids(SystemClock()), HOLDINGS)
    at = datetime(2026, 3, 2, 3, tzinfo=UTC)
    nothing: dict[str, Any] = {field.name: None for field in fields(Message)}
    verdict = Verdict(Outcome.REFUSE, "quiet-hours.FL", "It was night in Florida.")

    async def work(unit: Unit) -> UUID:
        contact = await unit.people.resolve([Identity("sms", "+13055550100")], at)
        (address,) = await unit.people.addresses_of(contact)
        price = Money.parse("30", "USD")
        left = CartUpdated("c1", price, (), "https://tigertees.example/c1", Customer(), at)
        cart = await unit.carts.put("api", left, contact, None, at)
        known = {
            "subject_kind": "cart", "subject": cart.id,
            "id": unit.ids.make(), "key": "m", "direction": "out", "channel": "sms", "address": address.id,
            "contact": contact, "purpose": Purpose.MARKETING, "kind": Kind.MESSAGE, "status": MessageStatus.REFUSED,
            "status_at": at, "created_at": at, "data": {}, "buttons": (), "media": (), "asked": 0,
            "unwritten": False, "partner": "",
        }  # fmt: skip
        message = Message(**{**nothing, **known})
        await unit.messages.add(message)
        await unit.verdicts.add(message.id, verdict, at)
        return message.id

    found = await store.write("tiger", work)
    await store.close()
    return found


def test_what_is_parked_is_listed_and_put_back(run: Run, tmp_path: Path) -> None:
    run("apply", "shop.toml")
    assert run("parked") == Ended(0, "nothing is parked\n", "")
    url = f"sqlite:///{tmp_path / 'parley.db'}"
    first, second = asyncio.run(parked_events(url, 2))
    listed = run("parked")
    assert (listed.code, listed.err) == (1, "")
    assert listed.out.splitlines() == [
        f"tiger  event   {one}  api cart.updated, 2026-03-02 15:00 UTC: KeyError: 'total'" for one in (first, second)
    ] + ["when the cause is fixed: parley parked --release ID, or --release all"]
    shown = json.loads(run("parked", "--json").out)["parked"]
    assert [(one["id"], one["queue"], one["since"]) for one in shown] == [
        (str(one), "event", "2026-03-02T15:00:00Z") for one in (first, second)
    ]
    assert run("doctor").out.count("parley parked") == 1

    assert run("parked", "--release", str(first)) == Ended(0, f"tiger  event   {first}  put back\n", "")
    assert run("parked", "--release", str(first)) == Ended(1, "", f"nothing with the id {first} is parked\n")
    told = json.loads(run("parked", "--release", "all", "--business", "tiger", "--json").out)
    assert told == {"released": [{"business": "tiger", "queue": "event", "id": str(second)}]}
    assert run("parked", "--release", "all") == Ended(1, "", "nothing is parked\n")
    assert asyncio.run(logged(url)) >= {("released", f"event {first}"), ("released", f"event {second}")}
    assert run("parked", "-b", "lion") == Ended(1, "", "parley: there is no business 'lion'; there is tiger\n")
    assert run("parked", "--release", "some").code == 2


def test_totals_are_made_anew_from_the_rows(run: Run, tmp_path: Path) -> None:
    run("apply", "shop.toml")
    assert run("rebuild", "totals").out.splitlines()[0].startswith("tiger: totals recomputed for ")
    url = f"sqlite:///{tmp_path / 'parley.db'}"
    before = asyncio.run(ordered(url))
    told = json.loads(run("rebuild", "totals", "-b", "tiger", "--json").out)
    assert [(one["business"], one["people"] > 0) for one in told["rebuilt"]] == [("tiger", True)]
    assert before == 19_990_000
    assert asyncio.run(spent(url)) == [before]
    assert run("rebuild", "totals", "-b", "lion") == Ended(
        1, "", "parley: there is no business 'lion'; there is tiger\n"
    )


async def ordered(url: str) -> int:
    """What somebody spent, whose totals somebody then took out by hand."""
    store, at = make_database(url, Ids(SystemClock()), HOLDINGS), datetime(2026, 3, 2, 15, tzinfo=UTC)

    async def work(unit: Unit) -> int:
        contact = await unit.people.resolve([Identity("sms", "+13145550142")], at)
        order = await unit.orders.ensure("shop", "o1", at)
        told = OrderCreated("o1", "o1", Money.parse("19.99", "USD"), (), Customer(), at)
        await unit.orders.place(order, told, contact, None)
        totals = await unit.of(Totals).find_totals(contact)
        await unit.remove(customer_totals)
        assert totals is not None
        return totals.spend

    spend = await store.write("tiger", work)
    await store.close()
    return spend


async def spent(url: str) -> list[int]:
    """What each spent."""
    store = make_database(url, Ids(SystemClock()), HOLDINGS)
    rows = await store.read("tiger", lambda unit: unit.rows(select(customer_totals.c.spend)))
    await store.close()
    return [row.spend for row in rows]


async def parked_events(url: str, many: int) -> list[UUID]:
    """Events that failed five times."""
    store, at = make_database(url, Ids(SystemClock()), HOLDINGS), datetime(2026, 3, 2, 15, tzinfo=UTC)

    async def work(unit: Unit) -> list[UUID]:
        made = [unit.ids.make() for _ in range(many)]
        for one in made:
            times = {"occurred_at": at, "received_at": at}
            named = {"source": "api", "external_id": str(one), "type": "cart.updated", "lane": one, "arrival": one}
            await unit.add(events, id=one, status="parked", reason="KeyError: 'total'", attempts=5, **named, **times)
        return made

    found = await store.write("tiger", work)
    await store.close()
    return found


async def logged(url: str) -> set[tuple[str, str]]:
    """What the audit says was done, and to what."""
    store = make_database(url, Ids(SystemClock()), HOLDINGS)
    rows = await store.read("tiger", lambda unit: unit.rows(audit.select()))
    await store.close()
    return {(row.action, particulars(row)) for row in rows}


def test_commands_on_a_sandbox_need_no_key_and_use_its_clock(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT=42:token\n", encoding="utf-8")
    pushed = datetime(2027, 1, 1, 12, tzinfo=UTC)
    url = f"sqlite:///{tmp_path / 'parley.db'}"

    async def make() -> None:
        await migrate(url)
        store = make_database(url, Ids(SystemClock()), HOLDINGS)
        await store.write("", lambda unit: push_clock(unit, pushed))
        await store.close()

    async def logged() -> set[datetime]:
        async def work(unit: Unit) -> set[datetime]:
            return {row.at for row in await unit.rows(audit.select())}

        store = make_database(url, Ids(SystemClock()), HOLDINGS)
        found = await store.read("tiger", work)
        await store.close()
        return found

    asyncio.run(make())
    assert run("apply", "shop.toml").code == 0
    assert run("key", "create", "-b", "tiger", "--scope", "read").code == 0
    assert asyncio.run(logged()) == {pushed}
