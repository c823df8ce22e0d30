"""Expected kinds of answers to the open question, so that the question gives a reply its meaning."""

from enum import StrEnum


class Expecting(StrEnum):
    """The kind of a person's last unanswered question.

    Any other expectation of a question is ``OTHER``: only the readers that the question names know more.
    """

    NOTHING = "nothing"  # no question is open
    CHOICE = "choice"  # "1 the part, 2 wait, 3 nothing": a number answers it
    YES_NO = "yes_no"  # "Reply YES to get cart reminders": yes or no answers it
    OTHER = "other"  # "do you have it?": only the asking flow knows the answers

    @classmethod
    def _missing_(cls, value: object) -> "Expecting":
        return cls.OTHER
