"""The audience of an offer: criteria about the person and the return, and an estimate of the people who meet them."""

from __future__ import annotations

import json

from flows.actor import Actor, ActorKind
from flows.audience.audience_expansion import BadAudience
from flows.audience.audience_facts import PROMOTION_FACTS, RETURN_FACTS
from flows.audience.criteria import EVERYBODY, All, Compared, Criteria, leaves
from flows.audience.criteria_json import BadCriteria, load_criteria
from flows.policy.departure_facts import Programme
from flows.promotions.return_facts import drop_return
from handlers.engine.turn import Turn
from handlers.returns.promotion_refusal import refuse
from storage.audience.audiences import Audiences, Selection

_LONGEST = 8000  # characters
_PEOPLE = 10  # reach is rounded down to so many, so that no difference isolates a person
_AGREED = Compared("consent", "=", Programme.PARTNER_OFFERS.value)


async def check_audience(turn: Turn, audience: str, by: Actor | None = None) -> None:
    """Check an offer's audience (JSON, "" for everybody). Raises PromotionRefused.

    A sponsor may ask facts of the return alone: clicks on an offer for people with a tag would tell it who has the tag.
    """
    try:
        if len(audience) > _LONGEST:
            raise BadCriteria("", f"is longer than {_LONGEST} characters")
        if by is not None and by.kind is ActorKind.SPONSOR and audience and not _is_of_return(audience):
            raise BadCriteria("", "a partner may ask only facts of the return (return.…)")
        await turn.unit.of(Audiences).condition(Selection(_read_person_part(audience), turn.now, turn.zone))
    except (BadCriteria, BadAudience, json.JSONDecodeError) as wrong:
        raise refuse("audience", "offer_audience_unread", why=str(wrong)[:200]) from None


async def estimate_reach(turn: Turn, audience: str) -> int:
    """Return how many people agreed to offers of partners and match the conditions on the person, rounded down to tens.

    Raises PromotionRefused.
    """
    await check_audience(turn, audience)
    asked = Selection(All((_read_person_part(audience), _AGREED)), turn.now, turn.zone)
    return await turn.unit.of(Audiences).count(asked) // _PEOPLE * _PEOPLE


def _is_of_return(audience: str) -> bool:
    asked = leaves(load_criteria(audience, PROMOTION_FACTS))
    return all(isinstance(one, Compared) and one.fact in RETURN_FACTS for one in asked)


def _read_person_part(audience: str) -> Criteria:
    return drop_return(load_criteria(audience, PROMOTION_FACTS)) if audience else EVERYBODY
