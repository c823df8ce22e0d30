"""Meanings of an answer's words in any language: classes, each possibly negated.

The list (data/meanings.txt) has words and stems. "Mat bhejna", "no lo manden" and "don't send it" all have the same
meaning: not send.
"""

from collections.abc import Mapping, Sequence, Set
from functools import cache, lru_cache
from itertools import pairwise

from handlers.replies.known_words import is_known
from handlers.replies.text_normalisation import BREAKS
from handlers.replies.word_lists import read_sets

NOT = "¬"  # precedes a negated class
SAME = "same as asked"
_SHORTEST = 2  # letters of a stem
_LONG = 5  # letters of a word that one slip leaves recognisable
_SLIPS = range(_LONG, 25)  # letters of a word that may have a slip


def classify_words(said: Sequence[str]) -> list[str]:
    """Return the classes of these words in order, ``¬send`` for a negated class; unknown words are left out.

    An English or Spanish negation applies to the words after it; a Hindi one to the neighbours on both sides. A
    negation that applies to no word, or comes before a pause, is a class of its own ("no").
    """
    found = _classes(said)
    denied = [False] * len(found)
    for at, name in enumerate(found):
        reached = _find_reached(found, at, _REACH[name]) if name in _REACH else None
        if reached is not None:
            denied[reached] = not denied[reached]
            found[at] = None
    told = zip(found, denied, strict=True)
    return [NOT + name if not_ else name for name, not_ in told if name is not None and name != _PAUSE]


def mark_repeats(meant: Sequence[str], question: Sequence[str]) -> list[str]:
    """Replace by `SAME` those classes that are in the question too: the answer repeats or negates the question."""
    asked = _find_question_classes(question)
    return [one.replace(one.removeprefix(NOT), SAME) if one.removeprefix(NOT) in asked else one for one in meant]


def pair_with_asked(meant: Sequence[str], question: Sequence[str]) -> list[str]:
    """Combine each class of an answer with each class of its question: "asked address: move"."""
    said = sorted(set(meant))
    return [f"asked {one}: {other}" for one in sorted(_find_question_classes(question)) for other in said]


def _find_question_classes(question: Sequence[str]) -> Set[str]:
    spoken = [word for word in question if word not in _NAMES_OF_ORDERS]
    return {one.removeprefix(NOT) for one in classify_words(spoken)} - _ASIDE - _REACH.keys()


_PAUSE = "pause"
# "Is anything wrong with your order?" does not ask whether they bought something.
_NAMES_OF_ORDERS = frozenset({"order", "orders", "pedido", "pedidos", "ऑर्डर", "आर्डर"})
_BEHIND = range(1, 4)  # places after a negation that it can reach
_NEXT, _BEFORE, _NEAR = range(1, 2), range(-1, -3, -1), range(1, 3)
_REACH = {"not": (_BEHIND,), "nahi": (_NEXT, _BEFORE, _NEAR)}
_ASIDE = frozenset(
    {"yes", "sure", "please", "thanks", "self", "person", "but", "because", "question", "thing", "only", "nothing"}
    | {"already"}
)
"""Classes that no negation is about: it reaches over them."""


def _classes(said: Sequence[str]) -> list[str | None]:
    found = [_PAUSE if word in BREAKS else _class_of(word) for word in said]
    for at, pair in enumerate(pairwise(said)):
        if (name := _load_classes()[0].get(" ".join(pair))) is not None:
            found[at : at + 2] = [name, None]
    return found


def _find_reached(found: Sequence[str | None], at: int, reach: Sequence[range]) -> int | None:
    for steps in reach:
        for place in (at + step for step in steps):
            if not 0 <= place < len(found) or found[place] == _PAUSE or found[place] in _REACH:
                break
            if found[place] is not None and found[place] not in _ASIDE:
                return place
    return None


def _class_of(word: str) -> str | None:
    words, stems = _load_classes()
    if (name := words.get(word)) is not None:
        return name
    for size in range(len(word), _SHORTEST - 1, -1):
        if (name := stems.get(word[:size])) is not None:
            return name
    return _class_of_slip(word) if len(word) in _SLIPS and word.isalpha() and not is_known(word) else None


@lru_cache(maxsize=4096)
def _class_of_slip(word: str) -> str | None:
    """Return the class of a long word with one letter added, missing or swapped, also within its stem; None if none."""
    words, stems = _slips()
    if (name := next((words[less] for less in _list_shortened(word) if less in words), None)) is not None:
        return name
    beginnings = (less for size in range(len(word), _LONG - 1, -1) for less in _list_shortened(word[:size]))
    return next((stems[less] for less in beginnings if less in stems), None)


@cache
def _slips() -> tuple[dict[str, str], dict[str, str]]:
    """Return the class of each long word and of its forms with one letter removed; the same for stems."""
    words, stems = (_map_shortened(listed) for listed in _load_classes())
    return words, stems


def _map_shortened(listed: Mapping[str, str]) -> dict[str, str]:
    """Return the class of each long word and of its forms with one letter removed; ambiguous forms are left out."""
    found: dict[str, set[str]] = {}
    for word, name in listed.items():
        for less in (word, *_list_shortened(word)) if len(word) >= _LONG else ():
            found.setdefault(less, set()).add(name)
    return {less: names.pop() for less, names in found.items() if len(names) == 1}


def _list_shortened(word: str) -> list[str]:
    return sorted({word[:at] + word[at + 1 :] for at in range(len(word))})


@cache
def _load_classes() -> tuple[dict[str, str], dict[str, str]]:
    """Return the class of each word, and of each stem. Raises ValueError if one is in two classes."""
    words: dict[str, str] = {}
    stems: dict[str, str] = {}
    for name, entries in read_sets("meanings").items():
        for entry in entries:
            held, own = (stems, entry[:-1]) if entry.endswith("-") else (words, entry)
            if held.setdefault(own, name) != name:
                raise ValueError(f"{entry!r} is under {held[own]} and under {name}")
    return words, stems
