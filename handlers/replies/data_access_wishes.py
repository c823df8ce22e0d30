"""Requests to see one's data: "send me my data", "what do you know about me?".

The law sets a deadline (GDPR art. 12 and 15, India's DPDP Act s. 11). The request is no opt-out.
"""

from collections.abc import Sequence
from functools import cache
from re import Pattern

from handlers.replies.text_normalisation import split_tokens, words
from handlers.replies.word_grammar import Vocabulary
from handlers.replies.word_lists import read_words

_LONGEST = 30  # words of a request; a longer text is a story, which a person reads
_SPELLED = 3  # letters of the shortest word that is spelled out
_WORDS = Vocabulary(read_words("own_data"))
_ASKS = ("ask", "whole")
_MY_DATA = (
    "my(own|my|ask|beside){0,4}data(?!other)"  # no "data plan"
    "|data(own|keep|beside|ask){0,3}my(?!other|facts)"
    "|own(beside)*my(own)*facts(?!other)|my(own|ask)+facts(?!other)|my(own|ask|beside){0,3}facts(own|(beside|ask)*keep)"
    "|(data|facts|keep)(own|keep|know|beside|ask|facts){0,7}of_me(?!other)"
    "|of_me(own|keep|beside|ask|my){0,6}(data|facts|know)"
    "|keep(beside|my)*my(own|ask|beside){0,3}facts(?!other)"
    "|know(own|keep|beside)*of_me(?!other)"
)


def asks_to_see(text: str) -> bool:
    """Return True if a text asks to see the writer's data, with any other words."""
    said = _WORDS.encode(split_tokens(text))
    return len(words(text)) <= _LONGEST and _asks(said)


def may_ask(said: Sequence[str]) -> bool:
    """Return False if no word can begin a request; three single letters may be a word that is spelled out."""
    return not _list_openings().isdisjoint(said) or sum(len(word) == 1 for word in said) >= _SPELLED


def is_only_access_wish(text: str) -> bool:
    """Return True if a text asks to see the writer's data and nothing else."""
    said = _WORDS.encode(split_tokens(text))
    return "other" not in _WORDS.names(said) and _asks(said)


def _asks(said: str) -> bool:
    names = set(_WORDS.names(said))
    if "against" in names or names.isdisjoint(_ASKS):
        return False
    return "whole" in names or _my_data().search(said) is not None


@cache
def _list_openings() -> frozenset[str]:
    return _WORDS.openings(*_ASKS)


@cache
def _my_data() -> Pattern[str]:
    return _WORDS.rule(_MY_DATA)
