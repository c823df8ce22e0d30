"""Sponsors' invoices against a Stripe that is a real server: one invoice, wherever the work broke off before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest

from bot.payments.stripe import Stripe
from flows.delivery import Answer, Failure
from flows.money import Money
from flows.sponsor_invoice_call import InvoiceAnswer, InvoiceLine, InvoiceOrder, InvoiceState
from tests.bot.payments.asked import NOW
from tests.providers.stripe import SECRET_KEY, WEBHOOK_SECRET, StripeStand

INVOICE, SPONSOR = UUID(int=0x190A0B0C0D0E0F00102030405060708), UUID(int=0x190A0B0C0D0E0F00102030405060709)
CLICKS, FLAT = Money.parse("103.25", "USD"), Money.parse("300", "USD")
ORDER = InvoiceOrder(
    INVOICE, SPONSOR, "Nike", "ads@nike.example",
    (InvoiceLine("413 clicks at $0.25, February 2026", CLICKS), InvoiceLine("February 2026", FLAT)), 14,
    "Returns of February 2026",
)  # fmt: skip
CALLS = 9  # look for a customer, make it; the same for the invoice; look for lines, make two; check, finalize
LOOKS = {0, 2, 4, 7}


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def hand() -> Hand:
    """It stands at that moment."""
    return Hand()


@pytest.fixture
async def stand(hand: Hand) -> AsyncIterator[StripeStand]:
    """An account that has billed nobody."""
    async with StripeStand(clock=hand) as running:
        yield running


@pytest.fixture
async def account(stand: StripeStand) -> AsyncIterator[Stripe]:
    """What talks to it."""
    built = Stripe(SECRET_KEY, WEBHOOK_SECRET, stand.url)
    yield built
    await built.close()


async def issue(account: Stripe, order: InvoiceOrder = ORDER) -> InvoiceAnswer:
    """The invoice of an order that goes well."""
    return read(await account.issue_invoice(order))


def read(answer: Answer) -> InvoiceAnswer:
    """The invoice of an answer."""
    assert answer.failure is None, answer.detail
    assert answer.values is not None
    return InvoiceAnswer.read(answer.values)


def only(stand: StripeStand) -> dict[str, Any]:
    """The one invoice there is."""
    (found,) = stand.billing.invoices.values()
    return found


async def test_an_invoice_is_made_in_steps_each_with_a_key_of_ours(stand: StripeStand, account: Stripe) -> None:
    told, invoice = await issue(account), only(stand)
    url = f"https://invoice.stripe.com/i/acct_1/{invoice['id']}?s=ap"
    assert told == InvoiceAnswer(invoice["id"], InvoiceState.OPEN, url)
    assert (invoice["total"], invoice["auto_advance"]) == (40325, False)
    assert invoice["due_date"] == (NOW + timedelta(days=14)).timestamp()
    assert [(item["description"], item["amount"]) for item in stand.billing.items.values()] == [
        ("413 clicks at $0.25, February 2026", 10325),
        ("February 2026", 30000),
    ]
    keys = [call.headers["Idempotency-Key"] for call in stand.calls if "Idempotency-Key" in call.headers]
    assert keys[0].startswith(SPONSOR.hex)
    assert keys[1:] == [f"{INVOICE.hex}-{step}" for step in ("invoice", "line-0", "line-1", "finalize")]
    assert len(stand.calls) == CALLS
    (customer,) = stand.billing.customers.values()
    assert (customer["name"], customer["metadata"]) == ("Nike", {"parley_sponsor": SPONSOR.hex})
    assert dict(parse_qsl(stand.calls[3].body.decode())) == {
        "customer": customer["id"],
        "currency": "usd",
        "collection_method": "send_invoice",
        "days_until_due": "14",
        "auto_advance": "false",
        "pending_invoice_items_behavior": "exclude",
        "metadata[parley_invoice]": INVOICE.hex,
        "metadata[parley_sponsor]": SPONSOR.hex,
        "description": "Returns of February 2026",
    }


FAULTS: dict[str, tuple[dict[str, Any], Failure]] = {
    "cut before": ({"cut": True}, Failure.UNKNOWN),
    "cut after": ({"cut": True, "stored": True}, Failure.UNKNOWN),
    "500 after": ({"status": 500, "stored": True}, Failure.UNKNOWN),
    "500": ({"status": 500}, Failure.UNKNOWN),
    "429": ({"status": 429, "after": 7}, Failure.RETRY),
}


@pytest.mark.parametrize("step", range(CALLS))
@pytest.mark.parametrize(("fault", "failure"), FAULTS.values(), ids=FAULTS)
async def test_an_invoice_that_broke_off_after_any_step_is_made_once(
    stand: StripeStand, account: Stripe, fault: dict[str, Any], failure: Failure, step: int
) -> None:
    stand.fail(times=step)
    stand.fail(**fault)
    broken = await account.issue_invoice(ORDER)
    repeated = "cut" in fault and step in LOOKS  # aiohttp repeats a GET by itself
    assert broken.failure is (None if repeated else failure)
    assert broken.after == (timedelta(seconds=7) if fault.get("after") else None)
    told = await issue(account)
    assert told.state is InvoiceState.OPEN
    assert (only(stand)["total"], len(stand.billing.items), len(stand.billing.customers)) == (40325, 2, 1)
    assert await issue(account) == told, "a repeat returns it as it is"


async def test_an_invoice_that_breaks_off_at_every_step_in_turn_is_made_once(
    stand: StripeStand, account: Stripe, hand: Hand
) -> None:
    """Each repeat is cut after the next thing that it made, a day later."""
    tries = 0
    while (answer := await _cut_after_making(stand, account)).failure is not None:
        assert answer.failure is Failure.UNKNOWN
        hand.at += timedelta(days=1, seconds=1)
        tries += 1
    assert (tries, only(stand)["total"], len(stand.billing.items), len(stand.billing.customers)) == (5, 40325, 2, 1)


async def _cut_after_making(stand: StripeStand, account: Stripe) -> Answer:
    """An attempt in which the connection breaks after the first thing that is made."""
    made = len(stand.billing.customers) + len(stand.billing.invoices) + len(stand.billing.items)
    gets = {0: 1, 1: 2, 2: 3, 3: 3, 4: 4}  # calls that only look, before the next thing is made
    if made in gets and not (made == 4 and only(stand)["status"] == "open"):
        stand.fail(times=gets[made])
        stand.fail(cut=True, stored=True)
    answer = await account.issue_invoice(ORDER)
    stand.heal()
    return answer


async def test_each_invoice_of_a_sponsor_is_for_the_same_customer(stand: StripeStand, account: Stripe) -> None:
    await issue(account)
    await issue(account, replace(ORDER, invoice=UUID(int=7)))
    await issue(account, replace(ORDER, invoice=UUID(int=8), sponsor=UUID(int=9)))
    owners = [invoice["customer"] for invoice in stand.billing.invoices.values()]
    assert owners[0] == owners[1] != owners[2], "two sponsors with one address are two customers"


async def test_a_draft_that_somebody_changed_is_not_sent(stand: StripeStand, account: Stripe) -> None:
    stand.fail(times=4)
    stand.fail(status=503)
    assert (await account.issue_invoice(ORDER)).failure is Failure.RETRY
    only(stand)["total"] = 1
    answer = await account.issue_invoice(ORDER)
    assert (answer.failure, answer.code, only(stand)["status"]) == (Failure.ALERT, "total", "draft")


@pytest.mark.parametrize(
    ("amount", "currency", "sent"), [("500", "JPY", 500), ("12.34", "KWD", 12340), ("300", "ISK", 30000)]
)
async def test_the_amount_is_in_the_unit_of_the_currency(
    stand: StripeStand, account: Stripe, amount: str, currency: str, sent: int
) -> None:
    total = Money.parse(amount, currency)
    await issue(account, replace(ORDER, lines=(InvoiceLine("Flat", total),)))
    assert only(stand)["total"] == sent


async def test_a_credit_is_a_line_and_a_fraction_is_refused_before_the_first_call(
    stand: StripeStand, account: Stripe
) -> None:
    fraction = replace(ORDER, lines=(*ORDER.lines, InvoiceLine("A click", Money(125_000, "USD"))))
    assert (await account.issue_invoice(fraction)).code == "amount"
    assert stand.calls == []
    credit = InvoiceLine("3 clicks credited", Money.parse("-0.75", "USD"))
    await issue(account, replace(ORDER, lines=(*ORDER.lines, credit)))
    assert only(stand)["total"] == 40250


REFUSED: dict[str, dict[str, Any]] = {
    "no line": {"lines": ()},
    "too many lines": {"lines": ORDER.lines * 51},
    "nothing to pay": {"lines": (InvoiceLine("x", Money(0, "USD")),)},
    "less than nothing": {"lines": (InvoiceLine("x", Money.parse("-1", "USD")),)},
    "two currencies": {"lines": (*ORDER.lines, InvoiceLine("x", Money.parse("1", "INR")))},
    "no address": {"email": ""},
    "due at once": {"days_until_due": 0},
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_an_order_that_cannot_be_billed_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"invoice|currenc|cannot add"):
        replace(ORDER, **change)


def test_an_order_comes_back_from_its_values() -> None:
    assert InvoiceOrder.read(ORDER.to_values()) == ORDER


async def test_an_invoice_paid_elsewhere_is_settled_once_and_any_other_says_its_state(
    stand: StripeStand, account: Stripe
) -> None:
    first, second, third = [await issue(account, replace(ORDER, invoice=UUID(int=number))) for number in (1, 2, 3)]
    for _ in range(2):
        assert read(await account.settle_invoice(UUID(int=1), first.provider_id)).state is InvoiceState.PAID
    assert stand.billing.invoices[first.provider_id]["amount_paid"] == 0, "no money moves at Stripe"
    stand.billing.pay(second.provider_id)
    stand.billing.invoices[third.provider_id]["status"] = "void"
    told = read(await account.settle_invoice(UUID(int=2), second.provider_id))
    assert told.state is InvoiceState.PAID
    assert read(await account.look_invoice(UUID(int=2), second.provider_id)) == told
    assert read(await account.settle_invoice(UUID(int=3), third.provider_id)).state is InvoiceState.VOID
    assert (await account.look_invoice(INVOICE, "in_0")).code == "resource_missing"
    again = await issue(account, replace(ORDER, invoice=UUID(int=1)))
    assert again == replace(first, state=InvoiceState.PAID), "it is not issued a second time"


@pytest.mark.parametrize("fault", [{"cut": True, "stored": True}, {"status": 429}, {"status": 500}], ids=repr)
async def test_a_settlement_of_unknown_outcome_is_repeated(
    stand: StripeStand, account: Stripe, hand: Hand, fault: dict[str, Any]
) -> None:
    name = (await issue(account)).provider_id
    stand.fail(**fault)
    assert (await account.settle_invoice(INVOICE, name)).failure in {Failure.UNKNOWN, Failure.RETRY}
    hand.at += timedelta(days=2)
    assert read(await account.settle_invoice(INVOICE, name)).state is InvoiceState.PAID


async def test_a_connected_account_is_named_in_every_call(stand: StripeStand, account: Stripe) -> None:
    connected = Stripe(SECRET_KEY, WEBHOOK_SECRET, stand.url, "acct_1")
    await issue(connected)
    await connected.close()
    assert {call.headers.get("Stripe-Account") for call in stand.calls} == {"acct_1"}
    await issue(account, replace(ORDER, invoice=UUID(int=7)))
    assert "Stripe-Account" not in stand.calls[-1].headers


async def test_an_answer_that_is_none_is_an_unknown_outcome(stand: StripeStand, account: Stripe) -> None:
    for body in (b"<html>", b"[]", b"{}", b'{"data": 5}', b'{"data": [{"metadata": 5}]}'):
        stand.garbled = body
        answer = await account.issue_invoice(ORDER)
        assert answer.failure in {Failure.UNKNOWN, None}, body
    assert (await issue(account)).state is InvoiceState.OPEN
    assert len(stand.billing.invoices) == 1
