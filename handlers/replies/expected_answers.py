"""The kind of answer that the open question expects, which helps to understand a reply."""

from enum import StrEnum


class Expecting(StrEnum):
    """The kind of a person's last unanswered question.

    ``OTHER`` is any kind that only the question's own readers know.
    """

    NOTHING = "nothing"  # no question is open
    CHOICE = "choice"  # "1 the part, 2 wait, 3 nothing": a number answers it
    YES_NO = "yes_no"  # "Reply YES to get cart reminders": yes or no answers it
    OTHER = "other"  # "do you have it?": only the asking flow knows the answers

    @classmethod
    def _missing_(cls, value: object) -> "Expecting":
        return cls.OTHER
