"""What was told of a campaign, a new one or one that is changed: its parts, and what of them cannot be."""

from __future__ import annotations

import re
from datetime import datetime

from flows.campaigns.campaign import MOST_LEFT_ALONE
from flows.campaigns.texts import LONGEST_WORDS, CampaignText, length_of
from flows.phrase import Lines, Text, phrase, tap
from flows.shop_offers import WrongOffer
from handlers.admins.command import Asked, Reply
from handlers.audience import called as audiences
from handlers.audience.names import Names
from handlers.audience.naming import names_of
from handlers.campaigns.drafts.arms import ArmsDue, due_arms
from handlers.campaigns.drafts.wanted import WantedCampaign, read_wanted, texts_of
from handlers.language import WRITTEN
from handlers.turn import Turn
from templates.ready_words import ready, ready_name
from templates.values import quoted

SHORT = 40
"""Characters of what is quoted."""
_LINK = ": {link}"
_QUOTES = tuple('“”"«»')
_DEVANAGARI = re.compile(r"[\u0900-\u097f]\W*$")


def said(asked: Asked) -> str:
    """All behind the command's own words, with its signs."""
    first = asked.arguments[0] if asked.arguments else ""
    if not first or first not in asked.text:
        return asked.rest
    at = asked.text.find(first)
    head, behind = asked.text[:at], asked.text[at + len(first) :]
    is_quoted = head.endswith(_QUOTES) and behind.startswith(_QUOTES)  # as a name of several words may be
    return f"{first}{behind[1:]}" if is_quoted else f"{first}{behind}"


def wanted_in(turn: Turn, told: str, names: Names) -> WantedCampaign | Reply:
    """The parts of what was said, or why its offer is none, or what of a variant was not understood."""
    try:
        wanted = read_wanted(told, names, turn.now, turn.zone, turn.business.currency)
        if wanted.arms.unread:
            return Reply(phrase("campaign_arm_unread", part=quoted(wanted.arms.unread, SHORT)), asks=(), refused=True)
        unfit = Reply(phrase("campaign_holdout_unfit"), asks=(), refused=True)
        return wanted if 0 <= (wanted.holdout or 0) <= MOST_LEFT_ALONE else unfit
    except WrongOffer as wrong:
        return Reply(phrase(wrong.why.value, **wrong.values), asks=(), refused=True)


def arms_wanted(turn: Turn, wanted: WantedCampaign, day: datetime | None = None) -> ArmsDue | Reply:
    """What each variant has of its own, at an hour of the day that is said, else of that ``day``; or which of the hours
    is not ahead."""
    found = due_arms(wanted.arms, wanted.at or day, turn.now, turn.zone, theirs=wanted.local is not None)
    return Reply(too_late(found.late), asks=(), refused=True) if found.late else found


async def means_people(turn: Turn, said: str) -> bool:
    """Whether people are read in what is said, beside an offer, a budget and a moment."""
    names = await names_of(turn)
    try:
        wanted = read_wanted(f"x to {said}", names, turn.now, turn.zone, turn.business.currency)
    except WrongOffer:
        return True  # said with the command
    return bool(wanted.people) and await audiences.meant(turn, wanted.people, names) is not None


def worded(turn: Turn, words: str) -> tuple[CampaignText, ...]:
    """The wordings of some words; of the name of ready ones those, in each language."""
    name = ready_name(words)
    if name is None:
        return texts_of(words)
    return tuple(CampaignText(_led(turn, ready(name, locale)), locale=locale) for locale in WRITTEN)


def _led(turn: Turn, words: str) -> str:
    """Ready words without the link at their end where the business has no page to lead to."""
    if turn.business.site:
        return words
    bare = words.removesuffix(_LINK)
    return bare if bare == words else f"{bare}{'।' if _DEVANAGARI.search(bare) else '.'}"


def channels_of(wanted: WantedCampaign) -> tuple[str, ...] | None:
    """The channels that were said; None for the business's own order."""
    return wanted.channels or None


def too_late(when: str) -> Text:
    """That a moment has passed, or that no calendar has it."""
    return phrase("campaign_time_not_ahead", when=quoted(when, SHORT))


def too_long(wanted: WantedCampaign) -> Reply | None:
    """That a wording is longer than a message takes; None where none is."""
    many = max((length_of(one.text) for one in texts_of(wanted.words)), default=0)
    long = phrase("campaign_words_long", many=many, most=LONGEST_WORDS)
    return Reply(long, asks=(), refused=True) if many > LONGEST_WORDS else None


def unknown(name: str) -> Reply:
    """That no campaign is called so."""
    said = phrase("campaign_unknown", name=quoted(name, SHORT))
    return Reply(Lines((said, phrase("next", command=tap("campaign")))), asks=())
