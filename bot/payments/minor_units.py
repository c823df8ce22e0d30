"""Amounts in a provider's units: whole numbers of a currency's smallest unit, which is not always a hundredth."""

from __future__ import annotations

from dataclasses import dataclass

from flows.money import MICROS, THREE, ZERO, Money
from handlers.engine.checked_fields import LARGEST_PRICE, CheckedField


@dataclass(frozen=True, slots=True)
class Scale:
    """The decimal places of a provider's amounts: none for currencies in ``zero``, three in ``three`` (the last must be
    0), else two.

    ``whole`` are currencies that the provider counts in hundredths, although they have no fractions.
    """

    zero: frozenset[str] = ZERO
    three: frozenset[str] = THREE
    whole: frozenset[str] = frozenset()

    def to_minor(self, amount: Money) -> int:
        """Return the exact amount in the smallest unit. Raises ValueError for a fraction that cannot be paid."""
        minor, rest = divmod(amount.micros, self._step(amount.currency))
        if rest:
            raise ValueError(f"{amount.with_code} has a fraction smaller than the currency's smallest unit")
        return minor * self._steps(amount.currency)

    def money(self, minor: CheckedField, currency: CheckedField) -> Money:
        """Return an amount from the provider's number and currency. Raises Wrong."""
        code = currency.must(CheckedField.currency)
        unit = self._step(code) // self._steps(code)
        told = minor.must(lambda field: field.read_whole(LARGEST_PRICE * MICROS // unit))
        return Money(told * unit, code)

    def _step(self, currency: str) -> int:
        """Return the smallest amount that can be paid, in micro-units."""
        return MICROS if currency in self.zero | self.whole else MICROS // 100

    def _steps(self, currency: str) -> int:
        """Return how many of the provider's units the smallest payable amount has."""
        if currency in self.whole:
            return 100
        return 10 if currency in self.three else 1
