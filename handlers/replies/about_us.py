"""Does a text ask who writes here: "is this a bot?", "who is this?"."""

import re

from handlers.replies.text import words
from handlers.replies.word_lists import read_sets

_END = re.compile(r"[?!.,;\n]+")


def asks_who_we_are(text: str) -> bool:
    """Whether each sentence of a text asks that, and nothing else beside a courtesy: "who are you? a bot?"."""
    asked, courtesies = read_sets("about_us")["asks"], read_sets("courtesies")
    courteous = courtesies["greeting"] | courtesies["whom"]
    sentences = (" ".join(one for one in words(part) if one not in courteous) for part in _END.split(text))
    said = [sentence for sentence in sentences if sentence]
    return bool(said) and all(sentence in asked for sentence in said)
