"""A cart asks for statements that were built for the one before it: building them costs five times what they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from flows.events import CartUpdated, Customer, Item
from flows.money import Money
from handlers.intake import router
from storage.database.stores import Database
from storage.events.event_inbox import Arrival, event_id
from storage.identity.identity import Identity
from storage.schema import events, runs
from tests.handlers.sourcing.staff.rows import Shop, play

_MOST = 20  # statements of a cart that is new, and begins a recovery


@contextmanager
def _executed() -> Iterator[list[Any]]:
    told: list[Any] = []

    def note(_connection: Any, statement: Any, *_: Any) -> None:
        told.append(statement)

    event.listen(Engine, "before_execute", note)
    try:
        yield told
    finally:
        event.remove(Engine, "before_execute", note)


async def _consume(shop: Shop, name: str, phone: str, later: int = 0) -> list[Any]:
    """Act upon the news of a cart; the statements that took."""
    turn = shop.turn()
    who = await turn.unit.people.resolve([Identity("sms", phone)], turn.now)
    cart = CartUpdated(
        occurred_at=turn.now + timedelta(seconds=later),
        customer=Customer(phone=phone, name="Ada"),
        cart=name,
        total=Money(5_000_000, "USD"),
        items=(Item("MUG", "Mug", price=Money(5_000_000, "USD")),),
        checkout_url="https://shop.example/c",
        tokens=(f"token-{name}",),
    )
    which = event_id(turn.business.id, "shopify", f"{name}:{later}")
    assert await turn.unit.inbox.add(Arrival(which, "shopify", str(which), turn.now, None, cart, who, contact=who))
    stored = await turn.unit.inbox.get(which)
    assert stored is not None
    with _executed() as told:
        await router.consume(turn, stored)
    assert await turn.unit.value(select(events.c.status).where(events.c.id == which)) == "done"
    return told


@pytest.mark.parametrize("later", [pytest.param(0, id="a new cart"), pytest.param(60, id="one that is known")])
async def test_no_statement_is_built_for_each_cart(store: Database, later: int) -> None:
    async def scene(shop: Shop) -> None:
        seen = []
        for name, phone in (("one", "+13145550101"), ("two", "+13145550102"), ("three", "+13145550103")):
            told = await _consume(shop, name, phone)
            if later:
                told = await _consume(shop, name, phone, later)
            seen.append(told)
        assert len(await shop.turn().unit.rows(select(runs.c.id).where(runs.c.flow == "recovery"))) == 3
        known = {id(one) for one in seen[1] if not isinstance(one, str)}
        anew = [str(one) for one in seen[2] if not isinstance(one, str) and id(one) not in known]
        assert anew == []
        assert len(seen[2]) <= _MOST

    await play(store, scene)
