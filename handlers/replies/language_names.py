"""The languages in which people can be written to, as they call them."""

from types import MappingProxyType

from flows.events import MessageReceived
from handlers.replies.text import words
from handlers.replies.word_lists import read_sets

_LANGUAGE = "language."  # begins the id of a button by which a language is chosen
_LISTED = read_sets("languages")
_NAMES = MappingProxyType({name: locale for locale in ("en", "hi", "hi-Latn", "es") for name in _LISTED[locale]})
_BESIDE = _LISTED["beside"]


def language_named(event: MessageReceived) -> str | None:
    """The locale that a message names and says nothing else beside: a pressed button, "Hindi", "in English please"."""
    if event.button is not None:
        chosen = event.button.removeprefix(_LANGUAGE)
        return chosen if chosen != event.button and chosen in _NAMES.values() else None
    said = set(words(event.text))
    named = {_NAMES[word] for word in said & _NAMES.keys()}
    return named.pop() if len(named) == 1 and said <= _NAMES.keys() | _BESIDE else None
