"""Who reads new words of a campaign where not everybody does: "edit diwali in Spanish: Hola", "… for sms: Hi"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.campaigns.texts import CampaignText, variants_of
from flows.channels import CHANNELS
from handlers.replies.word_lists import read_sets
from templates.phrases import LOCALES

_LISTED = read_sets("languages")
_CALLED = {word: locale for locale in LOCALES for word in _LISTED[locale]}
_CALLED |= {"español": "es", "inglés": "en"} | {one.casefold(): one for one in LOCALES}
TONGUES = "|".join(map(re.escape, sorted(_CALLED, key=len, reverse=True)))
"""The languages as they are called, for a pattern."""
_WAYS = "|".join(CHANNELS)
_FOR = r"ke\s+liye|के\s+लिए"
_READERS = re.compile(
    rf"[\s,]+(?:(?:in|en|for|para)\s+(?P<tongue>{TONGUES})|(?P<also>{TONGUES})\s+(?:me|mein|में|{_FOR})"
    rf"|(?:for|para)\s+(?P<way>{_WAYS})|(?P<too>{_WAYS})\s+(?:{_FOR}))\s*$",
    re.IGNORECASE,
)
_IN_TONGUE = re.compile(rf"[\s,]+(?:(?:in|en)\s+(?P<in>{TONGUES})|(?P<me>{TONGUES})\s+(?:me|mein|में))\s*", re.IGNORECASE)
_BEGINS = re.compile(r"\s*[:“\"«]")


@dataclass(frozen=True, slots=True)
class WordsFor:
    """The language and the channel of words, "" for whichever."""

    locale: str = ""
    channel: str = ""


EVERY_READER = WordsFor()
"""Words for whoever reads whatever wherever."""


def take_readers(text: str) -> tuple[str, WordsFor]:
    """The text without the readers that stand before its words, and these readers."""
    readers, begins = EVERY_READER, _BEGINS.search(text)
    head, words = (text[: begins.start()], text[begins.start() :]) if begins is not None else (text, "")
    while words and (found := _READERS.search(head)) is not None:
        tongue, way = found["tongue"] or found["also"], found["way"] or found["too"]
        readers = replace(readers, locale=_CALLED[tongue.casefold()]) if tongue else readers
        readers = replace(readers, channel=way.casefold()) if way else readers
        head = head[: found.start()]
    return f"{head}{words}", readers


def tongue_alone(text: str) -> str:
    """The locale of a language, where all that is said is that words are to be in it: " in Spanish"; "" for any other
    text, as " for Spanish", which may be people."""
    found = _IN_TONGUE.fullmatch(text)
    return _CALLED[(found["in"] or found["me"]).casefold()] if found is not None else ""


def beside(kept: Sequence[CampaignText], told: Sequence[CampaignText], readers: WordsFor) -> tuple[CampaignText, ...]:
    """The wordings with what was told for some readers among them; for whoever else the others stay."""
    if readers == EVERY_READER:
        return tuple(told)
    theirs = [replace(one, locale=readers.locale, channel=readers.channel) for one in _shared(kept, told)]
    places = {(one.variant, one.locale, one.channel) for one in theirs}
    return (*(one for one in kept if (one.variant, one.locale, one.channel) not in places), *theirs)


def _shared(kept: Sequence[CampaignText], told: Sequence[CampaignText]) -> Sequence[CampaignText]:
    """What was told, for each variant where all of them have the same words and one wording was told."""
    plain = {one.text for one in kept if not one.locale and not one.channel}
    if len(told) > 1 or len(plain) > 1:
        return told
    return [replace(told[0], variant=variant) for variant in variants_of(kept)]
