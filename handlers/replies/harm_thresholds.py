"""What each deed needs of a reading before it is done: the more harm a wrong one does, the more.

A reading is a distribution over what a text may mean, calibrated on lines that taught it nothing: of ten readings of
0.9, nine are right (docs/understanding.md has the curves). What falls short of a deed is asked about with one short
question, or goes to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ReadingDeed(StrEnum):
    """What may be done upon a text."""

    REVOKE = "revoke"  # every consent ends; a wrong one loses a customer, START undoes it
    HOLD = "hold"  # nothing marketing leaves until one question is answered; a wrong one costs that question
    AGREE = "agree"  # to what we asked, in words that no list holds; a consent needs is_clear_yes besides
    DECLINE = "decline"  # the same
    CARRY_OUT = "carry out"  # a yes to what cannot be taken back: an order is cancelled, many are written to
    LEAVE = "leave"  # a no by which nothing happens, a fault of which a person hears; a wrong one is said again
    TELL = "tell"  # what nobody looks at: where the order is, "shall we cancel it?"; a wrong one is asked again
    SELL = "sell"  # a shop's pieces are promised to a customer; a wrong one sells what nobody has
    GIVE_UP = "give up"  # a shop's no: the next shop is asked; a wrong one loses a sale
    NOTE = "note"  # fewer pieces, another size, a price or a time: somebody decides before anything is promised


@dataclass(frozen=True, slots=True)
class DeedNeed:
    """The least probability of a meaning, and the most of the meanings that speak against the deed."""

    sure: float
    against: float = 1.0


NEEDS: Mapping[ReadingDeed, DeedNeed] = {
    # 47 CFR 64.1200(a)(10): keywords revoke by themselves (handlers/replies/opt_out_recognition.py); any other wording
    # has to be one by which "a reasonable person" says so.
    ReadingDeed.REVOKE: DeedNeed(sure=0.985),
    # A missed one breaks the law, so a small doubt is enough; what is less and known to nobody waits for the staff.
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
    """Whether a reading of this probability is enough for the deed."""
    need = NEEDS[deed]
    return sure >= need.sure and against <= need.against
