"""Questions about the sender: "is this a bot?", "who is this?"."""

import re
from collections.abc import Sequence

from handlers.replies.known_words import is_known
from handlers.replies.text_normalisation import words
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("about_us")
_LONGEST = 10  # words of a question
_END = re.compile(r"[?!.,;\n]+")


def asks_who_we_are(text: str) -> bool:
    """Return True if each sentence of a text only asks who or what we are: "who are you? a bot?"."""
    courtesies = read_sets("courtesies")
    courteous = courtesies["greeting"] | courtesies["whom"]
    sentences = (" ".join(one for one in words(part) if one not in courteous) for part in _END.split(text))
    said = [sentence for sentence in sentences if sentence]
    return bool(said) and all(sentence in _LISTED["asks"] or _asks_what_we_are(sentence.split()) for sentence in said)


def _asks_what_we_are(said: Sequence[str]) -> bool:
    """Return True if these words ask whether we are a machine or a person; they may contain a shop's name."""
    left = [word for word in said if not any(word in _LISTED[one] for one in ("alone", "kind", "of whom", "around"))]
    named = not left or (len(left) == 1 and not is_known(left[0]))
    kinds = _LISTED["alone"] | _LISTED["kind"]
    asked = not kinds.isdisjoint(said) and not _LISTED["of whom"].isdisjoint(said)
    return len(said) <= _LONGEST and named and (asked or set(said) <= _LISTED["alone"])
