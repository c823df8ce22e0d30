"""The languages in which people can be written to, as they call them."""

from __future__ import annotations

from types import MappingProxyType

from flows.events import MessageReceived
from handlers.replies.text import words

_LANGUAGE = "language."  # begins the id of a button by which a language is chosen
_NAMES = MappingProxyType(
    {
        name: locale
        for locale, names in {
            "en": "english angrezi angreji inglish अंग्रेज़ी इंग्लिश ingles",
            "hi": "hindi हिन्दी हिंदी",
            "hi-Latn": "hinglish हिंग्लिश",
            "es": "espanol spanish castellano",
        }.items()
        for name in words(names)
    }
)
_BESIDE = frozenset(
    words(
        """
        in to please pls plz write only use i want me mein main ji likho likhiye likhna likhen likhein chahiye hi sirf
        में मे जी लिखें लिखिए लिखो en por favor escribe escribir solo language bhasha भाषा
        """
    )
)


def language_named(event: MessageReceived) -> str | None:
    """The locale that a message names and says nothing else beside: a pressed button, "Hindi", "in English please"."""
    if event.button is not None:
        chosen = event.button.removeprefix(_LANGUAGE)
        return chosen if chosen != event.button and chosen in _NAMES.values() else None
    said = set(words(event.text))
    named = {_NAMES[word] for word in said & _NAMES.keys()}
    return named.pop() if len(named) == 1 and said <= _NAMES.keys() | _BESIDE else None
