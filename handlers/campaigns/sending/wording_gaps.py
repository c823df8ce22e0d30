"""People who lack a value for a campaign's text: found before the control group is drawn.

If only rendering found them, they would be missing among the readers, but not in the control group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_texts import find_lacking, list_required, nearest
from flows.greeting_name import get_first_name
from flows.policy.verdict import Outcome, Verdict
from handlers.campaigns.sending.campaign_messages import group_by_step
from handlers.campaigns.texts.wording_values import load_fillings
from handlers.engine import person_language
from handlers.engine.turn import Turn
from storage.sending.message import Message
from templates.message_values import a_name

LACKS = "template.missing"


async def judge_gaps(turn: Turn, campaign: Campaign, messages: Sequence[Message]) -> Mapping[UUID, Verdict]:
    """Return the verdicts on messages that have a placeholder with no value for the person, by message id."""
    found: dict[UUID, Verdict] = {}
    for step, theirs in group_by_step(messages).items():
        texts = campaign.texts_at(step)
        if not list_required(texts) and not any(one.conditions for one in texts):
            continue
        people = await turn.unit.people.by_ids({one.contact for one in theirs})
        known = await load_fillings(turn, texts, people)
        for one in theirs:
            person = people.get(one.contact)
            if person is None:
                continue
            words = nearest(texts, one.variant or 0, person_language.of(person, turn.business), one.channel).text
            first = a_name(get_first_name(person.name))
            if name := find_lacking(words, {**known[person.id], "name": first}):
                reason = f"The words of the campaign need a value for {name!r}, and there is none."
                found[one.id] = Verdict(Outcome.REFUSE, LACKS, reason)
    return found
