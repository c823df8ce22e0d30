"""Money as integer micro-units with its ISO 4217 code, as the price of one message is below a cent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

MICROS = 1_000_000
LARGEST = 10**12 * MICROS
# Currencies of ISO 4217 without a smaller unit, and with one of a thousandth:
# https://www.six-group.com/en/products-services/financial-information/data-standards.html
ZERO = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())  # noqa: SIM905
THREE = frozenset("BHD IQD JOD KWD LYD OMR TND".split())  # noqa: SIM905


def count_decimals(currency: str) -> int:
    """Return how many decimals an amount of a currency has."""
    if currency in ZERO:
        return 0
    return 3 if currency in THREE else 2


def convert_micros(micros: int) -> Decimal:
    """Convert micro-units to whole units, exactly."""
    return Decimal(micros) / MICROS


def to_micros(micros: int | None) -> str | None:
    """Format micro-units for JSON, ``"69.12"``; None stays None."""
    return None if micros is None else str(Money(micros, ""))


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in millionths of the currency's unit (``micros``) and its three-letter ISO code."""

    micros: int
    currency: str

    @classmethod
    def parse(cls, amount: object, currency: str) -> Money:
        """Parse a decimal string, an int or a Decimal.

        Raises ValueError for invalid text, NaN and infinities, and beyond ±10¹² units, which is a mistake.
        """
        try:
            value = amount if isinstance(amount, Decimal) else Decimal(str(amount).strip())
        except InvalidOperation:
            raise ValueError(f"{str(amount)[:40]!r} is not an amount of money") from None
        if not value.is_finite():
            raise ValueError(f"{str(amount)[:40]!r} is not an amount of money")
        if value.adjusted() > 12 or abs(value) * MICROS > LARGEST:
            raise ValueError(f"an amount of {str(amount)[:40]} is too large")
        return cls(int((value * MICROS).to_integral_value(ROUND_HALF_EVEN)), currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.micros + self._require_same(other).micros, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.micros - self._require_same(other).micros, self.currency)

    @property
    def decimal(self) -> Decimal:
        """Return the amount in whole units, exactly."""
        return convert_micros(self.micros)

    @property
    def with_code(self) -> str:
        """Format the amount with its code, as the staff, histories and logs show it: ``"69.12 INR"``."""
        return f"{self} {self.currency}"

    def __str__(self) -> str:
        """Format the amount with at least two decimal places, as in JSON: ``"69.12"``, ``"0.0079"``."""
        text = f"{self.decimal:f}"
        whole, _, places = text.partition(".")
        return f"{whole}.{places.rstrip('0').ljust(2, '0')}"

    def _require_same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return other
