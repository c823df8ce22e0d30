"""The words of the sponsors' pages: money, days, states and audiences in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows.money import Money
from flows.promotions.invoice import Invoice
from flows.promotions.promotion import Promotion
from handlers.returns.sponsor_page.offer_form import OfferFields
from templates import formats
from templates.private_pages import choose_language, get_words

WORDS = "partner"
"""The folder of the pages' words and templates."""


@dataclass(frozen=True, slots=True)
class SponsorWords:
    """The words for a reader with that ``locale``; days are those of the business's ``zone``."""

    locale: str
    zone: ZoneInfo

    @property
    def words(self) -> Mapping[str, Any]:
        """Return the page's own words."""
        return get_words(WORDS, choose_language(WORDS, self.locale))

    def money(self, amount: Money) -> str:
        """Format an amount with its sign."""
        return formats.format_money(amount.decimal, amount.currency, self.locale)

    def day(self, on: date | datetime) -> str:
        """Format a day with its year."""
        day = on.astimezone(self.zone).date() if isinstance(on, datetime) else on
        return formats.format_date_of_year(day, self.locale)

    def month(self, period: str) -> str:
        """Format a month such as "2026-12"."""
        return formats.format_period(period, self.locale)

    def share(self, share: float | None) -> str:
        """Format a share of 1 as a percentage; a dash for an unknown one."""
        return "–" if share is None else f"{share:.1%}".replace(".0%", "%")

    def list_terms(self, promotion: Promotion, fields: OfferFields) -> list[tuple[str, str]]:
        """Return the terms of an offer as pairs of a label and a text."""
        said, limits, price = self.words["terms"], promotion.limits, promotion.price
        ends = self.day(limits.expires_at - timedelta(microseconds=1))
        starts = self.day(limits.starts_at) if limits.starts_at else ""
        paid = self.money(Money(price.micros, price.currency))
        return [
            (
                said["dates"],
                said["from_to"].format(starts=starts, ends=ends) if starts else said["to"].format(ends=ends),
            ),
            (said["audience"], self.audience(fields)),
            (said["price"], said[f"per_{price.by.value}"].format(price=paid)),
            (said["spent"], self.money(Money(promotion.counts.spent, price.currency))),
            (said["budget"], self._limit(limits.budget, price.currency)),
            (said["daily_cap"], self._limit(limits.daily_cap, price.currency)),
        ]

    def audience(self, fields: OfferFields) -> str:
        """Describe an audience in words."""
        said = self.words["audience"]
        if fields.is_own:
            return str(said["own"])
        parts = [said[f"customers_{fields.customers}"]] if fields.customers else []
        parts += (
            [said["reasons"].format(reasons=", ".join(said[one] for one in fields.reasons))] if fields.reasons else []
        )
        parts += [
            said[name].format(words=words) for name in ("categories", "cities") if (words := getattr(fields, name))
        ]
        return "; ".join(parts) or said["everyone"]

    def invoice_state(self, invoice: Invoice) -> str:
        """Name the state of an invoice."""
        return str(self.words["invoices"][invoice.status.value])

    def _limit(self, micros: int | None, currency: str) -> str:
        return str(self.words["terms"]["unlimited"]) if micros is None else self.money(Money(micros, currency))
