"""What the open question expects, so that a reply is read in the light of what was asked."""

from enum import StrEnum


class Expecting(StrEnum):
    """The kind of the question a person was asked last and has not answered.

    Whatever else a question says that it expects is ``OTHER``: only the readers that the question names know more.
    """

    NOTHING = "nothing"  # no question is open
    CHOICE = "choice"  # "1 the part, 2 wait, 3 nothing": a number answers it
    YES_NO = "yes_no"  # "Reply YES to get cart reminders": yes or no answers it
    OTHER = "other"  # "do you have it?": what answers it is known to whoever asked

    @classmethod
    def _missing_(cls, value: object) -> "Expecting":
        return cls.OTHER
