"""The confidence that each deed needs: the more harm a wrong one does, the more.

A reading is a distribution over the meanings of a text, calibrated on lines not used for training. Of ten readings with
0.9, nine are right (docs/understanding.md has the curves). If a reading is below a deed's threshold, Parley asks one
short question, or a person reads the text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ReadingDeed(StrEnum):
    """A deed that can follow from a text."""

    REVOKE = "revoke"  # every consent ends; a wrong one loses a customer, START undoes it
    HOLD = "hold"  # no marketing leaves until one question is answered; a wrong one costs that question
    AGREE = "agree"  # to our ask, in words that no list has; a consent also needs is_clear_yes
    DECLINE = "decline"  # the same
    CARRY_OUT = "carry out"  # a yes to something final: an order is cancelled, many get a message
    LEAVE = "leave"  # a no without consequence, a fault for a person; after a wrong one people repeat themselves
    TELL = "tell"  # an unattended answer: where the order is, "shall we cancel it?"; a wrong one is asked again
    SELL = "sell"  # a shop's pieces are promised to a customer; a wrong one sells missing goods
    GIVE_UP = "give up"  # a shop's no: the next shop is asked; a wrong one loses a sale
    NOTE = "note"  # fewer pieces, another size, a price or a time: a person decides before any promise


@dataclass(frozen=True, slots=True)
class DeedNeed:
    """The thresholds of a deed: the least probability of its meaning, and the most of the opposite meanings."""

    sure: float
    against: float = 1.0


NEEDS: Mapping[ReadingDeed, DeedNeed] = {
    # 47 CFR 64.1200(a)(10): keywords revoke by themselves (handlers/replies/opt_out_recognition.py). Any other wording
    # has to convince "a reasonable person".
    ReadingDeed.REVOKE: DeedNeed(sure=0.985),
    # A missed one breaks the law, so a small doubt is enough; a smaller doubt of an unknown text waits for the staff.
    ReadingDeed.HOLD: DeedNeed(sure=0.165),
    ReadingDeed.AGREE: DeedNeed(sure=0.8, against=0.1),
    ReadingDeed.DECLINE: DeedNeed(sure=0.75, against=0.12),
    ReadingDeed.CARRY_OUT: DeedNeed(sure=0.9, against=0.05),
    ReadingDeed.LEAVE: DeedNeed(sure=0.7, against=0.3),
    ReadingDeed.TELL: DeedNeed(sure=0.7),
    ReadingDeed.SELL: DeedNeed(sure=0.93, against=0.1),
    ReadingDeed.GIVE_UP: DeedNeed(sure=0.7, against=0.9),
    ReadingDeed.NOTE: DeedNeed(sure=0.45, against=0.9),
}


def allows(deed: ReadingDeed, sure: float, against: float = 0.0) -> bool:
    """Return True if a reading with this probability is enough for the deed."""
    need = NEEDS[deed]
    return sure >= need.sure and against <= need.against
