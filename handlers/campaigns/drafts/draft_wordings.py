"""The texts of a campaign in one typed text: for everybody, for variants, for some readers, or under conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText, list_variants
from flows.campaigns.mail_subjects import list_subjects, set_subjects
from flows.channels import CHANNELS
from handlers.actions.action import Refused
from handlers.campaigns.texts.wording_values import UnknownPeople, resolve_conditions
from handlers.engine.person_language import WRITTEN
from handlers.engine.turn import Turn
from handlers.replies.word_lists import read_sets
from templates.message_values import quote_line
from templates.phrases import LOCALES
from templates.standard_wordings import find_ready_name, get_ready_text

_VARIANT = re.compile(r"(?:^|(?<=\s))(?P<variant>[A-F]):\s+(?=\S)")
_LAST, _SEVERAL = "E", 2
"""The letter of the last wording that a campaign takes. A sixth one is read, and refused as too many."""
_LINE = "\u2028"  # a line break in a text of one word
_LINK = ": {link}"
_DEVANAGARI = re.compile(r"[\u0900-\u097f]\W*$")


def split_wordings(words: str) -> tuple[CampaignText, ...]:
    """Split a text into its wordings: one for each that begins with "A:", "B:" and so on."""
    found = list(_VARIANT.finditer(words))
    letters = {one["variant"] for one in found}
    found = [one for one in found if one["variant"] <= _LAST or _LAST in letters]
    if len(found) < _SEVERAL or words[: found[0].start()].strip():
        return (CampaignText(words.strip()),) if words.strip() else ()
    ends = [one.start() for one in found[1:]] + [len(words)]
    return tuple(
        CampaignText(words[one.end() : end].strip(), one["variant"].upper())
        for one, end in zip(found, ends, strict=True)
    )


def read_wordings(turn: Turn, words: str) -> tuple[CampaignText, ...]:
    """Parse the wordings of a text. The name of a ready-made text gives that text in each language."""
    name = find_ready_name(words)
    if name is None:
        return split_wordings(words)
    return tuple(CampaignText(_drop_link(turn, get_ready_text(name, locale)), locale=locale) for locale in WRITTEN)


def _drop_link(turn: Turn, words: str) -> str:
    """Remove the link at the end of a ready-made text if the business has no web page."""
    if turn.business.site:
        return words
    bare = words.removesuffix(_LINK)
    return bare if bare == words else f"{bare}{'।' if _DEVANAGARI.search(bare) else '.'}"


def quote_typed(words: str) -> str:
    """Make a text safe to quote in a command; a single word is put in quotes here, a longer text is quoted later."""
    plain = words.translate(dict.fromkeys(map(ord, '“”"«»'), "'")).replace("\n", _LINE)
    return plain if " " in plain else f"“{plain}”"


def unquote_typed(words: str) -> str:
    """Restore a text from `quote_typed`, with its line breaks."""
    return words.replace(_LINE, "\n").strip()


_LISTED = read_sets("languages")
_CALLED = {word: locale for locale in LOCALES for word in _LISTED[locale]} | {one.casefold(): one for one in LOCALES}
_TONGUES = "|".join(map(re.escape, sorted(_CALLED, key=len, reverse=True)))
_READERS = re.compile(rf"\s+(?:in\s+(?P<tongue>{_TONGUES})|for\s+(?P<way>{'|'.join(CHANNELS)}))\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordsFor:
    """The language and the channel of a text; "" for any."""

    locale: str = ""
    channel: str = ""


def take_readers(text: str) -> tuple[str, WordsFor]:
    """Split the readers before a colon off a text."""
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
    """Return the texts with those for some readers added or replaced; the others are unchanged."""
    if readers == WordsFor():
        return set_subjects(told, _list_kept_subjects(kept, told))
    theirs = [replace(one, locale=readers.locale, channel=readers.channel) for one in _share_wording(kept, told)]
    before = {(one.variant, one.locale, one.channel): one.subject for one in kept}
    theirs = [replace(one, subject=before.get((one.variant, one.locale, one.channel), "")) for one in theirs]
    places = {(one.variant, one.locale, one.channel) for one in theirs}
    return (*(one for one in kept if (one.variant, one.locale, one.channel) not in places), *theirs)


def _list_kept_subjects(kept: Sequence[CampaignText], told: Sequence[CampaignText]) -> Mapping[str, str]:
    """Return the subjects that new texts keep; those of all variants, if these differ by their subjects alone."""
    subjects, variants = list_subjects(kept), list_variants(told)
    compared = len({one.text for one in kept if not one.locale and not one.channel}) == 1
    return subjects if compared else {one: said for one, said in subjects.items() if one in variants}


def _share_wording(kept: Sequence[CampaignText], told: Sequence[CampaignText]) -> Sequence[CampaignText]:
    """Copy one new text to each variant if all have the same text; otherwise return the new texts as they are."""
    plain = {one.text for one in kept if not one.locale and not one.channel}
    if len(told) > 1 or len(plain) > 1:
        return told
    return [replace(told[0], variant=variant) for variant in list_variants(kept)]


_SAID = 40  # characters of the quoted text


class WhyNoCondition(StrEnum):
    """The reasons why a condition in a text is refused."""

    UNKNOWN = "campaign_condition_unknown"


async def resolve_texts(turn: Turn, texts: Sequence[CampaignText]) -> tuple[CampaignText, ...]:
    """Return these texts with the people of their conditions. Raises Refused."""
    try:
        return await resolve_conditions(turn, texts)
    except UnknownPeople as unknown:
        raise Refused(WhyNoCondition.UNKNOWN, {"said": quote_line(str(unknown), _SAID)}) from None


async def resolve_terms(turn: Turn, terms: Terms) -> Terms:
    """Return these terms with the people of the conditions in their follow-ups. Raises Refused."""
    if not terms.follow_ups:
        return terms
    follow_ups = [replace(one, texts=await resolve_texts(turn, one.texts)) for one in terms.follow_ups]
    return replace(terms, follow_ups=tuple(follow_ups))
