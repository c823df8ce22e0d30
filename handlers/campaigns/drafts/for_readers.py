"""The readers of new words, if not everybody reads them: "edit diwali in Spanish: Hola", "edit diwali for sms: Hi"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.campaigns.texts import CampaignText, variants_of
from flows.channels import CHANNELS
from handlers.replies.word_lists import read_sets
from templates.phrases import LOCALES

_LISTED = read_sets("languages")
_CALLED = {word: locale for locale in LOCALES for word in _LISTED[locale]} | {one.casefold(): one for one in LOCALES}
_TONGUES = "|".join(map(re.escape, sorted(_CALLED, key=len, reverse=True)))
_READERS = re.compile(rf"\s+(?:in\s+(?P<tongue>{_TONGUES})|for\s+(?P<way>{'|'.join(CHANNELS)}))\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordsFor:
    """The language and the channel of words; "" for any."""

    locale: str = ""
    channel: str = ""


def take_readers(text: str) -> tuple[str, WordsFor]:
    """Return the text without the readers that stand before its colon, and these readers."""
    head, colon, words = text.partition(":")
    readers = WordsFor()
    while colon and (found := _READERS.search(head)) is not None:
        if found["tongue"]:
            readers = replace(readers, locale=_CALLED[found["tongue"].casefold()])
        else:
            readers = replace(readers, channel=found["way"].casefold())
        head = head[: found.start()]
    return f"{head}{colon}{words}", readers


def beside(kept: Sequence[CampaignText], told: Sequence[CampaignText], readers: WordsFor) -> tuple[CampaignText, ...]:
    """Return the wordings with the new ones for some readers among them; the others stay."""
    if readers == WordsFor():
        return tuple(told)
    theirs = [replace(one, locale=readers.locale, channel=readers.channel) for one in _shared(kept, told)]
    places = {(one.variant, one.locale, one.channel) for one in theirs}
    return (*(one for one in kept if (one.variant, one.locale, one.channel) not in places), *theirs)


def _shared(kept: Sequence[CampaignText], told: Sequence[CampaignText]) -> Sequence[CampaignText]:
    """Return the new wording for each variant, if all variants have the same words and one wording is new."""
    plain = {one.text for one in kept if not one.locale and not one.channel}
    if len(told) > 1 or len(plain) > 1:
        return told
    return [replace(told[0], variant=variant) for variant in variants_of(kept)]
