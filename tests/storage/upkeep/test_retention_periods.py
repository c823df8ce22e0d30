"""Each kind of data goes after its own period, if the business sets one; what lasts stays without one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, func, select

from bot.clock import PushedClock
from flows.delivery import MessageStatus
from flows.engine import Subject
from flows.retention_periods import CARTS, CLICKS, DATA_KINDS, EVENTS, MESSAGES, PROMPTS, VISITS
from storage.database.stores import Database
from storage.schema import carts, clicks, contacts, events, messages, prompts, visits
from storage.unit import Unit
from storage.upkeep.retention import Marks, sweep
from tests.single import add_link
from tests.storage.upkeep.test_retention import WORDS, happened
from tests.storage.world import NOW, SHOP, do, queued

LATER = NOW + timedelta(days=500)
AFTER = NOW + timedelta(days=100)
KEPT: dict[str, tuple[Table, Any]] = {
    MESSAGES: (messages, messages.c.text.is_not(None)),
    EVENTS: (events, events.c.id.is_not(None)),
    CLICKS: (clicks, clicks.c.robot.is_(False)),
    VISITS: (visits, visits.c.id.is_not(None)),
    CARTS: (carts, carts.c["items"] != "[]"),
    PROMPTS: (prompts, prompts.c.contact.is_not(None)),
}


@pytest.fixture(autouse=True)
async def _of_then_and_now(store: Database, clock: PushedClock) -> None:
    """One of each kind long ago, and one now."""
    await do(store, fill)
    clock.push(LATER)
    await do(store, fill)


async def fill(unit: Unit) -> None:
    who = unit.ids.make()
    at = NOW if await unit.value(select(func.count()).select_from(carts)) == 0 else LATER
    await unit.add(contacts, id=who, created_at=at)
    sent = await queued(unit, status=MessageStatus.DELIVERED, **WORDS)
    await happened(unit, "done")
    await add_link(unit, str(sent.id), "https://tigertees.example/", sent.id, None, at)
    link = await unit.links.get(str(sent.id))
    assert link is not None
    await unit.links.visit(link, at, robot=False)
    await unit.add(visits, id=unit.ids.make(), contact=who, at=at, place="Soho", page="/hats")
    await _fill_cart(unit, who, at)
    told = {"reason": "size", "brand": "leaf", "choice": "notice", "decided_at": at, "notice": '{"brand": "Leaf"}'}
    await unit.add(prompts, id=unit.ids.make(), ref=str(who), contact=who, **told)


async def _fill_cart(unit: Unit, who: UUID, at: datetime) -> UUID:
    cart = unit.ids.make()
    told = {"source": "shop", "cart": str(cart), "total": 39, "currency": "USD", "checkout_url": "https://t.example/c"}
    await unit.add(
        carts, id=cart, contact=who, items='[{"sku": "TEE"}]', as_of=at, created_at=at, status="open", mail="m", **told
    )
    return cart


async def clean(store: Database, before: datetime | None, starts: Mapping[str, datetime | None]) -> dict[str, int]:
    """Sweep to the end; return how much of each kind is left."""
    marks: Marks = {}
    done = False
    while not done:
        marks, done = await do(store, lambda unit, m=marks: sweep(unit, m, before, before, starts))  # type: ignore[misc]
    left = {}
    for kind, (table, here) in KEPT.items():
        query = select(func.count()).select_from(table).where(table.c.business == SHOP, here)
        left[kind] = int(await store.read(SHOP, lambda unit, q=query: unit.value(q)))  # type: ignore[misc]
    return left


ALL = dict.fromkeys(KEPT, 2)


async def test_without_periods_only_what_does_not_last_goes(store: Database) -> None:
    lasting = {kind: 2 if DATA_KINDS[kind].lasts else 1 for kind in KEPT}
    assert await clean(store, AFTER, {}) == lasting


@pytest.mark.parametrize("kind", KEPT)
async def test_a_kind_goes_after_its_own_period(store: Database, kind: str) -> None:
    assert await clean(store, None, {kind: AFTER}) == ALL | {kind: 1}
    assert await clean(store, None, {kind: None}) == ALL | {kind: 1}


async def test_a_kind_that_is_kept_for_ever_stays(store: Database) -> None:
    assert await clean(store, AFTER, dict.fromkeys(KEPT)) == ALL


async def test_a_cart_keeps_its_total_and_a_prompt_its_choice(store: Database) -> None:
    await clean(store, None, {CARTS: AFTER, PROMPTS: AFTER})
    (cart,) = await do(store, lambda unit: unit.rows(select(carts).where(carts.c["items"] == "[]")))
    assert (cart.total, cart.checkout_url, cart.mail) == (39, "", None)
    (prompt,) = await do(store, lambda unit: unit.rows(select(prompts).where(prompts.c.contact.is_(None))))
    assert (prompt.choice, prompt.notice) == ("notice", "{}")


async def test_a_cart_that_a_run_works_on_stays_whole(store: Database) -> None:
    async def begin(unit: Unit) -> None:
        cart = await unit.value_of(UUID, select(carts.c.id).order_by(carts.c.id).limit(1))
        assert cart is not None
        await unit.runs.start("recovery", str(cart), None, Subject("cart", cart), "{}", NOW)

    await do(store, begin)
    assert (await clean(store, None, {CARTS: AFTER}))[CARTS] == 2
