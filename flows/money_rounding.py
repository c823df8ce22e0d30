"""Amounts that can be paid: whole cents, or whole units in currencies without cents.

A sum is rounded once. Its lines are then rounded so that they add up to it: each line gets the difference between the
rounded sum up to it and the rounded sum before it, so a line is off by a cent at most, and a repeat gives the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.money import MICROS, ZERO, Money

# Cards and banks take no fifth of an ariary, and no thousandth of a dinar: https://docs.stripe.com/currencies
_WHOLE = ZERO | {"MGA"}


def round_payable(amount: Money) -> Money:
    """Return the amount rounded to the smallest one that can be paid; a half goes to the even neighbour."""
    step = MICROS if amount.currency in _WHOLE else MICROS // 100
    steps, rest = divmod(amount.micros, step)
    steps += 2 * rest > step or (2 * rest == step and steps % 2 == 1)
    return Money(steps * step, amount.currency)


def round_lines(amounts: Sequence[Money]) -> list[Money]:
    """Return the lines of a bill, payable, with the sum ``round_payable(sum of the exact amounts)``.

    Raises ValueError for lines of different currencies.
    """
    rounded: list[Money] = []
    exact = told = None
    for amount in amounts:
        exact = amount if exact is None else exact + amount
        total = round_payable(exact)
        rounded.append(total if told is None else total - told)
        told = total
    return rounded
