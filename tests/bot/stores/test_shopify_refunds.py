"""How much money a refund gives back, in the shop's own currency."""

from __future__ import annotations

from typing import Any

from flows.events import OrderRefunded
from flows.money import Money
from tests.bot.stores.payloads import REFUND, read
from tests.cases import each


def dual(shop_amount: str, shown: str) -> dict[str, Any]:
    """An amount in the shop's dollars and in the buyer's pounds."""
    return {
        "shop_money": {"amount": shop_amount, "currency_code": "USD"},
        "presentment_money": {"amount": shown, "currency_code": "GBP"},
    }


MOVED = REFUND["transactions"][0]
ABROAD = {
    "transactions": [{**MOVED, "amount": "6.00", "currency": "GBP"}],
    "refund_line_items": [{"subtotal_set": dual("7.50", "5.60"), "total_tax_set": dual("0.60", "0.40")}],
}
REFUNDS: dict[str, tuple[dict[str, Any], str | None]] = {
    "two parts": ({"transactions": [MOVED, {**MOVED, "amount": "1.00"}]}, "9.10"),
    "a part that failed": ({"transactions": [MOVED, {**MOVED, "status": "failure"}]}, "8.10"),
    "a part on its way": ({"transactions": [{**MOVED, "status": "pending"}]}, "8.10"),
    "a payment in the same list": ({"transactions": [MOVED, {**MOVED, "kind": "sale"}]}, "8.10"),
    "none that moved": ({"transactions": [{**MOVED, "status": "error"}]}, None),
    "paid in another currency": (ABROAD, "8.10"),
    "paid in another, told in both": (
        {"transactions": [{**MOVED, "currency": "GBP", "amount": "6.00", "amount_set": dual("8.00", "6.00")}]},
        "8.00",
    ),
    "goods of an order never paid": ({"transactions": [], "refund_line_items": ABROAD["refund_line_items"]}, None),
    "a restock without a currency": ({"transactions": [], "refund_line_items": [{"restock_type": "return"}]}, None),
    "a restock that lists no transactions": ({"transactions": None}, None),
    "a restock of nothing": ({"transactions": [{**MOVED, "amount": "0.00"}]}, None),
    "a restock and a payment that was voided": ({"transactions": [{**MOVED, "kind": "void"}]}, None),
    "with its shipping, in another currency": (
        {
            **ABROAD,
            "order_adjustments": [{"amount": "-4.00", "tax_amount": "-0.20", "kind": "shipping_refund"}],
        },
        "12.30",
    ),
    "goods back without money": (
        {
            "transactions": [],
            "refund_line_items": ABROAD["refund_line_items"],
            "order_adjustments": [{"amount": "8.10", "tax_amount": "0.00", "kind": "refund_discrepancy"}],
        },
        None,
    ),
}


@each(("change", "amount"), REFUNDS.values(), ids=REFUNDS)
def test_refunds_are_counted_in_the_shops_currency(change: dict[str, Any], amount: str | None) -> None:
    refund = read("refunds/create", REFUND | change)
    found = refund.amount if isinstance(refund, OrderRefunded) else None
    assert found == (None if amount is None else Money.parse(amount, "USD"))
