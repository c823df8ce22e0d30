"""What is asked with every message or command is found by an index, and not among everything that the business has.

Nobody tells SQLite to gather statistics, so it goes by the order of a query, even if that means to walk all rows.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from storage.sqlite import SqliteStore
from storage.unit import Unit
from tests.storage.world import SHOP

THING = UUID(int=1)
Question = Callable[[Unit], Awaitable[object]]
QUESTIONS: dict[str, Question] = {
    "a person's addresses": lambda unit: unit.people.addresses_of(THING),
    "a person's open runs": lambda unit: unit.runs.open_of(THING),
    "a person's open question": lambda unit: unit.runs.asked(THING),
    "a person's latest messages": lambda unit: unit.messages.page(None, THING, None, 20),
    "an address's thread": lambda unit: unit.messages.thread(THING),
    "what a run sent": lambda unit: unit.messages.of_run(THING),
    "what was sent about a cart": lambda unit: unit.messages.about(THING),
    "a message by the provider's id": lambda unit: unit.messages.by_provider_id("SM1"),
    "a person's orders": lambda unit: unit.reservations.of_contact(THING),
    "an order by its number": lambda unit: unit.reservations.by_number("1234"),
    "orders by their numbers": lambda unit: unit.reservations.by_numbers(["1234", "1235"]),
    "an order by its reference": lambda unit: unit.reservations.by_ref("1234"),
    "an order by its page": lambda unit: unit.reservations.by_token("token"),
    "an order's history": lambda unit: unit.histories.history(THING),
    "an order's lines": lambda unit: unit.reservations.lines([THING]),
    "the last payout": lambda unit: unit.earnings.last_payout(THING),
    "what a shop is owed": lambda unit: unit.earnings.owed(THING),
}


@pytest.fixture
def server() -> None:
    """SQLite, which has no statistics to go by."""
    return


@pytest.mark.parametrize("question", QUESTIONS)
async def test_nothing_is_looked_for_among_all(store: SqliteStore, question: str) -> None:
    """https://www.sqlite.org/eqp.html"""
    said: list[tuple[str, Any]] = []
    event.listen(
        store._reader.sync_engine, "before_cursor_execute", lambda _c, _u, text, values, *_: said.append((text, values))
    )
    await store.read(SHOP, QUESTIONS[question])
    asked = list(said)

    async def plans(unit: Unit) -> list[str]:
        found = [await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values) for text, values in asked]
        return [str(row._mapping["detail"]) for rows in found for row in rows]

    found = await store.read(SHOP, plans)
    assert found
    assert [one for one in found if re.search(r"^SCAN|\(business=\?\)", one)] == []
