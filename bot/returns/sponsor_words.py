"""The words of the sponsors' pages beside the templates' own: phrases, money, days, shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.money import Money
from flows.phrase import Text, phrase
from handlers.engine.person_language import load_speech
from handlers.engine.turn import Turn
from templates import formats
from templates.speech import Speech

WORDS = "partner"
"""The folder of the pages' words and templates."""


@dataclass(frozen=True, slots=True)
class SponsorWords:
    """The words for the reader of a ``speech``; days are those of the business's ``zone``."""

    speech: Speech
    zone: ZoneInfo

    @classmethod
    def load(cls, turn: Turn, locale: str) -> SponsorWords:
        """Return the words for readers of a language."""
        return cls(load_speech(turn, locale), turn.zone)

    @property
    def locale(self) -> str:
        """Return the reader's locale."""
        return self.speech.locale

    def say(self, text: Text) -> str:
        """Return a text in the reader's language."""
        return self.speech.say(text)

    def name(self, name: str) -> str:
        """Return the phrase of that name, which has no values."""
        return self.speech.say(phrase(name))

    def money(self, amount: Money) -> str:
        """Format an amount with its sign."""
        return formats.format_money(amount.decimal, amount.currency, self.locale)

    def day(self, on: datetime) -> str:
        """Format a day with its year."""
        return formats.format_date_of_year(on.astimezone(self.zone).date(), self.locale)

    def month(self, period: str) -> str:
        """Format a month such as "2026-12"."""
        return formats.format_period(period, self.locale)

    def share(self, share: float | None) -> str:
        """Format a share of 1 as a percentage; a dash for an unknown one."""
        return "–" if share is None else f"{share:.1%}".replace(".0%", "%")
