"""Prompts count once what happens twice; the ledger and the invoices refuse a second line of the same thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from flows.promotions.charge import Charge, ChargeKind, name_period
from flows.promotions.conversion import Conversion, ConversionStatus
from flows.promotions.invoice import Invoice
from flows.promotions.promotion import Promotion
from flows.promotions.prompt import Prompt
from flows.sponsor_invoice_call import InvoiceState
from storage.database.stores import Database
from storage.promotions.charge_ledger import ChargeLedger, ChargeSum
from storage.promotions.conversions import Conversions
from storage.promotions.invoices import Invoices
from storage.promotions.prompts import Prompts
from storage.unit import Unit
from tests.storage.promotions.promoted import CLICK, PAPER, promotion, prompt, sponsor
from tests.storage.world import NOW, after, do, person

DAY = date(2026, 3, 2)


async def test_one_return_has_one_prompt(store: Database) -> None:
    async def work(unit: Unit) -> None:
        contact, _ = await person(unit)
        shown = await promotion(unit, await sponsor(unit))
        made = await prompt(unit, shown, contact, notice={"brand": "Boots"}, candidates={"draws": [1.5]})
        prompts = unit.of(Prompts)
        assert not await prompts.add(made)
        assert await prompts.find_by_ref("r1") == await prompts.get(made.id) == made
        assert await prompts.list_lately(contact, NOW) == [made]
        assert [await prompts.mark(made.id, "shown", NOW) for _ in range(2)] == [True, False]
        assert [await prompts.mark(made.id, "banner", NOW) for _ in range(2)] == [True, False]

    await do(store, work)


async def test_repeated_clicks_of_a_person_count_once_in_half_an_hour(store: Database) -> None:
    async def work(unit: Unit) -> None:
        contact, _ = await person(unit)
        shown = await promotion(unit, await sponsor(unit))
        first, second = [await prompt(unit, shown, contact, ref) for ref in ("r1", "r2")]

        async def take(one: Prompt, at: datetime) -> bool:
            return await unit.of(Prompts).take_click(one, at) is not None

        assert [await take(first, NOW), await take(first, after(29)), await take(second, after(29))] == [1, 0, 0]
        assert [await take(second, after(30)), await take(first, after(31))] == [1, 0]

    await do(store, work)


async def test_a_click_matures_after_the_window_of_its_sponsor(store: Database) -> None:
    async def work(unit: Unit) -> None:
        contact, _ = await person(unit)
        shown = await promotion(unit, await sponsor(unit, window_days=3))
        clicked = await prompt(unit, shown, contact, clicked_at=NOW)
        await prompt(unit, shown, contact, "r2")
        prompts = unit.of(Prompts)
        assert await prompts.mature(NOW + timedelta(days=3) - timedelta(seconds=1), 10) == []
        assert [one.id for one in await prompts.mature(NOW + timedelta(days=3), 10)] == [clicked.id]
        assert await prompts.mature(NOW + timedelta(days=9), 10) == []

    await do(store, work)


async def test_an_erasure_leaves_the_prompt_without_its_person(store: Database) -> None:
    async def work(unit: Unit) -> None:
        contact, _ = await person(unit)
        made = await prompt(unit, await promotion(unit, await sponsor(unit)), contact, notice={"brand": "Boots"})
        await unit.of(Prompts).forget([contact])
        left = await unit.of(Prompts).get(made.id)
        assert left is not None
        assert (left.contact, left.ref, left.notice, left.promotion) == (None, str(made.id), {}, made.promotion)

    await do(store, work)


def _charge(unit: Unit, of: Promotion, key: str, micros: int = CLICK, **values: Any) -> Charge:
    plain = Charge(
        unit.ids.make(), of.sponsor, ChargeKind.CLICK, micros, "USD", DAY, name_period(DAY), key, NOW, promotion=of.id
    )
    return replace(plain, **values)


async def test_nothing_is_charged_twice_and_sums_are_of_lines(store: Database) -> None:
    async def work(unit: Unit) -> None:
        shown, ledger = await promotion(unit, await sponsor(unit)), unit.of(ChargeLedger)
        line = _charge(unit, shown, "click:1")
        assert [await ledger.add(line), await ledger.add(_charge(unit, shown, "click:1"))] == [True, False]
        await ledger.add(_charge(unit, shown, "click:2"))
        await ledger.add(_charge(unit, shown, "click:3", 2 * CLICK))
        credit = _charge(unit, shown, "credit:1", -CLICK, kind=ChargeKind.CREDIT, reverses=line.id)
        await ledger.add(credit)
        assert await ledger.get(credit.id) == credit
        assert await ledger.sum_period(shown.sponsor, "2026-03") == [
            ChargeSum(shown.id, ChargeKind.CLICK, 2, CLICK, "USD"),
            ChargeSum(shown.id, ChargeKind.CLICK, 1, 2 * CLICK, "USD"),
            ChargeSum(shown.id, ChargeKind.CREDIT, 1, -CLICK, "USD"),
        ]
        assert await ledger.sum_sponsor_days(shown.sponsor, DAY, DAY + timedelta(days=1)) == {DAY: 3 * CLICK}
        assert await ledger.list_unbilled("2026-04") == [(shown.sponsor, "2026-03")]
        assert await ledger.list_unbilled("2026-03") == []

    await do(store, work)


async def test_a_conversion_counts_once(store: Database) -> None:
    async def work(unit: Unit) -> None:
        contact, _ = await person(unit)
        told = await prompt(unit, shown := await promotion(unit, await sponsor(unit)), contact)
        one = Conversion(
            unit.ids.make(), shown.sponsor, "o-1", told.id, shown.id, 30_000_000, "USD", ConversionStatus.COUNTED, NOW,
            after(5),
        )  # fmt: skip
        kept = unit.of(Conversions)
        assert [await kept.add(one), await kept.add(replace(one, id=unit.ids.make()))] == [True, False]
        assert await kept.find_by_ref(shown.sponsor, "o-1") == one
        assert await kept.of_prompt(told.id) == [one]

    await do(store, work)


async def test_an_invoice_moves_up_until_it_is_paid(store: Database) -> None:
    async def work(unit: Unit) -> None:
        owes, bills = await sponsor(unit), unit.of(Invoices)
        which = (unit.ids.make(), owes.id, "2026-02", "2026-02-1", 5_000_000, "USD", PAPER)
        bill = Invoice(*which, InvoiceState.OPEN, NOW, after(60))
        assert [await bills.add(bill), await bills.add(replace(bill, id=unit.ids.make(), number="x"))] == [True, False]
        assert await bills.find_by_period(owes.id, "2026-02") == bill
        assert (await bills.list_unissued(after(1)), await bills.list_unpaid(after(61))) == ([bill], [])
        await bills.set_provider(bill.id, "in_1", "https://pay.example/1")
        assert (await bills.list_unissued(after(1)), [one.id for one in await bills.list_unpaid(after(61))]) == (
            [],
            [bill.id],
        )
        assert await bills.move(bill.id, InvoiceState.FAILED, after(10))
        assert not await bills.move(bill.id, InvoiceState.OPEN, after(15))
        assert await bills.move(bill.id, InvoiceState.PAID, after(8))  # in whatever order the news come
        assert not await bills.move(bill.id, InvoiceState.FAILED, after(20))
        assert await bills.list_unpaid(after(61)) == []

    await do(store, work)
