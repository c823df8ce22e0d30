"""What the open question expects, so that a reply is read in the light of what was asked."""

from enum import StrEnum


class Expecting(StrEnum):
    """The kind of the question a person was asked last and has not answered."""

    NOTHING = "nothing"  # no question is open
    CHOICE = "choice"  # "1 the part, 2 wait, 3 nothing": a number answers it
    STOCK = "stock"  # "do you have it?": a shop's answer, read by handlers.sourcing.replies.stock.reading
    YES_NO = "yes_no"  # "Reply YES to get cart reminders": yes or no answers it
