"""What the open question expects, so that a reply is read in the light of what was asked."""

from enum import StrEnum


class Expecting(StrEnum):
    """The kind of the question a person was asked last and has not answered."""

    NOTHING = "nothing"  # no question is open
    YES_NO = "yes_no"  # "Reply YES to get cart reminders": yes or no answers it
