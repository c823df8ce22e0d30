"""Why an order changed, as the order's history stores it: a reason with figures, formatted where it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any

from flows.phrase import Phrase


class Reason(StrEnum):
    """The reasons; each has a phrase ``why_<reason>`` (templates/phrases/sourcing/history.toml)."""

    AGREES = auto()
    AGREES_LATE = auto()
    ALL_THERE = auto()
    APPROVES = auto()
    APPROVES_AFTER_ALL = auto()
    AWAY = auto()
    CALLED_OFF_BY = auto()
    CALLED_OFF_BY_CUSTOMER = auto()
    CAME_AS_WELL = auto()
    CAME_BACK = auto()
    CAME_INSTEAD = auto()
    CLAIMS = auto()
    CLAIM_BACK = auto()
    CONFIRMS = auto()
    CREDIT = auto()
    CUSTOMER_ERASED = auto()
    DECLINES = auto()
    DELAYED = auto()
    DIVIDED_QUICKLY = auto()
    DONE_WITHOUT = auto()
    FLAWED = auto()
    FOLLOWED_ANEW = auto()
    FOR_OUR_SHELF = auto()
    GIVEN_UP = auto()
    GOES_BACK = auto()
    IS_BACK = auto()
    LINES = auto()
    MONEY_BACK = auto()
    NOBODY_CONFIRMED = auto()
    NOT_CHOSEN = auto()
    NOT_FETCHED = auto()
    NOT_INSTALLED = auto()
    NOT_PAID = auto()
    NOTHING_PAID = auto()
    NOTHING_TO_PAY = auto()
    NO_ANSWER = auto()
    NO_SHOP_HAS_IT = auto()
    NO_SPLIT = auto()
    NO_SPLIT_IN_TIME = auto()
    ON_OUR_SHELF = auto()
    OWN_STOCK_KEEPS = auto()
    PAID = auto()
    PAID_AMOUNT = auto()
    PAID_OTHERWISE = auto()
    PHOTOS_LOST = auto()
    PHOTOS_SHOWN = auto()
    PICKED_UP = auto()
    QUOTED = auto()
    RECHECK = auto()
    REFUND_BOUNCED = auto()
    REFUND_MOVED = auto()
    REMARKED = auto()
    REPLACED = auto()
    SAID = auto()
    SENT_BY_HAND = auto()
    SENT_IN_ACCOUNT = auto()
    SHOP_KEEPS = auto()
    STEP_UNDONE = auto()
    TAKEN_BACK = auto()
    TAKES_PART = auto()
    TOLD = auto()  # in words, by a release that kept no reasons
    WAITS = auto()
    WANTS_NOTHING = auto()
    WITHOUT = auto()


@dataclass(frozen=True, slots=True)
class Why:
    """A reason with its figures: numbers, texts and lists; a shop by its id, a ``status``, a nested ``why``."""

    reason: Reason
    figures: Mapping[str, Any] = field(default_factory=dict)

    def text(self, **more: Any) -> Phrase:
        """Return the reason as a phrase; given-up lines are followed by their own reason."""
        values = {**self.figures, **more}
        inner = Phrase(f"why_{values['why']}", values) if "why" in values else None
        return Phrase(f"why_{self.reason.value}", {**values, "why": inner})


def explain_reason(reason: Reason, /, **figures: Any) -> Why:
    """Return a reason with its figures."""
    return Why(reason, figures)
