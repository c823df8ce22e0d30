"""Fees, clicks and credits of a month are one invoice, the same when made again; an unpaid one pauses its sponsor."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from bot.returns.invoice_pdf import render_invoice
from flows.actor import SYSTEM
from flows.events import SponsorInvoiceAnswered, SponsorInvoiceMoved
from flows.money import Money
from flows.promotions.charge import ChargeKind
from flows.promotions.invoice import Invoice, InvoiceItem
from flows.promotions.promotion import Price, PricedBy
from flows.promotions.sponsor import Fees, SponsorStatus
from flows.sponsor_invoice_call import (
    MOST_LINES,
    SETTLE_INVOICE,
    SPONSOR_INVOICE,
    InvoiceAnswer,
    InvoiceOrder,
    InvoiceState,
)
from handlers.engine.turn import Turn
from handlers.returns import charge_posting, invoice_news, monthly_billing, sponsor_admin
from handlers.returns.click_counting import count_click
from handlers.returns.invoice_paper import list_items, make_paper
from storage.database.stores import Database
from storage.promotions.charge_ledger import ChargeLedger, ChargeSum
from storage.promotions.invoices import Invoices
from storage.promotions.sponsors import Sponsors
from storage.schema import audit, calls
from storage.sql import json_codec
from tests.handlers.returns.returned import PARCELS, Parcels, fire, stored
from tests.storage.promotions.promoted import BY, CLICK, CONTENT

FEES = Fees("USD", month=300_000_000, data=99_000_000)


async def _run(parcels: Parcels) -> None:
    """The day's billing."""
    while not await parcels.act(lambda turn: monthly_billing.run_billing(turn, fire(turn))):
        pass


async def _invoices(parcels: Parcels) -> Any:
    return await parcels.act(lambda turn: turn.unit.of(Invoices).of(parcels.sponsor.id))


async def _click(parcels: Parcels, many: int, called: str = "c") -> None:
    for number in range(many):
        made = await parcels.prompt(f"{called}{number}", f"+1314555{number:04d}")
        await parcels.act(lambda turn, one=made: count_click(turn, one, one.id))  # type: ignore[misc]


async def test_a_month_is_billed_once_from_the_ledger(store: Database) -> None:
    parcels = await Parcels.open(store, fees=FEES)
    await _run(parcels)
    await _run(parcels)
    await _click(parcels, 3)
    assert await _invoices(parcels) == []
    parcels.later(days=30)  # the first of April
    await _run(parcels)
    await _run(parcels)
    (bill,) = await _invoices(parcels)
    owed = FEES.month + FEES.data + 3 * CLICK
    assert (bill.period, bill.number, bill.micros, bill.status) == ("2026-03", "2026-03-001", owed, InvoiceState.OPEN)
    assert bill.paper.items == (
        InvoiceItem("Clicks on “Autumn sale”", 3, CLICK, 3 * CLICK),
        InvoiceItem("Subscription to figures", 1, FEES.data, FEES.data),
        InvoiceItem("Monthly fee", 1, FEES.month, FEES.month),
    )
    assert sum(one.amount for one in bill.paper.items) == bill.micros
    await parcels.change_offer(content=replace(CONTENT, title="Another name"))
    assert await parcels.act(lambda turn: _make_again(turn, bill)) == (owed, None)
    assert await _invoices(parcels) == [bill]


async def _make_again(turn: Turn, bill: Invoice) -> tuple[int, Invoice | None]:
    """The sum of the ledger, and what comes of a second issue."""
    sums = await turn.unit.of(ChargeLedger).sum_period(bill.sponsor, bill.period)
    return sum(one.micros for one in sums), await monthly_billing.issue_invoice(turn, bill.sponsor, bill.period)


async def test_a_credit_larger_than_the_month_is_taken_over(parcels: Parcels) -> None:
    await _click(parcels, 1)
    parcels.later(days=30)
    await _run(parcels)
    (first,) = await _invoices(parcels)
    assert first.micros == CLICK
    (line,) = await parcels.list_charges()
    await parcels.act(lambda turn: charge_posting.credit_charge(turn, line.id))
    parcels.later(days=31)
    await _run(parcels)
    await _run(parcels)
    assert len(await _invoices(parcels)) == 1
    sums = [
        await parcels.act(lambda turn, one=period: turn.unit.of(ChargeLedger).sum_period(parcels.sponsor.id, one))  # type: ignore[misc]
        for period in ("2026-04", "2026-05")
    ]
    assert [sum(one.micros for one in many) for many in sums] == [0, -CLICK]


async def test_a_paused_sponsor_and_a_pilot_pay_no_fee(store: Database) -> None:
    parcels = await Parcels.open(store, fees=replace(FEES, pilot=True))
    await _run(parcels)
    assert await parcels.sum_charges() == 0
    sponsor = replace(parcels.sponsor, fees=FEES, status=SponsorStatus.PAUSED)
    await parcels.act(lambda turn: turn.unit.of(Sponsors).save(sponsor))
    await _run(parcels)
    assert await parcels.sum_charges() == 0


async def test_a_sponsor_with_an_address_is_billed_by_the_provider(parcels: Parcels) -> None:
    billed = replace(parcels.sponsor, email="pay@boots.example")
    await parcels.act(lambda turn: turn.unit.of(Sponsors).save(billed))
    await _click(parcels, 2)
    parcels.later(days=30)
    await _run(parcels)
    assert [row.kind for row in await _read(parcels, calls)] == [SPONSOR_INVOICE]


async def test_an_unpaid_invoice_warns_then_pauses_until_it_is_paid(parcels: Parcels) -> None:
    await _click(parcels, 1)
    parcels.later(days=30)
    await _run(parcels)
    (bill,) = await _invoices(parcels)
    await _answer(parcels, bill)
    for days, status, warned in ((13, "active", False), (2, "active", True), (6, "active", True), (1, "unpaid", True)):
        parcels.later(days=days)
        await _run(parcels)
        (now,) = await _invoices(parcels)
        assert (await _status(parcels), now.warned_at is not None) == (status, warned), days
    moved = SponsorInvoiceMoved("in_1", bill.id, "paid", Money(CLICK, "USD"), parcels.clock.now())
    other = replace(moved, provider_id="in_2")
    await parcels.act(lambda turn: invoice_news.hear_move(turn, stored(turn, other), other))
    assert await _status(parcels) == "unpaid"
    for _ in range(2):
        await parcels.act(lambda turn: invoice_news.hear_move(turn, stored(turn, moved), moved))
    (now,) = await _invoices(parcels)
    assert (await _status(parcels), now.status, now.url) == ("active", InvoiceState.PAID, "https://pay.example/7")
    late = replace(moved, state="failed")
    await parcels.act(lambda turn: invoice_news.hear_move(turn, stored(turn, late), late))
    assert (await _invoices(parcels))[0].status is InvoiceState.PAID


async def test_an_invoice_marked_as_paid_ends_the_pause_and_is_settled_at_the_provider(parcels: Parcels) -> None:
    bill = await _overdue(parcels)
    assert await _status(parcels) == "unpaid"
    assert [await parcels.act(lambda turn: invoice_news.mark_paid(turn, bill, BY)) for _ in range(2)] == [True, False]
    (now,) = await _invoices(parcels)
    assert (await _status(parcels), now.status, now.paid_at) == ("active", InvoiceState.PAID, parcels.clock.now())
    asked = [row.kind for row in await _read(parcels, calls)]
    assert asked.count(SETTLE_INVOICE) == 1
    logged = [row for row in await _read(parcels, audit) if row.action == "invoice.paid"]
    assert [(row.actor, row.about) for row in logged] == [(BY.id, str(bill.id))]
    await _run(parcels)
    assert [row.kind for row in await _read(parcels, calls)] == asked, "it is not looked up any more"


async def test_a_second_overdue_invoice_keeps_the_pause(parcels: Parcels) -> None:
    first = await _overdue(parcels)
    second = replace(first, id=UUID(int=5), period="2026-02", number="2026-02-001", status=InvoiceState.OPEN)
    await parcels.act(lambda turn: turn.unit.of(Invoices).add(second))
    await parcels.act(lambda turn: invoice_news.mark_paid(turn, first, BY))
    assert await _status(parcels) == "unpaid"
    await parcels.act(lambda turn: invoice_news.mark_paid(turn, second, BY))
    assert await _status(parcels) == "active"


async def test_an_invoice_paid_while_the_provider_makes_it_is_settled_there_and_not_sent(parcels: Parcels) -> None:
    await _click(parcels, 1)
    parcels.later(days=30)
    await _run(parcels)
    (bill,) = await _invoices(parcels)
    await parcels.act(lambda turn: invoice_news.mark_paid(turn, bill, BY))
    await _answer(parcels, bill)
    assert [row.kind for row in await _read(parcels, calls)] == [SETTLE_INVOICE]
    (now,) = await _invoices(parcels)
    assert (now.status, now.provider_id) == (InvoiceState.PAID, "in_1")


async def _overdue(parcels: Parcels) -> Invoice:
    """An invoice that is overdue for so long that it paused its sponsor."""
    await _click(parcels, 1)
    parcels.later(days=30)
    await _run(parcels)
    await _answer(parcels, (await _invoices(parcels))[0])
    for days in (15, 7):
        parcels.later(days=days)
        await _run(parcels)
    (bill,) = await _invoices(parcels)
    assert isinstance(bill, Invoice)
    return bill


async def _answer(parcels: Parcels, bill: Invoice) -> None:
    """The provider has made the invoice."""
    answer = InvoiceAnswer("in_1", InvoiceState.OPEN, "https://pay.example/7")
    told = SponsorInvoiceAnswered(SPONSOR_INVOICE, bill.id, answer.to_values(), None, "", parcels.clock.now())
    await parcels.act(lambda turn: invoice_news.hear_answer(turn, stored(turn, told), told))


async def _read(parcels: Parcels, table: Any) -> Any:
    query = table.select().order_by(table.c.id)
    return await parcels.act(lambda turn: turn.unit.rows(query.where(turn.unit.owns(table))))


async def test_news_before_the_answer_pays_nothing(parcels: Parcels) -> None:
    """Anybody with an account at the provider can write our id into an invoice of theirs."""
    await _click(parcels, 1)
    parcels.later(days=30)
    await _run(parcels)
    (bill,) = await _invoices(parcels)
    forged = SponsorInvoiceMoved("in_2", bill.id, "paid", Money(1, "USD"), parcels.clock.now())
    await parcels.act(lambda turn: invoice_news.hear_move(turn, stored(turn, forged), forged))
    assert (await _invoices(parcels))[0].status is InvoiceState.OPEN


async def _status(parcels: Parcels) -> str:
    found = await parcels.act(lambda turn: turn.unit.of(Sponsors).get(parcels.sponsor.id))
    assert found is not None
    return found.status.value


async def test_a_purchase_is_scored_after_its_window(parcels: Parcels) -> None:
    clicked: dict[str, Any] = {"clicked_at": parcels.clock.now(), "last_click_at": parcels.clock.now()}
    await parcels.prompt("bought", **clicked, bought_at=parcels.clock.now())
    await parcels.prompt("left", "+13145550102", **clicked)
    parcels.later(days=6)
    await _run(parcels)
    assert (await parcels.read_offer()).counts.matured == 0
    parcels.later(days=1)
    await _run(parcels)
    await _run(parcels)
    counts = (await parcels.read_offer()).counts
    assert (counts.matured, counts.bought) == (2, 1)


async def test_many_small_lines_share_one_line(parcels: Parcels) -> None:
    sums = [ChargeSum(None, ChargeKind.CREDIT, 2, 10_000 * number, "USD") for number in range(1, 131)]
    items = await parcels.act(lambda turn: list_items(turn, "en", sums))
    rest = 20_000 * sum(range(1, 32))
    assert (len(items), items[-1]) == (MOST_LINES, InvoiceItem("Other charges", 1, rest, rest))
    assert sum(one.amount for one in items) == 20_000 * sum(range(1, 131))


@pytest.mark.parametrize(
    ("language", "clicks", "fee"),
    [
        ("en", "Clicks on “Autumn sale”", "Monthly fee"),
        ("es", "Clics en «Autumn sale»", "Cuota mensual"),
        ("hi", "“Autumn sale” पर क्लिक", "मासिक शुल्क"),
        ("hi-Latn", "“Autumn sale” par click", "Mahine ki fees"),
    ],
)
async def test_the_lines_are_in_the_language_of_the_partner(
    parcels: Parcels, language: str, clicks: str, fee: str
) -> None:
    sums = [
        ChargeSum(parcels.offer.id, ChargeKind.CLICK, 3, CLICK, "USD"),
        ChargeSum(None, ChargeKind.FEE, 1, 5, "USD"),
    ]
    reads = replace(parcels.sponsor, language=language)
    paper = await parcels.act(lambda turn: make_paper(turn, reads, sums))
    assert (paper.locale, [one.text for one in paper.items]) == (language, [clicks, fee])


async def test_clicks_of_two_prices_are_two_lines_and_the_provider_gets_both(parcels: Parcels) -> None:
    await parcels.act(lambda turn: turn.unit.of(Sponsors).save(replace(parcels.sponsor, email="pay@boots.example")))
    await _click(parcels, 2)
    await parcels.change_offer(price=Price(PricedBy.CLICK, 333_333, "USD"))
    parcels.later(hours=1)
    await _click(parcels, 3, "d")
    parcels.later(days=30)
    await _run(parcels)
    (bill,) = await _invoices(parcels)
    text = "Clicks on “Autumn sale”"
    assert bill.paper.items == (InvoiceItem(text, 2, CLICK, 500_000), InvoiceItem(text, 3, 333_333, 1_000_000))
    (call,) = await _read(parcels, calls)
    order = InvoiceOrder.read(json_codec.load_values(call.request))
    assert [one.text for one in order.lines] == [f"{text}: 2 × 0.25 USD", f"{text}: 3 × 0.333333 USD"]
    assert (order.total.micros, order.note) == (bill.micros, "2026-03-001, March 2026")


@pytest.mark.parametrize("approved", [True, False])
async def test_a_bill_shows_the_approved_title_of_an_offer_or_its_number(parcels: Parcels, approved: bool) -> None:
    await _click(parcels, 1)
    unseen = replace(CONTENT, title="Buy a watch from me")
    await parcels.change_offer(content=CONTENT if approved else None, proposed=unseen)
    parcels.later(days=30)
    await _run(parcels)
    (bill,) = await _invoices(parcels)
    title = CONTENT.title if approved else parcels.offer.id.hex[-8:]
    assert [one.text for one in bill.paper.items] == [f"Clicks on “{title}”"]


async def test_an_invoice_made_again_has_the_same_bytes_after_all_names_changed(parcels: Parcels) -> None:
    await _click(parcels, 2)
    parcels.later(days=30)
    await _run(parcels)
    (bill,) = await _invoices(parcels)
    before = render_invoice(bill)
    shop = replace(PARCELS, name="Returns Reborn", site="https://reborn.example", timezone="Asia/Kolkata", locale="hi")
    renamed = replace(parcels.sponsor, name="Shoes & Sons", email="new@shoes.example", language="es")
    await parcels.act(lambda turn: turn.unit.businesses.put(shop, turn.now))
    await parcels.act(lambda turn: turn.unit.of(Sponsors).save(renamed))
    await parcels.change_offer(content=replace(CONTENT, title="Another name"))
    (again,) = await _invoices(parcels)
    assert render_invoice(again) == before
    (text,) = [page.extract_text() for page in PdfReader(BytesIO(before)).pages]
    assert all(said in text for said in ("Parcel Returns", "Boots & Co", "Clicks on “Autumn sale” 2 $0.25 $0.50"))


async def test_a_removed_sponsor_comes_back_in_its_old_currency(parcels: Parcels) -> None:
    async def come_back(turn: Turn) -> tuple[bool, int, str]:
        await sponsor_admin.remove_sponsor(turn, parcels.sponsor, SYSTEM)
        again = await sponsor_admin.create_sponsor(turn, "Boots & Co", ["Boots & Co"], Fees("EUR", month=1), SYSTEM)
        return (again.id == parcels.sponsor.id, again.fees.month, again.fees.currency)

    assert await parcels.act(come_back) == (True, 1, "USD")


async def test_an_invoice_that_the_provider_did_not_make_is_asked_for_again_and_not_chased(parcels: Parcels) -> None:
    await _click(parcels, 1)
    await parcels.act(lambda turn: turn.unit.of(Sponsors).save(replace(parcels.sponsor, email="pay@boots.example")))
    for _ in range(2):
        parcels.later(days=30)
        await _run(parcels)
    assert await _status(parcels) == "active"
    assert [row.kind for row in await _read(parcels, calls)] == [SPONSOR_INVOICE] * 2


async def test_an_invoice_without_a_provider_is_chased_too(parcels: Parcels) -> None:
    """Without an address no provider bills the partner: our own paper is the invoice."""
    await _click(parcels, 1)
    parcels.later(days=30)
    await _run(parcels)
    for days, status, warned in ((13, "active", False), (2, "active", True), (6, "active", True), (1, "unpaid", True)):
        parcels.later(days=days)
        await _run(parcels)
        (now,) = await _invoices(parcels)
        assert (await _status(parcels), now.warned_at is not None) == (status, warned), days
    assert await _read(parcels, calls) == []
    await parcels.act(lambda turn: invoice_news.mark_paid(turn, now, BY))
    assert await _status(parcels) == "active"
