"""Sponsors' invoices from the ask to the payment, over HTTP to a Stripe that is a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from flows.events import SponsorInvoiceAnswered, SponsorInvoiceMoved
from flows.sponsor_invoice_call import LOOK_INVOICE, SETTLE_INVOICE, SPONSOR_INVOICE, InvoiceAnswer, InvoiceState
from handlers.returns import sponsor_invoice_calls
from tests.bot.returns.billed import INVOICE, ORDER, TOTAL, keep_invoice, list_news
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import HOUR, MINUTE
from tests.providers.stripe import StripeStand


@dataclass
class Office:
    """A house that bills a sponsor."""

    house: House
    stripe: StripeStand

    async def ask(self) -> bool:
        """The invoice is asked for, and the call is made."""
        asked = await self.house.act(lambda turn: sponsor_invoice_calls.ask_invoice(turn, ORDER))
        await self.house.settle()
        return asked

    async def news(self) -> list[Any]:
        """The events about invoices. All of them were heard."""
        found = await self.house.act(list_news)
        assert {status for _, status in found} <= {"done"}
        return [event for event, _ in found]

    async def answer(self) -> SponsorInvoiceAnswered:
        """The latest answer to a call."""
        answer = (await self.news())[-1]
        assert isinstance(answer, SponsorInvoiceAnswered)
        return answer

    @property
    def invoice(self) -> str:
        """The one invoice there is."""
        (name,) = self.stripe.billing.invoices
        return name


@pytest.fixture
async def office(database: str) -> AsyncIterator[Office]:
    """A shop whose sponsors pay through a connected account at Stripe."""
    connected = shop.RAZORPAY + shop.STRIPE + 'account = "acct_1"\n'
    async with StripeStand() as stripe:
        origins = {"stripe_api_url": stripe.url}
        async with open_house(database, text=shop.file() + connected, origins=origins) as house:
            stripe.clock, stripe.webhook = house.clock.now, f"{house.url}/webhooks/stripe/{shop.TIGER}"
            await house.act(keep_invoice)
            yield Office(house, stripe)


async def test_an_invoice_is_issued_paid_and_heard_of(office: Office) -> None:
    assert await office.ask()
    answer = await office.answer()
    told = InvoiceAnswer.read(answer.values)
    assert (answer.kind, answer.ours, answer.failure, answer.why) == (SPONSOR_INVOICE, INVOICE, None, "")
    assert (told.provider_id, told.state) == (office.invoice, InvoiceState.OPEN)
    due = office.house.clock.now() + timedelta(days=14)
    assert office.stripe.billing.invoices[office.invoice]["due_date"] == due.timestamp()
    assert {call.headers.get("Stripe-Account") for call in office.stripe.calls} == {"acct_1"}
    finalized, failed = office.stripe.billing.told(office.invoice), office.stripe.billing.fail(office.invoice)
    paid = office.stripe.billing.pay(office.invoice)
    assert await office.stripe.tell(paid, failed, finalized, paid) == [200] * 4
    await office.house.settle()
    now = office.house.clock.now()
    assert (await office.news())[1:] == [
        SponsorInvoiceMoved(office.invoice, INVOICE, "paid", TOTAL, now),
        SponsorInvoiceMoved(office.invoice, INVOICE, "failed", None, now),
        SponsorInvoiceMoved(office.invoice, INVOICE, "open", None, now),
    ]


async def test_an_invoice_of_the_operators_own_is_not_stored(office: Office) -> None:
    asked = {"customer": "cus_1", "currency": "usd", "collection_method": "send_invoice", "days_until_due": "14"}
    name = office.stripe.billing.add(asked)["id"]
    office.stripe.billing.invoices[name] |= {"status": "open", "total": 500}
    assert await office.stripe.tell(office.stripe.billing.told(name), office.stripe.billing.pay(name)) == [200, 200]
    assert await office.news() == []


UNSURE: dict[str, dict[str, Any]] = {
    "cut after it was made": {"cut": True, "stored": True},
    "an error after it was made": {"status": 500, "stored": True},
    "too many": {"status": 429, "after": 7},
    "a key without permission": {"status": 403},
}


@pytest.mark.parametrize("step", [3, 8], ids=["the draft", "finalizing"])
@pytest.mark.parametrize("fault", UNSURE.values(), ids=UNSURE)
async def test_an_outcome_that_is_unknown_is_settled_by_a_repeat(
    office: Office, fault: dict[str, Any], step: int
) -> None:
    office.stripe.fail(times=step)
    office.stripe.fail(**fault)
    await office.ask()
    assert await office.news() == []
    assert len(office.house.alerts()) == (fault.get("status") == 403), "the staff can mend the key alone"
    await office.house.pass_(now=MINUTE, elapsed=MINUTE)
    assert InvoiceAnswer.read((await office.answer()).values).state is InvoiceState.OPEN
    assert office.stripe.billing.invoices[office.invoice]["total"] == TOTAL.micros // 10_000
    assert len(office.stripe.billing.items) == 2


async def test_an_invoice_asked_for_twice_is_one(office: Office) -> None:
    assert await office.ask()
    first = await office.answer()
    assert not await office.ask(), "at the same moment it is the same call"
    office.house.clock.push(now=HOUR)
    assert await office.ask()
    assert (await office.answer()).values == first.values
    assert len(office.stripe.billing.invoices) == 1


async def test_a_provider_that_is_away_for_days_is_given_up_with_an_answer(office: Office) -> None:
    office.stripe.fail(times=1000, status=503)
    await office.ask()
    for _ in range(70):
        await office.house.pass_(now=HOUR, elapsed=MINUTE)
    assert await office.news() == []
    for _ in range(4):
        await office.house.pass_(now=HOUR, elapsed=MINUTE)
    answer = await office.answer()
    assert (answer.failure, answer.values, "503" in answer.why) == ("retry", {}, True)


async def test_an_address_that_stripe_refuses_fails_at_once(office: Office) -> None:
    office.stripe.fail()
    office.stripe.fail(status=400, said="Invalid email address")
    await office.ask()
    answer = await office.answer()
    assert (answer.failure, "Invalid email address" in answer.why) == ("alert", True)


async def test_an_invoice_is_settled_and_looked_up(office: Office) -> None:
    await office.ask()
    name = office.invoice
    await office.house.act(lambda turn: sponsor_invoice_calls.ask_about(turn, SETTLE_INVOICE, INVOICE, name))
    await office.house.settle()
    await office.house.act(lambda turn: sponsor_invoice_calls.ask_about(turn, LOOK_INVOICE, INVOICE, name))
    await office.house.settle()
    found = [(one.kind, one.ours, one.values["state"]) for one in (await office.news())[1:]]
    assert found == [(SETTLE_INVOICE, INVOICE, "paid"), (LOOK_INVOICE, INVOICE, "paid")]


async def test_without_an_account_that_bills_nothing_is_asked(database: str) -> None:
    async with open_house(database, text=shop.file() + shop.RAZORPAY) as house:
        assert not await house.act(lambda turn: sponsor_invoice_calls.ask_invoice(turn, ORDER))


RANKS = ("open", "failed", "overdue", "uncollectible", "void", "paid")


def test_a_state_is_followed_by_one_of_a_higher_rank_alone() -> None:
    for at, before in enumerate(RANKS):
        for later, after in enumerate(RANKS):
            assert InvoiceState(after).is_after(InvoiceState(before)) == (later > at)
