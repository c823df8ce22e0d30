"""A question behind a wish that the settings answer: "mujhe 2 mug chahiye, kal tak mil jayega kya?"."""

import re

from handlers.sourcing.replies.asides import read_aside
from handlers.sourcing.replies.stock.goods import Shelf

_PAUSE = re.compile(r"\s*[,;.!\n–—]+\s+|\s*\n\s*")
_TOPICS = frozenset({"days", "pay", "way", "door", "express"})


def part_question(text: str, shelf: Shelf) -> tuple[str, str]:
    """What stands before such a question, and its topic; the text and "" where none stands behind a pause."""
    for cut in _PAUSE.finditer(text):
        before, behind = text[: cut.start()].strip(), text[cut.end() :]
        topic = read_aside(behind, shelf) if before and "?" not in before else ""
        if topic in _TOPICS:
            return before, topic
    return text, ""
