"""Tasks that a staff member asks for in free words, with no command, weighed by the words.

If no task is likely enough (handlers/replies/harm_thresholds.py), the text is conversation.
"""

from __future__ import annotations

import re
from enum import StrEnum

from handlers.replies.known_words import respell_words
from handlers.replies.text_evidence import load_evidence
from handlers.replies.text_normalisation import BREAKS, split_tokens
from handlers.replies.text_signs import word_signs


class Errand(StrEnum):
    """The tasks that the reader distinguishes."""

    REPORT = "report"
    ORDERS = "order.list"
    STATUS = "order.status"
    CANCEL = "order.cancel"
    REFUND = "order.refund"
    SHIP = "order.ship"
    DELIVER = "order.deliver"
    PACK = "order.pack"
    PICK = "order.pick"
    CONFIRM = "order.confirm"
    ASSIGN = "order.assign"
    CANTSOURCE = "order.cantsource"
    STOCK = "stock.show"
    SET_STOCK = "stock.set"
    PRICE = "price.set"
    FIND = "customers.find"
    COUNT = "audience.count"
    SEND = "send.one"
    CAMPAIGN = "campaign"
    DISCOUNT = "discount.create"
    PAUSE = "pause_all"
    RESUME = "resume_all"
    REMINDERS = "reminders"
    HOURS = "settings.hours"
    TEAM = "team.add"
    SHOPS = "shop.find"
    QUESTIONS = "questions"
    WHY = "why"
    HELP = "help"
    UNDO = "undo"
    OTHER = "other"


_CODED = re.compile(r"[a-z]{1,2}\d{3,}")  # an order's number that begins with letters
_LONGEST = 60  # words that are read
_NUMBER = 3  # least digits of a figure that may be an order's number


def weigh_errand(text: str) -> tuple[Errand, float]:
    """Return the likeliest task in a text, with its probability."""
    likely = load_evidence("errand").weigh(signs_of(text))
    errand = max(Errand, key=lambda one: likely.get(one, 0.0))
    return errand, likely[errand]


def signs_of(text: str) -> set[int]:
    """Return the signs of a task in a text: its words; numbers count by their length only."""
    said = respell_words(["0" * _NUMBER if _CODED.fullmatch(one) else one for one in split_tokens(text)[:_LONGEST]])
    counted = [_figure(one) if one.isdigit() else one for one in said]
    return word_signs([one for one in counted if one not in BREAKS or one == "?"])


def _figure(word: str) -> str:
    return "number" if len(word) >= _NUMBER else "figure"
