"""Choices in questions about an order, and short texts that cancel an order.

A choice is a tap, its number, or an exact yes or no. A longer text is no choice; a person reads it.
"""

import re

from flows.sourcing.order_waits import PART_QUESTION, PHOTOS_QUESTION
from handlers.replies.bare_answers import read_exact_answer
from handlers.replies.bare_cancel import DRESS, WORDS, is_bare_cancel
from handlers.replies.numbered_choices import read_choice
from handlers.replies.text_normalisation import split_tokens

CALL_OFF = 3
"""The choice that drops a part as well."""
_CALLED_OFF = re.compile(rf"\s*{CALL_OFF}[.):\-–]?\s+(\S.*)", re.DOTALL)
_CONFIRMS = WORDS.rule(f"^{DRESS}*yes({DRESS}|yes)*cancel({DRESS}|cancel)*$")
_ORDERS = WORDS.rule(f"^({DRESS}|yes|digits)*order({DRESS}|digits)*$")
_LISTED = f"digits(({DRESS}|and|order|label)*digits)*"
_CANCELS_THESE = WORDS.rule(
    f"^({DRESS}|yes|wish|order|label)*"
    f"(cancel({DRESS}|wish|order|label)*{_LISTED}|{_LISTED}({DRESS}|wish|order|label)*cancel)"
    f"({DRESS}|order|cancel)*$"
)
_CODED = re.compile(r"[a-z]{1,4}\d{2,12}")  # an order's number that begins with letters
_CODE = "0" * 13  # replaces one while classes are matched: no writer's figure is like it


def read_answer(question: str, text: str, button: str | None = None) -> int | None:
    """Return the number of the chosen answer; None if the text chooses none.

    A no to an available part may mean that we should search on, or that nothing is wanted, so it is no choice.
    """
    number = read_choice(text, button)
    if number is not None or button:
        return number
    label = _CALLED_OFF.fullmatch(text)
    if question == PART_QUESTION.name and label is not None and is_bare_cancel(label[1]):
        return CALL_OFF
    agrees = read_exact_answer(text)
    if agrees is None or question not in {PART_QUESTION.name, PHOTOS_QUESTION.name}:
        return None
    return 1 if agrees else 2 if question == PHOTOS_QUESTION.name else None


def confirms_cancel(text: str) -> bool:
    """Return True for a bare cancel after a yes: "haan cancel", "yes, cancel it"."""
    return _CONFIRMS.search(WORDS.encode(split_tokens(text))) is not None


def find_cancelled_numbers(text: str) -> tuple[str, ...]:
    """Return the order numbers in a text that only cancels them: "cancel 5", "1 aur 2 cancel kar do"; else none."""
    said = split_tokens(text)
    if not _CANCELS_THESE.search(WORDS.encode([_CODE if _CODED.fullmatch(word) else word for word in said])):
        return ()
    return tuple(dict.fromkeys(word for word in said if word[0].isdigit() or _CODED.fullmatch(word)))


def is_order(text: str) -> bool:
    """Return True if the text says that the order is meant, not our offers."""
    return _ORDERS.search(WORDS.encode(split_tokens(text))) is not None or read_choice(text) == 1
