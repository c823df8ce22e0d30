"""Simulated invoices: a page with a button that pays, once."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.payments import simulated_payments as payments
from flows.events import SponsorInvoiceMoved
from flows.sponsor_invoice_call import LOOK_INVOICE, SETTLE_INVOICE, InvoiceAnswer, InvoiceState
from handlers.returns import sponsor_invoice_calls
from tests.bot.returns.billed import INVOICE, ORDER, TOTAL, keep_invoice, list_news
from tests.bot.simulator.shop import EVERYBODY, application, sandbox

NAME = f"{INVOICE.hex}.403250000.USD"


async def test_an_invoice_is_paid_on_its_page(database: str) -> None:
    async with sandbox(database, toml=EVERYBODY) as service, TestClient(TestServer(application(service))) as client:
        assert service.sandbox is not None
        await service.turns.act("tiger", keep_invoice)
        await service.turns.act("tiger", lambda turn: sponsor_invoice_calls.ask_invoice(turn, ORDER))
        await service.sandbox.settle()
        ((answer, _),) = await service.turns.act("tiger", list_news)
        told = InvoiceAnswer.read(answer.values)  # type: ignore[attr-defined]
        assert (told.provider_id, told.state) == (NAME, InvoiceState.OPEN)
        path = f"/sim/invoice/tiger/{NAME}"
        assert told.url.endswith(path)
        page = await (await client.get(path)).text()
        assert all(said in page for said in ("Tiger Tees", "SIM-05060708", "Pay $403.25", "Nothing is really paid"))
        for _ in range(2):
            page = await (await client.post(path)).text()
            assert ("Paid. Thank you!" in page, "<form" in page) == (True, False)
        now = service.clock.now()
        assert (await service.turns.act("tiger", list_news))[1:] == [
            (SponsorInvoiceMoved(NAME, INVOICE, "paid", TOTAL, now), "done")
        ]
        await service.turns.act(
            "tiger", lambda turn: sponsor_invoice_calls.ask_about(turn, SETTLE_INVOICE, INVOICE, NAME)
        )
        await service.turns.act(
            "tiger", lambda turn: sponsor_invoice_calls.ask_about(turn, LOOK_INVOICE, INVOICE, NAME)
        )
        await service.sandbox.settle()
        answers = [event for event, _ in (await service.turns.act("tiger", list_news))[2:]]
        assert [one.values["state"] for one in answers] == ["paid", "paid"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", [f"lion/{NAME}", "tiger/x", f"tiger/{'x' * 32}.1.USD", f"tiger/{INVOICE.hex}.1.XXX"])
async def test_what_is_no_invoice_is_not_found(database: str, path: str) -> None:
    async with sandbox(database) as service, TestClient(TestServer(application(service))) as client:
        for answer in (await client.get(f"/sim/invoice/{path}"), await client.post(f"/sim/invoice/{path}")):
            assert answer.status == 404


async def test_an_invoice_that_nobody_paid_here_is_settled() -> None:
    async def unknown(_event: object) -> bool:
        return False

    account = payments.SimulatedPayments("tiger", "http://x", unknown)
    answer = await account.settle_invoice(INVOICE, NAME)
    assert (answer.values or {})["state"] == "paid"
