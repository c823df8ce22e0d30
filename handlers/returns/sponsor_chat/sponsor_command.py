"""Commands of a partner, typed or as a button: offers, figures, a budget, invoices, a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

ALL = "all"
"""The word after ``pause`` and ``resume`` for all offers."""
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


_COMMAND = re.compile(rf"/?({'|'.join(SponsorIntent)})(?:[ _](\S+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SponsorWish:
    """A request; ``what`` is the written decimal number of a budget, or ``ALL``; "" for none."""

    intent: SponsorIntent
    what: str = ""


def read_wish(text: str) -> SponsorWish | None:
    """Return the command of a text, such as ``/offers`` or ``budget 200``; None for any other text."""
    found = _COMMAND.fullmatch(text.strip())
    if found is None:
        return None
    intent, word = SponsorIntent(found[1].lower()), found[2] or ""
    moves = word == ALL and intent in {SponsorIntent.PAUSE, SponsorIntent.RESUME}
    what = ALL if moves else read_amount(word) if intent is SponsorIntent.BUDGET else ""
    return SponsorWish(intent, what) if what or not word else None


def read_amount(text: str) -> str:
    """Return the only number of a text as a decimal, "200" or "99.50"; "" if there is none, or several."""
    found = _AMOUNT.findall(text)
    if len(found) != 1:
        return ""
    whole, part = found[0]
    return f"{whole}.{part}" if part else whole
