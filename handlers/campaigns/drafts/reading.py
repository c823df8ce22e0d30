"""A campaign as /campaign new is told of it, part by part, and the question for what is missing."""

from __future__ import annotations

from dataclasses import replace

from flows.audience.criteria import Criteria
from flows.audience.reading import dump_criteria
from flows.campaigns.terms import PLAIN
from flows.phrase import Lines, Ours, Text, phrase
from handlers.admins.arguments import Found, Known, Missing
from handlers.admins.command import Asked, Reply
from handlers.audience import called as audiences
from handlers.audience.names import Names
from handlers.audience.naming import names_of
from handlers.campaigns.drafts.arming import armed_terms
from handlers.campaigns.drafts.arms import ArmsDue
from handlers.campaigns.drafts.drafting import NewCampaign
from handlers.campaigns.drafts.offered import offered_terms
from handlers.campaigns.drafts.so_far import before_people, so_far, unquoted
from handlers.campaigns.drafts.told import (
    arms_wanted,
    channels_of,
    said,
    too_late,
    too_long,
    wanted_in,
    worded,
)
from handlers.campaigns.drafts.unread import asked_day, unread
from handlers.campaigns.drafts.wanted import WantedCampaign
from handlers.own_codes.stores import WhyNoCodes
from handlers.turn import Turn
from storage.campaigns.campaigns import LONGEST_NAME
from templates.ready_words import ready_names


async def read_new(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """All parts of a new campaign, or a question for the first that is missing or unclear."""
    names = await names_of(asked.turn)
    wanted = wanted_in(asked.turn, said(asked), names)
    if isinstance(wanted, Reply):
        return wanted
    if not wanted.name:
        return _ask_name(wanted) if wanted.people else Missing()
    criteria = await _people_of(asked.turn, wanted, names)
    if isinstance(criteria, Reply):
        return criteria
    if (unfit := _in_another_currency(asked.turn, wanted) or _words_amiss(wanted)) is not None:
        return unfit
    armed = arms_wanted(asked.turn, wanted)
    if isinstance(armed, Reply):
        return armed
    wanted = _begun_with(wanted, armed)
    return _time_amiss(wanted) or await _drafted(asked.turn, wanted, armed, criteria)


async def _people_of(turn: Turn, wanted: WantedCampaign, names: Names) -> Criteria | Reply:
    """The people of a campaign that has a name, or what is to be asked of either."""
    if len(wanted.name) > LONGEST_NAME:
        return Reply(phrase("campaign_name_unfit", most=LONGEST_NAME), asks=(), refused=True)
    if not wanted.people:
        return Reply(phrase("campaign_whom", name=wanted.name), asks=before_people(wanted), drafts=True)
    criteria = await audiences.meant(turn, wanted.people, names)
    if criteria is not None:
        return criteria
    day = await asked_day(turn, wanted, names)
    return day or Reply(await unread(turn, wanted, names), asks=before_people(wanted), refused=True, drafts=True)


def _words_amiss(wanted: WantedCampaign) -> Reply | None:
    """The question for the words, or that they are too long; None for words that may leave."""
    return too_long(wanted) if wanted.words else Reply(_ask_words(), asks=(*so_far(wanted), ":"), written=True)


def _time_amiss(wanted: WantedCampaign) -> Reply | None:
    """The question for the time, where none is said or it has passed; None for one that is ahead."""
    if wanted.is_too_late:
        asks = (*so_far(replace(wanted, when="")), unquoted(wanted.words))
        return Reply(too_late(wanted.when), asks=asks, drafts=True)
    if wanted.at is None and not wanted.now:
        return Reply(phrase("campaign_when"), asks=(*so_far(wanted), unquoted(wanted.words)), drafts=True)
    return None


async def _drafted(turn: Turn, wanted: WantedCampaign, armed: ArmsDue, criteria: Criteria) -> Found | Reply:
    """The campaign with all its parts, or why an offer is none."""
    terms = await offered_terms(turn, wanted.terms, PLAIN, wanted.name)
    if isinstance(terms, Reply):
        return terms
    texts = worded(turn, wanted.words)
    terms = await armed_terms(turn, wanted.arms, armed, terms, texts, wanted.name)
    if isinstance(terms, Reply):
        return terms
    new = NewCampaign(
        wanted.name, dump_criteria(criteria), wanted.people, texts, at=wanted.at, local=wanted.local,
        channels=channels_of(wanted), holdout=wanted.holdout, terms=terms, best=wanted.best,
    )  # fmt: skip
    return Found(new)


def _begun_with(wanted: WantedCampaign, armed: ArmsDue) -> WantedCampaign:
    """A campaign that begins with the first hour of its variants, where no other is said."""
    if wanted.when or not armed.arms:
        return wanted
    first = armed.first
    return replace(wanted, at=None if armed.now or first is None else first.at, now=armed.now)


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


def _ask_name(wanted: WantedCampaign) -> Reply:
    """The question for the name, which stands last with a word for it, behind all that was understood."""
    words = (unquoted(wanted.words),) if wanted.words else ()
    return Reply(phrase("campaign_name_missing"), asks=(*so_far(wanted), *words, "called"), drafts=True)
