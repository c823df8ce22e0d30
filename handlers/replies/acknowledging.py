"""Words in passing that are no yes where we ask for one: "thank you", "I'm fine", "got it already", "sure 🙄".

They answer what stands above, and agree to nothing. A yes that is missed is asked for again; one that was none places
an order, or records a consent that nobody gave.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.replies.text import says_any, tokens, words
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import polarity_of

_LISTED = read_sets("acknowledging")
_THANKS, _FINE, _WELL, _THERE = (_LISTED[name] for name in ("thanks", "fine", "well", "there"))
_CALLED = _LISTED["called"] | read_sets("greeting")["greets"] | read_sets("courtesies")["greeting"]
_AROUND_A_CALL = read_sets("courtesies")["whom"] | {"there"}
_CLOUDS, _MOODS = _LISTED["clouds"], _LISTED["moods"]
_LONGEST = 10  # words: of what is longer the rest has a meaning of its own


def acknowledges(text: str) -> bool:
    """Whether a text that may look like a yes only takes note, declines kindly, doubts or mocks."""
    said = tokens(text)
    if _MOODS.intersection(said):
        return True
    spoken = [word for word in words(text) if word not in _MOODS]
    if not spoken or len(spoken) > _LONGEST:
        return False
    if says_any(spoken, _CLOUDS) or picks_up(spoken):
        return True
    left = [word for word in spoken if word not in _THANKS]
    return _is_well(left) or (len(left) < len(spoken) and all(word in _FINE for word in left))


def picks_up(said: Sequence[str]) -> bool:
    """Whether a greeting stands behind a yes, and nothing else, as who is rung up says: "haan hello", "yes speaking".
    In front of it ("hello yes") they greet, and agree."""
    opening = next((at for at, word in enumerate(said) if not _agrees(word) and word not in _AROUND_A_CALL), len(said))
    rest = " ".join(said[opening:])
    for phrase in sorted(_CALLED | _AROUND_A_CALL, key=len, reverse=True):
        rest = f" {rest} ".replace(f" {phrase} ", " ").strip()
    return 0 < opening < len(said) and _agrees(said[0]) and not rest


def _agrees(word: str) -> bool:
    return word not in _CALLED and polarity_of([word])[0][0] in {"plain", "yes", "adverb"}


def _is_well(left: list[str]) -> bool:
    """Whether all of it says that somebody is well, or has the thing; the latter behind a yes, too."""
    if " ".join(left) in _WELL | _THERE:
        return True
    opens = polarity_of(left[:1])
    return bool(opens) and opens[0][0] in {"plain", "yes", "adverb"} and " ".join(left[1:]) in _THERE


def is_praise(text: str) -> bool:
    """Return True for praise or thanks without a plain yes: "nice", "thats great", "ok thanks"."""
    said = {name for name, _ in polarity_of(tokens(text))}
    praises = "good" in said and said <= {"good", "pronoun", "comma", "full", "dress"}
    return praises or ("thanks" in said and "plain" not in said)
