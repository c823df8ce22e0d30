"""The amount of a Shopify refund: https://shopify.dev/docs/api/admin-rest/latest/resources/refund"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from flows.money import Money
from handlers.engine.checked_fields import LARGEST_PRICE, CheckedField

# Shopify reports a refund once, when it is made. Some banks confirm it days later, without an event.
_COUNTED = frozenset({"success", "pending"})


def sum_refund(refund: CheckedField) -> Money | None:
    """Return the sum of a refund's transactions in the shop's currency; None if no money moved, as for a restock.

    If the buyer paid in another currency, the transactions are in that currency but the lines in both, so the lines
    count. Raises Wrong if there is no currency.
    """
    transactions = refund["transactions"].read_each()
    counted = [part for part in transactions if _counts(part)]
    if not counted:
        return None
    currency = _currency(refund, transactions)
    moved = [_read_amount(part, currency) for part in counted]
    paid = [amount for amount in moved if amount is not None]
    if len(paid) == len(moved):
        return Money.parse(sum(paid, Decimal(0)), currency)
    return Money.parse(max(sum(_lines(refund), Decimal(0)), Decimal(0)), currency)


def _currency(refund: CheckedField, transactions: tuple[CheckedField, ...]) -> str:
    for bag in _bags(refund, transactions):
        if code := bag["shop_money"]["currency_code"].currency():
            return code
    first = transactions[0] if transactions else CheckedField(None, "transactions[0]")
    return first["currency"].must(CheckedField.currency)


def _bags(refund: CheckedField, transactions: tuple[CheckedField, ...]) -> Iterator[CheckedField]:
    for part in transactions:
        yield part["amount_set"]
        yield part["total_unsettled_set"]
    for line in refund["refund_line_items"].read_each(1):
        yield line["subtotal_set"]
        yield line["line_item"]["price_set"]
    for adjustment in refund["order_adjustments"].read_each(1):
        yield adjustment["amount_set"]


def _counts(part: CheckedField) -> bool:
    kind, status = part["kind"].text(40), part["status"].text(40)
    return (kind or "").lower() == "refund" and (status or "").lower() in _COUNTED


def _read_amount(part: CheckedField, currency: str) -> Decimal | None:
    """Return a transaction's amount in the shop's currency; None if it has only another."""
    if part["amount_set"]["shop_money"]["amount"].value is not None:
        return _read_positive(part["amount_set"]["shop_money"]["amount"])
    return _read_positive(part["amount"]) if part["currency"].currency() in {None, currency} else None


def _lines(refund: CheckedField) -> Iterator[Decimal]:
    for line in refund["refund_line_items"].read_each():
        yield _read_positive(_read_shop_money(line, "subtotal"))
        yield _read_positive(_read_shop_money(line, "total_tax"))
    for adjustment in refund["order_adjustments"].read_each():
        # Shipping that is given back is a negative adjustment, and so is what was given beyond the lines.
        yield -_read_bounded(_read_shop_money(adjustment, "amount"))
        yield -_read_bounded(_read_shop_money(adjustment, "tax_amount"))


def _read_shop_money(part: CheckedField, name: str) -> CheckedField:
    amount = part[f"{name}_set"]["shop_money"]["amount"]
    return part[name] if amount.value is None else amount


def _read_positive(field: CheckedField) -> Decimal:
    amount = _read_bounded(field)
    if amount < 0:
        raise field.make_error("is negative")
    return amount


def _read_bounded(field: CheckedField) -> Decimal:
    amount = field.number() or Decimal(0)
    if abs(amount) > LARGEST_PRICE:
        raise field.make_error("is too large for an amount")
    return amount
