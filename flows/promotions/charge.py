"""A charge: one line of the ledger of sponsors, with the price as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class ChargeKind(StrEnum):
    """What a line is for."""

    CLICK = "click"
    MONTH = "month"  # a promotion's price of a month
    FEE = "fee"  # a sponsor's flat fee of a month
    DATA = "data"  # its subscription to figures, for a month
    CREDIT = "credit"  # takes another line back


@dataclass(frozen=True, slots=True)
class Charge:
    """A line of the ledger: ``micros`` of ``currency``, below 0 for a credit.

    ``day`` is the business's local day, ``period`` the month of the invoice that bills it ("2026-12"), and ``key`` says
    what is charged: no key is charged twice. A credit ``reverses`` another line.
    """

    id: UUID
    sponsor: UUID
    kind: ChargeKind
    micros: int
    currency: str
    day: date
    period: str
    key: str
    at: datetime
    promotion: UUID | None = None
    prompt: UUID | None = None
    reverses: UUID | None = None


def name_period(day: date) -> str:
    """Return the name of a day's month, as ``"2026-12"``."""
    return f"{day:%Y-%m}"
