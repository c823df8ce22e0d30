"""Fees, clicks and credits of a month are one invoice, the same when made again; an unpaid one pauses its sponsor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flows.actor import SYSTEM
from flows.events import SponsorInvoiceAnswered, SponsorInvoiceMoved
from flows.money import Money
from flows.promotions.charge import ChargeKind
from flows.promotions.invoice import Invoice
from flows.promotions.sponsor import Fees, SponsorStatus
from flows.sponsor_invoice_call import MOST_LINES, SPONSOR_INVOICE, InvoiceAnswer, InvoiceState
from handlers.engine.turn import Turn
from handlers.returns import charge_posting, invoice_news, monthly_billing, sponsor_admin
from handlers.returns.click_counting import count_click
from storage.database.stores import Database
from storage.promotions.charge_ledger import ChargeLedger, ChargeSum
from storage.promotions.invoices import Invoices
from storage.promotions.sponsors import Sponsors
from storage.schema import calls
from tests.handlers.returns.returned import Parcels, fire, stored
from tests.storage.promotions.promoted import CLICK, CONTENT

FEES = Fees("USD", month=300_000_000, data=99_000_000)


async def _run(parcels: Parcels) -> None:
    """The day's billing."""
    while not await parcels.act(lambda turn: monthly_billing.run_billing(turn, fire(turn))):
        pass


async def _invoices(parcels: Parcels) -> Any:
    return await parcels.act(lambda turn: turn.unit.of(Invoices).of(parcels.sponsor.id))


async def _click(parcels: Parcels, many: int) -> None:
    for number in range(many):
        made = await parcels.prompt(f"c{number}", f"+1314555{number:04d}")
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
    assert bill.lines == (
        ("Clicks on “Autumn sale”: 3", 3 * CLICK),
        ("Subscription to figures", FEES.data),
        ("Monthly fee", FEES.month),
    )
    assert sum(micros for _, micros in bill.lines) == bill.micros
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

    async def read(turn: Turn) -> list[str]:
        return [row.kind for row in await turn.unit.rows(calls.select().where(turn.unit.owns(calls)))]

    assert await parcels.act(read) == [SPONSOR_INVOICE]


async def test_an_unpaid_invoice_warns_then_pauses_until_it_is_paid(parcels: Parcels) -> None:
    await _click(parcels, 1)
    parcels.later(days=30)
    await _run(parcels)
    (bill,) = await _invoices(parcels)
    answer = InvoiceAnswer("in_1", InvoiceState.OPEN, "https://pay.example/7")
    told = SponsorInvoiceAnswered(SPONSOR_INVOICE, bill.id, answer.to_values(), None, "", parcels.clock.now())
    await parcels.act(lambda turn: invoice_news.hear_answer(turn, stored(turn, told), told))
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
    async def list_all(turn: Turn) -> list[tuple[str, int]]:
        sums = [ChargeSum(None, ChargeKind.CREDIT, 1, 10_000 * number, "USD") for number in range(1, 131)]
        return [(one.text, one.amount.micros) for one in await monthly_billing.list_lines(turn, sums)]

    lines = await parcels.act(list_all)
    assert (len(lines), lines[-1][0]) == (MOST_LINES, "Other charges: 31")
    assert sum(micros for _, micros in lines) == 10_000 * sum(range(1, 131))


async def test_a_removed_sponsor_comes_back_in_its_old_currency(parcels: Parcels) -> None:
    async def come_back(turn: Turn) -> tuple[bool, int, str]:
        await sponsor_admin.remove_sponsor(turn, parcels.sponsor, SYSTEM)
        again = await sponsor_admin.create_sponsor(turn, "Boots & Co", ["Boots & Co"], Fees("EUR", month=1), SYSTEM)
        return (again.id == parcels.sponsor.id, again.fees.month, again.fees.currency)

    assert await parcels.act(come_back) == (True, 1, "USD")


async def test_an_invoice_that_no_provider_made_is_asked_for_again_and_not_chased(parcels: Parcels) -> None:
    await _click(parcels, 1)
    parcels.later(days=30)
    await _run(parcels)
    await parcels.act(lambda turn: turn.unit.of(Sponsors).save(replace(parcels.sponsor, email="pay@boots.example")))
    parcels.later(days=30)
    await _run(parcels)
    assert await _status(parcels) == "active"
    rows = await parcels.act(lambda turn: turn.unit.rows(calls.select().where(turn.unit.owns(calls))))
    assert [row.kind for row in rows] == [SPONSOR_INVOICE]
