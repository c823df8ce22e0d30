"""From which payments money goes back: the latest first, and of none more than is still there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import pytest

from flows.engine import Call
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_payment import Payment, PaymentState, RefundReason, Repayment
from flows.sourcing.refunds import repay
from tests.actors import ASHA
from tests.flows.sourcing.test_money_back import express


def paid(number: int, micros: int) -> Payment:
    return Payment(UUID(int=number), micros, PaymentState.PAID, payment=f"pay_{number}", provider="stripe")


def went(payment: str, micros: int, state: str = "processed") -> Repayment:
    return Repayment(UUID(int=99), payment, micros, RefundReason.WITHOUT, ("9",), state=state)


@pytest.mark.parametrize(
    ("before", "back", "sent"),
    [
        pytest.param((), 300, [("pay_2", 300)], id="the latest alone"),
        pytest.param((), 1000, [("pay_2", 800), ("pay_1", 200)], id="both"),
        pytest.param((went("pay_2", 500),), 400, [("pay_2", 300), ("pay_1", 100)], id="what is still there"),
        pytest.param((went("pay_2", 500, "failed"),), 400, [("pay_2", 400)], id="what was refused is there"),
        pytest.param((went("pay_2", 800),), 400, [("pay_1", 400)], id="nothing is there"),
    ],
)
def test_of_no_payment_goes_back_more_than_is_there(
    before: tuple[Repayment, ...], back: int, sent: list[tuple[str, int]]
) -> None:
    play = express("1")
    order = replace(play.the_order, payments=(paid(1, 1000), paid(2, 800)), repayments=before)
    draft = OrderDraft(order, cast("Any", None), play.now, ASHA)
    repay(draft, back, RefundReason.WITHOUT, ("1",), called_off=False)
    calls = [one.request for one in draft.effects if isinstance(one, Call)]
    assert [(one["payment"], one["amount"]) for one in calls] == sent
