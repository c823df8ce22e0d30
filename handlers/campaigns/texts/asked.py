"""What /template is told: which text, in which language, on which channel, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from flows.audience.criteria import Criteria
from flows.channels import CHANNELS
from flows.phrase import Lines, Ours, phrase
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.asking import unread
from handlers.admins.command import Asked, Reply
from handlers.audience import called as audiences
from handlers.example_values import names_of_texts
from handlers.replies.word_lists import read_sets
from handlers.turn import Turn
from templates.phrases import LOCALES
from templates.ready_words import ready_name

_CALLED = read_sets("languages")
_LONGEST_NAME = 4  # words
_FOR = frozenset({"for", "to", "para", "ke", "ko"})


@dataclass(frozen=True, slots=True)
class TemplateAsked:
    """A text by its name, None for all; in a locale and on a channel, None for the business's own; ``people`` is whom
    its places are checked against, "" for nobody."""

    people: str = ""
    locale: str | None = None
    channel: str | None = None
    name: str | None = None


async def criteria(turn: Turn, people: str) -> Criteria | None:
    """Whom some words mean: a kept audience, or a phrase."""
    return await audiences.meant(turn, people)


async def _people(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The people behind a "for"."""
    at = next((place for place, word in enumerate(words) if place and word.casefold() in _FOR), None)
    if at is None or at + 1 == len(words):
        return Found("", words)
    said = " ".join(words[at + 1 :])
    if await criteria(asked.turn, said) is None:
        unknown = phrase("template_people_unread", people=unread(words[at + 1 :]))
        return Reply(Lines((unknown, phrase("next", command=Ours("/audience")))), asks=())
    return Found(said, words[:at])


async def _locale(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    codes = {one.casefold(): one for one in LOCALES}
    for place, word in enumerate(words):
        bare = word.casefold()
        found = codes.get(bare) or next((one for one in LOCALES if bare in _CALLED[one]), None)
        if found is not None:
            return Found(found, (*words[:place], *words[place + 1 :]))
    return Missing()


async def _channel(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    for place, word in enumerate(words):
        if word.casefold() in CHANNELS:
            return Found(word.casefold(), (*words[:place], *words[place + 1 :]))
    return Missing()


async def _name(_asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    if not words:
        return Missing()
    texts = set(names_of_texts())
    for many in range(min(len(words), _LONGEST_NAME), 0, -1):
        said = [word.casefold() for word in words[:many]]
        if (name := "_".join(said).replace("-", "_")) in texts:
            return Found(name, words[many:])
        if (known := ready_name(" ".join(said))) is not None:
            return Found(known, words[many:])
    unknown = phrase("template_unknown", name=unread(words))
    return Reply(Lines((unknown, phrase("next", command=Ours("/template · /texts")))), understood=False)


AUDIENCE_OF = Argument("people", "", _people)
LOCALE = Argument("locale", "", _locale)
CHANNEL = Argument("channel", "", _channel)
NAME = Argument("name", "", _name)
