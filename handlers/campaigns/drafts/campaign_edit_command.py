"""Changes of a campaign: /campaign edit for any parts, and /campaign people, words, when and offer for one part."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from flows.audience.criteria_json import dump_criteria
from flows.campaigns.campaign import Campaign
from flows.phrase import Text, phrase
from flows.shop_offers import WrongOffer
from handlers.audience import audience_reference as audiences
from handlers.campaigns.campaign_reference import find_leading_campaign, make_safe_id
from handlers.campaigns.drafts import draft_card
from handlers.campaigns.drafts.campaign_draft import EditCampaign
from handlers.campaigns.drafts.campaign_grammar import (
    WantedCampaign,
    answer_unknown,
    get_text_behind,
    no,
    read_moment,
    read_wanted_campaign,
    too_late,
)
from handlers.campaigns.drafts.draft_wordings import WordsFor, beside, read_wordings, take_readers
from handlers.campaigns.drafts.due_moment import on_its_day
from handlers.campaigns.drafts.new_campaign_command import answer_unread_people
from handlers.campaigns.drafts.own_code_offer import read_offered_terms
from handlers.campaigns.drafts.variant_checks import drop_hours, keep_one_offer
from handlers.engine.turn import Turn
from handlers.offers.offer_terms import take_terms
from handlers.staff_chat.command_arguments import FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import IssuedCommand, Reply

_IT = "x"
"""The placeholder for the campaign's name, which may hold a day: "winback 10 mar"."""
_NONE = frozenset({"none", "no", "0", "ninguna", "koi nahi", "कोई नहीं"})


async def read_edit(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Parse the change of a campaign: any parts of the grammar after its name."""
    named = await find_leading_campaign(asked.turn, get_text_behind(asked)) if words else None
    if named is None:
        return answer_unknown(" ".join(words)) if words else Missing()
    campaign, rest = named
    told, readers = take_readers(f"{_IT}{rest}")
    wanted = await read_wanted_campaign(asked.turn, told)
    if isinstance(wanted, Reply):
        return wanted
    if wanted.name != _IT or wanted.unread:
        return _ask_what(campaign)
    changed = await _read_change(asked.turn, wanted, campaign, readers)
    if isinstance(changed, Reply):
        return changed
    return FoundArgument(changed) if changed != EditCampaign(campaign.id) else _ask_what(campaign)


async def _read_change(turn: Turn, wanted: WantedCampaign, found: Campaign, readers: WordsFor) -> EditCampaign | Reply:
    """Make the change of a campaign from the typed parts, or the reply that refuses one."""
    criteria = await audiences.read_people(turn, wanted.people) if wanted.people else None
    if wanted.people and criteria is None:
        return no(await answer_unread_people(turn, wanted.people))
    if wanted.is_too_late:
        return no(too_late(wanted.when))
    terms, merged = None, None
    if wanted.terms:
        offered = await read_offered_terms(turn, wanted.terms, found.terms, found.name)
        if isinstance(offered, Reply):
            return offered
        terms, merged = keep_one_offer(found, offered) if wanted.terms.offers else (offered, None)
    if wanted.when:
        terms, left = drop_hours(found, terms)
        merged = merged or left
    return EditCampaign(
        found.id,
        beside(found.texts, read_wordings(turn, wanted.words), readers) if wanted.words else merged,
        criteria=None if criteria is None else dump_criteria(criteria),
        phrase=wanted.people or None,
        at=on_its_day(wanted.when, wanted.at, found.begins, turn.now, turn.zone),
        at_once=wanted.now,
        local=wanted.local,
        channels=wanted.channels or None,
        holdout=wanted.holdout,
        terms=terms,
        best=wanted.best or None,
    )


def _ask_what(found: Campaign) -> Reply:
    """Ask what to change; the answer is read as the text after the name."""
    return Reply(
        phrase("campaign_edit_how", name=found.name), draft_card.make_buttons(found), asks=("edit", make_safe_id(found))
    )


def make_reader(
    part: str,
) -> Callable[[IssuedCommand, Known, tuple[str, ...]], Awaitable[FoundArgument | Missing | Reply]]:
    """Make the argument reader for one part of a campaign: all text after the name is this part."""

    async def read(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        named = await find_leading_campaign(asked.turn, get_text_behind(asked)) if words else None
        if named is None:
            return answer_unknown(" ".join(words)) if words else Missing()
        campaign, rest = named[0], named[1].strip()
        if not rest:
            question = await _ask_part(asked.turn, part, campaign)
            return replace(question, asks=(part, make_safe_id(campaign)), written=part == "words", drafts=True)
        wanted = await _PARTS[part](asked.turn, rest)
        changed = wanted if isinstance(wanted, Reply) else await _read_change(asked.turn, wanted, campaign, WordsFor())
        if not isinstance(changed, Reply):
            return FoundArgument(changed)
        return replace(changed, buttons=(await _ask_part(asked.turn, part, campaign)).buttons)

    return read


async def change_of(turn: Turn, campaign: Campaign, told: Mapping[str, str]) -> tuple[EditCampaign, Mapping[str, Text]]:
    """Combine typed parts into one change, and say why some parts are refused."""
    parts, wrong = {"people": WantedCampaign(), "when": WantedCampaign(), "offer": WantedCampaign()}, {}
    for part, text in told.items():
        wanted = await _PARTS[part](turn, text)
        changed = wanted if isinstance(wanted, Reply) else await _read_change(turn, wanted, campaign, WordsFor())
        if isinstance(changed, Reply):
            wrong[part] = changed.text
        elif not isinstance(wanted, Reply):
            parts[part] = wanted
    together = replace(parts["when"], people=parts["people"].people, terms=parts["offer"].terms)
    both = await _read_change(turn, together, campaign, WordsFor())
    return (EditCampaign(campaign.id), {**wrong, "": both.text}) if isinstance(both, Reply) else (both, wrong)


async def _ask_part(turn: Turn, part: str, campaign: Campaign) -> Reply:
    if part == "people":
        return await draft_card.ask_people(turn, campaign.name)
    if part == "offer":
        return draft_card.ask_offer(turn.business.currency)
    return draft_card.ask_words() if part == "words" else draft_card.ask_moment()


async def _read_people(_turn: Turn, text: str) -> WantedCampaign | Reply:
    return WantedCampaign(people=text)


async def _read_words(turn: Turn, text: str) -> WantedCampaign | Reply:
    return await read_wanted_campaign(turn, f"{_IT}: {text}")


async def _read_moment(turn: Turn, text: str) -> WantedCampaign | Reply:
    return read_moment(turn, text) or no(too_late(text))


async def _read_offer(turn: Turn, text: str) -> WantedCampaign | Reply:
    """Parse an offer: "15%", "$5", "free shipping", "none", or any terms of the grammar."""
    if text.casefold() in _NONE:
        text = "no offer"
    try:
        for typed in (text, f"{text} off"):
            terms, left = take_terms(typed, turn.business.currency)
            if terms and not left.strip(" ,"):
                return WantedCampaign(terms=terms)
    except WrongOffer as wrong:
        return no(phrase(wrong.why.value, **wrong.values))
    return no(draft_card.ask_offer(turn.business.currency, "campaign_offer_unread").text)


_PARTS: Mapping[str, Callable[[Turn, str], Awaitable[WantedCampaign | Reply]]] = {
    "people": _read_people,
    "words": _read_words,
    "when": _read_moment,
    "offer": _read_offer,
}


_TO = re.compile(r"\s*to\s+(?P<name>\S.*)", re.IGNORECASE | re.DOTALL)


async def read_rename(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the campaign and its new name, or ask for the name."""
    named = await find_leading_campaign(asked.turn, get_text_behind(asked)) if words else None
    if named is None:
        return answer_unknown(" ".join(words).partition(" to ")[0]) if words else Missing()
    campaign, rest = named
    found = _TO.fullmatch(rest)
    name = " ".join(found["name"].strip("“”\"' .").split()) if found is not None else ""
    if name in {"", campaign.name}:
        return Reply(phrase("campaign_rename_how", name=campaign.name), asks=("rename", *campaign.name.split(), "to"))
    return FoundArgument(EditCampaign(campaign.id, name=name))
