"""The offers among which a return chooses: live, not seen lately, and meant for the return and its person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.audience.audience_expansion import BadAudience
from flows.audience.criteria import EVERYBODY, NOBODY, Criteria
from flows.events import ReturnCompleted, ReturnedItem
from flows.promotions.offer_choice import PromotionCandidate
from flows.promotions.prompt import Prompt, PromptReason
from flows.promotions.return_facts import parse_audience, read_return, settle_return
from handlers.engine.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.promotions.promotions import Promotions
from storage.promotions.return_history import ReturnHistory
from storage.store.customer_totals import Totals


async def find_offers(
    turn: Turn, told: ReturnCompleted, prompt: Prompt, lines: Sequence[ReturnedItem], seen_again: timedelta
) -> Sequence[PromotionCandidate] | PromptReason:
    """Return the eligible offers of a prompt's sponsor and brand for the ``lines`` that its person returned, or why
    there is none.
    """
    contact, sponsor, promotions = prompt.contact, prompt.sponsor, turn.unit.of(Promotions)
    if contact is None or sponsor is None:
        return PromptReason.NO_OFFER
    live = await promotions.list_live(sponsor, prompt.brand, turn.now, turn.today)
    seen = await promotions.list_seen(contact, turn.now - seen_again) if live else set()
    unseen = {text: [one for one in some if one.id not in seen] for text, some in live.items()} if seen else live
    asked = {text for text, some in unseen.items() if some}
    if not asked:
        return PromptReason.SEEN if live else PromptReason.NO_OFFER
    if asked != {""}:
        facts = read_return(told, lines, returning=await _is_returning(turn, contact, told))
        asked = await _find_fitting(turn, contact, asked, facts)
    return [one for text in asked for one in unseen[text]] or PromptReason.NO_OFFER


async def _find_fitting(turn: Turn, contact: UUID, audiences: set[str], facts: Mapping[str, Any]) -> set[str]:
    """Return the audiences that match the return and the person; each distinct question is asked once."""
    left: dict[Criteria, list[str]] = {}
    for text in audiences:
        left.setdefault(settle_return(parse_audience(text), facts), []).append(text)
    left.pop(NOBODY, None)
    fitting = set(left.pop(EVERYBODY, ()))
    for criteria, texts in left.items():
        with suppress(BadAudience):  # of criteria that name an audience which no longer exists
            if await turn.unit.of(Audiences).find_among(Selection(criteria, turn.now, turn.zone), {contact}):
                fitting.update(texts)
    return fitting


async def _is_returning(turn: Turn, contact: UUID, event: ReturnCompleted) -> bool:
    """Return True for a person with two orders, or with another return."""
    totals = await turn.unit.of(Totals).find_totals(contact)
    return (totals is not None and totals.orders > 1) or await turn.unit.of(ReturnHistory).has_other(contact, event.ref)
