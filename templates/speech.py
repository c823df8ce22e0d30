"""Phrases for one reader: in the reader's language, with amounts and times in the reader's notation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.phrase import Lines, Ours, Phrase, Recorded, Story, Text, phrase
from templates.finished_message import MissingValue, TemplateRefused
from templates.message_library import pick_locale
from templates.message_values import quote_line, shorten
from templates.phrases import LOCALES, Phrases

_LONGEST = 200  # characters of a value
_NOTE = 30  # characters for the note that parts of a story were left out
_NOTHING_SEEN = "…"
_SHORTEST = 40  # characters of a line that is cut: what is shorter says nothing and is left out


@dataclass(frozen=True, slots=True)
class Speech:
    """The rendering of phrases for one reader. ``common`` are values of every text: the brand, the zone, now, the
    currency; ``texts`` are the business's own wordings by name."""

    phrases: Phrases
    locale: str
    common: Mapping[str, Any]
    texts: Mapping[str, str]

    def say(self, text: Text) -> Ours:
        """Render a text; a string is unchanged. Raises UnknownPhrase, MissingValue."""
        return self._say(text, Ours)

    def _say(self, text: Text, plain: Callable[[str], str]) -> Ours:
        match text:
            case Phrase():
                return Ours(self._phrase(text))
            case Lines(parts, between, longest, more):
                said = [words for part in parts if (words := self._say(part, plain))]
                if longest is None or len(between.join(said)) <= longest:
                    return Ours(between.join(said))
                there = self._say(more, plain)
                return Ours(_whole(said, there, between, longest) if there else _shorten_texts(said, between, longest))
            case Story():
                return Ours(self._story(text, plain))
            case Recorded(english, others):
                is_english = pick_locale(self.locale, LOCALES, "en") == "en"
                return Ours(english) if is_english else self._say(others, plain)
            case Ours():
                return text
        return Ours(plain(text))

    def _story(self, story: Story, plain: Callable[[str], str]) -> str:
        """Format a story within its longest length: leave out the oldest parts first, and add a note with their number.

        If the newest part comes first, that one always stays.
        """
        head, last = self._say(story.head, plain), self._say(story.last, plain)
        parts = [self._say(part, plain) for part in story.parts]
        oldest, least = (-1, 1) if story.newest_first else (0, 0)
        while len(parts) > least and len("\n".join([head, *parts, last])) > story.longest - _NOTE:
            parts.pop(oldest)
        many = len(story.parts) - len(parts)
        note = [self._say(phrase(story.left_out, many=many), plain)] if many else []
        told = [*parts, *note] if story.newest_first else [*note, *parts]
        return shorten("\n".join(filter(None, [head, *told, last])), story.longest, "…")

    def _phrase(self, one: Phrase) -> str:
        """Render the phrase in the business's wording; in ours if these values do not fit it."""
        values = {**self.common, **{name: self._value(value) for name, value in one.values.items()}}
        own = self.texts.get(one.name)
        if own is not None:
            try:
                return self.phrases.say(one.name, self.locale, values, own)
            except (MissingValue, TemplateRefused):
                pass  # the staff has to be told in any case
        return self._choose_own(one.name, values)

    def _choose_own(self, name: str, values: dict[str, Any]) -> str:
        """Render our own wording. A user's invisible input is described as such, so that it prevents no answer."""
        try:
            return self.phrases.say(name, self.locale, values)
        except MissingValue as missing:
            if not isinstance(values.get(missing.name), str) or values[missing.name] == _NOTHING_SEEN:
                raise
            return self._choose_own(name, {**values, missing.name: _NOTHING_SEEN})

    def _value(self, value: Any) -> Any:
        match value:
            case Phrase() | Lines() | Story() | Recorded():
                return self._say(value, _data)
            case list() | tuple() if any(isinstance(one, Phrase | Lines | Recorded | Ours) for one in value):
                return tuple(self._say(one, _data) for one in value)
        return value


def _data(text: str) -> str:
    """Return a plain string inside a phrase in safe form, like every value."""
    return quote_line(text, _LONGEST)


def _whole(said: Sequence[str], more: str, between: str, longest: int) -> str:
    """Join as many of the texts as fit, including the last one and the pointer ``more`` to the rest; the first always
    stays."""
    *head, last = said
    while len(head) > 1 and len(between.join([*head, more, last])) > longest:
        head.pop()
    return _shorten_texts([*head, between.join([more, last])], between, longest)


def _shorten_texts(said: Sequence[str], between: str, longest: int) -> str:
    """Join the texts in at most ``longest`` characters; the last one, which names the next step, stays."""
    *head, last = said or ("",)
    while head and len(between.join([*head, last])) > longest:
        fits = longest - len(between.join([*head[:-1], last])) - len(between)
        if fits > _SHORTEST:
            head[-1] = shorten(head[-1], fits, "…")
        else:
            head.pop()
    return between.join([*head, last])
