"""What a completed return becomes: its brand, and the choice with or without an offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.business import ReturnSettings
from flows.events import ReturnedItem
from flows.name_folding import fold_name
from flows.promotions.prompt import Prompt, PromptChoice
from flows.promotions.size_evidence import is_colour_reason, is_size_reason

PARTNER_NOT_NAMED = "partner_not_named"
"""The rule that refuses a partner's offer: the person's consent does not name the partner."""


def find_main_brand(items: Sequence[ReturnedItem]) -> str:
    """Return the brand of most pieces, in compared form; the first of several, and "" without any."""
    pieces: dict[str, int] = {}
    for one in items:
        brand = fold_name(one.brand)
        if brand:
            pieces[brand] = pieces.get(brand, 0) + one.quantity
    return max(pieces, key=pieces.__getitem__, default="")


def select_lines(items: Sequence[ReturnedItem], brand: str) -> tuple[ReturnedItem, ...]:
    """Return the lines of a brand; all lines if none names the brand."""
    return tuple(one for one in items if fold_name(one.brand) == brand) or tuple(items)


def choose_without_offer(lines: Sequence[ReturnedItem], settings: ReturnSettings) -> PromptChoice:
    """Return what is shown in the place of an offer."""
    if settings.exchange_url and any(is_size_reason(one.reason) or is_colour_reason(one.reason) for one in lines):
        return PromptChoice.EXCHANGE
    return PromptChoice.DONATION if settings.donation_url else PromptChoice.NOTICE


def is_day_taken(today: Sequence[Prompt], joined_since: datetime) -> bool:
    """Return True if a person who got the prompts of ``today`` gets no further offer, exchange or donation.

    A message takes up returns that follow within the window, so one decided since ``joined_since`` is still open: the
    day is taken then only if that message has an offer.
    """
    told = [one for one in today if one.choice is not PromptChoice.NONE]
    return any(one.choice is PromptChoice.OFFER or one.decided_at < joined_since for one in told)
