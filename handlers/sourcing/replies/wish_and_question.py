"""A question behind a wish that the settings answer: "mujhe 2 mug chahiye, kal tak mil jayega kya?"; and a condition
that they answer, "2 mugs cash on delivery", "5 mugs by friday"."""

import re

from handlers.replies.calendar_words import WEEKDAYS
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.asides import read_aside
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.stock.goods import Shelf

_PAUSE = re.compile(r"\s*[,;.!\n–—]+\s+|\s*\n\s*")
_BY = whole(read_sets("sourcing:put_plainly")["by"])
_LISTED = read_sets("sourcing:asides")
_CONDITION = re.compile(rf"\s+(?=(?:{_BY}\s+)?{whole(_LISTED['door'] | _LISTED['by when'])})", re.IGNORECASE)
_OF_DAYS, _DAY = read_sets("sourcing:occasions"), whole(WEEKDAYS)
_BY_DAY = re.compile(
    rf"\s*[(,]?\s*(?:{whole(_OF_DAYS['before a day'])}\s+(?:{whole(_OF_DAYS['around a day'])}\s+)*{_DAY}"
    rf"|{_DAY}\s+{whole(_OF_DAYS['behind a day'])})\s*[).!]*\s*$",
    re.IGNORECASE,
)
_TOPICS = frozenset({"days", "pay", "way", "door", "express"})


def part_question(text: str, shelf: Shelf) -> tuple[str, str]:
    """What stands before such a question, and its topic; the text and "" where none stands behind a pause, and no
    condition behind the goods."""
    day = _BY_DAY.search(text)
    if day is not None and text[: day.start()].strip():
        return text[: day.start()].strip(), "days"
    for cut in (*_PAUSE.finditer(text), *_CONDITION.finditer(text)):
        before, behind = text[: cut.start()].strip(), text[cut.end() :]
        topic = read_aside(behind, shelf) if before and "?" not in before else ""
        if topic in _TOPICS:
            return before, topic
    return text, ""
