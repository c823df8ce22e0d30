"""What of a campaign is to change, as /campaign edit is told of it."""

from __future__ import annotations

from flows.audience.reading import dump_criteria
from flows.campaigns.campaign import Campaign
from flows.phrase import Ours, phrase
from handlers.admins.arguments import Found, Known, Missing
from handlers.admins.command import Asked, Reply
from handlers.audience import called as audiences
from handlers.audience.naming import names_of
from handlers.campaigns.called import by_id, called, led_by
from handlers.campaigns.drafts.armed import retimed, with_one_offer
from handlers.campaigns.drafts.arming import armed_terms
from handlers.campaigns.drafts.drafting import EditCampaign
from handlers.campaigns.drafts.due import on_its_day
from handlers.campaigns.drafts.for_readers import WordsFor, beside, take_readers, tongue_alone
from handlers.campaigns.drafts.offered import offered_terms
from handlers.campaigns.drafts.told import (
    SHORT,
    arms_wanted,
    channels_of,
    said,
    too_late,
    too_long,
    unknown,
    wanted_in,
    worded,
)
from handlers.campaigns.drafts.unread import unclear_day
from handlers.campaigns.drafts.wanted import WantedCampaign
from handlers.turn import Turn
from templates import formats
from templates.values import quoted

_IT = "x"
"""Stands for a name that is known, which may hold a day: "winback 10 mar"."""


async def read_edit(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """What is to be changed of which campaign."""
    turn, names, told = asked.turn, await names_of(asked.turn), said(asked)
    named = await led_by(turn, told)
    if named is not None and (locale := tongue_alone(named[1])):
        return _ask_words(named[0], locale)
    told, readers = take_readers(told if named is None else f"{_IT}{named[1]}")
    wanted = wanted_in(turn, told, names)
    if isinstance(wanted, Reply):
        return wanted
    found = named[0] if named is not None else await called(turn, wanted.name)
    if found is None:
        return await _unnamed(turn, wanted.name) if wanted.name else Missing()
    if named is not None and wanted.name != _IT:
        return _ask_what(found)
    if wanted.people and await audiences.meant(turn, wanted.people, names) is None:
        if unclear := unclear_day(wanted):
            return Reply(phrase("campaign_day_unclear", day=unclear, name=found.name), asks=(), refused=True)
        return Reply(phrase("campaign_people_unread", people=quoted(wanted.people, SHORT)), asks=(), refused=True)
    if (long := too_long(wanted)) is not None:
        return long
    if wanted.is_too_late:
        return Reply(too_late(wanted.when), asks=(), refused=True)
    changed = await _changed(turn, wanted, found, readers)
    if isinstance(changed, Reply):
        return changed
    return Found(changed) if changed != EditCampaign(found.id) else _ask_what(found)


async def _changed(turn: Turn, wanted: WantedCampaign, found: Campaign, readers: WordsFor) -> EditCampaign | Reply:
    """The change that is wanted of a campaign, or why its offer is none."""
    terms = await offered_terms(turn, wanted.terms, found.terms, found.name) if wanted.terms else None
    if isinstance(terms, Reply):
        return terms
    armed = arms_wanted(turn, wanted, found.begins if found.begins > turn.now else None)
    if isinstance(armed, Reply):
        return armed
    texts = beside(found.texts, worded(turn, wanted.words), readers) if wanted.words else None
    merged = None
    if terms is not None and wanted.terms.offers:
        terms, merged = with_one_offer(found, terms)
    if armed.arms:
        told = await armed_terms(turn, wanted.arms, armed, terms or found.terms, texts or found.texts, found.name)
        if isinstance(told, Reply):
            return told
        terms = told
    elif wanted.when:
        terms, left = retimed(found, terms, wanted.when, wanted.at, turn.zone)
        merged = merged or left
    texts = texts or merged
    criteria = await audiences.meant(turn, wanted.people) if wanted.people else None
    return EditCampaign(
        found.id,
        texts,
        criteria=dump_criteria(criteria) if criteria is not None else None,
        phrase=wanted.people or None,
        at=on_its_day(wanted.when, wanted.at, found.begins, turn.now, turn.zone),
        at_once=wanted.now or armed.now,
        local=wanted.local,
        channels=channels_of(wanted),
        holdout=wanted.holdout,
        terms=terms,
        best=wanted.best or None,
    )


async def _unnamed(turn: Turn, told: str) -> Reply:
    """That no campaign is called so; where one is by the first words, what of it is to change is asked."""
    spoken = told.split()
    for many in range(len(spoken) - 1, 0, -1):
        found = await called(turn, " ".join(spoken[:many]))
        if found is not None:
            return _ask_what(found)
    return unknown(told)


def _ask_words(found: Campaign, locale: str) -> Reply:
    """How the words in a language are told, for nobody but a person puts them into it. Not as a question: the next text
    behind what was shown may be a yes, which no customer is to read."""
    command = Ours(f"/campaign edit {found.name} in {locale}: …")
    told = phrase("campaign_words_in", name=found.name, language=Ours(formats.language(locale)), command=command)
    return Reply(told, asks=())


def _ask_what(found: Campaign) -> Reply:
    """What of a campaign is to change; the answer is read as what stands behind its name."""
    return Reply(phrase("campaign_edit_how", name=found.name), asks=("edit", by_id(found)))
