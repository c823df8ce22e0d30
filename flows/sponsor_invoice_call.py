"""The calls that issue, settle and look up a sponsor's invoice at the payment provider: what they take and answer.

The invoice of a month is asked for under our own id, so that a repeat finds the first one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from flows.money import Money

SPONSOR_INVOICE, LOOK_INVOICE = "sponsor_invoice", "look_sponsor_invoice"
SETTLE_INVOICE = "settle_sponsor_invoice"
"""It was paid elsewhere, such as by bank transfer: nobody may pay it at the provider any more."""
MOST_LINES = 100
"""The lines of one invoice; more of them are summed up by the caller."""
_LONGEST_DUE = 365  # days


class InvoiceState(StrEnum):
    """The state of an invoice at the provider, in order of rank: a state is followed by later ones only."""

    OPEN = "open"  # it can be paid
    FAILED = "failed"  # a payment was tried and refused; it can still be paid
    OVERDUE = "overdue"
    UNCOLLECTIBLE = "uncollectible"  # written off; it can still be paid
    VOID = "void"
    PAID = "paid"  # final

    def is_after(self, other: InvoiceState) -> bool:
        """Return True if the state may follow ``other``: it has a higher rank. News may come in any order."""
        ranks = list(InvoiceState)
        return ranks.index(self) > ranks.index(other)


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A line of an invoice: its text, with quantity and price, and its payable amount; a credit is below zero."""

    text: str
    amount: Money


@dataclass(frozen=True, slots=True)
class InvoiceOrder:
    """The invoice to issue: ``invoice`` and ``sponsor`` are our ids, ``name`` and ``email`` the sponsor's.

    The ``lines`` are rounded (flows/money_rounding.py) and add up to more than zero. ``note`` is shown on the invoice.
    Raises ValueError for an order that no provider accepts.
    """

    invoice: UUID
    sponsor: UUID
    name: str
    email: str
    lines: tuple[InvoiceLine, ...]
    days_until_due: int
    note: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.lines) <= MOST_LINES:
            raise ValueError(f"an invoice has 1 to {MOST_LINES} lines")
        if self.total.micros <= 0:
            raise ValueError("an invoice is of more than nothing")
        if not self.email:
            raise ValueError("an invoice needs the partner's e-mail address")
        if not 0 < self.days_until_due <= _LONGEST_DUE:
            raise ValueError(f"an invoice is due within 1 to {_LONGEST_DUE} days")

    @property
    def total(self) -> Money:
        """Return the sum of the lines. Raises ValueError for lines of different currencies."""
        total = Money(0, self.lines[0].amount.currency)
        for line in self.lines:
            total += line.amount
        return total

    def to_values(self) -> dict[str, Any]:
        """Return the values of the call."""
        return {
            "invoice": self.invoice, "sponsor": self.sponsor, "name": self.name, "email": self.email,
            "currency": self.total.currency, "lines": [[line.text, line.amount.micros] for line in self.lines],
            "days_until_due": self.days_until_due, "note": self.note,
        }  # fmt: skip

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """Return the order that ``to_values`` wrote. Raises KeyError, and ValueError as the class."""
        lines = tuple(InvoiceLine(text, Money(micros, values["currency"])) for text, micros in values["lines"])
        named = {name: values[name] for name in ("invoice", "sponsor", "name", "email", "days_until_due", "note")}
        return cls(lines=lines, **named)


@dataclass(frozen=True, slots=True)
class InvoiceAnswer:
    """The invoice as the provider has it. ``url`` is its page with the means to pay."""

    provider_id: str
    state: InvoiceState
    url: str

    def to_values(self) -> dict[str, str]:
        """Return the values of the answer."""
        return {"provider_id": self.provider_id, "state": self.state.value, "url": self.url}

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """Return the answer that ``to_values`` wrote. Raises KeyError and ValueError."""
        return cls(values["provider_id"], InvoiceState(values["state"]), values["url"])
