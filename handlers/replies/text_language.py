"""The language of a text, or the language that it names: by script and function words, only if nearly certain.

An answer in the language of the question is polite; a wrong guess is worse than the stored language. So a word or two
that several languages share ("ok", "stop", "hotel") show no language.
"""

import re
import unicodedata
from types import MappingProxyType

from flows.events import MessageReceived
from handlers.replies.text_normalisation import words
from handlers.replies.word_lists import read_sets

_DEVANAGARI = re.compile(r"[\u0904-\u0939\u0958-\u0961]")
# Many languages have a "si"; with its accent, or with a "claro" behind it, it is the Spanish yes.
_SPANISH_SIGNS = re.compile("[¿¡ñ]", re.IGNORECASE)
_SPANISH_MARKS = re.compile(r"[¿¡ñ]|\bsí+\b|\bsi+\W+claro\b", re.IGNORECASE)
_CLEAR = 3  # words of a text in a clear language; people of every language say "haan" and "not now"
_SURE = 2  # needed score: one telling word or two helping ones, and more than twice the next language's

_TELLING, _HELPING = read_sets("language_telling"), read_sets("language_helping")
_BEFORE_DO = read_sets("language_do")["english"]
_OTHER = "other"  # languages without texts of ours
_WEIGHTS = MappingProxyType(
    {
        language: dict.fromkeys(_HELPING[language], 1) | dict.fromkeys(telling, 2)
        for language, telling in _TELLING.items()
    }
)


# "Mug do", "pani do na": the command to give is Hindi; "I do", "please do" and "what to do" are English.
_GIVE = re.compile(r"(?:.* )?(?P<before>[^\W\d_]+) do(?: (?:na|bhai|bhaiya|ji|sir|please|pls|plz))*[\s.!]*")


def language_of(text: str) -> str | None:
    """Return ``en``, ``es``, ``hi`` or ``hi-Latn``; None if the language is unclear."""
    if _DEVANAGARI.search(text):
        return "hi"
    scores = _scores(text)
    if _tells_to_give(text, scores):
        scores["hi-Latn"] += _SURE
    best, second = sorted(scores, key=lambda one: -scores[one])[:2]
    sure = scores[best] >= _SURE and scores[best] > 2 * scores[second]
    return best if sure and best != _OTHER else None


def is_clear(text: str) -> bool:
    """Return True if the text shows its writer's language: by script or signs, or by three words or more."""
    if language_of(text) is None:
        return False
    signs = (
        _DEVANAGARI.search(text)
        or _tells_to_give(text, _scores(text))
        or _SPANISH_SIGNS.search(unicodedata.normalize("NFC", text))
    )
    return bool(signs) or sum(word.isalpha() for word in words(text)) >= _CLEAR


def _tells_to_give(text: str, scores: dict[str, int]) -> bool:
    """Return True if a final "do" is Hindi for "give": no word is English or Spanish."""
    found = _GIVE.fullmatch(" ".join(words(text))) if not scores["en"] and not scores["es"] else None
    return found is not None and found["before"] not in _BEFORE_DO


def _scores(text: str) -> dict[str, int]:
    said = set(words(text))
    scores = {language: sum(weights.get(word, 0) for word in said) for language, weights in _WEIGHTS.items()}
    if _SPANISH_MARKS.search(unicodedata.normalize("NFC", text)):
        scores["es"] += _SURE
    return scores


_LANGUAGE = "language."  # begins the id of a button that chooses a language
_CALLED = read_sets("languages")
_NAMES = MappingProxyType({name: locale for locale in ("en", "hi", "hi-Latn", "es") for name in _CALLED[locale]})
_BESIDE = _CALLED["beside"]


def find_named_language(event: MessageReceived) -> str | None:
    """Return the locale that a message names alone: a button, "Hindi", "in English please"; else None."""
    if event.button is not None:
        chosen = event.button.removeprefix(_LANGUAGE)
        return chosen if chosen != event.button and chosen in _NAMES.values() else None
    said = set(words(event.text))
    named = {_NAMES[word] for word in said & _NAMES.keys()}
    return named.pop() if len(named) == 1 and said <= _NAMES.keys() | _BESIDE else None
