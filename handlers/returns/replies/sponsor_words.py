"""What a partner asks for in a few words: its offers, figures, a pause, a budget, invoices, its page, help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from handlers.engine import slash_command
from handlers.replies.text_normalisation import words
from handlers.replies.word_lists import read_sets

_LONGEST = 5  # words
_AMOUNT = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")


class SponsorIntent(StrEnum):
    """What a partner asks for."""

    OFFERS = "offers"
    STATS = "stats"
    PAUSE = "pause"
    RESUME = "resume"
    BUDGET = "budget"  # with or without an amount
    INVOICE = "invoice"
    PAGE = "page"
    HELP = "help"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class SponsorWish:
    """A request; ``amount`` is the written decimal number of a budget, "" for none."""

    intent: SponsorIntent
    amount: str = ""


def read_wish(text: str) -> SponsorWish | None:
    """Return what a partner's text asks for, also as ``/offers``; None for any other text."""
    plain = slash_command.strip_slash(text[:80]).replace("_", " ")
    amount = read_amount(plain)
    said = words(re.sub(r"[^\w\s]|[\d.,]+", " ", plain) if amount else plain)
    if not 0 < len(said) <= _LONGEST:
        return None
    listed = read_sets("returns:sponsor")
    named = [name for word in said if (name := next((one for one in listed if word in listed[one]), "")) != "beside"]
    if len(named) != 1 or not named[0] or (amount and named[0] != SponsorIntent.BUDGET):
        return None
    return SponsorWish(SponsorIntent(named[0]), amount)


def read_amount(text: str) -> str:
    """Return the only number of a text as a decimal, "200" or "99.50"; "" if there is none, or several."""
    found = _AMOUNT.findall(text)
    if len(found) != 1:
        return ""
    whole, part = found[0]
    return f"{whole}.{part}" if part else whole
