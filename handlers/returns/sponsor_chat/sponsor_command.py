"""Commands of a partner, typed or as a button: offers, figures, a budget, invoices, a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

ALL = "all"
"""The word after ``pause`` and ``resume`` for all offers."""
_CURRENCY = r"(?:[$€£¥₹]|Rs\.?|[A-Z]{3})?"
_AMOUNT = re.compile(rf"{_CURRENCY} ?(\d{{1,9}})(?:[.,](\d{{1,2}}))? ?{_CURRENCY}", re.IGNORECASE)


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
    """Return the amount of a text, "200" or "99.50", as a decimal; "" for any other text, also "-5", "1e5" and "1,000".

    A currency may be written before or after it.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return ""
    return f"{found[1]}.{found[2]}" if found[2] else found[1]
