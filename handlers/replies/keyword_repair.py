"""Repair of opt-out keywords as people write them: misspelt, disguised, split, run together, with a missing comma.

A word is changed only if the result is a keyword.
"""

import re
from functools import lru_cache

from handlers.replies.reading_effort import cache_reading
from handlers.replies.text_normalisation import look_latin, split_tokens
from handlers.replies.word_lists import read_sets, read_words

# Keywords that still count when misspelt as the whole text, and words that are no misspelling.
_LISTED = read_sets("mending")
_TYPED = tuple(read_words("mending")["keywords"])
_REAL = _LISTED["real"]
# Keywords that people disguise with look-alike letters and digits, or tear apart.
_DISGUISED = _LISTED["disguised"]
_LONGEST = 16  # characters of a possible keyword in disguise, some of them stretched
_WHOLE = _DISGUISED | {"top"}
# Words that run together with "stop": "stopit", "stop2end".
_RUN_ON = re.compile(
    r"stop(it|this|that|now|pls|plz|please|me|spam|texts?|texting|txting|msgs?|messages?|messaging|sms|sending)|"
    r"stop(?:2|to)(?:end|quit|cancel|stop|optout|unsubscribe)"
)

_CHUNK = re.compile(r"[^\s.,!?;:\"'()\[\]]+")
# A dash between spaces, or a bracket, separates the words around it.
_DASH = re.compile(r"(?<!\S)[-–—~|]+(?=[^\S\n]|\w|$)|(?<=\w)[–—]+(?=\w)|[()\[\]]|(?<=\w)[-–—~|]+(?!\S)")

_ODD = re.compile(r"[^\x00-\x7f]|[-~|()\[\]0-9$@+*_./\\]")
_STOP = len("stop")
_STOPS = _LISTED["stops"]
# These words begin a new thought after "stop", even without a comma before them.
_CONTRARY = _LISTED["contrary"]
_SUBJECTS = _LISTED["subjects"]
_ASKING = _LISTED["asking"]
_ASKED_FOR = _LISTED["asked for"]
_THINGS = _LISTED["things"]
_NAMING = _LISTED["naming"]
_NO_NAME = _LISTED["no name"]


def mend_words(text: str) -> list[str]:
    """Split a text into words, with keywords repaired and a comma added before a new thought."""
    return list(_mend(text))


@cache_reading
def _mend(text: str) -> tuple[str, ...]:
    if _ODD.search(text):  # most texts have nothing that could disguise or separate letters
        text = _DASH.sub(" , ", _CHUNK.sub(_undisguise, text))
    words = _join_torn(_respell(split_tokens(text)))
    if any(word.startswith("stop") and len(word) > _STOP for word in words):
        words = [part for word in words for part in _split_run_on(word)]
    return tuple(_part(words))


def _undisguise(match: re.Match[str]) -> str:
    chunk = match.group()
    if len(chunk) > _LONGEST or (chunk.isascii() and (chunk.isalpha() or chunk.isdigit())):
        return chunk
    return _strip_disguise(chunk)


@lru_cache(maxsize=4096)
def _strip_disguise(chunk: str) -> str:
    meant = look_latin(chunk)
    return meant if meant in _DISGUISED else chunk


def _respell(words: list[str]) -> list[str]:
    """Repair misspelt keywords: "unsubcribe" anywhere, "stpo" only as the whole text."""
    typed = " ".join(word for word in words if word[0].isalpha())
    counted = any(word[0].isdigit() for word in words)  # "cancel 1236" is an order's
    if len(words) <= 2 and len(typed) > 2 and not counted and _REAL.isdisjoint(words):
        meant = next((k for k in _TYPED if _is_nearly(typed, k, 1)), None)
        if meant:
            return meant.split()
    return ["unsubscribe" if _is_unsubscribe(word) else word for word in words]


def _is_unsubscribe(word: str) -> bool:
    return word.startswith("uns") and word not in _REAL and len(word) > 6 and _is_nearly(word, "unsubscribe", 2)


def _is_nearly(word: str, keyword: str, most: int) -> bool:
    """Return True if the word is the keyword with at most ``most`` wrong letters."""
    from rapidfuzz.distance import OSA  # loaded with the first possibly misspelt word

    return OSA.distance(word, keyword, score_cutoff=most) <= most


def _join_torn(words: list[str]) -> list[str]:
    """Join "sto p" to "stop" at the beginning or end of a text; "s top" is unchanged, since it may be a small top."""
    for size in (2, 3):
        for start in {0, max(0, len(words) - size)}:
            pieces = words[start : start + size]
            joined = "".join(pieces).replace(".", "")
            if joined in _DISGUISED and _WHOLE.isdisjoint(pieces):
                return [*words[:start], joined, *words[start + size :]]
    return words


def _split_run_on(word: str) -> list[str]:
    run_on = _RUN_ON.fullmatch(word)
    if run_on is None:
        return [word]
    return ["stop", run_on.group(1)] if run_on.group(1) else ["stop"]


def _part(words: list[str]) -> list[str]:
    """Add a comma after a "stop" at the beginning if another thought, or the writer's name, follows."""
    place = next((place for place, word in enumerate(words[:3]) if word in _STOPS), None)
    rest = [] if place is None else words[place + 1 :]
    if place is None or not _begins_a_thought(rest):
        return words
    return [*words[: place + 1], ",", *rest]


def _begins_a_thought(rest: list[str]) -> bool:
    match rest:
        case [first, _, *_] if first in _CONTRARY or first in _ASKING or first in _SUBJECTS:
            return True
        case ["it" | "this" | "there", "is" | "was" | "are", *_]:
            return True
        case ["after" | "once", "this" | "that" | "the" | "my", thing, *_]:
            return thing in _THINGS
        case ["and", second, *_]:
            return second in _ASKED_FOR
        case [first, name, *more] if first in _NAMING and len(more) <= 2:
            return name not in _NO_NAME and name[0].isalpha()
        case ["sent" | "get", "from" | "outlook", *_]:
            return True
    return False
