"""The values for the texts of campaigns and plans, by person: items, facts and conditions; and the rendered texts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flows.audience.audience_expansion import BadAudience
from flows.audience.criteria_json import load_criteria, write_criteria
from flows.campaigns.campaign_texts import FACTS, ITEMS, CampaignText, fill_text, list_looked_up
from flows.campaigns.mail_subjects import cut_subject, derive_subject
from flows.campaigns.text_conditions import list_named_audiences, make_key
from handlers.audience import audience_reference as audiences
from handlers.engine.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.campaigns.message_items import CampaignItems
from storage.campaigns.person_facts import PersonFacts
from templates.message_values import a_name, quote_line

_LONGEST = 60  # characters of a fact from outside


class UnknownPeople(ValueError):
    """The error for a condition with an unknown audience; the message is the typed words."""


async def resolve_conditions(turn: Turn, texts: Sequence[CampaignText]) -> tuple[CampaignText, ...]:
    """Return the texts with the criteria of the audiences in their conditions. Raises UnknownPeople."""
    named = {whom for one in texts for whom in list_named_audiences(one.text)}
    if not named:
        return tuple(replace(one, conditions=()) if one.conditions else one for one in texts)
    criteria: dict[str, str] = {}
    for whom in named:
        meant = await audiences.read_people(turn, whom)
        if meant is None:
            raise UnknownPeople(whom)
        criteria[whom] = json.dumps(write_criteria(meant))
    return tuple(
        replace(one, conditions=tuple((whom, criteria[whom]) for whom in list_named_audiences(one.text)))
        for one in texts
    )


async def load_fillings(
    turn: Turn, texts: Iterable[CampaignText], people: Collection[UUID]
) -> Mapping[UUID, Mapping[str, Any]]:
    """Return the known values for these texts, and the conditions that are true, by person."""
    texts = tuple(texts)
    found: dict[UUID, dict[str, Any]] = {one: {} for one in people}
    named = list_looked_up(texts)
    if not named.isdisjoint(ITEMS):
        for contact, items in (await turn.unit.of(CampaignItems).find_titles(people, named)).items():
            found[contact] |= items
    if not named.isdisjoint(FACTS):
        for contact, facts in (await turn.unit.of(PersonFacts).find_facts(people, named)).items():
            found[contact] |= {name: clean_fact(said) for name, said in facts.items()}
    for whom, criteria in {pair for one in texts for pair in one.conditions}:
        for contact in await _find_among(turn, criteria, people):
            found[contact][make_key(whom)] = True
    return found


def clean_fact(fact: str) -> str:
    """Clean a fact from outside for use in texts: one short line with no link."""
    return quote_line(a_name(fact), _LONGEST)


def fill_words(text: CampaignText, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Fill a text and its subject with a person's ``values``. Raises LacksValue. A link and a code that the text
    contains are not repeated below it."""
    known = {**values, "name": a_name(str(values.get("name") or ""))}
    words = fill_text(text.text, known)
    subject = " ".join(fill_text(text.subject, known).split()) or derive_subject(words)
    there = [one for one in ("link", "code") if values.get(one) and str(values[one]) in words]
    return {"words": words, "subject": cut_subject(subject), **dict.fromkeys(there)}


async def _find_among(turn: Turn, criteria: str, people: Collection[UUID]) -> Collection[UUID]:
    """Return the people who meet the criteria; empty if these refer to a deleted audience."""
    asked = Selection(load_criteria(criteria), turn.now, turn.zone)
    try:
        return await turn.unit.of(Audiences).find_among(asked, people)
    except BadAudience:
        return ()
