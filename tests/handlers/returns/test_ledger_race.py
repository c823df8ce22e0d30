"""Clicks, repeats, credits and monthly prices of four processes: ledger = spent = invoices = provider, to the cent.

With ``--long`` the four do 100 000 actions, in two to ten minutes on SQLite, on two cores that also do other work. One
click of eight is charged: the others are repeats, or past a budget or daily cap.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from bot.payments.stripe import Stripe
from flows.money import Money
from flows.money_rounding import round_payable
from flows.promotions.promotion import Price, PricedBy, Promotion
from flows.sponsor_invoice_call import InvoiceOrder
from handlers.engine.turn import Turn
from handlers.returns import monthly_billing
from storage.database.stores import Database
from storage.people.people import Identity
from storage.promotions.invoices import Invoices
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from storage.schema import calls, charges
from storage.sql import json_codec
from tests.handlers.returns.returned import Parcels, fire
from tests.providers.stripe import SECRET_KEY, WEBHOOK_SECRET, StripeStand
from tests.storage.promotions.promoted import CLICK, promotion, prompt, sponsor
from tests.storage.world import person

PROCESSES = 4
PEOPLE = 60
BUDGET, CAP = 37 * CLICK + 1, 7 * CLICK


async def _fill(turn: Turn, people: int) -> list[Promotion]:
    """Three sponsors with offers of every kind, and a prompt for each of so many people."""
    offers = []
    for name in ("Hats", "Coats", "Bags"):
        pays = await sponsor(turn.unit, name, email="pay@brand.example")
        terms = {"expires_at": turn.now + timedelta(days=90)}
        offers += [
            await promotion(turn.unit, pays, **terms, budget=BUDGET),
            await promotion(turn.unit, pays, **terms, daily_cap=CAP),
            await promotion(turn.unit, pays, **terms, price=Price(PricedBy.CLICK, 333_333, "USD")),
            await promotion(turn.unit, pays, **terms, price=Price(PricedBy.MONTH, 9_990_000, "USD"), budget=10**9),
        ]
    for number in range(people):
        who, _ = await person(turn.unit, Identity("whatsapp", f"+1314555{number:04d}"))
        await prompt(turn.unit, offers[number % len(offers)], who, f"p{number}")
    return offers


async def _load(url: str, actions: int) -> None:
    module = "tests.handlers.returns.ledger_load"
    running = [
        await asyncio.create_subprocess_exec(sys.executable, "-m", module, url, str(seed), str(actions))
        for seed in range(PROCESSES)
    ]
    assert [await one.wait() for one in running] == [0] * PROCESSES


async def _read(turn: Turn, table: Any) -> Any:
    return await turn.unit.rows(table.select().where(turn.unit.owns(table)))


@pytest.mark.parametrize("actions", [150, pytest.param(25_000, marks=[pytest.mark.long, pytest.mark.timeout(3_000)])])
async def test_the_ledger_is_the_bills(database: str, store: Database, actions: int) -> None:
    """Each process does so many ``actions``: nine of ten are clicks, the others credits and monthly prices."""
    parcels = await Parcels.open(store)
    offers = await parcels.act(lambda turn: _fill(turn, max(PEOPLE, actions // 20)))
    await _load(database, actions)
    lines = await parcels.act(lambda turn: _read(turn, charges))
    by_id, spent, days = {line.id: line for line in lines}, Counter[Any](), Counter[Any]()
    for line in lines:
        spent[line.promotion] += line.amount
        of = line if line.reverses is None else by_id[line.reverses]
        days[line.promotion, of.day] += line.amount if of.kind == "click" else 0
    now = await parcels.act(lambda turn: turn.unit.of(Promotions).by_ids([one.id for one in offers]))
    for one in now.values():
        assert spent[one.id] == one.counts.spent
        assert one.limits.budget is None or one.counts.spent <= one.limits.budget
        cap = one.limits.daily_cap
        assert cap is None or all(micros <= cap for (which, _), micros in days.items() if which == one.id)
    assert Counter(line.kind for line in lines).keys() == {"click", "credit", "month"}
    full = [which for (which, _), micros in days.items() if micros == now[which].limits.daily_cap]
    used_up = [one for one in now.values() if one.limits.budget == BUDGET and one.counts.spent + CLICK > BUDGET]
    assert actions < 1_000 or (full and used_up), "so many clicks reach the limits"
    await _bill(parcels, lines)


async def _bill(parcels: Parcels, lines: Any) -> None:
    """The month is billed, and a stand-in for Stripe takes the orders: all have the sum of the ledger."""
    parcels.later(days=32)
    while not await parcels.act(lambda turn: monthly_billing.run_billing(turn, fire(turn))):
        pass
    asked = await parcels.act(lambda turn: _read(turn, calls))
    stripe = await _issue([InvoiceOrder.read(json_codec.load_values(row.request)) for row in asked])
    for pays in await parcels.act(lambda turn: turn.unit.of(Sponsors).all()):
        owed = sum(line.amount for line in lines if line.sponsor == pays.id and line.period == "2026-03")
        bills = await parcels.act(lambda turn, one=pays: turn.unit.of(Invoices).of(one.id))  # type: ignore[misc]
        billed = [bill.micros for bill in bills]
        assert billed == ([round_payable(Money(owed, "USD")).micros] if owed >= 5_000 else [])
        assert [sum(item.amount for item in bill.paper.items) for bill in bills] == billed
        assert [cents * 10_000 for cents in stripe[pays.id.hex]] == (billed if pays.email else [])


async def _issue(orders: Sequence[InvoiceOrder]) -> Mapping[str, list[int]]:
    """What the stand-in has billed each sponsor, in cents."""
    totals = defaultdict[str, list[int]](list)
    async with StripeStand() as stand:
        account = Stripe(SECRET_KEY, WEBHOOK_SECRET, stand.url)
        assert [(await account.issue_invoice(one)).failure for one in orders] == [None] * len(orders)
        await account.close()
        for invoice in stand.billing.invoices.values():
            totals[invoice["metadata"]["parley_sponsor"]].append(invoice["total"])
    return totals
