"""A conversation that only bills sponsors: it asks for the calls and keeps every event about an invoice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.conversations import CONVERSATIONS
from flows.events import Event
from flows.money import Money
from flows.sponsor_invoice_call import SPONSOR_INVOICE, InvoiceLine, InvoiceOrder
from handlers.conversation import Conversation, Conversations, hear_by_event
from handlers.conversation import conversation_facets as facets
from handlers.engine.turn import Turn
from handlers.returns import sponsor_invoice_calls
from storage.schema import events
from storage.sql import json_codec

INVOICE, SPONSOR = UUID(int=0x190A0B0C0D0E0F00102030405060708), UUID(int=0x190A0B0C0D0E0F00102030405060709)
TOTAL = Money.parse("403.25", "USD")
ORDER = InvoiceOrder(
    INVOICE, SPONSOR, "Nike", "ads@nike.example",
    (InvoiceLine("413 clicks at $0.25", Money.parse("103.25", "USD")), InvoiceLine("Flat", Money.parse("300", "USD"))),
    14,
)  # fmt: skip


async def _hear(_turn: Turn, _event: object) -> None:
    """It was heard; the test reads the events as they are stored."""


def bill(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a service know the calls and events of billing, if no conversation of its own does."""
    if SPONSOR_INVOICE in CONVERSATIONS.calls:
        return
    billing = Conversation(
        name="billing",
        hears=dict.fromkeys(sponsor_invoice_calls.EVENTS, hear_by_event(_hear)),
        work=facets.BackgroundWork(calls=sponsor_invoice_calls.KINDS),
        data=facets.OwnData(events=sponsor_invoice_calls.EVENTS),
    )
    held = Conversations((*CONVERSATIONS.all, billing))
    monkeypatch.setattr("bot.app.CONVERSATIONS", held)
    monkeypatch.setattr("bot.app.HOLDINGS", held.holdings)
    monkeypatch.setattr("bot.app.EVENTS", held.holdings.events)


async def list_news(turn: Turn) -> list[tuple[Event, str]]:
    """Every event about an invoice, in order of arrival, with its status."""
    kinds: dict[str, Any] = {kind.TYPE: kind for kind in sponsor_invoice_calls.EVENTS}
    mine = turn.unit.owns(events), events.c.type.in_(kinds)
    rows = await turn.unit.rows(select(events).where(*mine).order_by(events.c.arrival))
    return [(json_codec.load(kinds[row.type], row.data), row.status) for row in rows]
