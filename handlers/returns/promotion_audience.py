"""The audience of an offer: criteria about the person and the return, and an estimate of the people who meet them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from flows.actor import Actor, ActorKind
from flows.audience.audience_expansion import BadAudience
from flows.audience.audience_facts import PROMOTION_FACTS, RETURN_FACTS
from flows.audience.criteria import EVERYBODY, NOBODY, Compared, Criteria, leaves
from flows.audience.criteria_json import BadCriteria, load_criteria
from flows.name_folding import fold_name
from flows.promotions.offer_figures import FEWEST
from flows.promotions.promotion import refuse
from flows.promotions.return_facts import drop_return, parse_audience, read_return, settle_return
from flows.promotions.sponsor import Sponsor
from handlers.engine.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.promotions.offer_reach import OfferReach
from storage.promotions.sponsors import Sponsors

_LONGEST = 8000  # characters
_LATELY = timedelta(days=90)


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


@dataclass(frozen=True, slots=True)
class Reach:
    """The ``people`` who agreed to a sponsor's offers and meet the conditions on the person, and the ``returns`` of the
    90 days before today that meet those on the return, one of each person. Both are rounded down to tens.
    """

    people: int
    returns: int


async def estimate_reach(turn: Turn, sponsor: Sponsor, brand: str, audience: str) -> Reach:
    """Return the reach of an offer for returns of a brand of the sponsor. Raises PromotionRefused, also for a brand of
    others, about which it reads nothing.

    The period ends at midnight, so that the figures of two visits do not differ by the one who returned between them.
    """
    await check_audience(turn, audience)
    if fold_name(brand) not in await turn.unit.of(Sponsors).brands(sponsor.id):
        raise refuse("brand", "offer_brand_unclaimed", brand=brand, name=sponsor.name)
    found, asked = turn.unit.of(OfferReach), _read_person_part(audience)
    people = await found.find_agreed(fold_name(sponsor.name))
    if asked != EVERYBODY:
        people = await turn.unit.of(Audiences).find_among(Selection(asked, turn.now, turn.zone), people)
    midnight = datetime.combine(turn.today, time(), turn.zone).astimezone(UTC)
    criteria = parse_audience(audience)
    lately = await found.list_returns(fold_name(brand), midnight - _LATELY, midnight)
    facts = ((who, read_return(told, told.items, returning=again)) for who, again, told in lately)
    returned = {who for who, one in facts if settle_return(criteria, one) != NOBODY}
    return Reach(len(people) // FEWEST * FEWEST, len(returned) // FEWEST * FEWEST)


def _is_of_return(audience: str) -> bool:
    asked = leaves(load_criteria(audience, PROMOTION_FACTS))
    return all(isinstance(one, Compared) and one.fact in RETURN_FACTS for one in asked)


def _read_person_part(audience: str) -> Criteria:
    return drop_return(load_criteria(audience, PROMOTION_FACTS)) if audience else EVERYBODY
