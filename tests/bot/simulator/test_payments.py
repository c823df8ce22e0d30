"""Simulated payments: links that say by themselves what they are for, paid on the page, known again after a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.payments import simulated_payments as payments
from flows.events import PaymentArrived
from flows.money import MICROS, Money
from tests.delivery.shop import TIGER
from tests.delivery.till import REFERENCE, REFUND, Till, open_till

LINK = f"{REFERENCE}.899000000.INR"


@pytest.fixture
async def till(
    database: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Till]:
    """A shop that nobody really pays."""
    monkeypatch.chdir(tmp_path_factory.mktemp("till"))
    async with open_till(database, "[payments.simulator]\n") as opened:
        yield opened


async def test_a_link_leads_to_the_page_and_is_paid_there_once(till: Till) -> None:
    await till.link()
    (answer,) = await till.answers()
    ends = answer.values["expires_at"]
    url = f"{till.house.url}/sim/pay/{LINK}"
    assert answer.values == {"reference": REFERENCE, "link": LINK, "url": url, "expires_at": ends}
    await till.ask("look_link", "look 1", link=LINK)
    await till.house.settle()
    now, take = till.house.clock.now(), till.house.service.inbox.take
    assert [(await take(TIGER, payments.make_event(LINK, now))).duplicate for _ in range(2)] == [False, True]
    for kind, key in (("look_link", "look 2"), ("cancel_link", "cancel")):
        await till.ask(kind, key, link=LINK)
    await till.house.settle()
    paid = {"link": LINK, "state": "paid", "payment": f"simpay-{REFERENCE}", "amount": 899 * MICROS, "currency": "INR"}
    assert [one.values for one in (await till.answers())[1:]] == [{"link": LINK, "state": "open"}, paid, paid]
    (row,) = await till.news("simulator")
    assert row.type == "payment.arrived"


async def test_an_unpaid_link_is_taken_back_and_refunds_go_through(till: Till) -> None:
    await till.ask("cancel_link", "cancel", link=LINK)
    await till.house.settle()
    await till.refund("simpay-1")
    await till.ask("look_refund", "look", refund=f"simrefund-{REFUND}", payment="simpay-1")
    await till.house.settle()
    refunded = {"payment": "simpay-1", "refund": f"simrefund-{REFUND}", "state": "processed"}
    assert [one.values for one in await till.answers()] == [
        {"link": LINK, "state": "cancelled"},
        {"reference": REFUND, **refunded},
        refunded,
    ]


def test_a_link_says_what_it_is_for() -> None:
    money = Money.parse("899", "INR")
    assert (payments.make_link(REFERENCE, money), payments.read_link(LINK)) == (LINK, (REFERENCE, money))


@pytest.mark.parametrize(
    "link", ["", "x", f"{REFERENCE}.0.INR", f"{REFERENCE}.1.XXX", f"{LINK}.1", f"{REFERENCE}.{'9' * 30}.INR", "a.b.c"]
)
def test_what_is_no_link_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match="no payment link"):
        payments.read_link(link)


async def test_what_was_paid_is_told_as_any_provider_would(till: Till) -> None:
    now = till.house.clock.now()
    arrived = PaymentArrived("simulator", REFERENCE, LINK, f"simpay-{REFERENCE}", Money.parse("899", "INR"), now)
    assert payments.make_payment(REFERENCE, LINK, 899 * MICROS, "INR", now) == arrived
    assert payments.make_event(LINK, now).event == arrived
