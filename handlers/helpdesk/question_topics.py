"""The saved answer to a customer's question, by the words of topics in four languages (topics.toml).

A possible topic is only offered to the staff. An automatic answer needs a question about exactly that topic.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import eq

from handlers.replies.text_normalisation import words

_WEIGHTY = "weighty"
_MOST_WORDS = 14  # of a question that is answered without a person's look
_SPARED = 4  # words around the question of a topic: "hi", "bhai", "please", "for the blue kurta"
_SURE_LENGTH = 5  # letters of a word that may have one typo
_SLIPS = 2  # typos in the name of a topic
_ALIKE = 90.0  # percent of similarity of a misspelt question


@dataclass(frozen=True, slots=True)
class QuestionTopic:
    """A topic: the ``names`` of its saved answer, the ``words`` for it, and whole questions about it (``asks``)."""

    names: frozenset[str]
    words: tuple[tuple[str, ...], ...]
    asks: tuple[tuple[str, ...], ...]


@cache
def load() -> Mapping[str, QuestionTopic]:
    """Return the topics, by name."""
    return {
        name: QuestionTopic(frozenset(told["names"]), _phrases(told["words"]), _phrases(told["asks"]))
        for name, told in _load_topics().items()
        if name != _WEIGHTY
    }


def match_topic(name: str) -> str:
    """Return the topic for a misspelt name, "shipping" for "shipng"; the name unchanged if none is similar."""
    from rapidfuzz.distance import OSA

    if len(name) < _SURE_LENGTH or _topic(name) is not None:
        return name
    near = [one for one in load() if one[0] == name[0] and OSA.distance(name, one, score_cutoff=_SLIPS) <= _SLIPS]
    return near[0] if len(near) == 1 else name


def find_saved(text: str, names: Collection[str]) -> list[str]:
    """Return the names of saved answers that the text may ask for, the likeliest first."""
    said = words(text)
    found = {name: max((len(one) for one in _words_of(name) if _has(said, one)), default=0) for name in names}
    return sorted((name for name, many in found.items() if many), key=lambda name: (-found[name], name))


def find_single_answer(text: str, names: Collection[str]) -> str | None:
    """Return the only saved answer that the text asks for; None if it asks for something else or needs a person."""
    said = words(text)
    if len(said) > _MOST_WORDS or any(_has(said, one, eq) for one in _load_weighty()):
        return None
    asked = [name for name in names if any(_asks(said, one) for one in _asks_of(name))]
    return asked[0] if len(asked) == 1 and _topics_in(said) <= {_topic(asked[0])} else None


def _topics_in(said: Sequence[str]) -> set[str | None]:
    """Return the topics that the words name explicitly."""
    return {name for name, topic in load().items() if any(_asks(said, one) for one in topic.asks)}


def _asks(said: Sequence[str], asks: tuple[str, ...]) -> bool:
    """Return True if the text is this question, with typing errors and a few words around it."""
    if len(said) > len(asks) + _SPARED:
        return False
    if _has(said, asks):
        return True
    from rapidfuzz import fuzz  # loaded with the first possible typo

    return len(asks) > 1 and len(said) <= len(asks) + 1 and fuzz.ratio(" ".join(said), " ".join(asks)) >= _ALIKE


def _is_same(said: str, wanted: str) -> bool:
    if said == wanted:
        return True
    if len(wanted) < _SURE_LENGTH or abs(len(said) - len(wanted)) > 1 or said[:1] != wanted[:1]:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(said, wanted, score_cutoff=1) <= 1


def _has(said: Sequence[str], wanted: tuple[str, ...], same: Callable[[str, str], bool] = _is_same) -> bool:
    """Return True if the text has these words in a row."""
    length = len(wanted)
    return any(all(map(same, said[at : at + length], wanted)) for at in range(len(said) - length + 1))


def _topic(name: str) -> str | None:
    return next((one for one, topic in load().items() if name in topic.names), None)


def _words_of(name: str) -> tuple[tuple[str, ...], ...]:
    """Return a topic's words; for another saved answer the words of its name."""
    topic = _topic(name)
    return load()[topic].words if topic is not None else ((name,),)


def _asks_of(name: str) -> tuple[tuple[str, ...], ...]:
    topic = _topic(name)
    return load()[topic].asks if topic is not None else ()


@cache
def _load_weighty() -> tuple[tuple[str, ...], ...]:
    return _phrases(_load_topics()[_WEIGHTY]["words"])


def _phrases(told: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(tuple(words(one)) for one in told))


@cache
def _load_topics() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("handlers.helpdesk").joinpath("topics.toml").read_text("utf-8"))
