"""The value of returned goods within their order, as a return has no amount of money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.name_folding import fold_name


@dataclass(frozen=True, slots=True)
class Goods:
    """A quantity of a product; ``price`` of one piece in micro-units of the order's currency, None if unknown."""

    sku: str
    title: str
    size: str
    quantity: int
    price: int | None = None

    def is_of(self, bought: Goods) -> bool:
        """Return True if these may be goods of the line ``bought``: by the shop's SKU, else by name, and by size if
        both have one."""
        if self.sku and bought.sku:
            return self.sku.casefold() == bought.sku.casefold()
        alike = fold_name(self.title) == fold_name(bought.title)
        return alike and (not self.size or not bought.size or fold_name(self.size) == fold_name(bought.size))


def compute_worth(back: Sequence[Goods], bought: Sequence[Goods], total: int) -> int:
    """Return the value of goods ``back``, from goods ``bought`` for ``total``, in micro-units; at most the total.

    A discount applies to all goods alike, so each counts for its share of the payment. Shipping and taxes beyond the
    goods' prices are not returned. If no prices are known, all pieces have the same value. A piece missing from the
    order, or the only one without a price, has no value. No piece is returned twice.
    """
    if not any(one.price for one in bought):
        pieces = sum(one.quantity for one in bought)
        return _sum_returned(back, [replace(one, price=1) for one in bought]) * total // pieces if pieces else 0
    listed, worth = sum((one.price or 0) * one.quantity for one in bought), _sum_returned(back, bought)
    return worth * total // listed if listed > total else worth


def _sum_returned(back: Sequence[Goods], bought: Sequence[Goods]) -> int:
    """Return the sum of the returned pieces' prices."""
    left, worth = [one.quantity for one in bought], 0
    dearest = sorted(enumerate(bought), key=lambda line: -(line[1].price or 0))  # a gift beside it was for nothing
    for goods in sorted(back, key=lambda one: (not one.sku, not one.size)):  # first what can be one line alone
        wanted = goods.quantity
        for nth, line in dearest:
            if goods.is_of(line):
                pieces = min(wanted, left[nth])
                worth, wanted, left[nth] = worth + pieces * (line.price or 0), wanted - pieces, left[nth] - pieces
    return worth
