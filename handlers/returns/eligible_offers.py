"""The offers among which a return chooses: live, not seen lately, and meant for the return and its person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows.audience.audience_expansion import BadAudience
from flows.audience.criteria import EVERYBODY, NOBODY, Criteria
from flows.events import ReturnCompleted, ReturnedItem
from flows.promotions.offer_choice import PromotionCandidate
from flows.promotions.prompt import PromptReason
from flows.promotions.return_facts import parse_audience, read_return, settle_return
from handlers.engine.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.promotions.promotions import Promotions
from storage.promotions.return_history import ReturnHistory
from storage.store.customer_totals import Totals


@dataclass(frozen=True, slots=True)
class EligibleOffers:
    """The offers that may be chosen, and why there is none."""

    offers: Sequence[PromotionCandidate]
    lacks: PromptReason = PromptReason.NO_OFFER


async def find_offers(
    turn: Turn,
    contact: UUID,
    event: ReturnCompleted,
    sponsor: UUID,
    brand: str,
    lines: Sequence[ReturnedItem],
    seen_again: timedelta,
) -> EligibleOffers:
    """Return the eligible offers of a sponsor's brand (in compared form) for the ``lines`` that a person returned."""
    promotions = turn.unit.of(Promotions)
    live = await promotions.list_live(sponsor, brand, turn.now, turn.today)
    seen = await promotions.list_seen(contact, turn.now - seen_again) if live else set()
    unseen = {text: [one for one in some if one.id not in seen] for text, some in live.items()} if seen else live
    asked = {text for text, some in unseen.items() if some}
    if not asked:
        return EligibleOffers((), PromptReason.SEEN if live else PromptReason.NO_OFFER)
    if asked != {""}:
        facts = read_return(event, lines, returning=await _is_returning(turn, contact, event))
        asked = await _find_fitting(turn, contact, asked, facts)
    return EligibleOffers([one for text in asked for one in unseen[text]])


async def _find_fitting(turn: Turn, contact: UUID, audiences: set[str], facts: Mapping[str, Any]) -> set[str]:
    """Return the audiences that match the return and the person; each distinct question is asked once."""
    left: dict[Criteria, list[str]] = {}
    for text in audiences:
        left.setdefault(settle_return(parse_audience(text), facts), []).append(text)
    left.pop(NOBODY, None)
    fitting = set(left.pop(EVERYBODY, ()))
    for criteria, texts in left.items():
        if await _is_among(turn, contact, criteria, turn.now):
            fitting.update(texts)
    return fitting


async def _is_among(turn: Turn, contact: UUID, criteria: Criteria, now: datetime) -> bool:
    """Return True if the person meets the criteria; False if they name an audience that no longer exists."""
    try:
        return bool(await turn.unit.of(Audiences).find_among(Selection(criteria, now, turn.zone), {contact}))
    except BadAudience:
        return False


async def _is_returning(turn: Turn, contact: UUID, event: ReturnCompleted) -> bool:
    """Return True for a person with two orders, or with another return."""
    totals = await turn.unit.of(Totals).find_totals(contact)
    return (totals is not None and totals.orders > 1) or await turn.unit.of(ReturnHistory).has_other(contact, event.ref)
