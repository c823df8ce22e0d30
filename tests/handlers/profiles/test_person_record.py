"""The record of a person, as JSON with documented keys and as a page, and requests for it by the API."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from bot.conversations import HOLDINGS
from handlers.engine.turn import Turn
from storage.erasure.personal_record import list_shown_columns
from storage.people.data_requests import DataRequests
from storage.schema import audit, consent_proofs, contacts, events, returned_lines
from storage.sql.column_types import Id
from tests.cases import each
from tests.handlers.profiles.conftest import DANA, TIGER, Shop

DOCUMENT = (Path(__file__).parents[3] / "docs/privacy.md").read_text(encoding="utf-8")
_TABLES = [contacts, *(one.table for one in HOLDINGS.personal if one.told), consent_proofs, returned_lines, events]
_CALLED = {"contacts": "person", "events": "told"}
TICKED = [{"channel": "sms", "action": "granted", "source": "checkout", "text": "Text me <b>offers</b>",
           "at": "2026-03-03T15:00:00Z"}]  # fmt: skip


@each("table", _TABLES, ids=lambda table: table.name)
def test_each_key_of_the_record_is_documented(table: Table) -> None:
    """A key that others read must not change unseen: rename none, and say in docs/privacy.md what is new."""
    name = _CALLED.get(table.name, table.name)
    (row,) = re.findall(rf"^\| `{name}` \| (.*) \|$", DOCUMENT, re.MULTILINE)
    columns = {one.name for one in list_shown_columns(table) if not isinstance(one.type, Id)}
    assert sorted(columns - set(re.findall(r"`(\w+)`", row))) == []


async def test_the_record_is_json_and_a_page(shop: Shop) -> None:
    """The page shows any name as text. Money has its currency, and a consent has the words that were shown."""
    await shop.order("o1", DANA | {"name": "Dana <script>alert(1)</script>"})
    await shop.tell("customer.consented", {"customer": DANA, "consent": TICKED})
    path = f"/api/customers/{await shop.id_of(DANA)}/record"
    record: dict[str, Any] = await shop.get(path)
    assert (record["format"], record["covers"], record["business"]) == ("parley-record/1", "person", TIGER)
    assert (record["orders"][0]["total"], record["orders"][0]["currency"]) == ("64.00", "USD")
    assert record["orders"][0]["items"][0]["price"] == {"amount": "64.00", "currency": "USD"}
    assert {one["shown"] for one in record["consents"]} == {"Text me <b>offers</b>"}
    page = await shop.get(path, Accept="text/html")
    shown = ("Your data", DANA["phone"], DANA["email"], "N-o1", "64.00 USD", "Kurta")
    assert [one for one in shown if one not in page] == []
    assert [one for one in ("<script", "<b>", "<form") if one in page] == []


async def test_a_record_needs_a_key_for_admins_and_leaves_a_trace(shop: Shop) -> None:
    await shop.order("o1", DANA)
    path = f"/api/customers/{await shop.id_of(DANA)}/record"
    for key, status in (("read", 403), ("write", 403), ("foreign", 404), ("admin", 200)):
        assert (await shop.ask("GET", path, None, key)).status == status
    rows = await shop.service.turns.look(TIGER, _read_audit)
    assert [(row.actor_kind, row.action) for row in rows] == [("provider", "known")]


async def test_a_request_is_opened_and_closed(shop: Shop) -> None:
    await shop.order("o1", DANA)
    path = f"/api/customers/{await shop.id_of(DANA)}/record"
    asked = await shop.ask("POST", path, {})
    again = await shop.ask("POST", path, {})
    assert (asked.status, asked.body["open"], again.body["until"]) == (200, True, asked.body["until"])
    assert shop.service.sandbox is not None
    await shop.service.sandbox.settle()
    found = await shop.service.turns.look(TIGER, lambda turn: turn.unit.of(DataRequests).list_open())
    assert [(one.source, one.due_at - one.asked_at) for one in found] == [("api", timedelta(days=45))]
    done = await shop.ask("POST", path, {"handed_over": True})
    assert done.body == {"open": False, "until": None}
    assert await shop.service.turns.look(TIGER, lambda turn: turn.unit.of(DataRequests).list_open()) == []


async def test_a_request_that_ends_before_the_staff_heard_of_it_stays_closed(shop: Shop) -> None:
    await shop.order("o1", DANA)
    path = f"/api/customers/{await shop.id_of(DANA)}/record"
    assert (await shop.ask("POST", path, {})).body["open"] is True
    await shop.ask("POST", path, {"handed_over": True})
    assert shop.service.sandbox is not None
    await shop.service.sandbox.settle()
    assert await shop.service.turns.look(TIGER, lambda turn: turn.unit.of(DataRequests).list_open()) == []


async def test_a_request_and_its_end_at_once_come_one_after_the_other(shop: Shop) -> None:
    """The last one to hold the person decides: it is open only if the asking came after the end."""
    await shop.order("o1", DANA)
    path = f"/api/customers/{await shop.id_of(DANA)}/record"
    for _ in range(5):
        await asyncio.gather(shop.ask("POST", path, {}), shop.ask("POST", path, {"handed_over": True}))
        rows = [row.action for row in await shop.service.turns.look(TIGER, _read_audit)]
        opened = await shop.service.turns.look(TIGER, lambda turn: turn.unit.of(DataRequests).list_open())
        assert rows.count("record asked") - rows.count("record handed over") == len(opened) <= 1
        assert shop.service.sandbox is not None
        await shop.service.sandbox.settle()
        assert await shop.service.turns.look(TIGER, lambda turn: turn.unit.of(DataRequests).list_open()) == opened
        await shop.ask("POST", path, {"handed_over": True})


async def _read_audit(turn: Turn) -> Any:
    here = (turn.unit.owns(audit), audit.c.about_kind == "contact")
    return await turn.unit.rows(audit.select().where(*here))
