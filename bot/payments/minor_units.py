"""Amounts as providers count them: whole numbers of a currency's smallest unit, which is not a hundredth everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from flows.money import MICROS, THREE, ZERO, Money
from handlers.engine.checked_fields import LARGEST_PRICE, CheckedField


@dataclass(frozen=True, slots=True)
class Scale:
    """How many places a provider counts in: none in ``zero``, three in ``three`` (the last must be 0), two elsewhere.

    ``whole`` are currencies that it counts in hundredths although they have none.
    """

    zero: frozenset[str] = ZERO
    three: frozenset[str] = THREE
    whole: frozenset[str] = frozenset()

    def to_minor(self, amount: Money) -> int:
        """Return the amount in the smallest unit, exactly. Raises ValueError when it has a fraction that cannot be
        paid."""
        minor, rest = divmod(amount.micros, self._step(amount.currency))
        if rest:
            raise ValueError(f"{amount.with_code} has a fraction smaller than the currency's smallest unit")
        return minor * self._steps(amount.currency)

    def money(self, minor: CheckedField, currency: CheckedField) -> Money:
        """Return an amount that a provider told. Raises Wrong."""
        code = currency.must(CheckedField.currency)
        unit = self._step(code) // self._steps(code)
        told = minor.must(lambda field: field.read_whole(LARGEST_PRICE * MICROS // unit))
        return Money(told * unit, code)

    def _step(self, currency: str) -> int:
        """Return the smallest amount that can be paid, in micro-units."""
        return MICROS if currency in self.zero | self.whole else MICROS // 100

    def _steps(self, currency: str) -> int:
        """Return how many of the provider's units that is."""
        if currency in self.whole:
            return 100
        return 10 if currency in self.three else 1
