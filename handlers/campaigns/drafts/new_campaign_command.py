"""/campaign new: a new campaign, parsed part by part, and the question for the first missing part."""

from __future__ import annotations

import re
from dataclasses import replace

from flows.audience.criteria import Criteria
from flows.audience.criteria_json import dump_criteria
from flows.campaigns.campaign_terms import PLAIN
from flows.phrase import Lines, Text, phrase
from handlers.audience import audience_reference as audiences
from handlers.campaigns.drafts import draft_card
from handlers.campaigns.drafts.campaign_draft import NewCampaign
from handlers.campaigns.drafts.campaign_grammar import (
    SHORT,
    WantedCampaign,
    get_text_behind,
    no,
    read_wanted_campaign,
    too_late,
)
from handlers.campaigns.drafts.draft_wordings import read_wordings
from handlers.campaigns.drafts.own_code_offer import read_offered_terms
from handlers.engine.turn import Turn
from handlers.own_codes.own_code_creation import WhyNoCodes
from handlers.replies.figure_dates import find_unclear_date
from handlers.replies.text_normalisation import normalise
from handlers.staff_chat.command_arguments import FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from storage.campaigns.campaigns import LONGEST_NAME
from templates.message_values import quote_line

_NO_NAME = re.compile(r"\d|,")
"""A part with a figure or a comma is a moment or an offer, not people."""


async def read_new(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Parse the new campaign, or ask for the first part that is missing or wrong."""
    wanted = await read_wanted_campaign(asked.turn, get_text_behind(asked))
    if isinstance(wanted, Reply):
        return wanted
    if not wanted.name:
        return Missing()
    if wanted.unread:
        return no(phrase("words_unread", unread=quote_line(wanted.unread, SHORT)))
    criteria = await _read_people(asked.turn, wanted)
    if isinstance(criteria, Reply):
        return criteria
    amiss = _refuse_currency(asked.turn, wanted) or _ask_missing(wanted)
    return amiss or await _build_campaign(asked.turn, wanted, criteria)


async def _read_people(turn: Turn, wanted: WantedCampaign) -> Criteria | Reply:
    """Parse the audience, or ask for it."""
    if len(wanted.name) > LONGEST_NAME:
        return no(phrase("campaign_name_unfit", most=LONGEST_NAME))
    criteria = await audiences.read_people(turn, wanted.people) if wanted.people else None
    if criteria is not None:
        return criteria
    so_far = (*wanted.spell(to=False), "to")
    ask = replace(await draft_card.ask_people(turn, wanted.name), asks=so_far, drafts=True)
    if not wanted.people:
        return ask
    why, known = await answer_unread_people(turn, wanted.people), (await _find_known_part(turn, wanted.people))[0]
    if known and wanted.words and not wanted.when:  # the unread words answer the question for the moment
        ask = replace(draft_card.ask_moment(), asks=replace(wanted, people=known).spell(), drafts=True)
        why = Lines((why, ask.text))
    return replace(ask, text=why, refused=True)


async def answer_unread_people(turn: Turn, people: str) -> Text:
    """Reply that the audience was not understood: which part of it, or an ambiguous date."""
    day, (known, part) = find_unclear_date(normalise(people)), await _find_known_part(turn, people)
    if day:
        return phrase("campaign_day_two", day=day)
    if known:
        return phrase("campaign_part_unread", part=quote_line(part, SHORT), people=quote_line(known, SHORT))
    return phrase("campaign_people_unread", people=quote_line(people, SHORT))


async def _find_known_part(turn: Turn, people: str) -> tuple[str, str]:
    """Return the longest beginning that names people, and the rest, which does not; both "" if there is none."""
    spoken = people.split()
    for many in range(len(spoken) - 1, 0, -1):
        known, part = " ".join(spoken[:many]), " ".join(spoken[many:])
        is_apart, known = known.endswith(",") or _NO_NAME.search(part), known.strip(" ,")
        if is_apart and await audiences.read_people(turn, known) is not None:
            return known, part
    return "", ""


def _ask_missing(wanted: WantedCampaign) -> Reply | None:
    """Ask for the text or the time; None if both are given and the time is in the future."""
    if not wanted.words:
        return replace(draft_card.ask_words(), asks=(*wanted.spell(), ":"), written=True)
    if wanted.is_too_late:
        later = replace(wanted, when="")
        return replace(draft_card.ask_moment(too_late(wanted.when)), asks=later.spell(), drafts=True, refused=True)
    if not wanted.when:
        return replace(draft_card.ask_moment(), asks=wanted.spell(), drafts=True)
    return None


async def _build_campaign(turn: Turn, wanted: WantedCampaign, criteria: Criteria) -> FoundArgument | Reply:
    """Return the campaign with all its parts, or the reply that refuses its offer."""
    terms = await read_offered_terms(turn, wanted.terms, PLAIN, wanted.name)
    if isinstance(terms, Reply):
        return terms
    new = NewCampaign(
        wanted.name, dump_criteria(criteria), wanted.people, read_wordings(turn, wanted.words), at=wanted.at,
        local=wanted.local, channels=wanted.channels or None, holdout=wanted.holdout, terms=terms, best=wanted.best,
    )  # fmt: skip
    return FoundArgument(new)


def _refuse_currency(turn: Turn, wanted: WantedCampaign) -> Reply | None:
    """Refuse an amount in another currency than the store's; None if there is none."""
    off = wanted.terms.offer.amount if wanted.terms.offer is not None else None
    if off is None or off.currency == turn.business.currency:
        return None
    return no(phrase(WhyNoCodes.OTHER_CURRENCY.value, amount=off, currency=turn.business.currency))
