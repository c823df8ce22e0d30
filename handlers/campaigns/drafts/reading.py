"""A campaign as /campaign new is told of it, part by part, and the question for what is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from flows.audience.reading import dump_criteria
from flows.campaigns.campaign import MOST_LEFT_ALONE
from flows.campaigns.terms import PLAIN
from flows.campaigns.texts import LONGEST_WORDS, CampaignText, length_of
from flows.phrase import Lines, Ours, Text, phrase, tap
from flows.shop_offers import WrongOffer
from handlers.admins.arguments import Found, Known, Missing
from handlers.admins.command import Asked, Reply
from handlers.audience import called as audiences
from handlers.audience.naming import names_of
from handlers.audience.replies.names import Names
from handlers.campaigns.drafts.arming import armed_terms
from handlers.campaigns.drafts.arms import ArmsDue, due_arms
from handlers.campaigns.drafts.drafting import NewCampaign
from handlers.campaigns.drafts.offered import offered_terms
from handlers.campaigns.drafts.so_far import before_people, so_far, unquoted
from handlers.campaigns.drafts.unread import asked_day, unread
from handlers.campaigns.drafts.wanted import WantedCampaign, read_wanted, texts_of
from handlers.language import WRITTEN
from handlers.own_codes.stores import WhyNoCodes
from handlers.turn import Turn
from storage.campaigns.campaigns import LONGEST_NAME
from templates.ready_words import ready, ready_name, ready_names
from templates.values import quoted

SHORT = 40
"""Characters of what is quoted."""
_LINK = ": {link}"
_QUOTES = tuple('“”"«»')
_DEVANAGARI = re.compile(r"[\u0900-\u097f]\W*$")


async def read_new(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """All parts of a new campaign, or a question for the first that is missing or unclear."""
    names = await names_of(asked.turn)
    wanted = wanted_in(asked.turn, said(asked), names)
    if isinstance(wanted, Reply):
        return wanted
    if not wanted.name:
        return _ask_name(wanted) if wanted.people else Missing()
    if len(wanted.name) > LONGEST_NAME:
        return Reply(phrase("campaign_name_unfit", most=LONGEST_NAME), asks=(), refused=True)
    if not wanted.people:
        return Reply(phrase("campaign_whom", name=wanted.name), asks=before_people(wanted), drafts=True)
    criteria = await audiences.meant(asked.turn, wanted.people, names)
    if criteria is None and (day := await asked_day(asked.turn, wanted, names)) is not None:
        return day
    if criteria is None:
        return Reply(await unread(asked.turn, wanted, names), asks=before_people(wanted), refused=True, drafts=True)
    if (foreign := _in_another_currency(asked.turn, wanted)) is not None:
        return foreign
    if not wanted.words:
        return Reply(_ask_words(), asks=(*so_far(wanted), ":"), written=True)
    if (long := too_long(wanted)) is not None:
        return long
    armed = arms_wanted(asked.turn, wanted)
    if isinstance(armed, Reply):
        return armed
    wanted = begun_with(wanted, armed)
    if wanted.is_too_late:
        return Reply(
            too_late(wanted.when), asks=(*so_far(replace(wanted, when="")), unquoted(wanted.words)), drafts=True
        )
    if wanted.at is None and not wanted.now:
        return Reply(phrase("campaign_when"), asks=(*so_far(wanted), unquoted(wanted.words)), drafts=True)
    terms = await offered_terms(asked.turn, wanted.terms, PLAIN, wanted.name)
    if isinstance(terms, Reply):
        return terms
    texts = worded(asked.turn, wanted.words)
    terms = await armed_terms(asked.turn, wanted.arms, armed, terms, texts, wanted.name)
    if isinstance(terms, Reply):
        return terms
    new = NewCampaign(
        wanted.name, dump_criteria(criteria), wanted.people, texts, at=wanted.at, local=wanted.local,
        channels=channels_of(wanted), holdout=wanted.holdout, terms=terms, best=wanted.best,
    )  # fmt: skip
    return Found(new)


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


def begun_with(wanted: WantedCampaign, armed: ArmsDue) -> WantedCampaign:
    """A campaign that begins with the first hour of its variants, where no other is said."""
    if wanted.when or not armed.arms:
        return wanted
    first = armed.first
    return replace(wanted, at=None if armed.now or first is None else first.at, now=armed.now)


def too_late(when: str) -> Text:
    """That a moment has passed, or that no calendar has it."""
    return phrase("campaign_time_not_ahead", when=quoted(when, SHORT))


def too_long(wanted: WantedCampaign) -> Reply | None:
    """That a wording is longer than a message takes; None where none is."""
    many = max((length_of(one.text) for one in texts_of(wanted.words)), default=0)
    long = phrase("campaign_words_long", many=many, most=LONGEST_WORDS)
    return Reply(long, asks=(), refused=True) if many > LONGEST_WORDS else None


def _in_another_currency(turn: Turn, wanted: WantedCampaign) -> Reply | None:
    """That an amount off is in another currency than the store's, which no answer to a question mends; None where none
    is."""
    off = wanted.terms.offer.amount if wanted.terms.offer is not None else None
    if off is None or off.currency == turn.business.currency:
        return None
    said = phrase(WhyNoCodes.OTHER_CURRENCY.value, amount=off, currency=turn.business.currency)
    return Reply(said, asks=(), refused=True)


def _ask_words() -> Text:
    """The question for the words, with the names of ready ones."""
    return Lines((phrase("campaign_words"), phrase("campaign_words_ready", names=Ours(" · ".join(ready_names())))))


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


def _ask_name(wanted: WantedCampaign) -> Reply:
    """The question for the name, which stands last with a word for it, behind all that was understood."""
    words = (unquoted(wanted.words),) if wanted.words else ()
    return Reply(phrase("campaign_name_missing"), asks=(*so_far(wanted), *words, "called"), drafts=True)


def channels_of(wanted: WantedCampaign) -> tuple[str, ...] | None:
    """The channels that were said; None for the business's own order."""
    return wanted.channels or None


def said(asked: Asked) -> str:
    """All behind the command's own words, with its signs."""
    first = asked.arguments[0] if asked.arguments else ""
    if not first or first not in asked.text:
        return asked.rest
    at = asked.text.find(first)
    head, behind = asked.text[:at], asked.text[at + len(first) :]
    is_quoted = head.endswith(_QUOTES) and behind.startswith(_QUOTES)  # as a name of several words may be
    return f"{first}{behind[1:]}" if is_quoted else f"{first}{behind}"


def unknown(name: str) -> Reply:
    """That no campaign is called so."""
    said = phrase("campaign_unknown", name=quoted(name, SHORT))
    return Reply(Lines((said, phrase("next", command=tap("campaign")))), asks=())
