"""Histories, ledgers, the audit, checks and news of release 0.1.0: who stood there by name is an actor now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection, insert, select

from flows.actor import CUSTOMER, SYSTEM, Actor, ActorKind
from flows.sourcing.order_events import Handed
from flows.sourcing.quality.quality_flow import Check
from storage.database import migrate
from storage.schema import audit as audited
from storage.schema import businesses, contacts, earnings, events, orders, reservations, runs, shops, staff
from storage.schema import order_history as recorded
from storage.sql import json_codec
from storage.sql.column_types import Id, Moment
from storage.sql.repository import read_actor
from tests.audited import particulars
from tests.upgrades.stored import connected

AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
BUSINESS = "tiger"
ANN, ASHA, KAROL, ORDER, CHECK, TOLD = (UUID(int=number) for number in range(1, 7))
SAID = ("customer", "parley", "staff:Asha", "shop:Karol Bagh Gifts", "shop:Gone Gifts", "razorpay")
ACTORS = [
    CUSTOMER, SYSTEM, Actor.staff(ASHA), Actor.shop(KAROL), Actor(ActorKind.SHOP, "Gone Gifts"),
    Actor.provider("razorpay"),
]  # fmt: skip
DONE = (
    (str(ASHA), "picked", f"order {ORDER} 2"),
    (str(ASHA), "known", f"contact {ANN}"),
    (str(KAROL), "linked", str(ANN)),
    ("command line", "applied", "3 changes"),
    ("command line", "key created", f"{TOLD} for read until 2027-01-01"),
    (str(ASHA), "paused", ""),
)
AUDIT = [
    (Actor.staff(ASHA), f"reservation {ORDER} text 2"),
    (Actor.staff(ASHA), f"contact {ANN}"),
    (Actor.shop(KAROL), f"address {ANN}"),
    (Actor(ActorKind.SYSTEM, "command line"), "text 3 changes"),
    (Actor(ActorKind.SYSTEM, "command line"), f"key {TOLD} text for read until 2027-01-01"),
    (Actor.staff(ASHA), ""),
]


def _table(name: str, *columns: str) -> Any:
    """A table as it was at the release."""
    plain: Iterator[Any] = (sa.column(one) for one in ("business", *columns))
    return sa.table(name, sa.column("id", Id()), sa.column("at", Moment()), *plain)


def _fill(connection: Connection) -> None:
    def put(table: Any, **row: object) -> None:
        since = {"created_at": AT} if "created_at" in table.c else {}
        connection.execute(insert(table).values(business=BUSINESS, **since, **row))

    owner = {"id": BUSINESS, "name": "Tiger", "settings": "{}", "created_at": AT, "revision": 1}
    connection.execute(insert(businesses).values(**{name: owner[name] for name in owner if name in businesses.c}))
    put(contacts, id=ANN)
    put(staff, id=ASHA, name="Asha", role="owner")
    put(
        shops, id=KAROL, ref="karol", name="Karol Bagh Gifts", location="", opens=0, closes=1440, language="en",
        follows=False,
    )  # fmt: skip
    put(orders, id=ORDER, source="api", ref="1", number="1", total=1, currency="INR", items="[]")
    put(
        reservations, id=ORDER, run=CHECK, contact=ANN, status="checking", express=False, for_stock=False,
        approved=False, pay="after", amount=1, fee=0, credit=0, currency="INR", token="t", changed_at=AT,
    )  # fmt: skip
    history = _table("order_history", "status", "by", "note")
    history.append_column(sa.column("order", Id()))
    for number, by in enumerate(SAID):
        put(history, id=UUID(int=20 + number), order=ORDER, at=AT, status="checking", by=by, note=f"note {number}")
    booked = _table("earnings", "kind", "key", "amount", "currency", "by")
    booked.append_column(sa.column("shop", Id()))
    for number, by in enumerate(("order", "staff:Asha")):
        put(booked, id=UUID(int=30 + number), shop=KAROL, kind="k", key=by, amount=1, currency="INR", at=AT, by=by)
    audit = _table("audit", "actor", "action", "detail")
    for number, (actor, action, detail) in enumerate(DONE):
        put(audit, id=UUID(int=40 + number), at=AT, actor=actor, action=action, detail=detail)
    check = {"order": str(ORDER), "number": "1", "by": "staff:Asha", "address": str(ANN), "channel": "telegram"}
    run = {"contact": ANN, "version": 1, "started_at": AT, "subject_kind": "order", "subject": ORDER}
    put(runs, id=CHECK, flow="quality", key=str(ORDER), state=json.dumps(check), **run)
    said = {"order": str(ORDER), "shop": str(KAROL), "by": "staff:Asha"}
    row = {"source": "parley", "external_id": "1", "type": "order.handed", "data": json.dumps(said), "status": "done"}
    times = {"received_at": AT, "occurred_at": AT, "due_at": AT}
    known = {name: value for name, value in (row | times).items() if name in events.c}
    put(events, id=TOLD, contact=ANN, lane=ANN, arrival=TOLD, attempts=0, **known)


async def test_who_stood_there_by_name_is_an_actor(old: str) -> None:
    async with connected(old) as connection:
        await connection.run_sync(_fill)
    await migrate.migrate(old, backed_up=True)

    def look(connection: Connection) -> None:
        steps = connection.execute(select(recorded).order_by(recorded.c.id)).all()
        assert [read_actor(row) for row in steps] == ACTORS
        assert {row.reason for row in steps} == {"told"}
        assert [json.loads(row.figures) for row in steps] == [{"text": f"note {at}"} for at in range(len(SAID))]
        booked = connection.execute(select(earnings).order_by(earnings.c.id)).all()
        assert [read_actor(row) for row in booked] == [SYSTEM, Actor.staff(ASHA)]
        done = connection.execute(select(audited).order_by(audited.c.id)).all()
        assert [(read_actor(row), particulars(row)) for row in done] == AUDIT
        state = connection.execute(select(runs.c.state)).scalar_one()
        assert json_codec.load(Check, state).by == Actor.staff(ASHA)
        told = connection.execute(select(events.c.data)).scalar_one()
        assert json_codec.load(Handed, told) == Handed(ORDER, KAROL, Actor.staff(ASHA))

    async with connected(old) as connection:
        await connection.run_sync(look)
